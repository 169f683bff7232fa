"""The way in: what is tried on cards that offer what nobody here can do, and chips whose mapping proves nothing."""

from __future__ import annotations

import pytest

from reader.access.candidates import Candidates
from reader.access.chip_mapping import judge_chip_mapping
from reader.access.key import Can, MrzKey
from reader.access.opening import ChipOpener, OpenedChip
from reader.access.pace import ChipMapping
from reader.access.policy import AccessProtocol, BacPolicy
from reader.access.suite import suite_of
from reader.card.channel import CardChannel
from reader.codec import oid, tlv
from reader.crypto import ec
from reader.crypto.curves import curve_by_id
from reader.errors import AccessError, CardError
from reader.lds.card_security import ID_SECURITY_OBJECT
from reader.lds.security_info import PaceInfo, SecurityInfos
from reader.options import Options
from reader.result import Check, CheckOutcome
from reader.trust import TrustStore
from tests.scripted_card import ScriptedCard
from tests.unit.reader.lds.samples import key_info, unsigned
from tests.unit.reader.trust.issuing import NOW, SodRecipe, csca, document_signer

MRZ = MrzKey("L898902C", "690806", "940623")
CAN = Can("123456")
UNKNOWN = SecurityInfos((PaceInfo("0.4.0.127.0.7.2.2.4.9.2", 2, 13),), frozenset())
SELECT = ("00A4040C07A0000002471001", "9000")
CURVE = curve_by_id(13)
ROOT = csca()
TRUST = TrustStore.of([ROOT.certificate])


def opener(card: ScriptedCard, policy: BacPolicy, *keys: Can | MrzKey) -> ChipOpener:
    return ChipOpener(card, Candidates(keys), Options(bac=policy))


def locked(_channel: CardChannel) -> bool:
    return False


@pytest.mark.parametrize("policy", [BacPolicy.ONLY_IF_NOT_OFFERED, BacPolicy.NEVER])
def test_pace_that_nobody_here_can_do_is_not_replaced_by_bac(policy: BacPolicy) -> None:
    with ScriptedCard() as card, pytest.raises(AccessError) as caught:
        opener(card, policy, MRZ).open(UNKNOWN, locked)
    assert caught.value.reason == "pace-unsupported"


def test_bac_may_replace_it_where_that_is_allowed() -> None:
    with (
        ScriptedCard(SELECT, SELECT, ("0084000008", "6D00")) as card,
        pytest.raises(AccessError) as caught,
    ):
        opener(card, BacPolicy.ALLOW, CAN, MRZ).open(UNKNOWN, locked)
    assert caught.value.reason == "bac-refused"
    assert card.resets == 1


def test_a_chip_that_was_never_open_is_not_opened_again() -> None:
    with ScriptedCard() as card, pytest.raises(CardError):
        opener(card, BacPolicy.ALLOW, MRZ).reopen()


def test_a_chip_that_reads_plainly_is_opened_again_in_the_same_way() -> None:
    with ScriptedCard(SELECT, SELECT) as card:
        way_in = opener(card, BacPolicy.ALLOW, MRZ)
        assert way_in.open(SecurityInfos((), frozenset()), lambda _: True).protocol is AccessProtocol.NONE
        assert way_in.reopen().evidence == {"protocol": "NONE", "attempts": "1"}


def card_security(*infos: bytes, content_type: str = ID_SECURITY_OBJECT) -> bytes:
    """EF.CardSecurity of these infos, signed as every SOD of these tests is."""

    class Recipe(SodRecipe):
        def _lds_object(self) -> bytes:
            return tlv.encode(0x31, *infos)

    recipe = Recipe(document_signer(ROOT), {}, content_type=content_type, attribute_content_type=content_type)
    return tlv.unpack(0x77, recipe.build())


