"""Faults of the link and of the protocols."""

from emulator.card.image import CardImage
from emulator.card.misbehaviour import (
    AtApdu,
    LostCount,
    Misbehaviour,
    PulledAtByte,
    SpoiledSession,
    delay,
    drop,
    garble,
    pull,
    spoil_mac,
    take_protection_off,
    truncate,
)
from emulator.card.pace_misbehaviour import (
    bad_token,
    identity_key,
    off_curve_key,
    off_curve_mapping,
    reflected_key,
    small_subgroup_key,
    spoiled_chip_data,
)
from emulator.issuer.faults.fault import Fault, FaultKind

_AT_APDU = ("number of the command since the card was made, from 1", "12")
_AT_ANSWER = ("number of the protected answer in its session, from 1", "3")
_DELAY_S = 1.5
_DG2_FILE = 0x0102


def _number(argument: str) -> int:
    number = int(argument)
    if number < 1:
        raise ValueError("a count starts at 1")
    return number


def _pulled_at_apdu(_image: CardImage, argument: str) -> Misbehaviour:
    return AtApdu(_number(argument), pull)


def _pulled_at_byte(_image: CardImage, argument: str) -> Misbehaviour:
    """FILE:BYTE, the file by data group number or by its identifier in hexadecimal."""
    file, _, place = argument.rpartition(":")
    identifier = int(file, 16) if len(file) == 4 else 0x0100 | int(file or "2")
    return PulledAtByte(identifier, int(place))


def _dropped(_image: CardImage, argument: str) -> Misbehaviour:
    return AtApdu(_number(argument), drop)


def _delayed(_image: CardImage, argument: str) -> Misbehaviour:
    return AtApdu(_number(argument), delay(_DELAY_S))


def _truncated(_image: CardImage, argument: str) -> Misbehaviour:
    return AtApdu(_number(argument), truncate)


def _garbled(_image: CardImage, argument: str) -> Misbehaviour:
    return AtApdu(_number(argument), garble)


def _wrong_mac(_image: CardImage, argument: str) -> Misbehaviour:
    return SpoiledSession(_number(argument), spoil_mac)


def _unprotected(_image: CardImage, argument: str) -> Misbehaviour:
    return SpoiledSession(_number(argument), take_protection_off)


def _wrong_ssc(_image: CardImage, argument: str) -> Misbehaviour:
    return LostCount(_number(argument))


LINK_FAULTS = tuple(
    Fault(name, FaultKind.LINK, about, misbehaviour=maker, argument=argument)
    for name, about, maker, argument in (
        (
            "pulled-at-apdu",
            "The card leaves the field instead of answering a command",
            _pulled_at_apdu,
            _AT_APDU,
        ),
        (
            "pulled-at-byte",
            "The card leaves the field instead of giving one byte of a file",
            _pulled_at_byte,
            ("FILE:BYTE, the data group's number and a place in it", "2:4000"),
        ),
        ("apdu-dropped", "One command is never answered", _dropped, _AT_APDU),
        ("apdu-delayed", f"One command is answered {_DELAY_S} s late", _delayed, _AT_APDU),
        ("apdu-truncated", "One answer loses its end", _truncated, _AT_APDU),
        ("apdu-garbled", "One answer has one bit turned", _garbled, _AT_APDU),
    )
)

PROTOCOL_FAULTS = (
    *(
        Fault(name, FaultKind.PROTOCOL, about, misbehaviour=maker, argument=_AT_ANSWER)
        for name, about, maker in (
            ("wrong-mac", "The chip's answers carry wrong MACs", _wrong_mac),
            ("wrong-ssc", "The chip's send sequence counter jumps", _wrong_ssc),
            ("unprotected-answer", "The chip answers protected commands in plain", _unprotected),
        )
    ),
    *(
        Fault(name, FaultKind.PROTOCOL, about, misbehaviour=maker)
        for name, about, maker in (
            ("pace-bad-token", "The chip's PACE token is wrong", bad_token),
            ("pace-off-curve-mapping", "The chip's mapping key is off the curve", off_curve_mapping),
            (
                "pace-off-curve-key",
                "The chip's PACE key is off the curve or outside the subgroup",
                off_curve_key,
            ),
            ("pace-identity-key", "The chip's PACE key is the neutral element", identity_key),
            ("pace-small-subgroup-key", "The chip's PACE key has order two", small_subgroup_key),
            ("pace-reflected-key", "The chip sends the terminal's PACE key back", reflected_key),
            ("cam-bad-chip-data", "The chip authentication data of PACE-CAM is wrong", spoiled_chip_data),
        )
    ),
    Fault(
        "pace-nonce-replay",
        FaultKind.PROTOCOL,
        "The chip's randomness repeats: every run of PACE has the same nonce and keys",
    ),
)
"""What pace-nonce-replay changes is the chip's source of randomness: see make_card."""
