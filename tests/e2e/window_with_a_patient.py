"""A kiosk window in a process of its own and a patient who touches it; it says what shows and waits to be killed.

``python -m tests.e2e.window_with_a_patient NAME``: prints "take the card", then "ticket NUMBER" in the moment that its frame is swapped.
"""

from __future__ import annotations

import sys

from PySide6.QtGui import QGuiApplication

from emulator.citizens import by_name
from emulator.demo.finger import Finger, Patience
from kiosk.bootstrap import build_session
from kiosk.config import load
from kiosk.flow import State
from ui.app import build_window
from ui.window import use_software_renderer

TAPS = {
    State.CONSENT: "yes",
    State.CONFIRM: "patient_is_holder",
    State.INSURANCE: "continue",
    State.ROUTE: "slip_none",
    State.VISIT: "service_picked_general",
}


def main() -> None:
    citizen = by_name(sys.argv[1])
    use_software_renderer()
    application = QGuiApplication(sys.argv[:1])
    session = build_session(load(None))
    view = build_window(session)
    view.resize(1080, 1920)
    view.show()
    session.start()
    patience = Patience(lambda: False)
    finger = Finger(view, patience)

    def shows(state: State) -> bool:
        return session.snapshot.state is state and finger.find(f"screen_{state.value}") is not None

    done: set[State] = set()
    while True:
        state = session.snapshot.state
        if state is State.TICKET and shows(state) and session.snapshot.ticket is not None:
            sys.stdout.write(f"ticket {session.snapshot.ticket.number}\n")
            sys.stdout.flush()
            application.exec()
        if state not in done and shows(state):
            coverage = session.snapshot.coverage
            if state is State.INSURANCE and (coverage is None or coverage.waiting):
                patience.wait(0.02)
                continue
            done.add(state)
            patience.wait(0.32)
            if state is State.ACCESS:
                for digit in citizen.can:
                    finger.tap(f"digit_{digit}")
            elif state is State.TAKE_CARD:
                sys.stdout.write("take the card\n")
                sys.stdout.flush()
            elif state in TAPS:
                finger.tap(TAPS[state])
        patience.wait(0.02)


if __name__ == "__main__":
    main()
