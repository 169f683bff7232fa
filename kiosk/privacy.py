"""What may be shown of a person's numbers and names where others look on."""

from __future__ import annotations

DOT = "•"
SHOWN_SIGNS = 3


def mask_number(number: str) -> str:
    """All but the last three signs hidden ("•••••••••456"); a number too short to hide behind is hidden wholly."""
    if len(number) <= 2 * SHOWN_SIGNS:
        return DOT * len(number)
    return DOT * (len(number) - SHOWN_SIGNS) + number[-SHOWN_SIGNS:]


def mask_card(number: str) -> str:
    """An insurance card: its object letters and level, which are no secret, then as a number ("GD4•••••••••001")."""
    if len(number) == 15:
        return number[:3] + mask_number(number[3:])
    return mask_number(number)


def mask_name(name: str) -> str:
    """Initials, and the given name, which in Vietnamese stands last ("N. V. MẪU")."""
    *family, given = name.split() or [""]
    return " ".join([f"{part[0]}." for part in family] + [given])
