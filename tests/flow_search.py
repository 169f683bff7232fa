"""The invariants of the flow, and walks and searches that hold them against every step in a small world."""

from __future__ import annotations

import random
from collections import deque
from typing import TYPE_CHECKING

from kiosk.flow import Effect, Event, Fact, Reaction, Session, State
from kiosk.flow.facts import Found, Patient, Relation
from kiosk.flow.machine import TABLE, Table
from kiosk.model import Authenticity, CoverageKind, Intent
from tests.flow_world import ANSWERS, START, World, possible, step, timer_facts, worker_facts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class BrokenInvariantError(AssertionError):
    """An invariant does not hold; the message tells which, ``trail`` how it came to that."""

    def __init__(self, rule: str, trail: tuple[Event, ...] = ()) -> None:
        super().__init__(f"{rule}, after {' '.join(trail)}")
        self.rule = rule
        self.trail = trail


def check(before: World, fact: Fact, now: World, reaction: Reaction) -> None:
    """Hold every invariant against one step."""
    for rule, holds in (*step_rules(before, fact, now, reaction), *world_rules(now)):
        if not holds:
            raise BrokenInvariantError(rule)


def step_rules(before: World, fact: Fact, now: World, reaction: Reaction) -> Iterator[tuple[str, bool]]:
    """What must hold of every step."""
    for done in reaction.done:
        session = done.session
        if done.effect in {Effect.START_READ, Effect.PROBE_CARD}:
            yield "no chip touched without consent and key", bool(session.consent and session.key)
            yield "no chip touched without a card", done.device.card
        if done.effect is Effect.WIPE:
            yield "nothing left after a wipe", session == Session()
        if done.effect is Effect.COMMIT_VISIT:
            yield "a commit only on the way into SAVING", now.moment.state is State.SAVING
            yield from commit_rules(session)
        if done.effect is Effect.PRINT_TICKET:
            yield (
                "printed only after a commit and with the card out",
                bool(session.committed and not done.device.card),
            )
    if fact.event is Event.CARD_OTHER:
        kept = before.moment.state in {State.SAVING, State.TAKE_CARD, State.TICKET}
        wiped = any(done.effect is Effect.WIPE for done in reaction.done)
        yield "another card never continues", kept or wiped
    if fact.event is Event.LOOKUP_TIMEOUT:
        yield "after 8 s no look-up pending", now.session.coverage is not CoverageKind.PENDING


def commit_rules(session: Session) -> Iterator[tuple[str, bool]]:
    """What must hold of every commit."""
    handover = session.intent is Intent.HANDOVER
    yield (
        "a commit only with consent, a claim or a hand-over",
        bool(session.consent or session.claim or handover),
    )
    yield "a commit only after the ids", handover or session.found is not Found.PENDING
    yield "a commit with a service", bool(session.service) or session.intent not in {Intent.NEW, Intent.ADD}
    yield "a refuted chip only by hand-over", handover or session.checks is not Authenticity.NOT_GENUINE


def world_rules(world: World) -> Iterator[tuple[str, bool]]:
    """What must hold of every moment."""
    state, session, device = world.moment.state, world.session, world.moment.device
    chip_data = session.identity is not None or session.card is not None
    yield "no chip data kept without consent", not chip_data or session.consent is not None
    yield (
        "TICKET only after a commit and with the card out",
        state is not State.TICKET or (session.committed and session.ticket is not None and not device.card),
    )
    yield (
        "no SAVING without consent, claim or hand-over",
        state is not State.SAVING
        or bool(session.consent or session.claim or session.intent is Intent.HANDOVER),
    )
    yield "WELCOME is nobody's", state is not State.WELCOME or session == Session(language=session.language)
    yield "no READER_LOST while the reader is there", state is not State.READER_LOST or not device.reader
    yield "no card forgotten on WELCOME", state is not State.WELCOME or not device.card
    yield "HELP says why", state is not State.HELP or session.help.value != "NONE"
    yield "READING reads", state is not State.READING or world.work == "read" or not device.card
    refused = state in {State.NO_CARD, State.CLAIM}
    yield "no chip stays open on the way without one", not refused or session.consent is None
    judged = {Authenticity.GENUINE, Authenticity.NOT_PROVABLE}
    yield (
        "CONFIRM only of a card that was read and not refuted",
        (state is not State.CONFIRM or session.checks in judged),
    )
    yield "no more than three misses", session.misses <= 3
    mixed = session.patient is Patient.CLAIM and session.identity is not None
    yield (
        "chip data never mixes with a claim",
        not mixed or session.relation is Relation.GUARDIAN or session.for_other,
    )
    yield from card_rules(world)


