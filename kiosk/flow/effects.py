"""What a row of the table may bring about. ``changes`` says what each does to the facts; ``OUTWARD`` are also run by CheckinSession."""

from __future__ import annotations

from enum import StrEnum


class Effect(StrEnum):
    """The named effects, in the order of a person's way."""

    # a person comes and goes
    BEGIN_SESSION = "begin_session"
    WIPE = "wipe"
    EXAMINE_ANEW = "examine_anew"
    RESTART_IDLE_TIMER = "restart_idle_timer"
    SET_LANGUAGE = "set_language"
    SPEAK_ENGLISH = "speak_english"
    SET_FOR_OTHER = "set_for_other"
    FORGET_LANGUAGE = "forget_language"

    # consent, key, read
    RECORD_CONSENT = "record_consent"
    REFUSE_CHIP = "refuse_chip"
    KEEP_KEY = "keep_key"
    KEEP_QR = "keep_qr"
    FORGET_KEY = "forget_key"
    FORGET_CARD = "forget_card"
    START_READ = "start_read"
    CANCEL_READ = "cancel_read"
    PROBE_CARD = "probe_card"
    PROBE_LYING_CARD = "probe_lying_card"
    COUNT_MISS = "count_miss"
    KEEP_IDENTITY = "keep_identity"
    KEEP_CHECKS = "keep_checks"

    # whose visit, and what is asked about the patient
    SET_PATIENT = "set_patient"
    SET_GUARDIAN = "set_guardian"
    KEEP_CLAIM = "keep_claim"
    USE_CLAIM = "use_claim"
    FORGET_CLAIM = "forget_claim"
    FIND_PATIENT = "find_patient"
    START_LOOKUP = "start_lookup"
    CANCEL_LOOKUP = "cancel_lookup"
    NOTE_FOUND = "note_found"
    NOTE_COVERAGE = "note_coverage"
    NOTE_NUMBER = "note_number"
    NOTE_PHONE = "note_phone"

    # the visit
    INTEND_NEW = "intend_new"
    INTEND_ADD = "intend_add"
    INTEND_REPRINT = "intend_reprint"
    INTEND_RESULTS = "intend_results"
    NOTE_NO_SLIP = "note_no_slip"
    NOTE_SLIP = "note_slip"
    CHECK_SLIP = "check_slip"
    LEAVE_SLIP_TO_DESK = "leave_slip_to_desk"
    SET_SERVICE = "set_service"
    DROP_SERVICE = "drop_service"
    NOTE_PRIORITY = "note_priority"
    MOVE_SESSION_TO_DESK = "move_session_to_desk"
    COMMIT_VISIT = "commit_visit"
    KEEP_TICKET = "keep_ticket"
    PRINT_TICKET = "print_ticket"
    SHOW_ON_SCREEN = "show_on_screen"
    TELL_DESK = "tell_desk"
    REPORT_UNSHOWN_TICKETS = "report_unshown_tickets"

    # help
    KEEP_ORIGIN = "keep_origin"
    ASK_HELP = "ask_help"
    CLOSE_HELP = "close_help"
    EXPLAIN_CAN = "explain_can"
    EXPLAIN_READ = "explain_read"
    EXPLAIN_CARD = "explain_card"
    EXPLAIN_CLAIM = "explain_claim"
    EXPLAIN_CHECK = "explain_check"
    EXPLAIN_SAVE = "explain_save"
    CALL_STAFF = "call_staff"
    ALARM_DESK = "alarm_desk"
    NOTE_OVERDUE = "note_overdue"

    # facts of the machine (kept before guards are read)
    NOTE_READER = "note_reader"
    NOTE_SERVICE = "note_service"
    NOTE_FACT = "note_fact"


OUTWARD: frozenset[Effect] = frozenset(
    {
        Effect.WIPE,
        Effect.RESTART_IDLE_TIMER,
        Effect.REFUSE_CHIP,
        Effect.FORGET_CARD,
        Effect.START_READ,
        Effect.CANCEL_READ,
        Effect.PROBE_CARD,
        Effect.PROBE_LYING_CARD,
        Effect.FIND_PATIENT,
        Effect.START_LOOKUP,
        Effect.CANCEL_LOOKUP,
        Effect.MOVE_SESSION_TO_DESK,
        Effect.COMMIT_VISIT,
        Effect.PRINT_TICKET,
        Effect.TELL_DESK,
        Effect.REPORT_UNSHOWN_TICKETS,
        Effect.CALL_STAFF,
        Effect.ALARM_DESK,
    }
)
