"""One emulated card over the links of issue 3, in process: nothing between reader and card but the link's own time.

The card's own arithmetic runs in the same process; it is timed apart and taken out of the reader's CPU, not out of the wall.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from emulator.card.emrtd import EmrtdCard
from emulator.card.link import LinkTiming, TimedCard
from emulator.card.profile import (
    CCCD,
    LONGEST_SHORT_COMMAND,
    LONGEST_SHORT_RESPONSE,
    ActiveChoice,
    ChipProfile,
)
from emulator.citizens import by_name
from emulator.issuer.authority import test_csca as issue_csca
from emulator.issuer.issuing import make_authority
from emulator.issuer.personalise import Recipe, personalise
from reader.access.key import Can
from reader.inspection import Options, inspect
from reader.result import CheckOutcome, Verdict
from reader.trust import TrustStore
from tests.bench.figure import Figure
from tests.emulated import EmulatedConnection

if TYPE_CHECKING:
    from collections.abc import Iterator

    from emulator.card.image import CardImage
    from reader.codec.mrz import Mrz
    from reader.result import Check, InspectionResult

SAMPLE = by_name("nguyen-van-mau")
LONG_SIGNER = make_authority("VNM", ["rsa-3072"])
"""Signs with RSA-3072: an SOD of 2 kB."""
TRUST = TrustStore.of([issue_csca(), LONG_SIGNER.root_certificate()])
LONGEST_ANSWER = 65_538
SOD_FILE = 0x011D
PORTRAIT_FILE = 0x0102

LINKS = (
    LinkTiming("instant"),
    LinkTiming("424 kbit/s + 10 ms", 424_000, 0.010),
    LinkTiming("106 kbit/s + 20 ms", 106_000, 0.020),
)

_SIGNING = replace(CCCD, active_authentication=ActiveChoice("sha256", parameter_id=13))
CHIPS: dict[str, tuple[ChipProfile, str]] = {
    "15-kB buffer": (replace(_SIGNING, command_buffer=15_360, response_buffer=15_360), "<= 17"),
    "4,096-byte buffer": (_SIGNING, "<= 20"),
    "short": (
        replace(
            _SIGNING,
            extended_length=False,
            command_buffer=LONGEST_SHORT_COMMAND,
            response_buffer=LONGEST_SHORT_RESPONSE,
        ),
        "<= 90",
    ),
}
"""Name -> Vietnam's chip with that buffer and an ECDSA key for active authentication; the goal for its APDUs."""


class _ClockedCard:
    """The card, and how long its own arithmetic took."""

    def __init__(self, image: CardImage) -> None:
        self._card = EmrtdCard(image)
        self.wall_s = 0.0
        self.cpu_s = 0.0

    @property
    def atr(self) -> bytes:
        return self._card.atr

    def reset(self) -> None:
        self._card.reset()

    def process(self, apdu: bytes) -> bytes:
        began, began_cpu = time.perf_counter(), time.process_time()
        answer = self._card.process(apdu)
        self.wall_s += time.perf_counter() - began
        self.cpu_s += time.process_time() - began_cpu
        return answer


@dataclass(frozen=True, slots=True)
class _Run:
    """One read in seconds. ``link_s`` is what the emulated link took: it frames the bytes and sends nine bits for each."""

    result: InspectionResult
    wall_s: float
    link_s: float
    card_s: float
    reader_cpu_s: float
    identity_s: float


def _read(image: CardImage, link: LinkTiming) -> _Run:
    clocked = _ClockedCard(image)
    timed = TimedCard(clocked, link)
    known: list[float] = []

    def identity(_: Mrz, check: Check) -> None:
        if check.outcome is not CheckOutcome.PASSED:
            raise RuntimeError("DG1 of the emulated card does not hold")
        known.append(time.perf_counter())

    began, began_cpu = time.perf_counter(), time.process_time()
    result = inspect(
        EmulatedConnection(timed),
        Can(SAMPLE.can),
        TRUST,
        options=Options(max_response=LONGEST_ANSWER),
        identity=identity,
    )
    wall, cpu = time.perf_counter() - began, time.process_time() - began_cpu
    if result.verdict is not Verdict.GENUINE or not result.checks.active.passed:
        raise RuntimeError("the emulated card was not read and verified as a whole")
    return _Run(result, wall, timed.elapsed_s, clocked.wall_s, cpu - clocked.cpu_s, known[0] - began)


