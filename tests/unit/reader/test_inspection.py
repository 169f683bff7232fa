"""The inspection against emulated cards: good ones, bad ones, and ones that are pulled at every command."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from emulator import citizens, issuer
from emulator.card import CardImage, EmrtdCard
from emulator.card.active_authentication import RsaActiveKey
from emulator.issuer import personalise
from reader import KioskWitness, parse_evidence, verify_evidence
from reader.access.key import Can, MrzKey
from reader.authenticity.presence import Asserter, PresenceNonce, PresenceUnavailableError, Receipt
from reader.card.lengths import LengthMemory
from reader.codec import tlv
from reader.codec.mrz import Mrz
from reader.errors import CancelledError, CardRemovedError, MalformedDataError, WrongKeyError
from reader.inspection import DifferentCardError, Options, Progress, ReadCache, Step, inspect
from reader.result import Check, CheckOutcome, InspectionResult, Verdict
from reader.trust import CardReference, CardStatus, TrustStore
from tests.unit.reader.trust.issuing import SodRecipe, csca, document_signer, ec_key

PASSED, FAILED = CheckOutcome.PASSED, CheckOutcome.FAILED
NOT_SUPPORTED, NOT_PERFORMED = CheckOutcome.NOT_SUPPORTED, CheckOutcome.NOT_PERFORMED

TRUST = TrustStore.of([issuer.test_csca()])
CITIZEN = citizens.by_name("nguyen-van-mau")
OTHER = citizens.by_name("tran-thi-thu")
IMAGE = personalise(CITIZEN)
CAN = Can(CITIZEN.can)
SHORT = Options(max_response=258)
DG1, DG2, DG13, DG14, SOD, CARD_ACCESS = 0x0101, 0x0102, 0x010D, 0x010E, 0x011D, 0x011C


class LaidCard:
    """A connection to an emulated card, which is lifted before command number `lifted_at`."""

    def __init__(self, image: CardImage, lifted_at: int | None = None) -> None:
        self._card = EmrtdCard(image)
        self._lifted_at = lifted_at
        self.commands = 0

    @property
    def atr(self) -> bytes:
        return self._card.atr

    def transmit(self, command: bytes) -> tuple[bytes, int]:
        if self.commands == self._lifted_at:
            raise CardRemovedError
        self.commands += 1
        response = self._card.process(command)
        return response[:-2], int.from_bytes(response[-2:], "big")

    def reset(self) -> None:
        self._card.reset()

    def close(self) -> None:
        return


def changed(*files: tuple[int, bytes | None]) -> CardImage:
    """The sample card with application files replaced, or taken away."""
    application = dict(IMAGE.application)
    for identifier, data in files:
        if data is None:
            application.pop(identifier, None)
        else:
            application[identifier] = data
    return replace(IMAGE, application=application)


def flipped(identifier: int, position: int = -1) -> CardImage:
    data = bytearray(IMAGE.application[identifier])
    data[position] ^= 1
    return changed((identifier, bytes(data)))


def look(image: CardImage = IMAGE, trust: TrustStore = TRUST) -> InspectionResult:
    return inspect(LaidCard(image), CAN, trust)


def summary(result: InspectionResult) -> list[tuple[CheckOutcome, str]]:
    return [(check.outcome, check.reason) for check in result.checks]


def test_genuine_card_is_genuine_check_by_check() -> None:
    result = look()

    assert result.verdict is Verdict.GENUINE
    assert summary(result) == [
        (PASSED, "access-verified"),
        (PASSED, "verified"),
        (PASSED, "chip-key-proven"),
        (NOT_SUPPORTED, "not-announced"),
    ]
    assert result.access_protocol == "PACE"
    assert result.data_groups == (1, 2, 3, 13, 14)
    assert result.mrz.personal_number is not None
    assert result.portrait is not None
    assert result.portrait.media_type == "image/jp2"
    assert result.national_record is not None
    assert result.national_record.personal_number == result.mrz.personal_number
    assert "national_record_differs" not in result.checks.passive.evidence
    assert len(result.sod_hash) == 32
    assert set(result.seconds) == {step.value for step in Step}


def test_result_shows_no_patient_in_its_repr() -> None:
    result = look()
    assert result.national_record is not None

    shown = repr(result)

    for secret in (
        result.mrz.document_number,
        result.mrz.primary_identifier,
        result.national_record.full_name,
    ):
        assert secret
        assert secret not in shown


def test_mrz_opens_the_same_card() -> None:
    mrz = look().mrz
    key = MrzKey(mrz.document_number, mrz.birth_date, mrz.expiry_date)

    assert inspect(LaidCard(IMAGE), key, TRUST).verdict is Verdict.GENUINE


def test_without_a_country_signer_nothing_is_provable() -> None:
    result = look(trust=TrustStore())

    assert result.verdict is Verdict.NOT_PROVABLE
    assert summary(result)[:3] == [
        (NOT_PERFORMED, "dg14-not-verified"),
        (NOT_PERFORMED, "no-csca"),
        (NOT_PERFORMED, "chip-key-not-trusted"),
    ]


def test_a_clone_fails_the_chip_with_and_without_a_country_signer() -> None:
    clone = personalise(citizens.by_name("nguyen-van-mau-clone"))

    for trust in (TRUST, TrustStore()):
        result = look(clone, trust)
        assert result.verdict is Verdict.NOT_GENUINE
        assert (result.checks.chip.outcome, result.checks.chip.reason) == (FAILED, "chip-key-not-proven")


def test_a_tampered_sample_fails_passive() -> None:
    citizen = citizens.by_name("tran-thi-thu-tampered")
    told: list[Check] = []

    result = inspect(
        LaidCard(personalise(citizen)), Can(citizen.can), TRUST, identity=lambda _, check: told.append(check)
    )

    assert result.verdict is Verdict.NOT_GENUINE
    assert result.checks.passive.reason == "dg-hash-mismatch"
    assert told == []


BAD_CARDS: dict[str, tuple[Callable[[], CardImage], str, CheckOutcome, str]] = {
    "dg1": (lambda: flipped(DG1), "passive", FAILED, "dg-hash-mismatch"),
    "dg1 that is no mrz": (
        lambda: changed((DG1, b"\x61\x03\x5f\x1f\x00")),
        "passive",
        FAILED,
        "dg-hash-mismatch",
    ),
    "dg2": (lambda: flipped(DG2, 9000), "passive", FAILED, "dg-hash-mismatch"),
    "dg2 missing": (lambda: changed((DG2, None)), "passive", FAILED, "dg-missing"),
    "dg13": (lambda: flipped(DG13), "passive", FAILED, "dg-hash-mismatch"),
    "dg14": (lambda: flipped(DG14), "passive", FAILED, "dg-hash-mismatch"),
    "dg14 missing": (lambda: changed((DG14, None)), "chip", FAILED, "dg14-missing"),
    "sod missing": (lambda: changed((SOD, None)), "passive", FAILED, "sod-missing"),
    "sod signature": (lambda: flipped(SOD), "passive", FAILED, "signature-invalid"),
    "sod of another card": (
        lambda: changed((SOD, personalise(OTHER).application[SOD])),
        "passive",
        FAILED,
        "dg-hash-mismatch",
    ),
    "sod garbage": (lambda: changed((SOD, b"\x77\x04abcd")), "passive", FAILED, "sod-malformed"),
    "sod no tlv": (
        lambda: changed((SOD, b"\x77\x84\xff\xff\xff\xff" + bytes(9))),
        "passive",
        FAILED,
        "sod-missing",
    ),
    "another chip's key": (
        lambda: replace(
            IMAGE,
            chip_private_key=IMAGE.chip_private_key + 1,
            chip_keys=tuple(replace(key, secret=key.secret + 1) for key in IMAGE.chip_keys or ()) or None,
        ),
        "chip",
        FAILED,
        "chip-key-not-proven",
    ),
}


@pytest.mark.parametrize(("image", "name", "outcome", "reason"), BAD_CARDS.values(), ids=[*BAD_CARDS.keys()])
def test_bad_cards_are_not_genuine_and_raise_nothing(
    image: Callable[[], CardImage], name: str, outcome: CheckOutcome, reason: str
) -> None:
    result = look(image())

    check: Check = getattr(result.checks, name)
    assert (check.outcome, check.reason) == (outcome, reason)
    assert result.verdict is Verdict.NOT_GENUINE


def test_data_that_does_not_hold_is_not_handed_on() -> None:
    assert look(flipped(DG2, 9000)).portrait is None
    assert look(flipped(DG13)).national_record is None


def test_national_record_that_is_missing_costs_nothing() -> None:
    result = look(changed((DG13, None)))

    assert result.national_record is None
    assert result.verdict is Verdict.GENUINE


def test_card_access_that_announces_more_than_was_signed_is_a_downgrade() -> None:
    weaker = bytes.fromhex("3012060A04007F0007020204020302010202010D")
    plain = IMAGE.master_file[CARD_ACCESS]
    forged = b"\x31" + bytes((len(plain) - 2 + len(weaker),)) + plain[2:] + weaker
    image = replace(IMAGE, master_file={**IMAGE.master_file, CARD_ACCESS: forged})

    result = look(image)

    assert (result.checks.access.outcome, result.checks.access.reason) == (FAILED, "card-access-not-in-dg14")
    assert result.verdict is Verdict.NOT_GENUINE


class ShyCard(LaidCard):
    """A card that answers every command about its EF.CardAccess with the same words."""

    def __init__(self, answer: tuple[bytes, int]) -> None:
        super().__init__(IMAGE)
        self._answer = answer

    def transmit(self, command: bytes) -> tuple[bytes, int]:
        if command[:3] == bytes.fromhex("00B09C") or command[-2:] == CARD_ACCESS.to_bytes(2, "big"):
            return self._answer
        return super().transmit(command)


@pytest.mark.parametrize("answer", [(b"", 0x6982), (b"", 0x6D00), (b"\x31\x03\x30\x01\x00", 0x9000)])
def test_card_access_that_cannot_be_read_is_replaced_by_what_every_card_announces(
    answer: tuple[bytes, int],
) -> None:
    result = inspect(ShyCard(answer), CAN, TRUST)

    assert result.verdict is Verdict.GENUINE
    assert result.checks.access.reason == "access-verified"


def test_wrong_can_raises() -> None:
    wrong = Can(f"{(int(CITIZEN.can) + 1) % 1_000_000:06d}")

    with pytest.raises(WrongKeyError):
        inspect(LaidCard(IMAGE), wrong, TRUST)


def test_identity_comes_before_the_face_is_read() -> None:
    card = LaidCard(IMAGE)
    told: list[tuple[str, Check, int]] = []

    def identity(mrz: Mrz, check: Check) -> None:
        told.append((mrz.document_number, check, card.commands))

    result = inspect(card, CAN, TRUST, identity=identity)

    ((number, check, commands),) = told
    assert number == result.mrz.document_number
    assert check.outcome is PASSED
    assert check.evidence["data_groups"] == "1"
    assert commands <= 10 < card.commands


def test_progress_never_falls_and_ends_at_its_total() -> None:
    reports: list[Progress] = []

    inspect(LaidCard(IMAGE), CAN, TRUST, options=SHORT, progress=reports.append)

    fractions = [report.done_bytes / report.total_bytes for report in reports]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0
    assert len(set(fractions)) > 50
    assert list(dict.fromkeys(report.step for report in reports)) == list(Step)


def test_options_leave_files_unread() -> None:
    result = inspect(
        LaidCard(IMAGE), CAN, TRUST, options=Options(read_portrait=False, read_national_record=False)
    )

    assert result.portrait is None
    assert result.national_record is None
    assert result.checks.passive.evidence["data_groups"] == "1,14"
    assert result.verdict is Verdict.GENUINE
    assert result.apdus < 25


def test_counts_are_those_of_the_connection() -> None:
    card = LaidCard(IMAGE)

    result = inspect(card, CAN, TRUST)

    assert result.apdus == card.commands
    assert result.bytes_transferred > len(IMAGE.application[DG2])


COMMANDS = inspect(LaidCard(IMAGE), CAN, TRUST, options=SHORT).apdus


@pytest.mark.parametrize("number", range(0, COMMANDS, 5))
def test_cancel_sends_not_one_command_more(number: int) -> None:
    card = LaidCard(IMAGE)

    with pytest.raises(CancelledError):
        inspect(card, CAN, TRUST, options=SHORT, cancel=lambda: card.commands == number)

    assert card.commands == number


@pytest.mark.parametrize("number", range(COMMANDS))
def test_a_card_pulled_at_any_command_goes_on_where_it_was(number: int) -> None:
    cache = ReadCache()
    with pytest.raises(CardRemovedError):
        inspect(LaidCard(IMAGE, lifted_at=number), CAN, TRUST, options=SHORT, cache=cache)
    again = LaidCard(IMAGE)

    result = inspect(again, CAN, TRUST, options=SHORT, cache=cache)

    assert result.verdict is Verdict.GENUINE
    # What was read is not read again: PACE, the SOD and one command for each file already begun remain.
    assert again.commands <= COMMANDS - max(0, number - 21)


def test_another_card_laid_back_is_noticed() -> None:
    cache = ReadCache()
    with pytest.raises(CardRemovedError):
        inspect(LaidCard(IMAGE, lifted_at=40), CAN, TRUST, options=SHORT, cache=cache)

    with pytest.raises(DifferentCardError):
        inspect(LaidCard(personalise(OTHER)), Can(OTHER.can), TRUST, cache=cache)

    cache.clear()
    assert (
        inspect(LaidCard(personalise(OTHER)), Can(OTHER.can), TRUST, cache=cache).verdict is Verdict.GENUINE
    )


def test_a_card_without_a_sod_gets_nothing_of_the_card_before() -> None:
    cache = ReadCache()
    with pytest.raises(CardRemovedError):
        inspect(LaidCard(IMAGE, lifted_at=40), CAN, TRUST, options=SHORT, cache=cache)
    other = personalise(OTHER)
    without_sod = replace(
        other, application={key: data for key, data in other.application.items() if key != SOD}
    )

    result = inspect(LaidCard(without_sod), Can(OTHER.can), TRUST, cache=cache)

    assert result.mrz.lines == look_at_other().mrz.lines
    assert result.checks.passive.reason == "sod-missing"


def look_at_other() -> InspectionResult:
    return inspect(LaidCard(personalise(OTHER)), Can(OTHER.can), TRUST)


def test_a_file_that_did_not_hold_is_read_anew() -> None:
    cache = ReadCache()
    assert inspect(LaidCard(flipped(DG2, 9000)), CAN, TRUST, cache=cache).verdict is Verdict.NOT_GENUINE

    assert inspect(LaidCard(IMAGE), CAN, TRUST, cache=cache).verdict is Verdict.GENUINE


class PickyCard(LaidCard):
    """A card that gives up its session, unprotected, over answers longer than `most` bytes, or over one file."""

    def __init__(self, lengths: LengthMemory, most: int, deadly_sfi: int | None = None) -> None:
        super().__init__(IMAGE)
        self.lengths = lengths
        self._most = most
        self._deadly = None if deadly_sfi is None else bytes((0xB0, 0x80 | deadly_sfi))
        self.sessions = 0

    def transmit(self, command: bytes) -> tuple[bytes, int]:
        self.sessions += command[1:4] == bytes.fromhex("22C1A4")
        data, sw = super().transmit(command)
        if len(data) > self._most:
            super().reset()
            return b"", 0x6700
        if command[0] == 0x0C and command[1:3] == self._deadly:
            super().reset()
            return b"", 0x6A82
        return data, sw


@pytest.mark.parametrize(("most", "sessions"), [(4096, 1), (2000, 2), (200, 3)])
def test_a_failing_length_costs_one_session_and_is_remembered(most: int, sessions: int) -> None:
    lengths = LengthMemory()
    first, second = PickyCard(lengths, most), PickyCard(lengths, most)

    assert inspect(first, CAN, TRUST).verdict is Verdict.GENUINE
    assert first.sessions == sessions
    assert inspect(second, CAN, TRUST).verdict is Verdict.GENUINE
    assert second.sessions == 1


def test_a_file_that_ends_the_session_is_refused_and_the_others_are_read() -> None:
    card = PickyCard(LengthMemory(), 4096, deadly_sfi=13)

    result = inspect(card, CAN, TRUST)

    assert (result.verdict, result.national_record) == (Verdict.GENUINE, None)
    assert card.sessions == 2


def test_the_chip_key_file_that_ends_the_session_fails_the_chip() -> None:
    result = inspect(PickyCard(LengthMemory(), 4096, deadly_sfi=14), CAN, TRUST)

    assert (result.checks.chip.outcome, result.checks.chip.reason) == (FAILED, "dg14-missing")


def test_signed_data_that_is_no_mrz_raises() -> None:
    dg1 = b"\x61\x04\x5f\x1f\x01X"
    sod = SodRecipe(document_signer(csca()), {1: dg1}).build()

    with pytest.raises(MalformedDataError):
        look(changed((DG1, dg1), (SOD, sod)))


def with_dg15(dg15: bytes | None, signed: bytes | None = None) -> tuple[CardImage, TrustStore]:
    """The sample card as a State of our own would issue it, with a DG15 (signed otherwise, if told so)."""
    files = {1: DG1, 2: DG2, 13: DG13, 14: DG14}
    groups = {number: IMAGE.application[identifier] for number, identifier in files.items()}
    recipe = SodRecipe(document_signer(csca()), {**groups, 15: signed or dg15 or b"\x6f\x00"})
    return changed((0x010F, dg15), (SOD, recipe.build())), TrustStore.of([csca().certificate])


DG15_OF_A_KEY = tlv.encode(
    0x6F, ec_key(150).public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
)


def signing_card(private: rsa.RSAPrivateKey, issued: rsa.RSAPrivateKey) -> tuple[CardImage, TrustStore]:
    """A card whose chip signs with the private key, and whose DG15 names the issued one."""
    info = issued.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    image, trust = with_dg15(tlv.encode(0x6F, info))
    numbers = private.private_numbers()
    key = RsaActiveKey(numbers.public_numbers.n, numbers.d, "sha256", False)
    return replace(image, active_key=key), trust


@pytest.mark.parametrize("bits", [1024, 2048, 3072])
def test_a_chip_that_signs_is_proven_by_its_signed_key(bits: int) -> None:
    key = rsa.generate_private_key(65537, bits)

    result = look(*signing_card(key, key))

    assert (result.checks.active.outcome, result.checks.active.reason) == (PASSED, "active-key-proven")
    assert result.checks.active.evidence["key"] == f"RSA {bits}"
    assert result.checks.chip.passed
    assert result.verdict is Verdict.GENUINE


def test_a_chip_that_signs_with_another_key_is_a_copy() -> None:
    result = look(*signing_card(rsa.generate_private_key(65537, 1024), rsa.generate_private_key(65537, 1024)))

    assert (result.checks.active.outcome, result.checks.active.reason) == (FAILED, "active-key-not-proven")
    assert result.verdict is Verdict.NOT_GENUINE


def test_a_signature_proves_nothing_while_nobody_is_known_to_have_issued_the_key() -> None:
    key = rsa.generate_private_key(65537, 1024)

    result = look(signing_card(key, key)[0], TrustStore())

    assert (result.checks.active.outcome, result.checks.active.reason) == (
        NOT_PERFORMED,
        "active-key-not-trusted",
    )
    assert result.verdict is Verdict.NOT_PROVABLE


def test_a_signed_key_that_the_chip_will_not_use_is_a_failure() -> None:
    result = look(*with_dg15(DG15_OF_A_KEY))

    assert result.checks.passive.passed
    assert result.checks.passive.evidence["data_groups"] == "1,2,13,14,15"
    assert (result.checks.active.outcome, result.checks.active.reason) == (
        FAILED,
        "active-authentication-refused",
    )
    assert result.checks.chip.passed
    assert result.verdict is Verdict.NOT_GENUINE


@pytest.mark.parametrize(
    ("dg15", "signed", "reason"),
    [
        (None, DG15_OF_A_KEY, "dg15-missing"),
        (DG15_OF_A_KEY, b"\x6f\x00", "dg15-not-verified"),
        (b"\x6f\x00", None, "dg15-not-verified"),
        (tlv.encode(0x6F, b"\x30\x04\x30\x00\x03\x00"), None, "active-key-unsupported"),
    ],
)
def test_a_key_that_is_hidden_changed_or_unknown_proves_nothing(
    dg15: bytes | None, signed: bytes | None, reason: str
) -> None:
    result = look(*with_dg15(dg15, signed))

    assert result.checks.active.reason == reason
    assert not result.checks.active.passed


class Ministry:
    """Knows one answer."""

    def __init__(self, answer: CardStatus) -> None:
        self._answer = answer
        self.asked: list[CardReference] = []

    def status_of(self, card: CardReference) -> CardStatus:
        self.asked.append(card)
        return self._answer


def test_a_card_that_its_issuer_withdrew_is_turned_away() -> None:
    ministry = Ministry(CardStatus.REVOKED)

    result = inspect(LaidCard(IMAGE), CAN, TRUST, revocation=ministry)

    assert (result.checks.revocation.outcome, result.checks.revocation.reason) == (FAILED, "card-revoked")
    assert result.verdict is Verdict.NOT_GENUINE
    assert ministry.asked[0].sod_sha256 == result.sod_hash


def test_nobody_is_asked_about_data_that_were_changed() -> None:
    ministry = Ministry(CardStatus.VALID)

    result = inspect(LaidCard(flipped(DG1)), CAN, TRUST, revocation=ministry)

    assert ministry.asked == []
    assert result.checks.revocation.reason == "revocation-not-checked"


class SilentWitness:
    """Gives nothing, or only a nonce."""

    def __init__(self, nonce: PresenceNonce | None) -> None:
        self._nonce = nonce

    def nonce(self, sod_sha256: bytes) -> PresenceNonce:
        assert len(sod_sha256) == 32
        if self._nonce is None:
            raise PresenceUnavailableError
        return self._nonce

    def receipt(self, nonce: PresenceNonce, sod_sha256: bytes, signature: bytes) -> Receipt:
        assert nonce.challenge(sod_sha256)
        assert signature
        raise PresenceUnavailableError


def test_a_genuine_chip_that_signs_before_a_witness_leaves_evidence() -> None:
    key = rsa.generate_private_key(65537, 1024)
    image, trust = signing_card(key, key)
    witness = KioskWitness("kiosk-1", "visit-1", lambda: datetime(2026, 6, 1, tzinfo=UTC))

    result = inspect(LaidCard(image), CAN, trust, presence=witness)

    assert result.verdict is Verdict.GENUINE
    assert result.presence is not None
    assert sorted(result.presence.data_groups) == [1, 14, 15]
    assert verify_evidence(parse_evidence(result.presence.encode()), trust).proven
    assert inspect(LaidCard(image), CAN, trust).presence is None


@pytest.mark.parametrize("nonce", [None, PresenceNonce(bytes(32), "kiosk-1", "visit-1", Asserter.HUB)])
def test_a_silent_witness_costs_the_evidence_and_not_the_proof(nonce: PresenceNonce | None) -> None:
    key = rsa.generate_private_key(65537, 1024)
    image, trust = signing_card(key, key)

    result = inspect(LaidCard(image), CAN, trust, presence=SilentWitness(nonce))

    assert result.checks.active.passed
    assert result.presence is None


def test_a_copy_leaves_no_evidence() -> None:
    image, trust = signing_card(rsa.generate_private_key(65537, 1024), rsa.generate_private_key(65537, 1024))
    witness = KioskWitness("kiosk-1", "visit-1", lambda: datetime(2026, 6, 1, tzinfo=UTC))

    assert inspect(LaidCard(image), CAN, trust, presence=witness).presence is None
    assert inspect(LaidCard(IMAGE), CAN, TRUST, presence=witness).presence is None
