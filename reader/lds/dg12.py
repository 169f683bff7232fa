"""EF.DG12: further details of the document (Doc 9303-10 4.7.12)."""

from __future__ import annotations

from dataclasses import dataclass

from reader.lds import text

_DG12 = 0x6C


@dataclass(frozen=True, slots=True, repr=False)
class DocumentDetails:
    """What the card says; None or empty where it says nothing. Dates are YYYYMMDD, the time YYYYMMDDhhmmss."""

    issuing_authority: str | None = None
    issue_date: str | None = None
    other_persons: tuple[str, ...] = ()
    endorsements: str | None = None
    tax_or_exit: str | None = None
    front_image: bytes | None = None
    rear_image: bytes | None = None
    personalised_at: str | None = None
    personalisation_system: str | None = None

    def __repr__(self) -> str:
        """Return the bare class name: other persons and pictures of the card are a patient's."""
        return "DocumentDetails(...)"


def parse_dg12(data: bytes) -> DocumentDetails:
    """Decode EF.DG12; MalformedDataError if it is no TLV or holds nothing."""
    found, others = text.fields(_DG12, data)
    return DocumentDetails(
        issuing_authority=text.text(found.get(0x5F19)),
        issue_date=text.digits(found.get(0x5F26)),
        other_persons=tuple(name for name in map(text.name, others) if name),
        endorsements=text.text(found.get(0x5F1B)),
        tax_or_exit=text.text(found.get(0x5F1C)),
        front_image=found.get(0x5F1D),
        rear_image=found.get(0x5F1E),
        personalised_at=text.digits(found.get(0x5F55)),
        personalisation_system=text.text(found.get(0x5F56)),
    )
