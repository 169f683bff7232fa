"""The check-in's flow: State x Event -> State + effects, one pure table.

A package and not one file because the table alone (one row a line) fills a module: ``states`` is the alphabet, ``facts`` what is
known of the person and of the machine, ``guards`` the named questions, ``table`` the rows, ``changes`` what an effect does to
the facts, ``machine`` the few lines that read the table. All of it imports the standard library and ``kiosk.model`` alone.
"""

from __future__ import annotations

from kiosk.flow.states import PSEUDO_STATES, SHOWN_STATES, TOUCHES, Event, State

__all__ = ["PSEUDO_STATES", "SHOWN_STATES", "TOUCHES", "Event", "State"]
