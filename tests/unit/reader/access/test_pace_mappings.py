"""PACE over primes, with integrated and with chip authentication mapping: published examples, and cards that break it."""

from __future__ import annotations

from typing import Any

import pytest

from reader.access.key import Can, MrzKey
from reader.access.pace import PaceSession, run_pace
from reader.access.suite import PaceMapping, PaceSuite, best_suite, suite_of
from reader.card.channel import CardChannel
from reader.codec import oid, tlv
from reader.crypto import cipher, dh, ec
from reader.crypto.cipher import SymmetricCipher
from reader.crypto.curves import curve_by_id
from reader.crypto.kdf import derive_password_key
from reader.crypto.padding import pad
from reader.errors import AccessError, AccessProtocolError
from reader.lds.security_info import PaceDomainParameterInfo, PaceInfo, SecurityInfo, SecurityInfos
from tests import vectors
from tests.scripted_card import ScriptedCard
from tests.unit.reader.access.pace_script import answer, command, drawing, select
from tests.unit.reader.lds.samples import explicit_parameters, unsigned

KEY = MrzKey("T22000129", "640812", "101031")
CAM_KEY = MrzKey("C11T002JM", "960812", "231031")
ICAO = vectors.load(vectors.ICAO)
G2, H1, H2, CAM = (ICAO[name] for name in ("PACE_GM_DH_G2", "PACE_IM_ECDH_H1", "PACE_IM_DH_H2", "PACE_CAM_I"))
BSI_DH = next(example for example in vectors.load(vectors.BSI)["examples"] if example["name"] == "DH")
GROUP_0 = dh.group_by_id(0)
_PREFIX = "0.4.0.127.0.7.2.2.4."


def octets(example: dict[str, Any], name: str) -> bytes:
    return bytes.fromhex(example[name])


def with_nonce_under(key: MrzKey, example: dict[str, Any]) -> dict[str, Any]:
    """The example with its nonce encrypted under a password that is known: appendix H tells the derived key alone."""
    published = cipher.aes_cbc_decrypt(octets(example, "k_pi"), bytes(16), octets(example, "z"))
    assert published == octets(example, "s")
    k_pi = derive_password_key(key.password(), SymmetricCipher.AES_128)
    return {**example, "z": cipher.aes_cbc_encrypt(k_pi, bytes(16), published).hex()}


def suite_for(protocol: str, parameter_id: int | None) -> PaceSuite:
    suite = suite_of(PaceInfo(_PREFIX + protocol, 2, parameter_id))
    assert suite is not None
    return suite


def script(example: dict[str, Any], mapping: tuple[bytes, bytes], *last: tuple[int, bytes]) -> ScriptedCard:
    sent, got = mapping
    return ScriptedCard(
        (select(octets(example, "oid"), 1, example["param"]), "9000"),
        (command(None), answer((0x80, octets(example, "z")))),
        (command(0x81, sent), got),
        (command(0x83, octets(example, "pk_ifd")), answer((0x84, octets(example, "pk_ic")))),
        (command(0x85, octets(example, "t_ifd"), last=True), answer((0x86, octets(example, "t_ic")), *last)),
    )


def generic(example: dict[str, Any]) -> tuple[bytes, bytes]:
    return octets(example, "map_pk_ifd"), answer((0x82, octets(example, "map_pk_ic")))


def run(card: ScriptedCard, suite: PaceSuite, *numbers: int | bytes, key: Any = KEY) -> PaceSession:
    return run_pace(CardChannel.open(card), suite, key, random=drawing(*numbers))


def scalar(example: dict[str, Any], name: str, order: int = GROUP_0.q) -> int:
    return int(example[name], 16) % order


def test_icao_example_g2_runs_over_a_prime() -> None:
    with script(G2, generic(G2)) as card:
        session = run(card, suite_for("1.2", 0), scalar(G2, "map_sk_ifd"), scalar(G2, "sk_ifd"))
    assert (session.chip, session.suite.name) == (None, "PACE-DH-GM-AES-128")


