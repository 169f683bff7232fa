"""Patients without a chip of their own: whose data is asked and saved, and how little the screen tells."""

from __future__ import annotations

from datetime import date

from kiosk.drafts import flags_of, patient_of
from kiosk.flow import Claim, Event, Moment, Session, State
from kiosk.flow.facts import Patient, Relation
from kiosk.model import Authenticity, Coverage, CoverageKind, Intent, PatientIdentity, Sex, VisitRecord
from kiosk.views import coverage_view, mask_card
from tests.checkin_fakes import START
from tests.checkin_kiosk import Kiosk

CHILD = ("079090000004", "02/02/2023")
NAMED = Claim("001090000006", "NGƯỜI KHAI", "01/01/1990")
HOLDER = PatientIdentity("001090123456", "NGUYEN VAN MAU", "1990", None, Sex.MALE, "090123456", None)


def record(number: str) -> VisitRecord:
    """An open visit of today without a ticket: somebody the records know."""
    identity = PatientIdentity(number, "", "", None, Sex.UNKNOWN, "", None, source="CLAIM")
    return VisitRecord(
        "visit-0", "session-0", START.date(), START, identity, None, Authenticity.PENDING, {}, (), ()
    )


def test_child_is_asked_about_and_saved_and_not_the_guardian() -> None:
    with Kiosk() as kiosk:
        kiosk.store.today[CHILD[0]] = record(CHILD[0])
        kiosk.to_confirm()
        kiosk.touch(Event.PATIENT_IS_OTHER)
        kiosk.until(State.DEPENDANT)
        kiosk.touch(Event.DETAILS_GIVEN, CHILD)
        frame = kiosk.until(
            lambda frame: (
                frame.state is State.INSURANCE and frame.coverage is not None and not frame.coverage.waiting
            )
        )
        assert frame.coverage is not None
        assert frame.coverage.recorded_only
        assert frame.coverage.card_masked == ""
        kiosk.touch(Event.CONTINUE)
        kiosk.until(State.VISIT)
        kiosk.touch(Event.SERVICE_PICKED, "general")
        kiosk.until(State.TAKE_CARD)
    (draft,) = kiosk.store.drafts
    assert draft.identity is not None
    assert (draft.identity.personal_number, draft.identity.source) == (CHILD[0], "CLAIM")
    assert draft.identity.birth_date == date(2023, 2, 2)
    assert {"guardian", "no-chip", "coverage-unverified"} <= set(draft.flags)
    assert [identity.personal_number for identity in kiosk.insurance.asked] == [HOLDER.personal_number]


def test_visit_for_another_is_not_looked_up_with_the_cards_data() -> None:
    with Kiosk() as kiosk:
        kiosk.touch(Event.FOR_OTHER)
        kiosk.until(State.CONSENT)
        kiosk.to_confirm()
        assert kiosk.insurance.asked == []
        kiosk.touch(Event.PATIENT_IS_HOLDER)
        kiosk.until(lambda frame: frame.coverage is not None and not frame.coverage.waiting)
        assert len(kiosk.insurance.asked) == 1


def test_claim_by_qr_is_looked_up_but_shows_that_it_is_recorded_only() -> None:
    with Kiosk() as kiosk:
        kiosk.touch(Event.NO_CARD)
        kiosk.until(State.NO_CARD)
        kiosk.touch(Event.QR_CLAIM, NAMED)
        frame = kiosk.until(
            lambda frame: (
                frame.state is State.INSURANCE and frame.coverage is not None and not frame.coverage.waiting
            )
        )
        assert frame.person is None
        assert frame.coverage is not None
        assert (frame.coverage.recorded_only, frame.coverage.kind) == (True, CoverageKind.NONE)
        kiosk.touch(Event.CONTINUE)
        kiosk.until(State.VISIT)
        kiosk.touch(Event.SERVICE_PICKED, "eyes")
        frame = kiosk.until(State.TICKET)
        assert frame.ticket is not None
    (draft,) = kiosk.store.drafts
    assert draft.consent is None
    assert draft.identity is not None
    assert draft.identity.full_name == NAMED.full_name
    assert "no-chip" in draft.flags


def test_unknown_number_gets_a_desk_ticket() -> None:
    with Kiosk() as kiosk:
        kiosk.touch(Event.NO_CARD)
        kiosk.touch(Event.PICK_CLAIM)
        kiosk.until(State.CLAIM)
        kiosk.touch(Event.DETAILS_GIVEN, ("001090000005", "1990"))
        kiosk.until(
            lambda frame: (
                frame.state is State.INSURANCE and frame.coverage is not None and not frame.coverage.waiting
            )
        )
        kiosk.touch(Event.CONTINUE)
        frame = kiosk.until(State.TICKET)
        assert frame.ticket is not None
        assert frame.ticket.to_desk
    (draft,) = kiosk.store.drafts
    assert draft.intent is Intent.HANDOVER


def test_patient_index_that_fails_leaves_provisional_ids() -> None:
    with Kiosk() as kiosk:
        kiosk.store.faults_of_find = [RuntimeError()]
        kiosk.touch(Event.NO_CARD)
        kiosk.until(State.NO_CARD)
        kiosk.touch(Event.QR_CLAIM, NAMED)
        kiosk.until(
            lambda frame: (
                frame.state is State.INSURANCE and frame.coverage is not None and not frame.coverage.waiting
            )
        )
        kiosk.touch(Event.CONTINUE)
        kiosk.until(State.VISIT)


def test_whose_visit_it_is() -> None:
    claim = Claim("079090000004", "CHILD")
    assert patient_of(Session()) is None
    assert patient_of(Session(identity=HOLDER)) is HOLDER
    assert patient_of(Session(identity=HOLDER, claim=claim)) is HOLDER
    assert patient_of(Session(identity=HOLDER, for_other=True)) is None
    assert patient_of(Session(identity=HOLDER, for_other=True, patient=Patient.HOLDER)) is HOLDER
    assert patient_of(Session(identity=HOLDER, relation=Relation.GUARDIAN)) is None
    named = patient_of(
        Session(identity=HOLDER, relation=Relation.GUARDIAN, claim=claim, patient=Patient.CLAIM)
    )
    assert named is not None
    assert named.full_name == "CHILD"


def test_flags_for_the_desk_are_codes_each_once() -> None:
    session = Session(
        flags=("card-expired", "card-expired"),
        coverage=CoverageKind.BLOCKED,
        checks=Authenticity.NOT_GENUINE,
        intent=Intent.HANDOVER,
    )
    assert flags_of(session) == ("card-expired", "coverage-blocked", "chip-not-genuine", "handed-over")


def test_insurance_card_is_masked_but_for_its_kind_and_end() -> None:
    assert mask_card("GD4012345678246") == "GD 4 •••••• 246"
    assert mask_card("0123456246") == "•••••• 246"
    assert mask_card("12") == ""


def test_coverage_texts_are_ready_to_show() -> None:
    answer = Coverage(
        CoverageKind.VALID,
        "000",
        START,
        registered_facility_name="Bệnh viện Mẫu",
        valid_to=date(2026, 12, 31),
    )
    session = Session(patient=Patient.HOLDER, coverage=CoverageKind.VALID, answer=answer)
    view = coverage_view(Moment(State.INSURANCE, session))
    assert (view.valid_to_text, view.facility_text, view.answered_text) == (
        "31/12/2026",
        "Bệnh viện Mẫu",
        "06:40",
    )
    assert not view.recorded_only
