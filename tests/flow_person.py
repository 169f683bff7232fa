"""What persons do and what workers answer, as steps for the pure flow, and a Person who takes them."""

from __future__ import annotations

from kiosk.flow import Claim, Device, Effect, Event, Fact, Moment, PatientFound, Stamp, State, react
from kiosk.flow.facts import Found
from kiosk.model import Authenticity, CoverageKind
from tests.flow_world import NOW, TICKET, coverage, identity, outcome

E = Event
Step = Event | tuple[Event, object]

OURS = (E.COVERAGE_KNOWN, coverage(CoverageKind.VALID, ours=True))
ELSEWHERE = (E.COVERAGE_KNOWN, coverage(CoverageKind.VALID, ours=False))
SOLDIER = (E.COVERAGE_KNOWN, coverage(CoverageKind.PAPER_CARD, ours=None))
LATER_UNKNOWN = (E.COVERAGE_KNOWN, coverage(CoverageKind.LATER, ours=None))
LATER_OURS = (E.COVERAGE_KNOWN, coverage(CoverageKind.LATER, ours=True))
NEW = (E.PATIENT_FOUND, PatientFound(Found.NEW))
KNOWN = (E.PATIENT_FOUND, PatientFound(Found.KNOWN))
HERE = (E.PATIENT_FOUND, PatientFound(Found.KNOWN, TICKET))
CHILD_TYPED = (E.DETAILS_GIVEN, Claim("079090000004", birth_text="02/02/2023"))
NUMBER_TYPED = (E.DETAILS_GIVEN, Claim("001090000005", birth_text="01/01/1990"))
VNEID = (E.QR_CLAIM, Claim("001090000006", "HOLDER C", "01/01/1990"))
SAVED = (E.SAVED, TICKET)
PICK = (E.SERVICE_PICKED, "general")
CAN = (E.CAN_TYPED, "111111")


def holder(card: str = "A") -> Step:
    """The chip's data holds against its signature."""
    return (E.IDENTITY_VERIFIED, identity(card))


def done(authenticity: Authenticity = Authenticity.GENUINE, card: str = "A") -> Step:
    """The read comes to its end."""
    return (E.READ_DONE, outcome(card, authenticity))


DIGITS: tuple[Step, ...] = (E.CARD_IN, E.YES, CAN)
READ: tuple[Step, ...] = (holder(), NEW, OURS, done())
TO_INSURANCE: tuple[Step, ...] = (*DIGITS, *READ, E.PATIENT_IS_HOLDER)
OUT: tuple[Step, ...] = (SAVED, E.CARD_REMOVED, E.TICKET_TIMEOUT)
END = "SAVING TAKE_CARD TICKET WELCOME"
BEGIN = "WELCOME CONSENT ACCESS READING"


class Person:
    """Somebody at the kiosk, and what was seen and done so far."""

    def __init__(self) -> None:
        self.moment = Moment(State.WELCOME, device=Device(printer=True))
        self.screens = [State.WELCOME]
        self.effects: list[Effect] = []
        self._sessions = 0

    def do(self, *steps: Step) -> None:
        """Let these things happen, one after the other."""
        for step in steps:
            event, data = step if isinstance(step, tuple) else (step, None)
            self._sessions += 1
            reaction = react(self.moment, Fact(event, data), Stamp(f"s{self._sessions}", NOW, "read-chip-1"))
            self.moment = reaction.moment
            self.effects += [item.effect for item in reaction.done]
            if self.moment.state is not self.screens[-1]:
                self.screens.append(self.moment.state)

    def at(self) -> State:
        """The screen that is shown."""
        return self.moment.state
