"""The commands as a person or a CI job runs them: `emulator with -- kiosk ...`, exit status, words, JSON."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from emulator.citizens import by_name

BIN = Path(sys.executable).parent
SAMPLE = by_name("nguyen-van-mau")


def run(*words: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [BIN / words[0], *words[1:]],
        input=typed,
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )


def read_as_json(
    *options: str, name: str = SAMPLE.name, typed: str = SAMPLE.can
) -> tuple[int, dict[str, Any]]:
    done = run(
        "emulator",
        "with",
        *options,
        "--citizen",
        name,
        "--",
        "kiosk",
        "read",
        "--can",
        "-",
        "--json",
        typed=typed,
    )
    return done.returncode, json.loads(done.stdout)


def test_a_genuine_card_is_read_with_every_check() -> None:
    status, said = read_as_json()
    assert status == 0
    assert said["verdict"] == "GENUINE"
    assert said["access_protocol"] == "PACE"
    outcomes = {name: check["outcome"] for name, check in said["checks"].items()}
    assert outcomes == {
        "access": "PASSED",
        "passive": "PASSED",
        "chip": "PASSED",
        "active": "NOT_SUPPORTED",
        "revocation": "NOT_PERFORMED",
    }
    assert said["identity"]["full_name"] == SAMPLE.full_name
    assert said["apdus"] > 0
    assert said["bytes"] > 15_000
    assert all(seconds >= 0 for seconds in said["seconds"].values())


def test_without_a_csca_passive_is_not_performed_with_its_reason() -> None:
    _, said = read_as_json("--no-trust")
    assert said["verdict"] == "NOT_PROVABLE"
    assert (said["checks"]["passive"]["outcome"], said["checks"]["passive"]["reason"]) == (
        "NOT_PERFORMED",
        "no-csca",
    )
    assert said["checks"]["passive"]["detail"]


def test_a_clone_fails_chip_and_a_tampered_dg1_fails_passive() -> None:
    status, clone = read_as_json(name="nguyen-van-mau-clone")
    assert (status, clone["checks"]["chip"]["outcome"]) == (1, "FAILED")
    tampered = by_name("tran-thi-thu-tampered")
    status, said = read_as_json(name=tampered.name, typed=tampered.can)
    assert (status, said["checks"]["passive"]["outcome"]) == (1, "FAILED")


def test_the_mrz_and_no_portrait_work_too() -> None:
    done = run(
        "emulator", "with", "--citizen", SAMPLE.name, "--", "kiosk", "read", "--mrz", "-", "--no-portrait", "--json",
        typed=SAMPLE.mrz,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["verdict"] == "GENUINE"


@pytest.mark.parametrize(
    ("words", "typed", "status", "hint"),
    [
        (("with", "--citizen", SAMPLE.name, "--", "kiosk", "read", "--can", "-"), "000000", 1, "last six"),
        (("with", "--citizen", SAMPLE.name, "--", "kiosk", "read", "--can", "-"), "12", 2, "six digits"),
        (("with", "--", "kiosk", "read", "--can", "-", "--wait", "0.5"), "123456", 1, "card"),
        (("with", "--", "kiosk", "read", "--can", "-", "--reader", "Nowhere", "--wait", "0.5"), "123456", 1, "reader"),
        (("with", "--citizen", "nobody", "--", "true"), "", 2, SAMPLE.name),
        (("with", "--", "no-such-program"), "", 127, "no-such-program"),
    ],
)  # fmt: skip
def test_what_goes_wrong_is_said_with_what_to_do(
    words: tuple[str, ...], typed: str, status: int, hint: str
) -> None:
    done = run("emulator", *words, typed=typed)
    assert done.returncode == status
    assert hint in done.stderr
    assert "Traceback" not in done.stderr
    assert not typed or typed not in done.stderr + done.stdout


def test_with_passes_the_status_on_and_leaves_nothing_behind() -> None:
    done = run("emulator", "with", "--", "sh", "-c", "dirname $KIOSK_CONFIG; exit 7")
    assert done.returncode == 7
    assert not Path(done.stdout.strip()).exists()


def test_checkin_records_a_visit_that_visits_lists_and_shows() -> None:
    script = (
        "kiosk checkin --auto --can - >&2 && kiosk visits list --json > $(dirname $KIOSK_CONFIG)/visits.json && "
        "cat $(dirname $KIOSK_CONFIG)/visits.json && "
        'kiosk visits show $(sed -n \'s/.*"id": "\\(.*\\)",/\\1/p\' $(dirname $KIOSK_CONFIG)/visits.json)'
    )
    done = run("emulator", "with", "--citizen", SAMPLE.name, "--", "sh", "-c", script, typed=SAMPLE.can)
    assert done.returncode == 0, done.stderr
    assert "Ticket A001" in done.stderr
    listed, end = json.JSONDecoder().raw_decode(done.stdout)
    assert [ticket["number"] for visit in listed for ticket in visit["tickets"]] == ["A001"]
    assert listed[0]["id"] in done.stdout[end:]
    assert SAMPLE.number not in done.stdout
    assert SAMPLE.full_name not in done.stdout


def test_doctor_tells_each_part_and_what_to_do() -> None:
    done = run("emulator", "with", "--no-trust", "--gateway-down", "--", "kiosk", "doctor", "--json")
    assert done.returncode == 1
    assert "gateway" in done.stdout
    healthy = run("emulator", "with", "--", "kiosk", "doctor")
    assert healthy.returncode == 0, healthy.stdout


def test_a_second_window_says_who_works_and_ends() -> None:
    script = (
        "kiosk checkin --auto --can 000000 --wait 30 & first=$!; "
        'until [ -e "$(dirname $KIOSK_CONFIG)/kiosk.db" ]; do :; done; '
        "kiosk ui --windowed; status=$?; kill $first; exit $status"
    )
    done = run("emulator", "with", "--", "sh", "-c", script)
    assert done.returncode == 1
    assert "Use the one that runs" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_window_with_a_wrong_key_says_what_to_do_and_ends() -> None:
    script = (
        "kiosk checkin --auto --can - >/dev/null; d=$(dirname $KIOSK_CONFIG); "
        "printf %064d 0 > $d/kiosk.key; kiosk ui --windowed"
    )
    done = run("emulator", "with", "--citizen", SAMPLE.name, "--", "sh", "-c", script, typed=SAMPLE.can)
    assert done.returncode == 1
    assert "Bring back the key file" in done.stderr
    assert "Traceback" not in done.stderr
