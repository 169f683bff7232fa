"""The commands that read a card, on the whole real line: emulated card, vpcd, private pcscd, gateway simulator."""

from __future__ import annotations

import io
import json
import sys
from typing import TYPE_CHECKING, Any

import pytest

from emulator.pcscd import READER_NAME
from kiosk import cli

if TYPE_CHECKING:
    from collections.abc import Callable

    from emulator.environment import Environment, Setting

pytestmark = pytest.mark.timeout(60)


def run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], can: str, *arguments: str
) -> tuple[int, Any, str]:
    """(exit status, JSON document, standard error) of a command that takes the CAN from standard input."""
    monkeypatch.setattr(sys, "stdin", io.StringIO(can + "\n"))
    status = cli.main([arguments[0], "--wait", "5", *arguments[1:], "--can", "-", "--json"])
    shown = capsys.readouterr()
    assert can not in shown.err
    return status, json.loads(shown.out), shown.err


@pytest.fixture
def kiosk(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, Any, str]]:
    """Run a command with a CAN."""
    return lambda can, *arguments: run(monkeypatch, capsys, can, *arguments)


def outcomes(document: dict[str, Any]) -> dict[str, str]:
    return {name: check["outcome"] for name, check in document["checks"].items()}


def test_genuine_card_is_read(environment: Environment, kiosk: Callable[..., tuple[int, Any, str]]) -> None:
    environment.lay_on("nguyen-van-mau")
    status, document, _ = kiosk("123456", "read")
    assert status == 0
    assert document["verdict"] == "GENUINE"
    assert outcomes(document) == {
        "access": "PASSED",
        "passive": "PASSED",
        "chip": "PASSED",
        "active": "NOT_SUPPORTED",
        "revocation": "NOT_PERFORMED",
    }
    assert document["checks"]["access"].pop("protocol") == "PACE"
    assert all(
        {"outcome", "reason", "detail", "evidence"} == set(check) for check in document["checks"].values()
    )
    assert document["access_protocol"] == "PACE"
    assert document["identity"]["full_name"] == "NGUYỄN VĂN MẪU"
    assert document["apdus"] > 10
    assert document["bytes"] > 12_000
    assert {"PACE", "SOD", "DG1", "PASSIVE", "CHIP"} <= set(document["seconds"])


def test_portrait_may_be_left_out(
    environment: Environment, kiosk: Callable[..., tuple[int, Any, str]]
) -> None:
    environment.lay_on("nguyen-van-mau")
    status, document, _ = kiosk("123456", "read", "--no-portrait")
    assert (status, document["portrait"]) == (0, None)
    assert document["bytes"] < 12_000


