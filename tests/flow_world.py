"""A small world around the flow: cards, reader, workers and persons as events, for walks and searches over the table.

Two cards exist, each with its own digits; what the reader answers follows from which one lies there. Time-outs are events.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from kiosk.flow import (
    Claim,
    Done,
    Effect,
    Event,
    Fact,
    IllegalEventError,
    Moment,
    PatientFound,
    Reaction,
    ReadOutcome,
    Session,
    Stamp,
    State,
    react,
)
from kiosk.flow.facts import CardMark, Found
from kiosk.model import (
    Authenticity,
    Coverage,
    CoverageKind,
    Language,
    PatientIdentity,
    Sex,
    Ticket,
)
from kiosk.timers import Activity, wanted
from kiosk.times import Times

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kiosk.flow.machine import Table

NOW = datetime(2026, 8, 3, 6, 40, tzinfo=UTC)
TICKET = Ticket("visit-1", "A001", None, 3, NOW)
KEYS = {"A": "111111", "B": "222222"}
BIRTHS = {"A": date(1990, 1, 1), "B": date(1946, 5, 26)}
TIMES = Times()


def identity(card: str) -> PatientIdentity:
    """The holder of a card."""
    return PatientIdentity(
        f"00109{KEYS[card]}0", f"HOLDER {card}", "", BIRTHS[card], Sex.FEMALE, f"DOC{card}", None
    )


def outcome(card: str, authenticity: Authenticity) -> ReadOutcome:
    """What a finished read of a card came to."""
    return ReadOutcome(identity(card), CardMark(f"DOC{card}", card.encode()), authenticity)


def qr_of(card: str) -> Claim:
    """The QR on a card: its number ends with the digits that open it."""
    return Claim(f"001090{KEYS[card]}", f"HOLDER {card}", f"01/01/{BIRTHS[card].year}")


def coverage(kind: CoverageKind, ours: bool | None) -> Coverage:
    """An answer of the gateway."""
    return Coverage(kind, "000", NOW, ours=ours)


COVERAGES = (
    coverage(CoverageKind.VALID, ours=True),
    coverage(CoverageKind.VALID, ours=False),
    coverage(CoverageKind.PAPER_CARD, ours=None),
    coverage(CoverageKind.LATER, ours=None),
)
FOUND = (PatientFound(Found.NEW), PatientFound(Found.KNOWN), PatientFound(Found.KNOWN, TICKET))
DATA: dict[Event, tuple[object, ...]] = {
    Event.CAN_TYPED: tuple(KEYS.values()),
    Event.QR_CARD: (qr_of("A"), qr_of("B")),
    Event.QR_CLAIM: (Claim("079090000003", "CHILD", "01/01/2023"),),
    Event.QR_OTHER: ("?",),
    Event.DETAILS_GIVEN: (Claim("079090000004", birth_text="02/02/2022"),),
    Event.SERVICE_PICKED: ("general",),
    Event.LANGUAGE: (Language.EN,),
    Event.PHONE_GIVEN: ("0900000000",),
    Event.SLIP_GIVEN: ({"number": "1"},),
}
ANSWERS = frozenset(
    {
        Event.ENTER,
        Event.CARD_IN,
        Event.CARD_REMOVED,
        Event.CARD_SAME,
        Event.CARD_OTHER,
        Event.READER_LOST,
        Event.READER_READY,
        Event.IDENTITY_VERIFIED,
        Event.READ_DONE,
        Event.NOT_GENUINE,
        Event.WRONG_KEY,
        Event.WRONG_CARD,
        Event.CHIP_ERROR,
        Event.PORTRAIT_READY,
        Event.PROGRESS,
        Event.PATIENT_FOUND,
        Event.COVERAGE_KNOWN,
        Event.SLIP_CHECKED,
        Event.SAVED,
        Event.SAVE_FAILED,
        Event.SERVICE_GONE,
        Event.PRINTED,
        Event.PRINTER_FAILED,
        Event.IDLE,
        Event.WARNING_TIMEOUT,
        Event.REINSERT_TIMEOUT,
        Event.LOOKUP_TIMEOUT,
        Event.IDS_TIMEOUT,
        Event.SAVE_TIMEOUT,
        Event.TAKE_TIMEOUT,
        Event.TICKET_TIMEOUT,
        Event.TOUCH,
    }
)
TOUCHED = tuple(event for event in Event if event not in ANSWERS)
OUTWARD_ENDS = frozenset({Effect.CANCEL_READ, Effect.WIPE, Effect.REFUSE_CHIP, Effect.FORGET_CARD})


WORK_ENDS = frozenset(
    {
        Event.CARD_REMOVED,
        Event.READER_LOST,
        Event.CARD_SAME,
        Event.CARD_OTHER,
        Event.READ_DONE,
        Event.NOT_GENUINE,
        Event.WRONG_KEY,
        Event.WRONG_CARD,
        Event.CHIP_ERROR,
    }
)
SAVE_ENDS = frozenset({Event.SAVED, Event.SAVE_FAILED, Event.SERVICE_GONE})


@dataclass(frozen=True, slots=True)
class World:
    """A moment of the flow, the card that lies there, and what the card's thread is at: "", read, probe or other."""

    moment: Moment
    lying: str = ""
    work: str = ""
    saving: bool = False

    @property
    def session(self) -> Session:
        return self.moment.session