def verified_reads(runs: int) -> list[Figure]:
    """Verified reads (PACE, SOD, DG1, DG2, DG13, DG14, DG15, CA, AA) by buffer and link; slow links at most three times."""
    figures: list[Figure] = []
    for chip, (profile, goal) in CHIPS.items():
        image = personalise(SAMPLE, profile)
        _read(image, LINKS[0])  # warms up
        if not figures:
            figures += _sizes("emulated card", image)
        for link in LINKS:
            samples = [_read(image, link) for _ in range(min(runs, 3) if link.bit_rate else runs)]
            if not link.bit_rate:
                figures += _counts(chip, goal, samples)
            figures += _times(f"{chip}, {link.name}", link, samples)
    return [*figures, *_with_a_long_sod()]


def _with_a_long_sod() -> list[Figure]:
    """The short chip again, with an SOD of 2 kB."""
    image = personalise(SAMPLE, CHIPS["short"][0], Recipe(authority=LONG_SIGNER))
    sizes = _sizes("card of an RSA-3072 signer", image)
    return [*sizes, *_counts("short, that SOD", "<= 96", [_read(image, LINKS[0])])]


def _sizes(card: str, image: CardImage) -> Iterator[Figure]:
    for name, file in (("SOD", SOD_FILE), ("DG2", PORTRAIT_FILE)):
        yield Figure(f"{card}: {name}", "bytes", (float(len(image.application[file])),))


def _counts(chip: str, goal: str, samples: list[_Run]) -> Iterator[Figure]:
    results = [run.result for run in samples]
    yield Figure(f"verified read, {chip}: APDUs", "", tuple(float(each.apdus) for each in results), goal)
    yield Figure(
        f"verified read, {chip}: bytes", "", tuple(float(each.bytes_transferred) for each in results)
    )


def _times(name: str, link: LinkTiming, samples: list[_Run]) -> Iterator[Figure]:
    prefix = f"verified read, {name}"
    wall = tuple(run.wall_s for run in samples)
    if not link.bit_rate:
        yield Figure(f"{prefix}: wall", "ms", tuple(each * 1000 for each in wall), "<= 100")
        yield Figure(f"{prefix}: of it the emulated card", "ms", tuple(run.card_s * 1000 for run in samples))
        cpu = tuple(run.reader_cpu_s * 1000 for run in samples)
        yield Figure(f"{prefix}: CPU of the reader", "ms", cpu, "<= 60")
        return
    plain = tuple(
        run.result.bytes_transferred * 8 / link.bit_rate + run.result.apdus * link.latency_s
        for run in samples
    )
    yield Figure(f"{prefix}: wall", "s", wall)
    yield Figure(f"{prefix}: bytes / bit rate + APDUs x latency", "s", plain)
    bare = tuple(seconds / limit for seconds, limit in zip(wall, plain, strict=True))
    yield Figure(f"{prefix}: wall / that limit", "x", bare, "<= 1.10")
    yield Figure(
        f"{prefix}: limit with the link's frames and parity", "s", tuple(run.link_s for run in samples)
    )
    yield Figure(
        f"{prefix}: wall / limit with frames", "x", tuple(run.wall_s / run.link_s for run in samples)
    )
    shares = tuple(run.identity_s / run.wall_s * 100 for run in samples)
    goal = "<= 25" if link.bit_rate == 106_000 else ""
    yield Figure(f"{prefix}: identity known at", "%", shares, goal)
