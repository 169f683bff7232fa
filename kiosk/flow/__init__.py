"""The check-in's flow: State x Event -> State + effects, one pure table.

A package and not one file because the table alone (one row a line) fills a module: ``states`` is the alphabet, ``facts`` what is
known of the person and of the machine, ``guards`` the named questions, ``table`` the rows, ``effects`` the names of what they
bring about, ``changes`` and ``device`` what each does to the facts, ``machine`` the few lines that read the table. All of it imports the
standard library and ``kiosk.model`` alone.
"""

from __future__ import annotations

from kiosk.flow.context import BadFactError, Stamp
from kiosk.flow.effects import OUTWARD, Effect
from kiosk.flow.facts import Claim, Device, HelpCause, Moment, PatientFound, ReadOutcome, Session
from kiosk.flow.machine import (
    Done,
    Fact,
    FlowError,
    IllegalEventError,
    Reaction,
    Step,
    TableError,
    advance,
    build_table,
    react,
    touches,
)
from kiosk.flow.states import PSEUDO_STATES, SHOWN_STATES, TOUCHES, Event, State

__all__ = [
    "OUTWARD",
    "PSEUDO_STATES",
    "SHOWN_STATES",
    "TOUCHES",
    "BadFactError",
    "Claim",
    "Device",
    "Done",
    "Effect",
    "Event",
    "Fact",
    "FlowError",
    "HelpCause",
    "IllegalEventError",
    "Moment",
    "PatientFound",
    "Reaction",
    "ReadOutcome",
    "Session",
    "Stamp",
    "State",
    "Step",
    "TableError",
    "advance",
    "build_table",
    "react",
    "touches",
]
