"""The MRZ key out of a text that a person typed or a camera read: blanks, cut fillers, the letter O for the digit 0."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from reader.codec.mrz import FILLER, MrzError, parse_mrz

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.codec.mrz import Mrz

MAX_TEXT_LENGTH = 300
"""Longest text looked at, in characters."""

_MAX_AMBIGUOUS = 24
_MAX_SWAPS = 3
_WIDTHS = {3: (30,), 2: (30, 36, 44)}
_LENGTHS = {60: 30, 72: 36, 88: 44, 90: 30}
_NO_NAME = "X<<X".ljust(30, FILLER)
_SWAP = {"O": "0", "0": "O"}

# Where each layout, by the width of its lines, has digits alone; and the numbers that hold letters too.
_DIGITS = {
    30: (14, *range(30, 37), *range(38, 45), 59),
    36: (45, *range(49, 56), *range(57, 64), 71),
    44: (53, *range(57, 64), *range(65, 72), 86, 87),
}
_NUMBERS = {
    30: (*range(5, 14), *range(15, 30), *range(48, 59)),
    36: (*range(36, 45), *range(64, 71)),
    44: (*range(44, 53), *range(72, 86)),
}


def read_mrz_text(text: str) -> Mrz:
    """Parse a zone as people and cameras give it; the two upper lines of a TD1 card will do.

    Blanks do not matter, nor do fillers missing at the end of a line. Where digits alone may stand the letter O is read
    as 0; in numbers O and 0 are exchanged only if exactly one such reading makes every check digit hold. MrzError if the
    zone does not parse, or if two readings do.
    """
    if len(text) > MAX_TEXT_LENGTH:
        raise MrzError("the text is too long for a machine readable zone")
    error = MrzError("a machine readable zone has two or three lines")
    for zone, width in _zones(text.upper()):
        try:
            return _repair(zone, width)
        except MrzError as broken:
            error = broken
    raise error


def _zones(text: str) -> Iterator[tuple[str, int]]:
    """Yield the text as whole zones: without its blanks, then with its lines filled up."""
    joined = "".join(text.split())
    if len(joined) in _LENGTHS:
        yield _with_name(joined), _LENGTHS[len(joined)]
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for width in _WIDTHS.get(len(lines), ()):
        for blank in ("", FILLER):
            filled = [line.replace(" ", blank) for line in lines]
            if all(len(line) <= width for line in filled):
                yield _with_name("".join(line.ljust(width, FILLER) for line in filled)), width


def _with_name(zone: str) -> str:
    """Add a third line to two of a TD1 card: no key depends on it."""
    return zone + _NO_NAME if len(zone) == 60 else zone


def _repair(zone: str, width: int) -> Mrz:
    characters = list(zone)
    for place in _DIGITS[width]:
        if characters[place] == "O":
            characters[place] = "0"
    try:
        return parse_mrz("".join(characters))
    except MrzError as error:
        if error.reason != "mrz-check-digit":
            raise
        broken = error
    letters = [place for place in _NUMBERS[width] if characters[place] == "O"]
    zeros = [place for place in _NUMBERS[width] if characters[place] == "0"]
    for places, count in _exchanges(letters[:_MAX_AMBIGUOUS], zeros[:_MAX_AMBIGUOUS]):
        found = list(_readings(characters, places, count))
        if len(found) == 1:
            return found[0]
        if found:
            raise MrzError("the check digits do not decide between O and 0", reason="mrz-ambiguous")
    raise broken


def _exchanges(letters: list[int], zeros: list[int]) -> Iterator[tuple[list[int], int]]:
    """Yield which places to exchange how many of, the likeliest first: every O was a 0, some were, some 0 was an O."""
    yield letters, len(letters)
    for count in range(1, min(len(letters), _MAX_SWAPS + 1)):
        yield letters, count
    for count in range(1, _MAX_SWAPS):
        yield zeros, count


def _readings(characters: list[str], places: list[int], count: int) -> Iterator[Mrz]:
    """Yield what parses with exactly `count` characters exchanged."""
    for chosen in combinations(places, count):
        swapped = list(characters)
        for place in chosen:
            swapped[place] = _SWAP[swapped[place]]
        try:
            yield parse_mrz("".join(swapped))
        except MrzError:
            continue
