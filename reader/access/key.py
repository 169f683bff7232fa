"""What opens a chip: the six digits on the front (CAN), or three fields of the machine readable zone."""

import re
from dataclasses import dataclass, field
from typing import Self

from reader.access.mrz_text import read_mrz_text
from reader.codec.mrz import FILLER, check_digit
from reader.crypto.kdf import mrz_seed
from reader.errors import MalformedDataError

_CAN = re.compile(r"[0-9]{6}")
_NUMBER = re.compile(r"[0-9A-Z<]{1,22}")
_DATE = re.compile(r"[0-9<]{6}")


class AccessKeyError(MalformedDataError):
    """What was entered cannot be the key of any card."""

    default_reason = "malformed-access-key"


@dataclass(frozen=True, slots=True)
class Can:
    """The card access number: six digits; on a Vietnamese card the last six of the personal number."""

    digits: str = field(repr=False)

    def __post_init__(self) -> None:
        """Check the form; AccessKeyError."""
        if _CAN.fullmatch(self.digits) is None:
            raise AccessKeyError("a card access number has six digits")

    def password(self) -> bytes:
        """Return the PACE password: the digits themselves (Doc 9303-11 9.7.3)."""
        return self.digits.encode("ascii")


@dataclass(frozen=True, slots=True)
class MrzKey:
    """Document number and the two dates (YYMMDD) of the machine readable zone."""

    document_number: str = field(repr=False)
    birth_date: str = field(repr=False)
    expiry_date: str = field(repr=False)

    def __post_init__(self) -> None:
        """Check the form; AccessKeyError."""
        if _NUMBER.fullmatch(self.document_number) is None:
            raise AccessKeyError("a document number has 1 to 22 characters A-Z, 0-9")
        if _DATE.fullmatch(self.birth_date) is None or _DATE.fullmatch(self.expiry_date) is None:
            raise AccessKeyError("a date has six digits, YYMMDD, or fillers where it is unknown")

    @classmethod
    def from_fields(cls, document_number: str, birth_date: str, expiry_date: str) -> Self:
        """Take the fields as a person types them: any case, with blanks, hyphens or fillers; AccessKeyError.

        A number of more than nine characters is the whole number of a TD1 card, its check digit left out.
        """
        number = "".join(char for char in document_number.upper() if char not in " -").rstrip(FILLER)
        birth, expiry = ("".join(text.split()) for text in (birth_date, expiry_date))
        return cls(number, birth, expiry)

    @classmethod
    def from_mrz_text(cls, text: str) -> Self:
        """Take the fields from a zone as typed or read by a camera (see `read_mrz_text`); MrzError if it does not parse."""
        mrz = read_mrz_text(text)
        return cls(mrz.document_number, mrz.birth_date, mrz.expiry_date)

    def mrz_information(self) -> str:
        """Return the three fields, each with its check digit; short numbers are filled to nine characters."""
        fields = (self.document_number.ljust(9, FILLER), self.birth_date, self.expiry_date)
        return "".join(f"{text}{check_digit(text)}" for text in fields)

    def password(self) -> bytes:
        """Return the PACE password: SHA-1 of the MRZ information (Doc 9303-11 9.7.3)."""
        return mrz_seed(self.mrz_information())


AccessKey = MrzKey | Can
