"""The package's front door: every name is there, and importing it loads nothing heavy."""

import subprocess
import sys

import pytest

import reader

HEAVY = ("smartcard", "cryptography", "asn1crypto", "ecdsa", "reader.inspection")


@pytest.mark.parametrize("name", reader.__all__)
def test_every_name_is_there(name: str) -> None:
    assert getattr(reader, name) is not None


def test_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="nothing"):
        getattr(reader, "nothing")  # noqa: B009 - the type checker knows that it is not there


def test_import_loads_nothing_heavy() -> None:
    script = f"import sys, reader; print([name for name in {HEAVY!r} if name in sys.modules])"
    output = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True).stdout
    assert output.strip() == "[]"
