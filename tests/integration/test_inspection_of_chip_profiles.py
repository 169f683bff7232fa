"""The reader against every kind of chip that the emulator knows: each opened as well as it can be, none of them lost."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import pytest

from emulator.card.emrtd import EmrtdCard
from emulator.card.profiles import PROFILES
from emulator.citizens import by_name
from emulator.issuer import test_csca as issue_csca
from emulator.issuer.personalise import personalise
from reader.access.candidates import Candidates
from reader.access.key import Can, MrzKey
from reader.access.policy import BacPolicy
from reader.errors import AccessError, SecureMessagingError, WrongKeyError
from reader.inspection import Options, inspect
from reader.result import CheckOutcome, InspectionResult
from reader.trust import TrustStore
from tests.emulated import EmulatedConnection

if TYPE_CHECKING:
    from emulator.card.image import CardImage

SAMPLE = by_name("nguyen-van-mau")
MRZ = MrzKey.from_mrz_text(SAMPLE.mrz)
TRUST = TrustStore.of([issue_csca()])
WITHOUT_PROOF_OF_THE_CHIP = frozenset({"bac-plain", "no-ca"})
MOST_COMMANDS = {"buffer-1024": 32, "no-sfi": 30}


@cache
def image(profile: str) -> CardImage:
    return personalise(SAMPLE, PROFILES[profile])


def look(profile: str) -> InspectionResult:
    return inspect(EmulatedConnection(EmrtdCard(image(profile))), MRZ, TRUST)


@pytest.mark.parametrize("profile", PROFILES)
def test_every_kind_of_chip_is_read_and_verified(profile: str) -> None:
    result = look(profile)
    proven = profile not in WITHOUT_PROOF_OF_THE_CHIP
    assert result.verdict.value == ("GENUINE" if proven else "NOT_PROVABLE")
    assert result.checks.passive.outcome is CheckOutcome.PASSED
    assert not result.checks.access.failed
    assert result.portrait is not None


@pytest.mark.parametrize("profile", PROFILES)
def test_no_kind_of_chip_costs_more_commands_than_it_must(profile: str) -> None:
    is_short = profile.startswith("le-max") or profile == "short-length-only"
    assert look(profile).apdus <= MOST_COMMANDS.get(profile, 96 if is_short else 20)


@pytest.mark.parametrize(
    ("profile", "suite", "group"),
    [
        ("cccd", "PACE-ECDH-GM-AES-128", "brainpoolP256r1"),
        ("gm-3des", "PACE-ECDH-GM-3DES", "brainpoolP256r1"),
        ("gm-aes-256", "PACE-ECDH-GM-AES-256", "secp521r1"),
        ("dh-2048", "PACE-DH-GM-AES-256", "MODP-2048-256"),
        ("im", "PACE-ECDH-IM-AES-128", "brainpoolP256r1"),
        ("im-dh", "PACE-DH-IM-AES-128", "MODP-1024-160"),
        ("cam-and-ca", "PACE-ECDH-CAM-AES-256", "brainpoolP256r1"),
    ],
)
def test_the_result_says_how_the_chip_was_opened(profile: str, suite: str, group: str) -> None:
    result = look(profile)
    evidence = result.checks.access.evidence
    assert (result.access_protocol, evidence["suite"], evidence["group"]) == ("PACE", suite, group)


def test_chip_authentication_mapping_proves_the_chip() -> None:
    assert look("cam").checks.chip.reason == "chip-mapping-proven"
    untrusted = inspect(EmulatedConnection(EmrtdCard(image("cam"))), MRZ, TrustStore())
    assert untrusted.verdict.value == "NOT_PROVABLE"
    assert untrusted.checks.chip.outcome is not CheckOutcome.PASSED


@pytest.mark.parametrize("profile", ["bac-only", "bac-plain"])
def test_bac_is_used_where_nothing_better_is_offered_and_never_silently(profile: str) -> None:
    result = look(profile)
    assert result.access_protocol == "BAC"
    assert result.checks.access.outcome is CheckOutcome.PASSED
    connection = EmulatedConnection(EmrtdCard(image(profile)))
    with pytest.raises(AccessError) as caught:
        inspect(connection, MRZ, TRUST, options=Options(bac=BacPolicy.NEVER))
    assert caught.value.reason == "bac-forbidden"


def test_a_chip_of_bac_alone_is_not_opened_with_a_can() -> None:
    with pytest.raises(AccessError) as caught:
        inspect(EmulatedConnection(EmrtdCard(image("bac-only"))), Can(SAMPLE.can), TRUST)
    assert caught.value.reason == "bac-needs-mrz"


def test_a_chip_without_access_control_is_said_to_be_so() -> None:
    result = look("no-access-control")
    assert (result.access_protocol, result.checks.access.reason) == ("NONE", "no-access-control")


class PaceRefusingConnection(EmulatedConnection):
    """Someone between reader and card who has every PACE refused."""

    def transmit(self, command: bytes) -> tuple[bytes, int]:
        if command[:4] == bytes.fromhex("0022C1A4"):
            return b"", 0x6A80
        return super().transmit(command)


@pytest.mark.parametrize("policy", [BacPolicy.NEVER, BacPolicy.ONLY_IF_NOT_OFFERED])
def test_a_chip_that_offers_pace_is_not_opened_by_bac(policy: BacPolicy) -> None:
    card = PaceRefusingConnection(EmrtdCard(image("cccd")))
    with pytest.raises(AccessError) as caught:
        inspect(card, MRZ, TRUST, options=Options(bac=policy))
    assert caught.value.reason == "pace-refused"


def test_a_chip_talked_down_to_bac_is_not_genuine() -> None:
    card = PaceRefusingConnection(EmrtdCard(image("cccd")))
    result = inspect(card, MRZ, TRUST, options=Options(bac=BacPolicy.ALLOW))
    assert (result.access_protocol, result.verdict.value) == ("BAC", "NOT_GENUINE")
    assert (result.checks.access.outcome, result.checks.access.reason) == (
        CheckOutcome.FAILED,
        "access-downgraded",
    )


class HidingConnection(PaceRefusingConnection):
    """Someone who hides EF.CardAccess too, so that no PACE seems to be offered."""

    def transmit(self, command: bytes) -> tuple[bytes, int]:
        if command[:3] == bytes.fromhex("00B09C") or command.endswith(bytes.fromhex("011C")):
            return b"", 0x6A82
        return super().transmit(command)


def test_hiding_card_access_is_a_downgrade_too() -> None:
    result = inspect(HidingConnection(EmrtdCard(image("cccd"))), MRZ, TRUST)
    assert (result.access_protocol, result.checks.access.reason) == ("BAC", "access-downgraded")


@pytest.mark.parametrize("profile", ["cccd", "bac-only", "im", "dh", "cam", "gm-3des"])
def test_wrong_keys_are_told_and_candidates_tried(profile: str) -> None:
    wrong = MrzKey("000000000", "900101", "300101")
    with pytest.raises(WrongKeyError):
        inspect(EmulatedConnection(EmrtdCard(image(profile))), wrong, TRUST)
    connection = EmulatedConnection(EmrtdCard(image(profile)))
    result = inspect(connection, Candidates((Can("000000"), wrong, MRZ)), TRUST)
    assert result.verdict.value == "GENUINE"
    assert result.checks.access.evidence["attempts"] == ("2" if profile == "bac-only" else "3")


@pytest.mark.parametrize("profile", ["cccd", "bac-only", "no-access-control", "cam", "dh-2048"])
def test_a_card_left_in_a_session_opens_again(profile: str) -> None:
    card = EmrtdCard(image(profile))
    for _ in range(3):
        assert inspect(EmulatedConnection(card), MRZ, TRUST).verdict.value == "GENUINE"


def replaced(profile: str, identifier: int, data: bytes | None) -> CardImage:
    original = image(profile)
    files = {number: raw for number, raw in original.master_file.items() if number != identifier}
    if data is not None:
        files[identifier] = data
    return replace(original, master_file=files)


CARD_SECURITY = 0x011D
FORGERIES: dict[str, tuple[bytes | None, str]] = {
    "missing": (None, "card-security-missing"),
    "no-tlv": (b"\x30\x80\x00\x00", "card-security-missing"),
    "no-cms": (bytes.fromhex("30040402 0102"), "card-security-malformed"),
    "a-sod": (image("cccd").application[CARD_SECURITY][4:], "card-security-malformed"),
    "another-card": (
        personalise(by_name("tran-thi-thu"), PROFILES["cam"]).master_file[CARD_SECURITY],
        "chip-key-not-proven",
    ),
    "changed": (
        image("cam").master_file[CARD_SECURITY][:-1]
        + bytes((image("cam").master_file[CARD_SECURITY][-1] ^ 1,)),
        "card-security-not-verified",
    ),
}


@pytest.mark.parametrize(("data", "reason"), FORGERIES.values(), ids=[*FORGERIES])
def test_chip_authentication_mapping_with_a_wrong_card_security_fails(
    data: bytes | None, reason: str
) -> None:
    card = EmulatedConnection(EmrtdCard(replaced("cam", CARD_SECURITY, data)))
    result = inspect(card, MRZ, TRUST)
    assert (result.checks.chip.outcome, result.checks.chip.reason) == (CheckOutcome.FAILED, reason)
    assert result.verdict.value == "NOT_GENUINE"


class DyingConnection(EmulatedConnection):
    """A card that gives up its session over long answers, or over one file of the master file."""

    def __init__(self, card: EmrtdCard, *, most: int = 65_536, deadly_sfi: int | None = None) -> None:
        super().__init__(card)
        self._most = most
        self._deadly = None if deadly_sfi is None else bytes((0x0C, 0xB0, 0x80 | deadly_sfi))
        self.sessions = 0

    def transmit(self, command: bytes) -> tuple[bytes, int]:
        self.sessions += command.startswith(bytes.fromhex("0022C1A4"))
        if self._deadly is not None and command.startswith(self._deadly) and self.sessions == 1:
            self.reset()
            return b"", 0x6A82
        data, sw = super().transmit(command)
        if len(data) > self._most:
            self.reset()
            return b"", 0x6700
        return data, sw


def test_card_security_is_read_in_blocks_that_the_card_bears() -> None:
    card = DyingConnection(EmrtdCard(image("cam")), most=600)
    result = inspect(card, MRZ, TRUST)
    assert (result.verdict.value, result.checks.chip.reason) == ("GENUINE", "chip-mapping-proven")
    assert card.sessions == 2


def test_card_security_that_ends_the_session_fails_the_chip_and_the_rest_is_read() -> None:
    card = DyingConnection(EmrtdCard(image("cam")), deadly_sfi=0x1D)
    result = inspect(card, MRZ, TRUST)
    assert result.checks.passive.outcome is CheckOutcome.PASSED
    assert (result.checks.chip.outcome, result.checks.chip.reason) == (
        CheckOutcome.FAILED,
        "card-security-missing",
    )
    assert card.sessions == 2


class CountingConnection(EmulatedConnection):
    """Counts the keys that BAC was tried with."""

    tried = 0

    def transmit(self, command: bytes) -> tuple[bytes, int]:
        self.tried += command[1] == 0x82
        return super().transmit(command)


def test_a_card_that_has_one_try_left_is_driven_no_further() -> None:
    card = EmrtdCard(image("bac-63cx-delay"))
    wrong = tuple(MrzKey("000000000", "900101", f"30010{number}") for number in range(1, 5))
    tried = []
    for _ in range(2):
        connection = CountingConnection(card)
        with pytest.raises(WrongKeyError):
            inspect(connection, Candidates(wrong), TRUST)
        tried.append(connection.tried)
    # The card answers 63C4 to the first key and 63C1 to the fourth; the second round stops after its first.
    assert tried == [4, 1]
    assert inspect(EmulatedConnection(card), MRZ, TRUST).verdict.value == "GENUINE"


def test_a_forged_answer_to_card_security_is_no_refusal() -> None:
    class Forger(DyingConnection):
        def transmit(self, command: bytes) -> tuple[bytes, int]:
            answer = super().transmit(command)
            return (b"\x30\x00", 0x9000) if command.startswith(bytes.fromhex("0CB09D")) else answer

    with pytest.raises(SecureMessagingError):
        inspect(Forger(EmrtdCard(image("cam"))), MRZ, TRUST)


@pytest.mark.parametrize(
    ("buffer", "max_response", "most"),
    [(16_384, 65_536, 17), (16_384, 4_096, 20), (4_096, 4_096, 20), (2_048, 4_096, 24), (258, 4_096, 90)],
)
def test_a_read_with_every_check_takes_few_commands(buffer: int, max_response: int, most: int) -> None:
    profile = replace(
        PROFILES["ca-and-aa"],
        command_buffer=max(buffer, 261),
        response_buffer=buffer,
        extended_length=buffer > 258,
    )
    card = EmulatedConnection(EmrtdCard(personalise(SAMPLE, profile)))
    result = inspect(card, MRZ, TRUST, options=Options(max_response=max_response))
    assert result.verdict.value == "GENUINE"
    assert (result.checks.chip.reason, result.checks.active.reason) == (
        "chip-key-proven",
        "active-key-proven",
    )
    assert result.apdus <= most


def copied(*, chip: bool) -> CardImage:
    """A copy of a card with both proofs that lacks one of its keys: the chip's, or the one it signs with."""
    original = image("ca-and-aa")
    if not chip:
        other = personalise(by_name("tran-thi-thu"), PROFILES["ca-and-aa"])
        return replace(original, active_key=other.active_key)
    return replace(original, chip_private_key=original.chip_private_key + 1)


