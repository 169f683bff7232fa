"""What comes with a touch or a scan, checked at the edge: the flow gets values of one kind, short and well-formed, or nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kiosk.flow import BadFactError, Claim, Event

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from kiosk.model import Service

_CAN = re.compile(r"[0-9]{6}")
_NUMBER = re.compile(r"[0-9]{9,12}|[A-Z]{2}[0-9]{13}")
_BIRTH = re.compile(r"(?:(?:[0-9]{1,2}/)?[0-9]{1,2}/)?[0-9]{4}")
_PHONE = re.compile(r"\+?[0-9]{8,15}")
_SLIP_FIELDS = 12
_LONGEST_TEXT = 200


def as_fact(event: Event, data: object, services: Iterable[Service]) -> object:
    """Return what the flow may take with this event; BadFactError (which never quotes it) if it is malformed."""
    if event is Event.SERVICE_PICKED and not any(service.id == data for service in services):
        raise BadFactError("service_picked names a service that is not offered")
    check = _CHECKS.get(event)
    return data if check is None else check(event, data)


def _matching(event: Event, data: object, pattern: re.Pattern[str]) -> str:
    if not isinstance(data, str) or pattern.fullmatch(data) is None:
        raise BadFactError(f"{event} came with something else than it carries")
    return data


def _claim(event: Event, data: object) -> Claim:
    """What a QR says: short texts, and a number whose end may open a card."""
    if not isinstance(data, Claim) or _NUMBER.fullmatch(data.number) is None:
        raise BadFactError(f"{event} came with something else than it carries")
    if max(len(data.full_name), len(data.birth_text)) > _LONGEST_TEXT:
        raise BadFactError(f"{event} came with a text that is too long")
    return data


def _details(event: Event, data: object) -> Claim | None:
    """Number and birth date as typed: digits and slashes only. None: the QR that was scanned here."""
    if data is None:
        return None
    if isinstance(data, tuple) and len(data) == 2:
        number = _matching(event, data[0], _NUMBER)
        birth = _matching(event, data[1], _BIRTH)
        return Claim(number, birth_text=birth)
    raise BadFactError(f"{event} needs a number and a birth date")


def _slip(event: Event, data: object) -> dict[str, str]:
    if not isinstance(data, dict) or len(data) > _SLIP_FIELDS:
        raise BadFactError(f"{event} needs a few named fields")
    fields = {str(name): str(value) for name, value in data.items()}
    if any(len(text) > _LONGEST_TEXT for pair in fields.items() for text in pair):
        raise BadFactError(f"{event} came with a text that is too long")
    return fields


_CHECKS: Mapping[Event, Callable[[Event, object], object]] = {
    Event.CAN_TYPED: lambda event, data: _matching(event, data, _CAN),
    Event.PHONE_GIVEN: lambda event, data: _matching(event, data, _PHONE),
    Event.QR_CARD: _claim,
    Event.QR_CLAIM: _claim,
    Event.DETAILS_GIVEN: _details,
    Event.SLIP_GIVEN: _slip,
}
