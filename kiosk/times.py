"""How long everything may take, in seconds: one frozen value, so that tests and demos shorten it in one place."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Times:
    """The check-in's times. ``idle_scan`` is for screens that await a scan; ``take_card_again`` counts from the call of staff."""

    idle: float = 45.0
    idle_scan: float = 120.0
    warning: float = 20.0
    reinsert: float = 20.0
    lookup: float = 8.0
    ids: float = 3.0
    save: float = 5.0
    take_card: float = 30.0
    take_card_again: float = 60.0
    ticket: float = 20.0
    ticket_on_screen: float = 40.0
    ticket_hand_over: float = 5.0