def test_mrz_opens_the_card_too(
    environment: Environment, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from emulator.citizens import by_name

    environment.lay_on("nguyen-van-mau")
    mrz = by_name("nguyen-van-mau").mrz
    monkeypatch.setattr(sys, "stdin", io.StringIO(mrz + "\n"))
    assert cli.main(["read", "--mrz", "-", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["verdict"] == "GENUINE"


def test_without_csca_nothing_is_called_genuine(
    make_environment: Callable[[Setting], Environment], kiosk: Callable[..., tuple[int, Any, str]]
) -> None:
    from emulator.environment import Setting

    make_environment(Setting(trusted=False)).lay_on("nguyen-van-mau")
    status, document, _ = kiosk("123456", "read")
    assert (status, document["verdict"]) == (0, "NOT_PROVABLE")
    assert document["checks"]["passive"]["outcome"] == "NOT_PERFORMED"
    assert document["checks"]["passive"]["reason"] == "no-csca"
    assert "PASSED" not in outcomes(document).values()


@pytest.mark.parametrize(
    ("citizen", "can", "check"),
    [("nguyen-van-mau-clone", "123456", "chip"), ("tran-thi-thu-tampered", "234567", "passive")],
)
def test_refuted_card_fails_with_its_check(
    environment: Environment, kiosk: Callable[..., tuple[int, Any, str]], citizen: str, can: str, check: str
) -> None:
    environment.lay_on(citizen)
    status, document, _ = kiosk(can, "read")
    assert (status, document["verdict"]) == (1, "NOT_GENUINE")
    assert outcomes(document)[check] == "FAILED"


def test_wrong_can_says_what_to_do(
    environment: Environment, kiosk: Callable[..., tuple[int, Any, str]]
) -> None:
    environment.lay_on("nguyen-van-mau")
    for command in (["read"], ["checkin", "--auto"]):
        status, document, errors = kiosk("999999", *command)
        assert (status, document["error"]["reason"]) == (1, "wrong-key")
        assert "last six of its number" in errors


def test_no_card_in_time_is_said(
    environment: Environment, kiosk: Callable[..., tuple[int, Any, str]]
) -> None:
    assert environment.laid == ""
    for command in (["read"], ["checkin", "--auto"]):
        status, document, _ = kiosk("123456", *command, "--wait", "0.4")
        assert (status, document["error"]["reason"]) == (1, "no-card")


def test_no_reader_is_said(environment: Environment, kiosk: Callable[..., tuple[int, Any, str]]) -> None:
    environment.lay_on("nguyen-van-mau")
    status, document, _ = kiosk("123456", "read", "--reader", "No such reader", "--wait", "0.4")
    assert (status, document["error"]["reason"]) == (1, "no-reader")


def test_wrong_reader_name_is_told_with_the_readers_there_are(
    environment: Environment, kiosk: Callable[..., tuple[int, Any, str]]
) -> None:
    environment.lay_on("nguyen-van-mau")
    status, document, _ = kiosk("123456", "read", "--reader", "Nope", "--wait", "0.5")
    assert (status, document["error"]["reason"]) == (1, "no-reader")
    assert "'Nope'" in document["error"]["message"]
    assert READER_NAME in document["error"]["message"]
    text = environment.config_path.read_text(encoding="utf-8")
    environment.config_path.write_text(text.replace(READER_NAME, "Nope"), encoding="utf-8")
    status, document, _ = kiosk("123456", "checkin", "--auto", "--wait", "3")
    assert (status, document["error"]["reason"]) == (1, "no-reader")
    assert READER_NAME in document["error"]["message"]


def test_unreadable_trust_path_is_said(
    environment: Environment, kiosk: Callable[..., tuple[int, Any, str]]
) -> None:
    environment.lay_on("nguyen-van-mau")
    status, document, _ = kiosk("123456", "read", "--trust", "/nonexistent/csca")
    assert (status, document["error"]["reason"]) == (1, "trust-store-unreadable")


def test_checkin_records_a_visit_and_its_ticket(
    environment: Environment, kiosk: Callable[..., tuple[int, Any, str]], capsys: pytest.CaptureFixture[str]
) -> None:
    environment.lay_on("nguyen-van-mau")
    status, document, _ = kiosk("123456", "checkin", "--auto")
    assert status == 0
    assert (document["ticket"], document["to_desk"], document["reprint"]) == ("A001", False, False)
    assert document["visit"]["authentic"] == "GENUINE"
    assert document["visit"]["insurance"]["kind"] == "VALID"
    again, repeated, _ = kiosk("123456", "checkin", "--auto")
    assert (again, repeated["ticket"], repeated["reprint"]) == (0, "A001", True)
    other, added, _ = kiosk("123456", "checkin", "--auto", "--service", "eye")
    assert (other, added["ticket"]) == (0, "C001")
    assert added["visit"]["id"] == document["visit"]["id"]
    assert cli.main(["visits", "list", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [[ticket["number"] for ticket in visit["tickets"]] for visit in listed] == [["A001", "C001"]]
    assert cli.main(["doctor"]) == 0


def test_checkin_of_a_clone_ends_at_the_desk(
    environment: Environment, kiosk: Callable[..., tuple[int, Any, str]]
) -> None:
    environment.lay_on("nguyen-van-mau-clone")
    status, document, errors = kiosk("123456", "checkin", "--auto")
    assert (status, document["ticket"], document["to_desk"]) == (1, "Q001", True)
    assert document["visit"]["authentic"] == "NOT_GENUINE"
    assert document["visit"]["insurance"] is None
    assert "desk" in errors


def test_checkin_goes_on_when_the_gateway_is_down(
    make_environment: Callable[[Setting], Environment], kiosk: Callable[..., tuple[int, Any, str]]
) -> None:
    from emulator.environment import Setting

    make_environment(Setting(gateway_up=False)).lay_on("nguyen-van-mau")
    status, document, _ = kiosk("123456", "checkin", "--auto")
    assert (status, document["ticket"]) == (0, "A001")
    assert (document["visit"]["insurance"]["kind"], document["visit"]["insurance"]["code"]) == (
        "LATER",
        "unreachable",
    )


@pytest.mark.parametrize("body", ["json", "form"])
def test_every_citizen_gets_the_insurance_answer_that_is_expected(
    make_environment: Callable[[Setting], Environment], kiosk: Callable[..., tuple[int, Any, str]], body: str
) -> None:
    """Our client and the simulator were written from the same letters, each without the other."""
    from emulator.citizens import load
    from emulator.environment import Setting

    environment = make_environment(Setting(gateway_body=body))
    for citizen in load():
        environment.lay_on(citizen)
        status, document, _ = kiosk(citizen.can, "checkin", "--auto")
        insurance = document["visit"]["insurance"]
        assert document["visit"]["authentic"] == citizen.expected.authentic, citizen.name
        assert (insurance["kind"] if insurance else "NONE") == citizen.expected.coverage, citizen.name
        assert (status, document["to_desk"]) == (
            (1, True) if citizen.expected.ends == "DESK" else (0, False)
        ), citizen.name
