"""Which screen shows which state: one map, exhaustive over the states that are ever shown."""

from __future__ import annotations

from pathlib import Path

from kiosk.flow.states import State

QML_ROOT = Path(__file__).parent / "qml"
SCREEN_FOLDER = QML_ROOT / "Checkin" / "screens"

SCREENS: dict[State, str] = {
    State.OUT_OF_SERVICE: "OutOfService.qml",
    State.WELCOME: "Welcome.qml",
    State.READER_LOST: "ReaderLost.qml",
    State.CONSENT: "Consent.qml",
    State.ACCESS: "Access.qml",
    State.READING: "Reading.qml",
    State.REINSERT: "Reinsert.qml",
    State.CONFIRM: "Confirm.qml",
    State.DEPENDANT: "Dependant.qml",
    State.NO_CARD: "NoCard.qml",
    State.CLAIM: "Claim.qml",
    State.INSURANCE: "Insurance.qml",
    State.CONTACT: "Contact.qml",
    State.ALREADY_TODAY: "AlreadyToday.qml",
    State.ROUTE: "Route.qml",
    State.SLIP: "Slip.qml",
    State.VISIT: "Visit.qml",
    State.SAVING: "Saving.qml",
    State.TAKE_CARD: "TakeCard.qml",
    State.TICKET: "Ticket.qml",
    State.HELP: "Help.qml",
    State.IDLE_WARNING: "IdleWarning.qml",
}


def screen_file(state: State) -> Path:
    """Return the QML file of a shown state. Raises KeyError for the pseudo-states, which are never shown."""
    return SCREEN_FOLDER / SCREENS[state]