def outcomes(result: InspectionResult) -> tuple[str, str]:
    return result.checks.chip.reason, result.checks.active.reason


def test_a_copy_without_the_chips_key_still_shows_whether_it_signs() -> None:
    result = inspect(EmulatedConnection(EmrtdCard(copied(chip=True))), MRZ, TRUST)
    assert outcomes(result) == ("chip-key-not-proven", "active-key-proven")
    assert result.verdict.value == "NOT_GENUINE"


def test_a_copy_without_the_signing_key_proves_its_chip_key_while_failing() -> None:
    result = inspect(EmulatedConnection(EmrtdCard(copied(chip=False))), MRZ, TRUST)
    assert outcomes(result) == ("chip-key-proven", "active-key-not-proven")
    assert result.verdict.value == "NOT_GENUINE"


class SilentSigner(EmulatedConnection):
    """A card that gives up its session instead of signing, and may let nobody in again."""

    def __init__(self, card: EmrtdCard, *, locked: bool) -> None:
        super().__init__(card)
        self._locked = locked
        self._asked = False

    def transmit(self, command: bytes) -> tuple[bytes, int]:
        if command[:2] == bytes.fromhex("0C88"):
            self._asked = True
            self.reset()
            return b"", 0x6982
        if self._locked and self._asked and command[1] == 0x22:
            return b"", 0x6985
        return super().transmit(command)


@pytest.mark.parametrize(
    ("locked", "expected"),
    [
        (False, ("session-lost", "active-authentication-refused")),
        (True, ("chip-key-not-proven", "session-lost")),
    ],
)
def test_a_chip_that_gives_up_instead_of_signing_is_not_genuine(
    *, locked: bool, expected: tuple[str, str]
) -> None:
    result = inspect(SilentSigner(EmrtdCard(image("ca-and-aa")), locked=locked), MRZ, TRUST)
    assert outcomes(result) == expected
    assert result.verdict.value == "NOT_GENUINE"
