"""The program `emulator` in this process: what the commands that end by themselves say, and what they refuse."""

import json
from pathlib import Path

import pytest

from emulator.card.profiles import PROFILES
from emulator.citizens import load, load_all
from emulator.cli import main
from emulator.issuer.faults import FAULTS

Captured = pytest.CaptureFixture[str]


def told(capsys: Captured, *arguments: str) -> str:
    """What a command that succeeds writes."""
    assert main(arguments) == 0
    return capsys.readouterr().out


def refused(capsys: Captured, *arguments: str) -> tuple[int, str, str]:
    """Exit status, reason and message of a command that fails; the message stands on both outputs."""
    status = main((*arguments[:1], "--json", *arguments[1:]))
    out, err = capsys.readouterr()
    error = json.loads(out)["error"]
    assert err == f"emulator: {error['message']}\n"
    return status, error["reason"], error["message"]


def test_faults_are_listed_for_people_under_their_kinds(capsys: Captured) -> None:
    lines = told(capsys, "faults").splitlines()
    assert [line[2:] for line in lines if line.startswith("  ") and line[2] != " "] == list(FAULTS)
    assert lines[0] == "link:"
    assert "    pulled-at-apdu=12: number of the command since the card was made, from 1" in lines


def test_faults_and_profiles_are_listed_for_machines(capsys: Captured) -> None:
    faults = json.loads(told(capsys, "faults", "--json"))
    assert [fault["name"] for fault in faults] == list(FAULTS)
    profiles = json.loads(told(capsys, "profiles", "--json"))
    assert [(one["name"], one["about"]) for one in profiles] == [(p.name, p.about) for p in PROFILES.values()]


def test_profiles_are_listed_for_people(capsys: Captured) -> None:
    assert told(capsys, "profiles").splitlines()[::2] == list(PROFILES)


def test_citizens_are_those_of_the_demo_or_all(capsys: Captured) -> None:
    samples = json.loads(told(capsys, "citizens", "--json"))
    everybody = json.loads(told(capsys, "citizens", "--all", "--json"))
    assert [person["name"] for person in samples] == [person.name for person in load()]
    assert [person["name"] for person in everybody] == [person.name for person in load_all()]


def test_a_country_is_issued_and_told(capsys: Captured, tmp_path: Path) -> None:
    issued = json.loads(told(capsys, "issue", "--out", str(tmp_path / "country"), "--json"))
    assert set(issued["cards"]) == {person.name for person in load_all()}
    assert all(Path(path).is_file() for path in issued["csca"])
    text = told(capsys, "issue", "--out", str(tmp_path / "country"))
    assert text == f"{len(load_all())} cards of VNM in {tmp_path / 'country'}\n"


def test_a_directory_of_somebody_else_is_not_issued_into(capsys: Captured, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    status, reason, _ = refused(capsys, "issue", "--out", str(tmp_path))
    assert (status, reason) == (1, "issuing")
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_an_unreadable_list_of_citizens_is_told(capsys: Captured, tmp_path: Path) -> None:
    missing = str(tmp_path / "none.toml")
    status, reason, message = refused(
        capsys, "issue", "--out", str(tmp_path / "country"), "--citizens", missing
    )
    assert (status, reason) == (1, "issuing")
    assert missing in message


SAMPLE = ("--citizen", "nguyen-van-mau")


@pytest.mark.parametrize(
    ("arguments", "reason", "word"),
    [
        (("--citizen", "nobody"), "unknown-name", "nguyen-van-mau"),
        ((*SAMPLE, "--profile", "none"), "unknown-name", "cccd"),
        ((*SAMPLE, "--fault", "none"), "unknown-name", "pulled-at-apdu"),
        ((*SAMPLE, "--link", "1"), "unknown-name", "848"),
        ((*SAMPLE, "--fault", "tampered-dg1=3"), "bad-argument", "tampered-dg1"),
        ((*SAMPLE, "--fault", "pulled-at-apdu=soon"), "bad-argument", "soon"),
        ((*SAMPLE, "--can", "123456"), "no-files", "--files"),
        (("--fault", "tampered-dg1"), "no-card", "--citizen"),
        (("--link", "106"), "no-card", "--citizen"),
    ],
)
def test_what_does_not_go_together_is_a_usage_error(
    capsys: Captured, arguments: tuple[str, ...], reason: str, word: str
) -> None:
    status, told_reason, message = refused(capsys, "with", *arguments, "--", "true")
    assert (status, told_reason) == (2, reason)
    assert word in message


def test_without_json_only_people_are_told(capsys: Captured) -> None:
    assert main(("card", "--citizen", "nobody")) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("emulator: no citizen is called 'nobody'; there are: ")
