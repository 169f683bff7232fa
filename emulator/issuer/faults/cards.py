"""The one way to a card of a citizen, with a profile and with faults."""

import secrets
from collections.abc import Callable, Iterable
from hashlib import shake_256

from emulator.card.emrtd import EmrtdCard
from emulator.card.image import CardImage
from emulator.card.misbehaviour import FaultyCard
from emulator.card.profile import CCCD, ChipProfile
from emulator.citizens import Citizen
from emulator.issuer.faults.registry import Chosen, parse_fault
from emulator.issuer.personalise import Recipe, personalise

_NONCE_REPLAY = "pace-nonce-replay"
_NONCE_LENGTHS = {16, 32}

Given = Iterable[str | Chosen]


def make_image(citizen: Citizen, profile: ChipProfile = CCCD, faults: Given = ()) -> CardImage:
    """Return what is written into the chip of `citizen` with `faults` (NAME or NAME=ARGUMENT)."""
    recipe = Recipe()
    for chosen in _chosen(faults):
        citizen = chosen.fault.citizen(citizen) if chosen.fault.citizen else citizen
        recipe = chosen.fault.recipe(recipe) if chosen.fault.recipe else recipe
    return personalise(citizen, profile, recipe)


def make_card(
    citizen: Citizen,
    profile: ChipProfile = CCCD,
    faults: Given = (),
    *,
    random: Callable[[int], bytes] = secrets.token_bytes,
) -> FaultyCard:
    """Return the card of `citizen`: files and chip of `profile`, each of `faults` (NAME or NAME=ARGUMENT) applied.

    KeyError or ValueError if a fault is not known or its argument is wrong.
    """
    chosen = _chosen(faults)
    image = make_image(citizen, profile, chosen)
    misbehaviours = [
        one.fault.misbehaviour(image, one.argument) for one in chosen if one.fault.misbehaviour is not None
    ]
    if any(one.fault.name == _NONCE_REPLAY for one in chosen):
        random = _Replay()
    return FaultyCard(EmrtdCard(image, random=random), misbehaviours)


def _chosen(faults: Given) -> tuple[Chosen, ...]:
    return tuple(parse_fault(fault) if isinstance(fault, str) else fault for fault in faults)


class _Replay:
    """Random numbers that start anew with every nonce."""

    def __init__(self) -> None:
        self._drawn = 0

    def __call__(self, count: int) -> bytes:
        self._drawn = 0 if count in _NONCE_LENGTHS else self._drawn + 1
        return shake_256(b"replayed" + self._drawn.to_bytes(4, "big")).digest(count)