def test_bsi_example_runs_over_a_prime_with_the_can() -> None:
    protocol = oid.encode(_PREFIX + "1.2")
    with ScriptedCard(
        (select(protocol, 2, 0), "9000"),
        (command(None), answer((0x80, octets(BSI_DH, "pace_enc_nonce")))),
        (
            command(0x81, octets(BSI_DH, "pace_static_pcd_pub_key")),
            answer((0x82, octets(BSI_DH, "pace_static_picc_pub_key"))),
        ),
        (
            command(0x83, octets(BSI_DH, "pace_eph_pcd_pub_key")[-128:]),
            answer((0x84, octets(BSI_DH, "pace_eph_picc_pub_key"))),
        ),
        (
            command(0x85, octets(BSI_DH, "pace_authentication_token_pcd"), last=True),
            answer((0x86, octets(BSI_DH, "pace_authentication_token_picc"))),
        ),
    ) as card:
        run(
            card,
            suite_for("1.2", 0),
            scalar(BSI_DH, "pace_static_pcd_priv_key"),
            scalar(BSI_DH, "pace_eph_pcd_priv_key"),
            key=Can(BSI_DH["password"]),
        )


@pytest.mark.parametrize("empty", [answer((0x82, b"")), answer()], ids=["empty-object", "no-object"])
def test_icao_example_h1_maps_both_nonces_to_a_curve(empty: bytes) -> None:
    example = with_nonce_under(KEY, H1)
    with script(example, (octets(H1, "t"), empty)) as card:
        session = run(card, suite_for("4.2", 13), octets(H1, "t"), int(H1["sk_ifd"], 16))
    assert session.chip is None


def test_icao_example_h2_maps_both_nonces_to_a_prime() -> None:
    example = with_nonce_under(KEY, H2)
    with script(example, (octets(H2, "t"), answer((0x82, b"")))) as card:
        run(card, suite_for("3.2", 0), octets(H2, "t"), scalar(H2, "sk_ifd"))


def test_icao_example_i_leaves_what_proves_the_chip() -> None:
    data = (0x8A, octets(CAM, "enc_chip_auth_data"))
    numbers = (int(CAM["map_sk_ifd"], 16), int(CAM["sk_ifd"], 16))
    with script(CAM, generic(CAM), data) as card:
        session = run(card, suite_for("6.2", 13), *numbers, key=CAM_KEY)
    assert session.chip is not None
    assert session.chip.data == octets(CAM, "ca_ic_decrypted")
    assert session.chip.mapping_key == octets(CAM, "map_pk_ic")
    assert CAM["ca_ic_decrypted"].lower() not in repr(session).lower()


def cam_answer(plain: bytes) -> tuple[int, bytes]:
    """Chip authentication data under the key of the example."""
    key = octets(CAM, "ks_enc")
    iv = cipher.aes_cbc_encrypt(key, bytes(16), b"\xff" * 16)
    return 0x8A, cipher.aes_cbc_encrypt(key, iv, plain)


@pytest.mark.parametrize(
    "extra",
    [
        pytest.param((), id="missing"),
        pytest.param(((0x8A, b""),), id="empty"),
        pytest.param(((0x8A, bytes(17)),), id="no-whole-blocks"),
        pytest.param(((0x8A, bytes(144)),), id="too-long"),
        pytest.param((cam_answer(bytes(32)),), id="padding"),
    ],
)
def test_chip_authentication_data_that_cannot_be_used_is_refused(
    extra: tuple[tuple[int, bytes], ...],
) -> None:
    numbers = (int(CAM["map_sk_ifd"], 16), int(CAM["sk_ifd"], 16))
    with script(CAM, generic(CAM), *extra) as card, pytest.raises(AccessProtocolError) as caught:
        run(card, suite_for("6.2", 13), *numbers, key=CAM_KEY)
    assert caught.value.reason == "pace-malformed"


@pytest.mark.parametrize(
    "number",
    [
        pytest.param(0, id="zero"),
        pytest.param(1, id="neutral"),
        pytest.param(GROUP_0.p - 1, id="order-two"),
        pytest.param(GROUP_0.p, id="not-below-p"),
        pytest.param(2, id="outside-the-subgroup"),
        pytest.param(1 << 1040, id="too-long"),
    ],
)
@pytest.mark.parametrize("in_mapping", [True, False])
def test_unusable_element_is_refused(number: int, *, in_mapping: bool) -> None:
    element = number.to_bytes(131 if number >> 1031 else 128, "big")
    exchanges: list[tuple[bytes, str | bytes]] = [
        (select(octets(G2, "oid"), 1, 0), "9000"),
        (command(None), answer((0x80, octets(G2, "z")))),
        (command(0x81, octets(G2, "map_pk_ifd")), answer((0x82, element))),
    ]
    if not in_mapping:
        exchanges[2] = (exchanges[2][0], answer((0x82, octets(G2, "map_pk_ic"))))
        exchanges.append((command(0x83, octets(G2, "pk_ifd")), answer((0x84, element))))
    with ScriptedCard(*exchanges) as card, pytest.raises(AccessProtocolError) as caught:
        run(card, suite_for("1.2", 0), scalar(G2, "map_sk_ifd"), scalar(G2, "sk_ifd"))
    assert caught.value.reason == "pace-bad-point"


