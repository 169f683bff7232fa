"""Opening cards that are none, that ask for BAC, or that have no access control at all."""

import pytest

from reader.access.key import Can
from reader.codec import tlv
from reader.codec.files import ElementaryFile
from reader.errors import (
    AccessError,
    AccessProtocolError,
    CardCommunicationError,
    NotAnEmrtdError,
)
from reader.inspection import DifferentCardError, ReadCache, inspect
from reader.result import CheckOutcome, InspectionResult, Verdict
from reader.trust import TrustStore
from tests.scripted_card import ScriptedCard
from tests.unit.reader.lds.samples import SPECIMEN_MRZ, vietnamese_card_access
from tests.unit.reader.trust.issuing import SodRecipe, csca, document_signer

CAN = Can("000022")
ROOT = csca()
TRUST = TrustStore.of([ROOT.certificate])
DG1 = tlv.encode(0x61, tlv.encode(0x5F1F, SPECIMEN_MRZ.encode()))
PACE_INFOS = vietnamese_card_access()
READ_CARD_ACCESS = "00B09C0000"
READ_ATR_INFO = "00B0810000"


class PlainCard:
    """A chip of files by SFI without any access control; PACE is an instruction that it does not know."""

    atr = b"\x3b\x80\x80\x01\x01"

    def __init__(self, files: dict[int, bytes], *, locked: bool = False) -> None:
        self._files = files
        self._locked = locked
        self._current = b""

    def transmit(self, command: bytes) -> tuple[bytes, int]:
        if command[1] == 0xA4:
            return b"", 0x9000 if command[2] == 0x04 else 0x6A82
        if command[1] == 0xB0:
            return self._read(command[2], command[3], command[4] or 256)
        return b"", 0x6D00

    def _read(self, p1: int, p2: int, length: int) -> tuple[bytes, int]:
        offset = (p1 & 0x7F) << 8 | p2
        if p1 & 0x80:
            if p1 & 0x1F not in self._files:
                return b"", 0x6A82
            self._current, offset = self._files[p1 & 0x1F], p2
        if self._locked:
            return b"", 0x6982
        return self._current[offset : offset + length], 0x9000

    def reset(self) -> None:
        self._current = b""

    def close(self) -> None:
        return


def plain_card(**groups: bytes) -> PlainCard:
    listed = {1: DG1, **{int(name[2:]): raw for name, raw in groups.items()}}
    sod = SodRecipe(document_signer(ROOT), listed).build()
    return PlainCard({0x1D: sod, **listed})


def look(card: PlainCard) -> InspectionResult:
    return inspect(card, CAN, TRUST)


def test_a_chip_without_access_control_is_read_and_said_to_be_so() -> None:
    result = look(plain_card(dg14=tlv.encode(0x6E, tlv.encode(0x31))))

    assert result.access_protocol == "NONE"
    assert result.checks.access.reason == "no-access-control"
    assert result.checks.passive.outcome is CheckOutcome.PASSED
    assert (result.checks.chip.outcome, result.checks.chip.reason) == (
        CheckOutcome.NOT_SUPPORTED,
        "no-chip-key",
    )
    assert result.verdict is Verdict.NOT_PROVABLE


def test_a_chip_that_announces_pace_and_can_be_read_without_is_downgraded() -> None:
    result = look(plain_card(dg14=tlv.encode(0x6E, PACE_INFOS)))

    assert (result.checks.access.outcome, result.checks.access.reason) == (
        CheckOutcome.FAILED,
        "access-downgraded",
    )


def test_chip_authentication_is_only_asked_for_where_the_sod_lists_it() -> None:
    result = look(plain_card())

    assert (result.checks.chip.outcome, result.checks.chip.reason) == (
        CheckOutcome.NOT_SUPPORTED,
        "not-announced",
    )


def test_dg15_listed_is_not_performed_never_passed() -> None:
    result = look(plain_card(dg15=b"\x6f\x00"))

    assert (result.checks.active.outcome, result.checks.active.reason) == (
        CheckOutcome.NOT_PERFORMED,
        "dg15-not-verified",
    )


def test_a_chip_that_asks_for_bac_is_told_apart() -> None:
    with pytest.raises(AccessError) as caught:
        look(PlainCard({0x1D: b"\x77\x00"}, locked=True))

    assert caught.value.reason == "bac-needs-mrz"


@pytest.mark.parametrize("sw", ["6D00", "6A82", "6E00"])
def test_a_card_without_the_application_is_not_an_emrtd(sw: str) -> None:
    card = ScriptedCard(
        (READ_CARD_ACCESS, sw),
        ("00A4020C02011C", sw),
        (READ_ATR_INFO, sw),
        ("0022C1A412800A04007F0007020204020283010284010D", sw),
        ("00A4040C07A0000002471001", sw),
    )

    with card, pytest.raises(NotAnEmrtdError):
        inspect(card, CAN, TRUST)


def test_a_card_that_shows_its_pace_and_refuses_it_is_not_read_without() -> None:
    card = ScriptedCard(
        (READ_CARD_ACCESS, PACE_INFOS + b"\x90\x00"),
        (READ_ATR_INFO, "6A82"),
        ("0022C1A412800A04007F0007020204020283010284010D", "6A80"),
    )

    with card, pytest.raises(AccessProtocolError):
        inspect(card, CAN, TRUST)


def test_pace_of_a_kind_that_is_not_built_is_said_to_be_so() -> None:
    unknown_mapping = PACE_INFOS.replace(
        bytes.fromhex("04007F00070202040202"), bytes.fromhex("04007F00070202040902")
    )
    card = ScriptedCard((READ_CARD_ACCESS, unknown_mapping + b"\x90\x00"), (READ_ATR_INFO, "6982"))

    with card, pytest.raises(AccessError) as caught:
        inspect(card, CAN, TRUST)

    assert caught.value.reason == "pace-unsupported"


def test_a_broken_exchange_is_an_error_of_the_card() -> None:
    card = ScriptedCard((READ_CARD_ACCESS, CardCommunicationError()))

    with card, pytest.raises(CardCommunicationError):
        inspect(card, CAN, TRUST)


def test_cache_belongs_to_one_card_and_shows_nothing() -> None:
    cache = ReadCache()
    cache.claim(b"one")
    cache.buffer(ElementaryFile.DG1).extend(b"IDVNM")

    with pytest.raises(DifferentCardError):
        cache.claim(b"other")

    assert repr(cache) == "ReadCache(1 files)"


def test_cleared_cache_overwrites_what_it_held() -> None:
    cache = ReadCache()
    held = cache.buffer(ElementaryFile.DG1)
    held.extend(b"IDVNM")

    cache.clear()

    assert held == bytes(5)
    assert not cache.buffer(ElementaryFile.DG1)
