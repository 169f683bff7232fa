"""The program's outside: usage, errors that say what to do, secrets that are never echoed. No reader is needed here."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from kiosk import cli
from kiosk.config import read_database_key
from kiosk.model import Intent
from kiosk.store.visits import SqlVisitStore
from tests.unit.kiosk.store.samples import FACILITY, NOW, draft

if TYPE_CHECKING:
    from pathlib import Path

    from kiosk.model import Ticket

CONFIG = """
[facility]
code = "01999"
name = "Bệnh viện Đa khoa Mẫu"
[database]
path = "kiosk.db"
key_file = "kiosk.key"
[[service]]
id = "general"
name = "Nội tổng quát"
room = "203"
floor = "2"
series = "A"
"""


@pytest.fixture
def kiosk_config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A configuration without gateway and trust store; no pcscd is to be found."""
    path = tmp_path / "kiosk.toml"
    path.write_text(CONFIG, encoding="utf-8")
    key = tmp_path / "kiosk.key"
    key.write_text("5a" * 32 + "\n", encoding="ascii")
    key.chmod(0o600)
    monkeypatch.setenv("KIOSK_CONFIG", str(path))
    return path


@pytest.fixture
def tickets(kiosk_config: Path) -> tuple[Ticket, Ticket]:
    """Two recorded visits: one by chip, one handed over to the desk by somebody unknown."""
    from kiosk import config

    loaded = config.load(kiosk_config)
    with SqlVisitStore.open(loaded.database.path, read_database_key(loaded.database), FACILITY) as store:
        first = store.commit_visit(draft(session="s1"), NOW)
        return first, store.commit_visit(
            draft(Intent.HANDOVER, session="s2", service=None, anonymous=True), NOW
        )


# libpcsclite keeps the first socket path it meets for the life of a process: what asks for pcscd here runs in a process of its own.
def kiosk_process(*arguments: str, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """The program as a user starts it, with no pcscd to be found."""
    variables = {
        **os.environ,
        "PCSCLITE_CSOCK_NAME": "/nonexistent/pcscd.comm",
        "LC_ALL": "C.UTF-8",
        **environment,
    }
    return subprocess.run(
        [sys.executable, "-m", "kiosk.cli", *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        env=variables,
        check=False,
    )


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["nonsense"],
        ["read"],
        ["read", "--can", "123456", "--mrz", "x"],
        ["read", "--can", "123456", "--wait", "0"],
        ["read", "--can", "123456", "--wait", "nan"],
        ["checkin", "--can", "123456"],
        ["checkin", "--auto"],
        ["visits"],
        ["visits", "show"],
        ["visits", "list", "--day", "yesterday"],
        ["visits", "list", "--limit", "0"],
    ],
)
def test_wrong_usage_ends_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main(arguments)
    assert left.value.code == 2
    assert "usage: kiosk" in capsys.readouterr().err


