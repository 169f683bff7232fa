"""Runs another program to its end, passing on the signals that end programs."""

from __future__ import annotations

import os
import signal
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

ENDING_SIGNALS: Final = frozenset({signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
_AWAITED: Final = ENDING_SIGNALS | {signal.SIGCHLD}
_RECHECK_S: Final = 1.0


class CommandError(Exception):
    """The command cannot be started; `status` is what a shell would end with: 127 not found, 126 not executable."""

    def __init__(self, command: str, cause: OSError) -> None:
        super().__init__(f"{command}: {cause.strerror}")
        self.status = 127 if isinstance(cause, FileNotFoundError) else 126


@contextmanager
def held_signals() -> Iterator[None]:
    """Hold ending signals back in this thread, and in threads started meanwhile, to be awaited here.

    To be entered in the main thread before anything is started; leaving it lets those that are left take effect.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _AWAITED)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def wait_for_end() -> signal.Signals:
    """Wait, with held signals, for one that ends us."""
    return signal.Signals(signal.sigwait(ENDING_SIGNALS))


def run(command: Sequence[str], variables: Mapping[str, str]) -> int:
    """Run `command` with `variables` added to the environment; returns its exit status, 128 + n if a signal ended it.

    Signals are held. A signal that the terminal sent has reached the command by itself, as it is of our process group;
    any other is passed on. Raises CommandError.
    """
    pending = signal.sigpending() & ENDING_SIGNALS
    if pending:
        return 128 + wait_for_end()
    process = _start(command, variables)
    while process.poll() is None:
        info = signal.sigtimedwait(_AWAITED, _RECHECK_S)
        if info is not None and info.si_signo in ENDING_SIGNALS and info.si_code <= 0:
            process.send_signal(info.si_signo)
    code = process.returncode
    return code if code >= 0 else 128 - code


def _start(command: Sequence[str], variables: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """Start with no signal held, as the command inherits this thread's mask; what comes meanwhile is passed on."""
    arrived: list[int] = []
    handlers = {
        number: signal.signal(number, lambda came, _: arrived.append(came))
        for number in ENDING_SIGNALS
        if signal.getsignal(number)
        is not signal.SIG_IGN  # what we were told to ignore, the command ignores too
    }
    held = signal.pthread_sigmask(signal.SIG_UNBLOCK, _AWAITED)
    try:
        process = subprocess.Popen(list(command), env={**os.environ, **variables})
    except OSError as error:
        raise CommandError(command[0], error) from error
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, held)
        for number, handler in handlers.items():
            signal.signal(number, handler)
    for came in arrived:
        process.send_signal(came)
    return process
