"""Fixtures that every test may ask for: a private pcscd, and a kiosk's whole surroundings on it.

libpcsclite remembers the socket's path for the life of a process, so each test process (each xdist worker) has one
pcscd, started when the first test asks for it, and every environment stands on that one.
"""

from __future__ import annotations

import os
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from emulator.environment import Environment, Setting
    from emulator.pcscd import PrivatePcscd


# A busy machine is no failure: the time-out of each test is the only limit.
settings.register_profile("no-deadline", deadline=None)
settings.load_profile("no-deadline")

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")


@pytest.fixture(scope="session")
def _pcscd_of_session() -> Iterator[PrivatePcscd]:
    from emulator.pcscd import PrivatePcscd

    with PrivatePcscd() as pcscd, pytest.MonkeyPatch.context() as patch:
        patch.setenv("PCSCLITE_CSOCK_NAME", str(pcscd.socket_path))
        yield pcscd


@pytest.fixture
def private_pcscd(_pcscd_of_session: PrivatePcscd) -> PrivatePcscd:
    """A running private pcscd to which this process's PC/SC clients connect; the test may stop, kill and restart it."""
    _pcscd_of_session.start()
    return _pcscd_of_session


@pytest.fixture
def make_environment(
    private_pcscd: PrivatePcscd, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[Setting], Environment]]:
    """Builds an Environment (`make_environment(Setting(trusted=False))`); the last one built is in force."""
    from emulator.environment import Environment

    with ExitStack() as stack:

        def make(setting: Setting) -> Environment:
            environment = stack.enter_context(Environment(setting, pcscd=private_pcscd))
            for name, value in environment.variables.items():
                monkeypatch.setenv(name, value)
            return environment

        yield make


@pytest.fixture
def environment(make_environment: Callable[[Setting], Environment]) -> Environment:
    """An ordinary working environment; no card lies on the reader yet. os.environ leads this process to it."""
    from emulator.environment import Setting

    return make_environment(Setting())
