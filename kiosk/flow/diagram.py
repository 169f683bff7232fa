"""The table as a picture: a Mermaid state diagram of the moves that a person's way is made of, for docs/reference/flow.md."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.flow.machine import TABLE
from kiosk.flow.states import SHOWN_STATES, Event, State

if TYPE_CHECKING:
    from kiosk.flow.machine import Table

# They lead out of nearly every screen in the same way; drawn, they would hide the rest.
_EVERYWHERE = frozenset(
    {
        Event.BACK,
        Event.CANCEL,
        Event.CRASH_RESTART,
        Event.DESK_TAKEOVER,
        Event.DESK_TICKET,
        Event.HELP,
        Event.IDLE,
        Event.READER_LOST,
        Event.CARD_OTHER,
        Event.CHIP_ERROR,
    }
)
_ASIDE = frozenset({State.HELP, State.IDLE_WARNING, State.REST, State.RETURN, State.OUT_OF_SERVICE})
_PROBED_AGAIN = frozenset({Event.CARD_IN})
_WHERE_A_CARD_BEGINS = frozenset({State.WELCOME, State.NO_CARD, State.CLAIM, State.ACCESS, State.TICKET})


def draw(table: Table = TABLE) -> str:
    """Return the Mermaid text; one line for each pair of screens, its events in the order of the alphabet of the flow."""
    moves: dict[tuple[State, State], list[str]] = {}
    for state in SHOWN_STATES:
        for event in Event:
            for rule in table.get((state, event), ()):
                if rule.target is not None and _drawn(state, event, rule.target):
                    names = moves.setdefault((state, rule.target), [])
                    names += [] if event.value in names else [event.value]
    lines = [f"    {source} --> {target}: {' / '.join(names)}" for (source, target), names in moves.items()]
    return "\n".join(
        ["stateDiagram-v2", "    [*] --> WELCOME", *lines, "    TICKET --> [*]: done / ticket_timeout"]
    )


def _drawn(state: State, event: Event, target: State) -> bool:
    if state is target or {state, target} & _ASIDE or event in _EVERYWHERE:
        return False
    return event not in _PROBED_AGAIN or state in _WHERE_A_CARD_BEGINS
