"""`emulator with`: what the command finds, whose status it ends with, what is left behind (nothing)."""

import json
import os
import select
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from emulator.citizens import load_all

SHOW = "import json, os, sys; print(json.dumps(dict(os.environ)), flush=True); sys.stdin.read()"


def emulator(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "emulator", *arguments]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(emulator(*arguments), capture_output=True, text=True, timeout=60, check=False)


def home_of(environment: dict[str, str]) -> Path:
    """The private pcscd's directory, by the socket that clients are told."""
    return Path(environment["PCSCLITE_CSOCK_NAME"]).parents[1]


def processes_of(directory: Path) -> list[int]:
    """Ids of the running processes whose command line names `directory`."""
    found = []
    for entry in Path("/proc").iterdir():
        with suppress(OSError):
            if entry.name.isdigit() and str(directory).encode() in (entry / "cmdline").read_bytes():
                found.append(int(entry.name))
    return found


@pytest.fixture
def shown() -> Iterator[tuple[subprocess.Popen[str], dict[str, str]]]:
    """A running `emulator with` whose command has told its environment and waits for the end of its input."""
    command = emulator("with", "--no-trust", "--", sys.executable, "-c", SHOW)
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield process, json.loads(process.stdout.readline())
        if process.poll() is None:
            process.kill()


def test_command_finds_reader_and_configuration(shown: tuple[subprocess.Popen[str], dict[str, str]]) -> None:
    process, environment = shown
    config = Path(environment["KIOSK_CONFIG"])
    assert config.parent.stat().st_mode & 0o777 == 0o700
    for secret in ("kiosk.key", "gateway.password"):
        assert (config.parent / secret).stat().st_mode & 0o777 == 0o600
    listing = subprocess.run(
        ["opensc-tool", "--list-readers"],
        env={**os.environ, "PCSCLITE_CSOCK_NAME": environment["PCSCLITE_CSOCK_NAME"]},
        capture_output=True,
        text=True,
        timeout=20,
        check=True,
    )
    assert "Virtual PCD 00 00" in listing.stdout
    process.communicate("", timeout=10)
    assert process.returncode == 0


@pytest.mark.parametrize(
    ("number", "status"), [(signal.SIGTERM, 143), (signal.SIGINT, 130), (signal.SIGHUP, 129)]
)
def test_signal_is_passed_on_and_nothing_is_left(
    shown: tuple[subprocess.Popen[str], dict[str, str]], number: signal.Signals, status: int
) -> None:
    process, environment = shown
    home = home_of(environment)
    assert len(processes_of(home)) == 1
    process.send_signal(number)
    assert process.wait(20) == status
    assert not Path(environment["KIOSK_CONFIG"]).parent.exists()
    assert not home.exists()
    assert processes_of(home) == []


def test_killed_emulator_leaves_no_pcscd(shown: tuple[subprocess.Popen[str], dict[str, str]]) -> None:
    process, environment = shown
    home = home_of(environment)
    (pid,) = processes_of(home)
    watch = os.pidfd_open(pid)
    process.kill()
    ended, _, _ = select.select([watch], [], [], 5)
    os.close(watch)
    for left in (home, Path(environment["KIOSK_CONFIG"]).parent):
        assert left.parent == Path("/tmp")
        shutil.rmtree(left)
    assert ended, "pcscd outlived the emulator"


@pytest.mark.parametrize(
    ("script", "status"),
    [("exit 0", 0), ("exit 7", 7), ("kill -KILL $$", 137), ("trap '' INT; kill -INT $$; exit 5", 5)],
)
def test_status_is_that_of_the_command(script: str, status: int) -> None:
    assert run("with", "--no-trust", "--", "sh", "-c", script).returncode == status


def test_command_that_is_not_there_is_told() -> None:
    result = run("with", "--no-trust", "--", "no-such-program")
    assert (result.returncode, result.stderr) == (
        127,
        "emulator: no-such-program: No such file or directory\n",
    )