def key_of_chip(secret: int, key_id: int | None = None, curve_id: int = 13) -> bytes:
    curve = curve_by_id(curve_id)
    named = tlv.encode(0x06, oid.encode(curve.oid))
    point = ec.multiply(secret, ec.generator(curve)).encode()
    members = (tlv.encode(0x06, oid.encode("0.4.0.127.0.7.2.2.1.2")), key_info(named, point))
    return tlv.encode(0x30, *members, b"" if key_id is None else unsigned(key_id))


def judged(raw: bytes, secret: int = 4711, trust: TrustStore = TRUST) -> Check:
    """The check of a chip whose static secret is `secret` and that showed this EF.CardSecurity."""
    suite = suite_of(PaceInfo("0.4.0.127.0.7.2.2.4.6.2", 2, 13))
    assert suite is not None
    factor = 0x1234567
    mapping_key = ec.multiply(factor * secret, ec.generator(CURVE)).encode()
    chip = ChipMapping(mapping_key, factor.to_bytes(32, "big"))
    opened = OpenedChip(AccessProtocol.PACE, CardChannel.open(ScriptedCard()), suite, chip, raw)
    mapping = judge_chip_mapping(opened, trust, now=NOW)
    assert mapping is not None
    assert (mapping.infos is not None) is mapping.check.passed
    return mapping.check


@pytest.mark.parametrize(
    "infos",
    [
        pytest.param((key_of_chip(4711),), id="one-key"),
        pytest.param((key_of_chip(4711, 99),), id="one-key-of-another-number"),
        pytest.param((key_of_chip(1, 12), key_of_chip(4711, 13)), id="by-number"),
        pytest.param((key_of_chip(1), key_of_chip(4711)), id="without-numbers"),
        pytest.param((key_of_chip(4711, curve_id=12), key_of_chip(4711)), id="other-curve-too"),
        pytest.param(
            (
                tlv.encode(
                    0x30,
                    tlv.encode(0x06, oid.encode("0.4.0.127.0.7.2.2.1.2")),
                    tlv.encode(0x30, b"\x30\x00\x03\x00"),
                ),
                key_of_chip(4711),
            ),
            id="unreadable-key-too",
        ),
    ],
)
def test_the_signed_key_proves_the_chip(infos: tuple[bytes, ...]) -> None:
    check = judged(card_security(*infos) + bytes(3))
    assert (check.outcome, check.reason) == (CheckOutcome.PASSED, "chip-mapping-proven")
    assert check.evidence["protocol"] == "PACE-ECDH-CAM-AES-128"


@pytest.mark.parametrize(
    ("infos", "content_type", "reason"),
    [
        ((key_of_chip(4712),), ID_SECURITY_OBJECT, "chip-key-not-proven"),
        ((key_of_chip(4711, 12), key_of_chip(1, 13)), ID_SECURITY_OBJECT, "chip-key-not-proven"),
        ((), ID_SECURITY_OBJECT, "chip-key-not-proven"),
        ((key_of_chip(4711),), "2.23.136.1.1.1", "card-security-malformed"),
        ((b"\x02\x01\x00",), ID_SECURITY_OBJECT, "card-security-malformed"),
    ],
)
def test_any_other_key_or_file_proves_a_copy(
    infos: tuple[bytes, ...], content_type: str, reason: str
) -> None:
    check = judged(card_security(*infos, content_type=content_type))
    assert (check.outcome, check.reason) == (CheckOutcome.FAILED, reason)


def test_a_key_that_nobody_vouches_for_proves_nothing() -> None:
    check = judged(card_security(key_of_chip(4711)), trust=TrustStore())
    assert (check.outcome, check.reason) == (CheckOutcome.NOT_PERFORMED, "chip-key-not-trusted")


def test_a_changed_file_is_not_verified() -> None:
    raw = card_security(key_of_chip(4711))
    check = judged(raw[:-1] + bytes((raw[-1] ^ 1,)))
    assert (check.outcome, check.reason) == (CheckOutcome.FAILED, "card-security-not-verified")


def test_chips_opened_otherwise_are_not_judged() -> None:
    opened = OpenedChip(AccessProtocol.BAC, CardChannel.open(ScriptedCard()))
    assert judge_chip_mapping(opened, TRUST) is None
