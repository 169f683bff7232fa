"""What events and effects say of the machine: the reader, the card on it, the house."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.flow.effects import Effect
from kiosk.flow.states import Event

if TYPE_CHECKING:
    from kiosk.flow.facts import Device


def note_device(device: Device, event: Event) -> Device:
    """Keep what an event says of the machine; this happens before guards are read."""
    match event:
        case Event.CARD_IN:
            return replace(device, card=True, spent=False, unexamined=True)
        case Event.CARD_REMOVED:
            return replace(device, card=False, spent=False, unexamined=False)
        case Event.READER_LOST:
            return replace(device, reader=False, card=False, spent=False, unexamined=False)
        case Event.READER_READY:
            return replace(device, reader=True)
        case _:
            return _note_house(device, event)


def _note_house(device: Device, event: Event) -> Device:
    match event:
        case Event.SERVICE_ON | Event.SERVICE_OFF:
            return replace(device, service=event is Event.SERVICE_ON)
        case Event.CLOCK_UNCERTAIN:
            return replace(device, clock_certain=False)
        case _:
            return device


def change_device(device: Device, effect: Effect) -> Device:
    """Keep whose the lying card is: spent with its session, new to a new one, examined when a read or a probe begins.

    One that a person refuses to have read is theirs, and nobody will ask it.
    """
    match effect:
        case Effect.WIPE:
            return replace(device, spent=device.card)
        case Effect.EXAMINE_ANEW:
            return replace(device, spent=False)
        case Effect.BEGIN_SESSION:
            return replace(device, spent=False, unexamined=False)
        case Effect.START_READ | Effect.PROBE_CARD | Effect.REFUSE_CHIP:
            return replace(device, unexamined=False)
        case _:
            return device
