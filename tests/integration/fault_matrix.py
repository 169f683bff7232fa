"""What becomes of a card of one profile with one fault: looked at in process, put in one line that a table can hold."""

from __future__ import annotations

from functools import cache
from hashlib import shake_256
from typing import TYPE_CHECKING

from emulator.card.misbehaviour import CardLiftedError, CardMuteError
from emulator.card.profiles import PROFILES
from emulator.citizens import by_name
from emulator.issuer import Authority, make_card
from emulator.issuer import test_csca as issue_csca
from emulator.issuer.faults import FAULTS
from reader.access.key import MrzKey
from reader.errors import CardCommunicationError, CardRemovedError, ReaderError
from reader.inspection import inspect
from reader.trust import TrustStore
from tests.emulated import EmulatedConnection

if TYPE_CHECKING:
    from collections.abc import Callable

    from emulator.issuer.faults import Fault
    from reader.result import InspectionResult

SAMPLE = by_name("nguyen-van-mau")


class LinkedConnection(EmulatedConnection):
    """A CardConnection that tells of lifted and mute cards what the PC/SC adapter tells of them."""

    def transmit(self, command: bytes) -> tuple[bytes, int]:
        """Answer, or what a reader makes of no answer."""
        try:
            return super().transmit(command)
        except CardLiftedError as error:
            raise CardRemovedError("the card was lifted") from error
        except CardMuteError as error:
            raise CardCommunicationError("the card gave no answer") from error


def seeded_random() -> Callable[[int], bytes]:
    """A chip's random numbers, the same in every run."""
    drawn = 0

    def draw(count: int) -> bytes:
        nonlocal drawn
        drawn += 1
        return shake_256(b"fault matrix" + drawn.to_bytes(4, "big")).digest(count)

    return draw


def look(profile: str, fault: str) -> str:
    """What `inspect` makes of the sample's card of that profile with that fault, by its MRZ, as one line."""
    declared = FAULTS[fault]
    holder = declared.citizen(SAMPLE) if declared.citizen else SAMPLE
    card = make_card(SAMPLE, PROFILES[profile], [fault], random=seeded_random())
    try:
        return described(
            inspect(LinkedConnection(card), MrzKey.from_mrz_text(holder.mrz), trust_for(declared))
        )
    except ReaderError as error:
        return f"{type(error).__name__}: {error.reason}"


def described(result: InspectionResult) -> str:
    """The verdict, and what stands behind it: failed checks, data that nothing could be said of, files that came to nothing."""
    checks = result.checks
    parts = [check.reason for check in checks if check.failed]
    if not (checks.passive.passed or checks.passive.failed):
        parts.append(checks.passive.reason)
    if "national_record_differs" in checks.passive.evidence:
        parts.append(f"record differs ({checks.passive.evidence['national_record_differs']})")
    if result.portrait is None:
        parts.append("no portrait")
    if result.national_record is None:
        parts.append("no record")
    return f"{result.verdict}: {', '.join(parts)}" if parts else str(result.verdict)


def trust_for(fault: Fault) -> TrustStore:
    """What a terminal must have to see the card as it is meant."""
    return _trust(fault.anchors() if fault.anchors else (), with_crl=fault.needs_crl)


@cache
def _trust(anchors: tuple[bytes, ...], *, with_crl: bool) -> TrustStore:
    return TrustStore.of([issue_csca(), *anchors, *([Authority().crl()] if with_crl else [])])
