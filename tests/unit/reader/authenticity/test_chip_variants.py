"""Chip authentication in its other shapes: Diffie-Hellman, triple DES, key numbers, leading zeros."""

import hashlib
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.asymmetric import ec as openssl_ec

from reader.authenticity.chip import authenticate_chip
from reader.card.channel import CardChannel
from reader.codec import oid, tlv
from reader.codec.apdu import CommandApdu
from reader.crypto.dh import group_by_id
from reader.lds.security_info import SecurityInfos, parse_security_infos
from reader.result import CheckOutcome
from tests.scripted_card import Answer, ScriptedCard
from tests.unit.reader.authenticity.test_chip import (
    general_authenticate,
    info,
    proof_command,
    protected_data,
    protected_status,
    set_at,
)
from tests.unit.reader.lds.samples import bsi_worked_example, unsigned

BSI = bsi_worked_example("DH")
CHIP_KEY = bytes.fromhex(BSI["ca_picc_pub_key"])
OWN_KEY = bytes.fromhex(BSI["ca_pcd_pub_key"])
GROUP = group_by_id(0)
PK_DH, PK_ECDH = "0.4.0.127.0.7.2.2.1.1", "0.4.0.127.0.7.2.2.1.2"
CA_DH, CA_ECDH = "0.4.0.127.0.7.2.2.3.1", "0.4.0.127.0.7.2.2.3.2"
PASSED, FAILED, NOT_PERFORMED = CheckOutcome.PASSED, CheckOutcome.FAILED, CheckOutcome.NOT_PERFORMED
OK = "9000"


def the_exponent_of_the_example(count: int) -> bytes:
    """Random bytes that make exactly the example's ephemeral key."""
    return (int(BSI["ca_pcd_priv_key"], 16) % GROUP.q - 1).to_bytes(count, "big")


def standardized(parameter_id: int) -> bytes:
    number = tlv.encode(0x02, bytes([parameter_id]))
    return tlv.encode(0x30, tlv.encode(0x06, oid.encode("0.4.0.127.0.7.1.2")), number)


def x942(p: int = GROUP.p, g: int = GROUP.g, q: int = GROUP.q) -> bytes:
    parameters = tlv.encode(0x30, unsigned(p), unsigned(g), unsigned(q))
    return tlv.encode(0x30, tlv.encode(0x06, oid.encode("1.2.840.10046.2.1")), parameters)


def pkcs3() -> bytes:
    parameters = tlv.encode(0x30, unsigned(GROUP.p), unsigned(GROUP.g))
    return tlv.encode(0x30, tlv.encode(0x06, oid.encode("1.2.840.113549.1.3.1")), parameters)


def dh_key(algorithm: bytes, key_id: int | None = None, number: int | None = None) -> bytes:
    public = unsigned(int.from_bytes(CHIP_KEY, "big") if number is None else number)
    spki = tlv.encode(0x30, algorithm, tlv.encode(0x03, b"\x00" + public))
    reference = b"" if key_id is None else tlv.encode(0x02, bytes([key_id]))
    return tlv.encode(0x30, tlv.encode(0x06, oid.encode(PK_DH)), spki, reference)


def dg14(*infos: bytes) -> SecurityInfos:
    return parse_security_infos(tlv.encode(0x31, *infos))


def run(
    infos: SecurityInfos,
    *exchanges: tuple[bytes, Answer],
    random: Callable[[int], bytes] = the_exponent_of_the_example,
) -> tuple[CheckOutcome, str, str]:
    with ScriptedCard(*exchanges) as card:
        check = authenticate_chip(CardChannel.open(card), infos, random=random).check
    return check.outcome, check.reason, check.evidence.get("protocol", "")


def aes_keys(secret: bytes) -> tuple[bytes, bytes]:
    return hashlib.sha1(secret + b"\0\0\0\1").digest()[:16], hashlib.sha1(secret + b"\0\0\0\2").digest()[:16]


ALGORITHMS = {"standardized": standardized(0), "x9.42": x942(), "pkcs#3": pkcs3()}


@pytest.mark.parametrize("algorithm", ALGORITHMS.values(), ids=ALGORITHMS.keys())
def test_worked_example_passes_with_its_nonce_token_and_keys(algorithm: bytes) -> None:
    answer = tlv.encode(
        0x7C,
        tlv.encode(0x81, bytes.fromhex(BSI["ca_nonce"])),
        tlv.encode(0x82, bytes.fromhex(BSI["ca_picc_token"])),
    )
    encryption_key, mac_key = bytes.fromhex(BSI["ca_k_enc"]), bytes.fromhex(BSI["ca_k_mac"])
    protocol = f"{CA_DH}.2"

    assert run(
        dg14(info(protocol, version=2, key_id=1), dh_key(algorithm, key_id=1)),
        (set_at(protocol, key_id=1), OK),
        (general_authenticate(OWN_KEY), answer + b"\x90\x00"),
        (proof_command(mac_key), protected_data(encryption_key, mac_key, b"a\x5b_\x1fXP<D")),
    ) == (PASSED, "chip-key-proven", "CA-DH-AES-128")


def test_version_1_derives_its_keys_from_the_secret_alone() -> None:
    _, mac_key = aes_keys(bytes.fromhex(BSI["ca_shared_secret_k"]))
    protocol = f"{CA_DH}.2"

    outcome, _, _ = run(
        dg14(info(protocol), dh_key(x942())),
        (set_at(protocol), OK),
        (general_authenticate(OWN_KEY), "7C00" + OK),
        (proof_command(mac_key), protected_status(mac_key)),
    )

    assert outcome is PASSED