@pytest.mark.parametrize("inverted", [True, False])
def test_own_element_sent_back_is_refused(*, inverted: bool) -> None:
    own = octets(G2, "map_pk_ifd")
    sent = pow(int.from_bytes(own, "big"), -1, GROUP_0.p).to_bytes(128, "big") if inverted else own
    with (
        ScriptedCard(
            (select(octets(G2, "oid"), 1, 0), "9000"),
            (command(None), answer((0x80, octets(G2, "z")))),
            (command(0x81, own), answer((0x82, sent))),
        ) as card,
        pytest.raises(AccessProtocolError) as caught,
    ):
        run(card, suite_for("1.2", 0), scalar(G2, "map_sk_ifd"))
    assert caught.value.reason == "pace-reflected-key"


def test_integrated_mapping_refuses_an_answer_and_another_nonce() -> None:
    example = with_nonce_under(KEY, H1)
    beginning = (select(octets(H1, "oid"), 1, 13), "9000")
    nonce = (command(None), answer((0x80, octets(example, "z"))))
    talkative = (command(0x81, octets(H1, "t")), answer((0x82, b"x")))
    with ScriptedCard(beginning, nonce, talkative) as card, pytest.raises(AccessProtocolError):
        run(card, suite_for("4.2", 13), octets(H1, "t"))
    long_nonce = (command(None), answer((0x80, bytes(32))))
    with ScriptedCard(beginning, long_nonce) as card, pytest.raises(AccessProtocolError):
        run(card, suite_for("4.2", 13))


@pytest.mark.parametrize("status", ["63C0", "63C1"])
def test_the_last_try_is_not_taken(status: str) -> None:
    with (
        ScriptedCard((select(oid.encode(_PREFIX + "2.2"), 2, 13), status)) as card,
        pytest.raises(AccessError) as caught,
    ):
        run(card, suite_for("2.2", 13), key=Can("123456"))
    assert caught.value.reason == "last-attempt"


def infos(*members: SecurityInfo) -> SecurityInfos:
    return SecurityInfos(members, frozenset())


def pace(protocol: str, parameter_id: int | None) -> PaceInfo:
    return PaceInfo(_PREFIX + protocol, 2, parameter_id)


def test_strongest_offer_is_taken() -> None:
    offers = [
        pace("1.1", 0),
        pace("1.2", 2),
        pace("4.2", 13),
        pace("2.1", 13),
        pace("2.2", 13),
        pace("6.2", 13),
        pace("2.4", 16),
        pace("6.4", 16),
        pace("6.4", 16),
    ]
    for count in range(1, len(offers)):
        best = best_suite(infos(*offers[:count]))
        assert best is not None
        assert best.info is (offers[count - 1] if count != 4 else offers[2])
    assert best_suite(infos(pace("9.9", 13), pace("2.2", 99))) is None
    assert best_suite(infos()) is None


def algorithm(protocol: str, parameters: bytes) -> bytes:
    return tlv.encode(0x30, tlv.encode(0x06, oid.encode(protocol)), parameters)


def prime(*numbers: int) -> bytes:
    return tlv.encode(0x30, *(unsigned(number) for number in numbers))


GROUP_2 = dh.group_by_id(2)
CURVE = curve_by_id(15)
DOMAINS = {
    "curve": ("2", explicit_parameters(CURVE), "1.2.840.10045.2.1", "secp384r1"),
    "named-curve": ("2", tlv.encode(0x06, oid.encode(CURVE.oid)), "1.2.840.10045.2.1", "secp384r1"),
    "prime": ("1", prime(GROUP_2.p, GROUP_2.g, GROUP_2.q), "1.2.840.10046.2.1", "MODP-2048-256"),
    "pkcs3": ("1", prime(GROUP_2.p, GROUP_2.g), "1.2.840.113549.1.3.1", "MODP-2048-256"),
    "standardized": ("2", unsigned(15), "0.4.0.127.0.7.1.2", "secp384r1"),
    "standardized-prime": ("1", unsigned(2), "0.4.0.127.0.7.1.2", "MODP-2048-256"),
}


