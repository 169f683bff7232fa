"""EF.DG11: further details of the holder (Doc 9303-10 4.7.11)."""

from __future__ import annotations

from dataclasses import dataclass

from reader.lds import text

_DG11 = 0x6B


@dataclass(frozen=True, slots=True, repr=False)
class PersonalDetails:
    """What the card says; None or empty where it says nothing. Dates are YYYYMMDD. The repr shows nothing of it."""

    full_name: str | None = None
    other_names: tuple[str, ...] = ()
    personal_number: str | None = None
    birth_date: str | None = None
    place_of_birth: tuple[str, ...] = ()
    address: tuple[str, ...] = ()
    telephone: str | None = None
    profession: str | None = None
    title: str | None = None
    summary: str | None = None
    proof_of_citizenship: bytes | None = None
    other_document_numbers: tuple[str, ...] = ()
    custody: str | None = None

    def __repr__(self) -> str:
        """Return the bare class name: every field is a patient's."""
        return "PersonalDetails(...)"


def parse_dg11(data: bytes) -> PersonalDetails:
    """Decode EF.DG11; MalformedDataError if it is no TLV or holds nothing."""
    found, others = text.fields(_DG11, data)
    return PersonalDetails(
        full_name=text.name(found.get(0x5F0E)),
        other_names=tuple(name for name in map(text.name, others) if name),
        personal_number=text.text(found.get(0x5F10)),
        birth_date=text.digits(found.get(0x5F2B)),
        place_of_birth=text.texts(found.get(0x5F11)),
        address=text.texts(found.get(0x5F42)),
        telephone=text.text(found.get(0x5F12)),
        profession=text.text(found.get(0x5F13)),
        title=text.text(found.get(0x5F14)),
        summary=text.text(found.get(0x5F15)),
        proof_of_citizenship=found.get(0x5F16),
        other_document_numbers=text.texts(found.get(0x5F17)),
        custody=text.text(found.get(0x5F18)),
    )