def test_without_an_info_the_key_goes_with_triple_des() -> None:
    kat = CommandApdu(0x00, 0x22, 0x41, 0xA6, tlv.encode(0x91, OWN_KEY)).encode()
    proof = bytes.fromhex("0CB08100")

    with ScriptedCard((kat, OK), (b"", "")) as card, pytest.raises(AssertionError, match=proof.hex().upper()):
        authenticate_chip(CardChannel.open(card), dg14(dh_key(x942())), random=the_exponent_of_the_example)


def test_triple_des_names_the_key_by_its_number() -> None:
    kat = CommandApdu(0x00, 0x22, 0x41, 0xA6, tlv.encode(0x91, OWN_KEY) + tlv.encode(0x84, b"\x05")).encode()
    infos = dg14(
        info(f"{CA_DH}.1", key_id=5),
        dh_key(x942(), key_id=4, number=GROUP.g),
        dh_key(x942(), key_id=5),
    )

    assert run(infos, (kat, "6A80"), (set_at(f"{CA_DH}.1", key_id=5), "6A80")) == (
        FAILED,
        "chip-authentication-refused",
        "CA-DH-3DES",
    )


def test_aes_comes_before_triple_des_and_curves_before_numbers() -> None:
    point = openssl_ec.derive_private_key(5, openssl_ec.BrainpoolP256R1()).public_key().public_numbers()
    encoded = b"\x04" + point.x.to_bytes(32, "big") + point.y.to_bytes(32, "big")
    spki = tlv.encode(0x30, standardized(13), tlv.encode(0x03, b"\x00" + encoded))
    elliptic = tlv.encode(0x30, tlv.encode(0x06, oid.encode(PK_ECDH)), spki, b"\x02\x01\x02")
    keys = (dh_key(x942(), key_id=1), elliptic)

    def chosen(*infos: bytes) -> str:
        with ScriptedCard() as card, pytest.raises(AssertionError, match="unexpected command") as caught:
            authenticate_chip(CardChannel.open(card), dg14(*infos, *keys))
        return str(caught.value)

    des, aes = info(f"{CA_ECDH}.1", key_id=2), info(f"{CA_DH}.2", key_id=1)
    assert set_at(f"{CA_DH}.2", key_id=1).hex().upper() in chosen(des, aes)
    assert set_at(f"{CA_ECDH}.2", key_id=2).hex().upper() in chosen(aes, info(f"{CA_ECDH}.2", key_id=2))


BAD_KEYS = {
    "unknown prime": dh_key(x942(p=GROUP.p + 2)),
    "another order": dh_key(x942(q=GROUP.q + 2)),
    "one": dh_key(x942(), number=1),
    "minus one": dh_key(x942(), number=GROUP.p - 1),
    "outside the subgroup": dh_key(x942(), number=2),
    "standardized number of a curve": dh_key(standardized(13)),
    "unknown number": dh_key(standardized(7)),
    "unknown algorithm": dh_key(tlv.encode(0x30, tlv.encode(0x06, oid.encode("1.2.3")), b"\x05\x00")),
}


@pytest.mark.parametrize("key", BAD_KEYS.values(), ids=BAD_KEYS.keys())
def test_keys_outside_the_known_groups_send_nothing(key: bytes) -> None:
    assert run(dg14(info(f"{CA_DH}.2"), key)) == (NOT_PERFORMED, "chip-key-unsupported", "")


def test_a_shared_x_that_begins_with_zero_keeps_its_zero() -> None:
    own = openssl_ec.derive_private_key(7, openssl_ec.BrainpoolP256R1())
    for secret in range(2, 4000):
        chip = openssl_ec.derive_private_key(secret, openssl_ec.BrainpoolP256R1())
        shared = own.exchange(openssl_ec.ECDH(), chip.public_key())
        if shared[0] == 0:
            break
    else:
        pytest.fail("no shared secret begins with a zero")
    point = chip.public_key().public_numbers()
    encoded = b"\x04" + point.x.to_bytes(32, "big") + point.y.to_bytes(32, "big")
    spki = tlv.encode(0x30, standardized(13), tlv.encode(0x03, b"\x00" + encoded))
    key = tlv.encode(0x30, tlv.encode(0x06, oid.encode(PK_ECDH)), spki)
    ours = own.public_key().public_numbers()
    sent = b"\x04" + ours.x.to_bytes(32, "big") + ours.y.to_bytes(32, "big")
    _, mac_key = aes_keys(shared)

    assert (
        run(
            dg14(info(f"{CA_ECDH}.2"), key),
            (set_at(f"{CA_ECDH}.2"), OK),
            (general_authenticate(sent), "7C00" + OK),
            (proof_command(mac_key), protected_status(mac_key)),
            random=lambda count: (6).to_bytes(count, "big"),
        )[0]
        is PASSED
    )


def test_a_shared_number_that_begins_with_zero_keeps_its_zero() -> None:
    exponent = int(BSI["ca_pcd_priv_key"], 16) % GROUP.q
    secret = next(
        number for number in range(2, 5000) if pow(GROUP.g, exponent * number, GROUP.p) >> (8 * 127) == 0
    )
    chip = pow(GROUP.g, secret, GROUP.p)
    shared = pow(chip, exponent, GROUP.p).to_bytes(128, "big")
    _, mac_key = aes_keys(shared)
    protocol = f"{CA_DH}.2"

    assert (
        run(
            dg14(info(protocol), dh_key(standardized(0), number=chip)),
            (set_at(protocol), OK),
            (general_authenticate(OWN_KEY), "7C00" + OK),
            (proof_command(mac_key), protected_status(mac_key)),
        )[0]
        is PASSED
    )