def test_command_that_may_not_be_run_is_told(tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    plain.write_text("")
    assert run("with", "--no-trust", "--", str(plain)).returncode == 126


def test_unknown_citizen_is_a_usage_error_that_names_those_there_are() -> None:
    result = run("with", "--citizen", "nobody", "--", "true")
    assert result.returncode == 2
    assert "nguyen-van-mau" in result.stderr


def test_gateway_can_be_down_from_the_start() -> None:
    code = (
        "import os, tomllib, urllib.request as r; u = tomllib.load(open(os.environ['KIOSK_CONFIG'], 'rb'))['gateway']['url']\n"
        "try: r.urlopen(u, timeout=5)\n"
        "except OSError as error: print(error)"
    )
    up = run("with", "--no-trust", "--", sys.executable, "-c", code)
    down = run("with", "--no-trust", "--gateway-down", "--", sys.executable, "-c", code)
    assert "HTTP Error 501" in up.stdout
    assert "Connection refused" in down.stdout


def test_trust_is_the_test_csca_or_nothing() -> None:
    script = 'ls "$(dirname "$KIOSK_CONFIG")/csca"; grep ^paths "$KIOSK_CONFIG"'
    trusting = run("with", "--", "sh", "-c", script).stdout.splitlines()
    assert trusting[0] == "test-csca.der"
    assert "csca" in trusting[1]
    assert run("with", "--no-trust", "--", "sh", "-c", script).stdout == "paths = []\n"


def test_card_of_the_citizen_lies_on_the_reader_before_the_command_starts() -> None:
    result = run("with", "--citizen", "nguyen-van-mau", "--", "opensc-tool", "--list-readers")
    assert result.returncode == 0
    first = next(line for line in result.stdout.splitlines() if line.startswith("0"))
    assert " Yes " in first


def test_card_can_be_laid_on_from_inside() -> None:
    script = (
        f"{sys.executable} -m emulator card --citizen le-vi-du & card=$!\n"
        "for _ in $(seq 100); do opensc-tool -l | grep -q Yes && break; sleep 0.05; done\n"
        "opensc-tool --list-readers; kill -TERM $card; wait $card; echo status $?"
    )
    result = run("with", "--no-trust", "--", "sh", "-c", script)
    assert " Yes " in result.stdout
    assert result.stdout.endswith("status 0\n")


def test_citizens_are_listed_for_machines() -> None:
    people = json.loads(run("citizens", "--json").stdout)
    assert {"name", "can", "mrz", "expected"} <= set(people[0])
    assert all(len(person["can"]) == 6 for person in people)
    assert {person["kind"] for person in people} == {"genuine", "clone", "tampered-dg1"}


def test_citizens_are_listed_for_people() -> None:
    assert "nguyen-van-mau\n" in run("citizens").stdout


def test_card_without_a_reader_says_what_to_do() -> None:
    result = run("card", "--citizen", "le-vi-du", "--port", "1")
    assert result.returncode == 1
    assert "--port" in result.stderr


def test_gateway_tells_its_address_and_ends_on_sigterm() -> None:
    command = emulator("gateway", "--json")
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        told = json.loads(process.stdout.readline())
        process.terminate()
        assert process.wait(10) == 0
    assert told["url"].startswith("http://127.0.0.1:")
    assert told["username"] == "01999_BV"


def read_inside(*arguments: str, can: str) -> dict[str, object]:
    """What `kiosk read` finds inside `emulator with`."""
    script = f"printf {can} | kiosk read --can - --wait 20 --json"
    document: dict[str, object] = json.loads(run("with", *arguments, "--", "sh", "-c", script).stdout)
    return document


def test_profile_fault_and_link_reach_the_reader() -> None:
    (person,) = (one for one in load_all() if one.name == "nguyen-van-mau")
    common = ("--citizen", person.name, "--link", "848")
    im = read_inside(*common, "--profile", "im", "--fault", "clone-refuses-ca", can=person.can)
    assert (im["access_protocol"], im["verdict"]) == ("PACE", "NOT_GENUINE")
    revoked = read_inside(*common, "--fault", "signer-revoked", can=person.can)
    checks = revoked["checks"]
    assert isinstance(checks, dict)
    assert checks["passive"]["reason"] == "signer-revoked"


def test_an_issued_directory_is_served_by_its_files(tmp_path: Path) -> None:
    issued = json.loads(run("issue", "--out", str(tmp_path / "country"), "--json").stdout)
    card = issued["cards"]["nguyen-van-mau"]
    assert read_inside("--files", card, can="000000")["verdict"] == "NOT_GENUINE"
