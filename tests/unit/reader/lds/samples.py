"""Published files of the card, and the small builders that several tests need."""

from importlib.resources import files
from typing import Any

from reader.codec import oid, tlv
from reader.crypto.curves import Curve
from reader.crypto.ec import generator
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


def unsigned(value: int) -> bytes:
    """Return a positive INTEGER."""
    return tlv.encode(0x02, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def explicit_parameters(  # noqa: PLR0913 - each may be given wrong
    curve: Curve,
    *,
    p: int | None = None,
    a: int | None = None,
    b: int | None = None,
    base: bytes | None = None,
    n: int | None = None,
    h: int | None = 1,
) -> bytes:
    """Return ECParameters of the curve, any of them changed."""
    size = curve.size
    field = tlv.encode(0x30, tlv.encode(0x06, oid.encode("1.2.840.10045.1.1")), unsigned(p or curve.p))
    coefficients = tlv.encode(
        0x30,
        tlv.encode(0x04, (curve.a if a is None else a).to_bytes(size, "big")),
        tlv.encode(0x04, (curve.b if b is None else b).to_bytes(size, "big")),
    )
    base = generator(curve).encode() if base is None else base
    cofactor = b"" if h is None else unsigned(h)
    order = unsigned(n or curve.n)
    return tlv.encode(0x30, unsigned(1), field, coefficients, tlv.encode(0x04, base), order, cofactor)


def key_info(parameters: bytes, point: bytes, algorithm: str = "1.2.840.10045.2.1") -> bytes:
    """Return a SubjectPublicKeyInfo."""
    identifier = tlv.encode(0x30, tlv.encode(0x06, oid.encode(algorithm)), parameters)
    return tlv.encode(0x30, identifier, tlv.encode(0x03, b"\x00" + point))
