"""The machine readable zone that the issuer prints and stores (Doc 9303-3, Doc 9303-5 for TD1)."""

import unicodedata
from dataclasses import dataclass, field
from datetime import date

LINE_LENGTH = 30
NO_EXPIRY = "991231"
"""What a card without an expiry date carries in its place."""

_WEIGHTS = (7, 3, 1)
_FILLER = "<"


def check_digit(text: str) -> str:
    """Return the check digit of `text`: weights 7, 3, 1, modulo 10 (Doc 9303-3 4.9); ValueError on a foreign character."""
    return str(sum(_weight(sign) * _WEIGHTS[place % 3] for place, sign in enumerate(text)) % 10)


def date_digits(day: date | None) -> str:
    """Return YYMMDD; None is the card without an expiry date."""
    return NO_EXPIRY if day is None else f"{day:%y%m%d}"


def latin(text: str) -> str:
    """Return Vietnamese `text` in the letters of an MRZ: marks dropped, Đ as D, Ƀ as B, apostrophes left out (Doc 9303-3 4.6)."""
    plain = unicodedata.normalize("NFD", text.upper().replace("Đ", "D").replace("Ƀ", "B"))
    return "".join(sign for sign in plain if not unicodedata.combining(sign) and sign not in "'’")


def name_field(full_name: str, length: int = LINE_LENGTH) -> str:
    """Return the name in `length` characters: first word << other words.

    A name too long is cut so that the last place is a letter (Doc 9303-3 4.6).
    """
    primary, *others = latin(full_name).split()
    parts = [primary, "", *others] if others else [primary]
    shown = _FILLER.join(parts)
    if len(shown) <= length:
        return shown.ljust(length, _FILLER)
    if shown[length - 1] == _FILLER:
        # The cut would fall between two names and hide that something is missing: shorten the name before it by a letter.
        shown = shown[: length - 2] + shown[length - 1 :]
    return shown[:length]


def td1_lines(
    number: str, full_name: str, birth_date: date | str, sex: str, expiry_date: date | None
) -> tuple[str, str, str]:
    """Return the three lines of a Vietnamese card: `number` has 12 digits, its last nine are the document number.

    `birth_date` may be the six characters themselves, with fillers for what is not known.
    """
    document = number[-9:]
    personal = f"{number}{_FILLER * 2}"
    upper = f"IDVNM{document}{check_digit(document)}{personal}{check_digit(personal)}"
    birth = birth_date if isinstance(birth_date, str) else date_digits(birth_date)
    expiry = date_digits(expiry_date)
    dates = f"{birth}{check_digit(birth)}{sex}{expiry}{check_digit(expiry)}VNM".ljust(
        LINE_LENGTH - 1, _FILLER
    )
    # Doc 9303-5 4.2: upper line 6-30, middle line 1-7, 9-15, 19-29.
    composite = check_digit(upper[5:30] + dates[0:7] + dates[8:15] + dates[18:29])
    return upper, dates + composite, name_field(full_name)


@dataclass(frozen=True, slots=True)
class Booklet:
    """What the two lines of a TD2 or TD3 hold besides the name; dates are YYMMDD."""

    code: str
    state: str
    nationality: str
    number: str = field(repr=False)
    birth: str = field(repr=False)
    sex: str = field(repr=False)
    expiry: str = field(repr=False)
    personal_number: str = field(default="", repr=False)


def td3_lines(booklet: Booklet, full_name: str) -> tuple[str, str]:
    """Return the two lines of 44 characters of a passport (Doc 9303-4 4.2.2); its number has nine characters at most."""
    personal = booklet.personal_number.ljust(14, _FILLER)
    # A check digit of nothing may be a filler.
    personal += check_digit(personal) if booklet.personal_number else _FILLER
    upper = f"{booklet.code.ljust(2, _FILLER)}{booklet.state}{name_field(full_name, 39)}"
    lower = _lower(booklet) + personal
    return upper, lower + check_digit(lower[0:10] + lower[13:20] + lower[21:43])


def td2_lines(booklet: Booklet, full_name: str) -> tuple[str, str]:
    """Return the two lines of 36 characters of a small booklet or card (Doc 9303-6 4.2.2)."""
    upper = f"{booklet.code.ljust(2, _FILLER)}{booklet.state}{name_field(full_name, 31)}"
    lower = _lower(booklet) + booklet.personal_number.ljust(7, _FILLER)
    return upper, lower + check_digit(lower[0:10] + lower[13:20] + lower[21:35])


def mrz_information(lines: tuple[str, ...]) -> str:
    """Return what the access keys are made of: document number, birth and expiry, with check digits (Doc 9303-11 4.3.2)."""
    if len(lines) == 2:
        lower = lines[1]
        return lower[0:10] + lower[13:20] + lower[21:28]
    number = lines[0][5:15]
    if number[9] == _FILLER:
        # A longer number goes on in the optional data, up to a filler, its check digit last (Doc 9303-5 4.2.2).
        number = number[:9] + lines[0][15:].split(_FILLER)[0]
    return number + lines[1][0:7] + lines[1][8:15]


def _lower(booklet: Booklet) -> str:
    """Return the lower line up to the expiry date."""
    number = booklet.number.ljust(9, _FILLER)
    return (
        f"{number}{check_digit(number)}{booklet.nationality}"
        f"{booklet.birth}{check_digit(booklet.birth)}{booklet.sex}"
        f"{booklet.expiry}{check_digit(booklet.expiry)}"
    )


def _weight(sign: str) -> int:
    if sign == _FILLER:
        return 0
    if not (sign.isascii() and sign.isalnum()):
        raise ValueError("a character that no MRZ holds")
    return int(sign, 36)
