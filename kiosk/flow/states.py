"""The alphabet of the check-in: what a screen can ask (State) and what can happen (Event).

The values are the names that the documents, the screens' files and the controls' object names use.
"""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """What the screen asks. REST and RETURN settle at once and are never shown."""

    OUT_OF_SERVICE = "OUT_OF_SERVICE"
    WELCOME = "WELCOME"
    READER_LOST = "READER_LOST"
    CONSENT = "CONSENT"
    ACCESS = "ACCESS"
    READING = "READING"
    REINSERT = "REINSERT"
    CONFIRM = "CONFIRM"
    DEPENDANT = "DEPENDANT"
    NO_CARD = "NO_CARD"
    CLAIM = "CLAIM"
    INSURANCE = "INSURANCE"
    CONTACT = "CONTACT"
    ALREADY_TODAY = "ALREADY_TODAY"
    ROUTE = "ROUTE"
    SLIP = "SLIP"
    VISIT = "VISIT"
    SAVING = "SAVING"
    TAKE_CARD = "TAKE_CARD"
    TICKET = "TICKET"
    HELP = "HELP"
    IDLE_WARNING = "IDLE_WARNING"
    REST = "REST"
    RETURN = "RETURN"


PSEUDO_STATES = frozenset({State.REST, State.RETURN})
SHOWN_STATES: tuple[State, ...] = tuple(state for state in State if state not in PSEUDO_STATES)


class Event(StrEnum):
    """What can happen: touches and scans of the person, words of the workers, timers, the desk."""

    ENTER = "enter"  # of a pseudo-state: settles at once

    # touches and scans
    TOUCH = "touch"
    YES = "yes"
    NO = "no"
    BACK = "back"
    CANCEL = "cancel"
    HELP = "help"
    LANGUAGE = "language"
    FOR_OTHER = "for_other"
    NO_CARD = "no_card"
    QR_CARD = "qr_card"
    QR_CLAIM = "qr_claim"
    QR_OTHER = "qr_other"
    CAN_TYPED = "can_typed"
    PATIENT_IS_HOLDER = "patient_is_holder"
    PATIENT_IS_OTHER = "patient_is_other"
    NOT_ME = "not_me"
    PICK_CLAIM = "pick_claim"
    PICK_CHILD = "pick_child"
    PICK_PASSPORT = "pick_passport"
    DETAILS_GIVEN = "details_given"
    CONTINUE = "continue"
    ADD_PHONE = "add_phone"
    PHONE_GIVEN = "phone_given"
    REPRINT = "reprint"
    RESULTS = "results"
    ANOTHER_SERVICE = "another_service"
    SLIP_PICKED = "slip_picked"
    SLIP_NONE = "slip_none"
    SLIP_UNSURE = "slip_unsure"
    SLIP_GIVEN = "slip_given"
    SERVICE_PICKED = "service_picked"
    ASK_PRIORITY = "ask_priority"
    DONE = "done"
    MORE_TIME = "more_time"
    FINISH = "finish"
    CALL_STAFF = "call_staff"
    DESK_TICKET = "desk_ticket"
    BADGE = "badge"

    # the card and its reader
    CARD_IN = "card_in"
    CARD_REMOVED = "card_removed"
    CARD_SAME = "card_same"
    CARD_OTHER = "card_other"
    READER_LOST = "reader_lost"
    READER_READY = "reader_ready"
    IDENTITY_VERIFIED = "identity_verified"
    READ_DONE = "read_done"
    NOT_GENUINE = "not_genuine"
    WRONG_KEY = "wrong_key"
    WRONG_CARD = "wrong_card"
    CHIP_ERROR = "chip_error"
    PORTRAIT_READY = "portrait_ready"
    PROGRESS = "progress"

    # answers of the other workers
    PATIENT_FOUND = "patient_found"
    COVERAGE_KNOWN = "coverage_known"
    SLIP_CHECKED = "slip_checked"
    SAVED = "saved"
    SAVE_FAILED = "save_failed"
    SERVICE_GONE = "service_gone"
    PRINTED = "printed"
    PRINTER_FAILED = "printer_failed"

    # timers
    IDLE = "idle"
    WARNING_TIMEOUT = "warning_timeout"
    REINSERT_TIMEOUT = "reinsert_timeout"
    LOOKUP_TIMEOUT = "lookup_timeout"
    IDS_TIMEOUT = "ids_timeout"
    SAVE_TIMEOUT = "save_timeout"
    TAKE_TIMEOUT = "take_timeout"
    TICKET_TIMEOUT = "ticket_timeout"

    # the house
    SERVICE_ON = "service_on"
    SERVICE_OFF = "service_off"
    CLOCK_UNCERTAIN = "clock_uncertain"
    CRASH_RESTART = "crash_restart"
    DESK_TAKEOVER = "desk_takeover"


TOUCHES: frozenset[Event] = frozenset(
    {
        Event.YES,
        Event.NO,
        Event.BACK,
        Event.CANCEL,
        Event.HELP,
        Event.LANGUAGE,
        Event.FOR_OTHER,
        Event.NO_CARD,
        Event.CAN_TYPED,
        Event.PATIENT_IS_HOLDER,
        Event.PATIENT_IS_OTHER,
        Event.NOT_ME,
        Event.PICK_CLAIM,
        Event.PICK_CHILD,
        Event.PICK_PASSPORT,
        Event.DETAILS_GIVEN,
        Event.CONTINUE,
        Event.ADD_PHONE,
        Event.PHONE_GIVEN,
        Event.REPRINT,
        Event.RESULTS,
        Event.ANOTHER_SERVICE,
        Event.SLIP_PICKED,
        Event.SLIP_NONE,
        Event.SLIP_UNSURE,
        Event.SLIP_GIVEN,
        Event.SERVICE_PICKED,
        Event.ASK_PRIORITY,
        Event.DONE,
        Event.MORE_TIME,
        Event.FINISH,
        Event.CALL_STAFF,
        Event.DESK_TICKET,
    }
)