def card_rules(world: World) -> Iterator[tuple[str, bool]]:
    """Whose card may lie there."""
    state, session, device = world.moment.state, world.session, world.moment.device
    told = state in {State.SAVING, State.TAKE_CARD, State.TICKET, State.OUT_OF_SERVICE, State.READER_LOST}
    over = session.help.value == "SAVE"  # leads to SAVING or to the end only
    if session.card is None or told or over or not world.lying:
        return
    foreign = session.card.document_number != f"DOC{world.lying}"
    yield "another card never lies unexamined", not (device.unexamined or foreign) or bool(world.work)


def walk(seed: int, steps: int, table: Table = TABLE) -> tuple[set[State], list[World]]:
    """One random walk, every step checked; return the screens seen and some of the worlds passed."""
    chance = random.Random(seed)
    world, trail, seen, passed = START, [Event.ENTER], {START.moment.state}, []
    for count in range(steps):
        fact, lying = pick(world, chance)
        moved = step(world, fact, lying, table)
        if moved is None:
            continue
        trail.append(fact.event)
        try:
            check(world, fact, *moved)
        except BrokenInvariantError as broken:
            raise BrokenInvariantError(broken.rule, tuple(trail[-12:])) from None
        world = moved[0]
        seen.add(world.moment.state)
        if count % 50 == 0:
            passed.append(world)
    return seen, passed


def pick(world: World, chance: random.Random) -> tuple[Fact, str]:
    """Choose a fact: mostly what leads on, now and then what disturbs, seldom what ends everything."""
    facts = list(possible(world))
    roll = chance.random()
    if roll < 0.05:
        return chance.choice(facts)
    calm = [pair for pair in facts if pair[0].event not in ENDING]
    if roll < 0.17:
        return chance.choice(calm)
    forward = [
        pair
        for pair in calm
        if pair[0].event not in DISTURBING and (world.moment.state, pair[0].event) in TABLE
    ]
    answers = [pair for pair in forward if pair[0].event in ANSWERS]
    return chance.choice(answers if answers and roll < 0.6 else forward or calm)


ENDING = frozenset(
    {
        Event.CANCEL,
        Event.CRASH_RESTART,
        Event.SERVICE_OFF,
        Event.FINISH,
        Event.DESK_TAKEOVER,
        Event.DESK_TICKET,
        Event.NOT_ME,
        Event.HELP,
        Event.BADGE,
        Event.CLOCK_UNCERTAIN,
        Event.LANGUAGE,
    }
)


DISTURBING = frozenset(
    {
        Event.CARD_REMOVED,
        Event.READER_LOST,
        Event.BACK,
        Event.IDLE,
        Event.CHIP_ERROR,
        Event.WRONG_CARD,
        Event.NOT_GENUINE,
        Event.SAVE_FAILED,
        Event.SERVICE_GONE,
        Event.TAKE_TIMEOUT,
        Event.TOUCH,
        Event.SLIP_CHECKED,
    }
)


def breadth_first(limit: int, table: Table = TABLE, start: World = START) -> dict[World, set[World]]:
    """Every world within reach until ``limit`` of them are known, each step checked; return who leads to whom."""
    trails: dict[World, tuple[Event, ...]] = {start: ()}
    edges: dict[World, set[World]] = {}
    waiting = deque([start])
    while waiting and len(trails) < limit:
        world = waiting.popleft()
        edges[world] = set()
        for fact, lying in possible(world):
            moved = step(world, fact, lying, table)
            if moved is None or moved[0] == world:
                continue
            trail = (*trails[world], fact.event)
            try:
                check(world, fact, *moved)
            except BrokenInvariantError as broken:
                raise BrokenInvariantError(broken.rule, trail) from None
            edges[world].add(moved[0])
            if moved[0] not in trails:
                trails[moved[0]] = trail
                waiting.append(moved[0])
    return edges


def leave_alone(world: World, table: Table = TABLE) -> World:
    """Nobody touches anything any more: workers answer, time runs out, at last somebody lifts the card."""
    for _ in range(60):
        if world.moment.state is State.WELCOME and not world.lying:
            return world
        world = quiet_step(world, table)
    raise BrokenInvariantError(f"{world.moment.state} holds for ever")


def quiet_step(world: World, table: Table) -> World:
    """The next thing that happens by itself."""
    facts: Iterable[tuple[Fact, str]]
    facts = [(fact, world.lying) for fact in (*worker_facts(world), *timer_facts(world))]
    if not facts and not world.moment.device.reader:
        facts = [(Fact(Event.READER_READY), "")]
    if world.moment.state is State.OUT_OF_SERVICE:
        facts = [(Fact(Event.SERVICE_ON), world.lying)]
    if world.moment.state is State.TAKE_CARD and world.lying and world.session.overdue:
        facts = [(Fact(Event.CARD_REMOVED), "")]
    for fact, lying in facts:
        moved = step(world, fact, lying, table)
        if moved is not None and moved[0] != world:
            check(world, fact, *moved)
            return moved[0]
    raise BrokenInvariantError(f"nothing happens any more in {world.moment.state}")
