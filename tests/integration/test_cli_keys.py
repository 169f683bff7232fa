"""`kiosk read` opens an emulated card, on the whole real line, with its QR code and with number and dates."""

from __future__ import annotations

import io
import json
import sys
from typing import TYPE_CHECKING

import pytest

from kiosk import cli

if TYPE_CHECKING:
    from emulator.environment import Environment

pytestmark = pytest.mark.timeout(60)


@pytest.mark.parametrize(
    ("arguments", "stdin"),
    [
        (["--qr", "-"], "000085123456|000123456|NGUYỄN VĂN MẪU|15031985|Nam|Tỉnh Mẫu|01062023\n"),
        (["--document", "-", "--birth", "-", "--expiry", "-"], "085123456\n850315\n450315\n"),
        (["--document", "-", "--birth", "850315", "--expiry", "450315"], "000085123456\n"),
    ],
    ids=["qr", "fields", "personal-number"],
)
def test_a_card_opens_with_what_the_patient_has(
    environment: Environment,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    stdin: str,
) -> None:
    environment.lay_on("nguyen-van-mau")
    monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
    assert cli.main(["read", *arguments, "--no-portrait", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["verdict"], document["identity"]["personal_number"]) == ("GENUINE", "000085123456")
