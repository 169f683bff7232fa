"""Published files of the card, and the small builders that several tests need."""

from importlib.resources import files
from typing import Any

from tests import vectors

BSI_SETS = ("2008", "tr03105-5")
SPECIMEN_MRZ = "".join(vectors.load(vectors.ICAO_AND_VIETNAM)["vn_cccd"]["mrz_specimen"])


def bsi_file(folder: str, name: str) -> bytes:
    """Return a raw file of one of the BSI reference sets."""
    return files("fixtures").joinpath("bsi", folder, name).read_bytes()


def bsi_worked_example(name: str) -> dict[str, Any]:
    """Return a worked example of TR-03110: names to hexadecimal text."""
    example: dict[str, Any]
    example = next(item for item in vectors.load(vectors.BSI)["examples"] if item["name"] == name)
    return example


def vietnamese_card_access() -> bytes:
    """Return the EF.CardAccess that every CCCD seen so far has."""
    return bytes.fromhex(vectors.load(vectors.ICAO_AND_VIETNAM)["vn_cccd"]["ef_cardaccess"])