START = World(Moment(State.WELCOME))


def possible(world: World) -> Iterator[tuple[Fact, str]]:
    """Every fact that may happen now, each with the card that lies there after it."""
    for event in TOUCHED:
        for data in DATA.get(event, (None,)):
            if event is not Event.DETAILS_GIVEN or world.moment.state in {State.CLAIM, State.DEPENDANT}:
                yield Fact(event, data), world.lying
    yield from reader_facts(world)
    for fact in (*worker_facts(world), *timer_facts(world)):
        yield fact, world.lying


def reader_facts(world: World) -> Iterator[tuple[Fact, str]]:
    """Cards come and go, and so does the reader."""
    if world.lying:
        yield Fact(Event.CARD_REMOVED), ""
    elif world.moment.device.reader:
        yield Fact(Event.CARD_IN), "A"
        yield Fact(Event.CARD_IN), "B"
    if world.moment.device.reader:
        yield Fact(Event.READER_LOST), ""
    else:
        yield Fact(Event.READER_READY), ""


def worker_facts(world: World) -> Iterator[Fact]:
    """What the workers may answer now."""
    session = world.session
    if world.work and world.lying:
        yield from card_facts(world)
    if session.found is Found.PENDING:
        yield from (Fact(Event.PATIENT_FOUND, answer) for answer in FOUND)
    if session.coverage is CoverageKind.PENDING:
        yield from (Fact(Event.COVERAGE_KNOWN, answer) for answer in COVERAGES)
    if world.saving:
        yield Fact(Event.SAVED, TICKET)
        yield Fact(Event.SAVE_FAILED)
        yield Fact(Event.SERVICE_GONE)
    if world.moment.state is State.TICKET and not (session.printed or session.on_screen):
        yield Fact(Event.PRINTED)
        yield Fact(Event.PRINTER_FAILED)


def card_facts(world: World) -> Iterator[Fact]:
    """What the card's thread may answer: it follows from the digits, the card that lies there and the one known."""
    session, lying = world.session, world.lying
    known = session.card.document_number if session.card else ""
    opens = session.key == KEYS[lying]
    if world.work == "other" or (opens and known not in {"", f"DOC{lying}"}):
        yield Fact(Event.CARD_OTHER)
    elif world.work == "probe":
        yield Fact(Event.CARD_SAME if opens else Event.CARD_OTHER)
        yield Fact(Event.CHIP_ERROR)
    elif not opens:
        yield Fact(Event.WRONG_KEY)
        yield Fact(Event.WRONG_CARD)
    else:
        yield Fact(Event.CHIP_ERROR)
        if session.identity is None:
            yield Fact(Event.IDENTITY_VERIFIED, identity(lying))
        for verdict in (Authenticity.GENUINE, Authenticity.NOT_PROVABLE):
            yield Fact(Event.READ_DONE, outcome(lying, verdict))
        yield Fact(Event.NOT_GENUINE, outcome(lying, Authenticity.NOT_GENUINE))


def timer_facts(world: World) -> Iterator[Fact]:
    """Whichever time-outs run."""
    yield from (Fact(event) for event in wanted(world.moment, Activity(), TIMES))


def step(world: World, fact: Fact, lying: str, table: Table) -> tuple[World, Reaction] | None:
    """Let a fact happen; None when it has no place here."""
    stamp = Stamp("s0" if world.session.id == "s1" else "s1", NOW, "read-chip-1")
    try:
        reaction = react(world.moment, fact, stamp, table)
    except IllegalEventError:
        return None
    return after(world, fact, lying, reaction), reaction


def after(world: World, fact: Fact, lying: str, reaction: Reaction) -> World:
    """Return the world after a reaction: what the card's thread and the records are at."""
    work = "" if fact.event in WORK_ENDS else world.work
    saving = world.saving and fact.event not in SAVE_ENDS
    for done in reaction.done:
        work = work_after(done, work)
        if done.effect in {Effect.WIPE, Effect.COMMIT_VISIT}:
            saving = done.effect is Effect.COMMIT_VISIT
    return World(reaction.moment, lying, work if lying else "", saving)


def work_after(done: Done, work: str) -> str:
    """Return what the card's thread is at after an effect."""
    if done.effect in OUTWARD_ENDS:
        return ""
    if done.effect is Effect.START_READ:
        return "read"
    if done.effect is Effect.PROBE_CARD:
        return "probe"
    if done.effect is Effect.PROBE_LYING_CARD and done.device.unexamined:
        return "probe" if done.session.consent and done.session.key else "other"
    return work