def test_help_names_every_command_and_the_exit_statuses(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main(["--help"])
    assert left.value.code == 0
    shown = capsys.readouterr().out
    for word in ("read", "checkin", "visits", "doctor", "ui", "0 done, 1 the thing failed, 2 wrong usage"):
        assert word in shown


def test_standard_input_stands_first_in_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["read", "--help"])
    assert "--can -|N" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [["read", "--kan", "987654"], ["987654"], ["read", "--can", "1", "IDVNM0580000221034058000022<<4"]],
)
def test_misplaced_secret_is_not_echoed(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(arguments)
    shown = capsys.readouterr().err
    assert "987654" not in shown
    assert "0580000221" not in shown


@pytest.mark.parametrize("text", ["12345", "1234567", "12345x", "", "١٢٣٤٥٦"])
@pytest.mark.parametrize("command", [["read"], ["checkin", "--auto"]])
def test_can_of_another_form_is_wrong_usage_and_not_echoed(
    command: list[str],
    text: str,
    kiosk_config: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert kiosk_config.exists()
    monkeypatch.setattr(sys, "stdin", io.StringIO(text + "\n"))
    assert cli.main([*command, "--can", "-"]) == 2
    shown = capsys.readouterr()
    assert "What to do: Give the six digits" in shown.err
    assert not text or text not in shown.err + shown.out


def test_mrz_that_does_not_parse_is_wrong_usage_and_not_echoed(
    kiosk_config: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert kiosk_config.exists()
    monkeypatch.setattr(sys, "stdin", io.StringIO("IDVNM0580000229034058000022<<4\n"))
    assert cli.main(["read", "--mrz", "-"]) == 2
    assert "0580000229" not in capsys.readouterr().err


def test_unknown_service_is_wrong_usage_and_names_those_there_are(
    kiosk_config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert kiosk_config.exists()
    assert cli.main(["checkin", "--auto", "--can", "123456", "--service", "eye"]) == 2
    assert "general" in capsys.readouterr().err


def test_error_is_a_document_when_json_is_wanted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--config", str(tmp_path / "none.toml"), "visits", "list", "--json"]) == 1
    shown = capsys.readouterr()
    error = json.loads(shown.out)["error"]
    assert error["reason"] == "config"
    assert error["remedy"] in shown.err


def test_config_may_stand_before_or_after_the_command(
    kiosk_config: Path, monkeypatch: pytest.MonkeyPatch, tickets: object
) -> None:
    assert tickets
    monkeypatch.setenv("KIOSK_CONFIG", "/nonexistent")
    assert cli.main(["--config", str(kiosk_config), "visits", "list"]) == 0
    assert cli.main(["visits", "list", "--config", str(kiosk_config)]) == 0


def test_list_masks_unless_told(tickets: tuple[Ticket, Ticket], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["visits", "list"]) == 0
    shown = capsys.readouterr().out
    assert tickets[0].visit_id in shown
    assert "A001" in shown
    assert "Q001" in shown
    assert "not known" in shown
    for hidden in ("000085123456", "NGUYỄN", "GD4990099000001", "15/03"):
        assert hidden not in shown
    assert cli.main(["visits", "list", "--reveal"]) == 0
    assert "NGUYỄN VĂN MẪU (000085123456)" in capsys.readouterr().out


def test_list_of_a_day_without_visits_says_so(tickets: object, capsys: pytest.CaptureFixture[str]) -> None:
    assert tickets
    assert cli.main(["visits", "list", "--day", "2020-01-01"]) == 0
    assert capsys.readouterr().out == "No visits on 2020-01-01.\n"
    assert cli.main(["visits", "list", "--day", "2020-01-01", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_show_gives_one_visit(tickets: tuple[Ticket, Ticket], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["visits", "show", tickets[0].visit_id, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["id"] == tickets[0].visit_id
    assert document["authentic"] == "GENUINE"
    assert document["identity"]["personal_number"] == "•••••••••456"
    assert document["insurance"]["card_number"] == "GD4•••••••••001"
    assert [ticket["number"] for ticket in document["tickets"]] == ["A001"]
    assert cli.main(["visits", "show", tickets[0].visit_id, "--json", "--reveal"]) == 0
    assert json.loads(capsys.readouterr().out)["identity"]["personal_number"] == "000085123456"


def test_unknown_visit_fails(tickets: object, capsys: pytest.CaptureFixture[str]) -> None:
    assert tickets
    assert cli.main(["visits", "show", "nothing"]) == 1
    assert "kiosk visits list" in capsys.readouterr().err


def test_visits_are_readable_while_a_kiosk_holds_the_records(
    kiosk_config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from kiosk import config
    from kiosk.bootstrap import open_store

    with open_store(config.load(kiosk_config)) as store:
        ticket = store.commit_visit(draft(), NOW)
        assert cli.main(["visits", "show", ticket.visit_id]) == 0
    assert "A001" in capsys.readouterr().out


def test_second_instance_is_told_what_to_do(kiosk_config: Path) -> None:
    from kiosk import config
    from kiosk.bootstrap import open_store

    with open_store(config.load(kiosk_config)):
        second = kiosk_process("checkin", "--auto", "--can", "-", "--json", stdin="123456\n")
    assert second.returncode == 1
    assert json.loads(second.stdout)["error"]["reason"] == "second-instance"
    assert f"process {os.getpid()}" in second.stderr
    assert "Use the one that runs, or end it first" in second.stderr


def test_wrong_database_key_is_told_what_to_do(kiosk_config: Path, tickets: object) -> None:
    assert tickets
    key = kiosk_config.parent / "kiosk.key"
    key.write_text("a5" * 32, encoding="ascii")
    for command in (["visits", "list"], ["checkin", "--auto", "--can", "123456"]):
        run = kiosk_process(*command)
        assert run.returncode == 1
        assert "Bring back the key file" in run.stderr
        assert "Traceback" not in run.stderr
        assert "a5a5" not in run.stderr


def test_readable_key_file_is_refused(
    kiosk_config: Path, tickets: object, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tickets
    (kiosk_config.parent / "kiosk.key").chmod(0o644)
    assert cli.main(["visits", "list"]) == 1
    assert "chmod 600" in capsys.readouterr().err


def test_without_pcscd_reading_says_how_to_start_it(kiosk_config: Path) -> None:
    assert kiosk_config.exists()
    run = kiosk_process("read", "--can", "-", "--wait", "0.5", "--json", stdin="123456\n")
    assert run.returncode == 1
    assert json.loads(run.stdout)["error"]["reason"] == "pcsc-unavailable"
    assert "systemctl start pcscd" in run.stderr
    assert len(run.stderr.splitlines()) == 2, "what happened and what to do, once"


def test_without_pcscd_a_check_in_says_how_to_start_it(kiosk_config: Path) -> None:
    assert kiosk_config.exists()
    run = kiosk_process("checkin", "--auto", "--can", "-", "--wait", "0.5", "--json", stdin="123456\n")
    assert run.returncode == 1
    assert json.loads(run.stdout)["error"]["reason"] == "pcsc-unavailable"
    assert "systemctl start pcscd" in run.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("visits", "list", "--day", "2020-13-45"), "is no day of the calendar (YYYY-MM-DD)"),
        (("visits", "list", "--limit", "many"), "'many' is no whole number"),
        (("read", "--can", "-", "--wait", "soon"), "'soon' is no number of seconds"),
    ],
)
def test_wrong_value_is_told_in_human_words(
    words: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        cli.main(words)
    told = capsys.readouterr().err
    assert said in told
    assert "invalid" not in told


def test_doctor_says_of_each_part_what_to_do(kiosk_config: Path) -> None:
    assert kiosk_config.exists()
    run = kiosk_process("doctor", "--json")
    assert run.returncode == 1
    document = json.loads(run.stdout)
    states = {part["part"]: part["state"] for part in document["parts"]}
    assert document["ok"] is False
    assert states == {
        "configuration": "OK",
        "pcscd": "FAILED",
        "readers": "UNKNOWN",
        "trust store": "WARNING",
        "gateway": "WARNING",
        "database": "OK",
        "fonts": "OK",
    }
    assert all(part["remedy"] for part in document["parts"] if part["state"] != "OK")


def test_doctor_without_configuration_looks_at_the_rest() -> None:
    run = kiosk_process("doctor", KIOSK_CONFIG="/nonexistent/kiosk.toml")
    assert run.returncode == 1
    assert "FAILED" in run.stdout.splitlines()[0]
    assert "fonts" in run.stdout
    assert run.stderr == ""


def test_doctor_finds_a_broken_audit_chain(kiosk_config: Path, tickets: object) -> None:
    from kiosk import config
    from kiosk.bootstrap import open_store

    assert tickets
    with open_store(config.load(kiosk_config)) as store:
        store._database.execute("DROP TRIGGER audit_is_append_only")
        store._database.execute("UPDATE audit SET actor = 'x' WHERE seq = 2")
    assert "audit row 2: the row was changed" in kiosk_process("doctor").stdout


def test_closed_pipe_ends_quietly(tickets: object) -> None:
    assert tickets
    command = f"{sys.executable} -m kiosk.cli visits list | true"
    run = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert run.stderr == ""


@pytest.mark.parametrize("command", [["visits", "list"], ["doctor"], ["ui", "--help"], ["--help"]])
def test_light_commands_import_nothing_heavy(command: list[str], tickets: object) -> None:
    assert tickets
    code = (
        "import sys\nfrom kiosk import cli\n"
        "try:\n    cli.main(sys.argv[1:])\nexcept SystemExit:\n    pass\n"
        "print('HEAVY', *sorted({'PySide6', 'urllib3', 'PIL'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code, *command], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines()[-1] == "HEAVY"


def test_command_that_cannot_be_loaded_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "ui.app", None)
    assert cli.main(["ui"]) == 1
    assert "make setup" in capsys.readouterr().err
