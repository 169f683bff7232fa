"""The machine readable zone that the issuer prints and stores (Doc 9303-3, Doc 9303-5 for TD1)."""

import unicodedata
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


def name_field(full_name: str) -> str:
    """Return the 30 characters of line 3: first word << other words, a name too long cut so that the last place is a letter."""
    primary, *others = latin(full_name).split()
    parts = [primary, "", *others] if others else [primary]
    field = _FILLER.join(parts)
    if len(field) <= LINE_LENGTH:
        return field.ljust(LINE_LENGTH, _FILLER)
    if field[LINE_LENGTH - 1] == _FILLER:
        # The cut would fall between two names and hide that something is missing: shorten the name before it by a letter.
        field = field[: LINE_LENGTH - 2] + field[LINE_LENGTH - 1 :]
    return field[:LINE_LENGTH]


def td1_lines(
    number: str, full_name: str, birth_date: date, sex: str, expiry_date: date | None
) -> tuple[str, str, str]:
    """Return the three lines of a Vietnamese card: `number` has 12 digits, its last nine are the document number."""
    document = number[-9:]
    personal = f"{number}{_FILLER * 2}"
    upper = f"IDVNM{document}{check_digit(document)}{personal}{check_digit(personal)}"
    birth, expiry = date_digits(birth_date), date_digits(expiry_date)
    dates = f"{birth}{check_digit(birth)}{sex}{expiry}{check_digit(expiry)}VNM".ljust(
        LINE_LENGTH - 1, _FILLER
    )
    # Doc 9303-5 4.2: upper line 6-30, middle line 1-7, 9-15, 19-29.
    composite = check_digit(upper[5:30] + dates[0:7] + dates[8:15] + dates[18:29])
    return upper, dates + composite, name_field(full_name)


def _weight(sign: str) -> int:
    if sign == _FILLER:
        return 0
    if not (sign.isascii() and sign.isalnum()):
        raise ValueError("a character that no MRZ holds")
    return int(sign, 36)
