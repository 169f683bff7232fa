"""A chip that does not keep to PACE: every key and token that a terminal must refuse (Doc 9303-11 4.4)."""

from collections.abc import Callable

from emulator.card.apdu import CommandError, Instruction, parse_command
from emulator.card.data_objects import DataObjectError, parse_data_objects
from emulator.card.emrtd import EmrtdCard
from emulator.card.files import MasterFileEf
from emulator.card.groups import DhGroup, EcGroup, Group
from emulator.card.image import CardImage
from emulator.card.misbehaviour import Misbehaviour, Next
from emulator.card.protocols import announced_pace
from reader.codec.tlv import encode

_TEMPLATE = 0x7C
_MAPPING, _KEY, _TOKEN, _CHIP_DATA = 0x82, 0x84, 0x86, 0x8A
_SW_LENGTH = 2

Edit = Callable[[bytes, bytes], bytes]
"""Makes another value of the chip's answer, given the terminal's value and the right answer."""


class PaceAnswer(Misbehaviour):
    """Puts another value in the place of one that PACE sends."""

    def __init__(self, tag: int, edit: Edit) -> None:
        """`tag` is that of the answer's data object."""
        self._tag, self._edit = tag, edit

    def answer(self, card: EmrtdCard, command: bytes, following: Next) -> bytes:  # noqa: ARG002 - PACE is recognised by the command
        """See Misbehaviour."""
        answer = following(command)
        if command[1:2] != bytes((Instruction.GENERAL_AUTHENTICATE,)):
            return answer
        try:
            received = _template(parse_command(command).data)
            sent = _template(answer[:-_SW_LENGTH])
        except (CommandError, DataObjectError, KeyError):
            return answer
        if self._tag not in sent:
            return answer
        sent[self._tag] = self._edit(next(iter(received.values()), b""), sent[self._tag])
        objects = [encode(tag, value) for tag, value in sent.items()]
        return encode(_TEMPLATE, *objects) + answer[-_SW_LENGTH:]


def bad_token(_image: CardImage, _argument: str) -> Misbehaviour:
    """The authentication token has one bit turned."""
    return PaceAnswer(_TOKEN, _turn_last_bit)


def off_curve_mapping(_image: CardImage, _argument: str) -> Misbehaviour:
    """The chip's mapping key is no element of the group."""
    return PaceAnswer(_MAPPING, _turn_last_bit)


def off_curve_key(_image: CardImage, _argument: str) -> Misbehaviour:
    """The chip's public key is no element of the group."""
    return PaceAnswer(_KEY, _turn_last_bit)


def identity_key(image: CardImage, _argument: str) -> Misbehaviour:
    """The chip's public key is the neutral element: the point at infinity, or 1."""
    group = _group(image)
    neutral = b"\x00" if isinstance(group, EcGroup) else b"\x01"
    return PaceAnswer(_KEY, lambda _received, _sent: neutral)


def small_subgroup_key(image: CardImage, _argument: str) -> Misbehaviour:
    """The chip's public key has order two: p - 1, or a point of that order on no curve of ours."""
    group = _group(image)
    if group is None:
        return Misbehaviour()
    if isinstance(group, DhGroup):
        value = (group.p - 1).to_bytes((group.p.bit_length() + 7) // 8, "big")
    else:
        length = (group.modulus.bit_length() + 7) // 8
        value = b"\x04" + (1).to_bytes(length, "big") + bytes(length)
    return PaceAnswer(_KEY, lambda _received, _sent: value)


def reflected_key(_image: CardImage, _argument: str) -> Misbehaviour:
    """The chip sends the terminal's own public key back."""
    return PaceAnswer(_KEY, lambda received, _sent: received)


def spoiled_chip_data(_image: CardImage, _argument: str) -> Misbehaviour:
    """The encrypted chip authentication data of chip authentication mapping has one bit turned."""
    return PaceAnswer(_CHIP_DATA, lambda _received, sent: bytes((sent[0] ^ 1,)) + sent[1:])


def _group(image: CardImage) -> Group | None:
    protocols = announced_pace(image.master_file.get(MasterFileEf.CARD_ACCESS, b""))
    return protocols[0].group if protocols else None


def _turn_last_bit(_received: bytes, sent: bytes) -> bytes:
    return sent[:-1] + bytes((sent[-1] ^ 1,)) if sent else sent


def _template(data: bytes) -> dict[int, bytes]:
    return parse_data_objects(parse_data_objects(data)[_TEMPLATE])
