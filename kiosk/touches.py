"""What comes with a touch or a scan, checked at the edge: the flow gets values of one kind, short and well-formed, or nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kiosk.flow import BadFactError, Claim, Event

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kiosk.model import Service

_CAN = re.compile(r"[0-9]{6}")
_NUMBER = re.compile(r"[0-9]{9,12}|[A-Z]{2}[0-9]{13}")
_BIRTH = re.compile(r"(?:(?:[0-9]{1,2}/)?[0-9]{1,2}/)?[0-9]{4}")
_PHONE = re.compile(r"\+?[0-9]{8,15}")
_SLIP_FIELDS = 12
_LONGEST_TEXT = 200


def as_fact(event: Event, data: object, services: Iterable[Service]) -> object:
    """Return what the flow may take with this event; BadFactError (which never quotes it) if it is malformed."""
    match event:
        case Event.CAN_TYPED:
            return _matching(event, data, _CAN)
        case Event.PHONE_GIVEN:
            return _matching(event, data, _PHONE)
        case Event.SERVICE_PICKED:
            if not any(service.id == data for service in services):
                raise BadFactError("service_picked names a service that is not offered")
            return data
        case Event.DETAILS_GIVEN:
            return None if data is None else _details(data)
        case Event.SLIP_GIVEN:
            return _slip(data)
        case _:
            return data


def _matching(event: Event, data: object, pattern: re.Pattern[str]) -> str:
    if not isinstance(data, str) or pattern.fullmatch(data) is None:
        raise BadFactError(f"{event} came with something else than it carries")
    return data


def _details(data: object) -> Claim:
    """Number and birth date as typed: digits and dots or slashes only."""
    if isinstance(data, tuple) and len(data) == 2:
        number = _matching(Event.DETAILS_GIVEN, data[0], _NUMBER)
        birth = _matching(Event.DETAILS_GIVEN, data[1], _BIRTH)
        return Claim(number, birth_text=birth)
    raise BadFactError("details_given needs a number and a birth date")


def _slip(data: object) -> dict[str, str]:
    if not isinstance(data, dict) or len(data) > _SLIP_FIELDS:
        raise BadFactError("slip_given needs a few named fields")
    fields = {str(name): str(value) for name, value in data.items()}
    if any(len(text) > _LONGEST_TEXT for pair in fields.items() for text in pair):
        raise BadFactError("slip_given came with a text that is too long")
    return fields