@pytest.mark.parametrize("parameter_id", [None, 77])
@pytest.mark.parametrize(("mapping", "parameters", "protocol", "name"), DOMAINS.values(), ids=[*DOMAINS])
def test_explicit_parameters_are_known_ones(
    mapping: str, parameters: bytes, protocol: str, name: str, parameter_id: int | None
) -> None:
    domain = PaceDomainParameterInfo(_PREFIX + mapping, algorithm(protocol, parameters), parameter_id)
    other = PaceDomainParameterInfo(_PREFIX + mapping, algorithm(protocol, parameters), 78)
    domains = (domain,) if parameter_id is None else (other, domain)
    suite = suite_of(pace(f"{mapping}.2", parameter_id), domains)
    assert suite is not None
    assert suite.group.name == name
    assert suite.parameter_reference == (None if parameter_id is None else b"M")


BROKEN_DOMAINS = {
    "unknown-curve": ("2", algorithm("1.2.840.10045.2.1", explicit_parameters(CURVE, b=CURVE.b + 1))),
    "other-generator": (
        "2",
        algorithm(
            "1.2.840.10045.2.1", explicit_parameters(CURVE, base=ec.multiply(2, ec.generator(CURVE)).encode())
        ),
    ),
    "unknown-prime": ("1", algorithm("1.2.840.10046.2.1", prime(GROUP_2.p + 2, GROUP_2.g, GROUP_2.q))),
    "other-order": ("1", algorithm("1.2.840.10046.2.1", prime(GROUP_2.p, GROUP_2.g, 3))),
    "no-order": ("1", algorithm("1.2.840.10046.2.1", prime(GROUP_2.p, GROUP_2.g))),
    "no-parameters": ("2", algorithm("1.2.840.10045.2.1", b"")),
    "unknown-number": ("2", algorithm("0.4.0.127.0.7.1.2", unsigned(19))),
    "unknown-algorithm": ("2", algorithm("1.2.3", unsigned(19))),
    "prime-for-a-curve": ("2", algorithm("0.4.0.127.0.7.1.2", unsigned(2))),
    "curve-for-a-prime": ("1", algorithm("0.4.0.127.0.7.1.2", unsigned(13))),
    "garbage": ("2", b"\x30\x80"),
}


@pytest.mark.parametrize(("mapping", "identifier"), BROKEN_DOMAINS.values(), ids=[*BROKEN_DOMAINS])
def test_explicit_parameters_that_are_not_known_are_not_used(mapping: str, identifier: bytes) -> None:
    domain = PaceDomainParameterInfo(_PREFIX + mapping, identifier, 77)
    assert suite_of(pace(f"{mapping}.2", 77), (domain,)) is None


def test_parameters_that_could_mean_two_groups_are_not_used() -> None:
    twice = PaceDomainParameterInfo(_PREFIX + "2", algorithm("0.4.0.127.0.7.1.2", unsigned(15)), 77)
    assert suite_of(pace("2.2", None), (twice, twice)) is None
    assert suite_of(pace("2.2", 77), ()) is None
    assert suite_of(pace("4.2", 77), (twice,)) is None


def test_explicit_parameters_without_a_number_are_not_named_to_the_card() -> None:
    domain = PaceDomainParameterInfo(_PREFIX + "2", algorithm("0.4.0.127.0.7.1.2", unsigned(13)), None)
    suite = suite_of(pace("2.2", None), (domain,))
    assert suite is not None
    with (
        ScriptedCard((select(oid.encode(_PREFIX + "2.2"), 2, None), "6A80")) as card,
        pytest.raises(AccessProtocolError),
    ):
        run(card, suite, key=Can("123456"))


@pytest.mark.parametrize("arc", [1, 2, 3, 4])
@pytest.mark.parametrize("mapping", list(PaceMapping))
def test_every_mapping_with_every_cipher_but_3des_for_the_chip(mapping: PaceMapping, arc: int) -> None:
    suite = suite_of(pace(f"{mapping.value}.{arc}", 1 if mapping.is_modular else 18))
    assert (suite is None) is (mapping is PaceMapping.ECDH_CAM and arc == 1)
    if suite is not None and arc != 1:
        token = suite.token(bytes(suite.cipher.key_length), b"key")
        assert len(token) == 8
        assert suite.decrypt_nonce(b"123456", pad(b"", 16)) != pad(b"", 16)
