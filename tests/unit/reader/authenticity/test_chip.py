"""Chip authentication against the published example, and against chips that refuse, lie or hold another key."""

import hashlib
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.cmac import CMAC

from reader.authenticity.chip import authenticate_chip
from reader.card.channel import CardChannel
from reader.codec import oid, tlv
from reader.codec.apdu import CommandApdu
from reader.crypto import ec
from reader.crypto.curves import curve_by_id
from reader.errors import CardRemovedError
from reader.lds.dg14 import parse_dg14
from reader.lds.security_info import SecurityInfos, parse_security_infos
from reader.result import CheckOutcome
from tests.scripted_card import Answer, ScriptedCard
from tests.unit.reader.lds.samples import bsi_file, bsi_worked_example, explicit_parameters, key_info

BSI = bsi_worked_example("ECDH")
CURVE = curve_by_id(13)
CHIP_KEY = bytes.fromhex(BSI["ca_picc_pub_key"])
OWN_KEY = bytes.fromhex(BSI["ca_pcd_pub_key"])
CA_AES_128 = "0.4.0.127.0.7.2.2.3.2.2"
CA_AES_256 = "0.4.0.127.0.7.2.2.3.2.4"
CA_3DES = "0.4.0.127.0.7.2.2.3.2.1"
PK_ECDH = "0.4.0.127.0.7.2.2.1.2"
OK = "9000"


def the_scalar_of_the_example(count: int) -> bytes:
    """Random bytes that make exactly the example's ephemeral key."""
    return (int(BSI["ca_pcd_priv_key"], 16) - 1).to_bytes(count, "big")


def info(protocol: str, version: int = 1, key_id: int | None = None) -> bytes:
    number = b"" if key_id is None else tlv.encode(0x02, bytes([key_id]))
    return tlv.encode(
        0x30, tlv.encode(0x06, oid.encode(protocol)), tlv.encode(0x02, bytes([version])), number
    )


def chip_key(key_id: int | None = None, point: bytes = CHIP_KEY, parameters: bytes | None = None) -> bytes:
    number = b"" if key_id is None else tlv.encode(0x02, bytes([key_id]))
    spki = key_info(parameters or explicit_parameters(CURVE), point)
    return tlv.encode(0x30, tlv.encode(0x06, oid.encode(PK_ECDH)), spki, number)


def dg14(*infos: bytes) -> SecurityInfos:
    return parse_security_infos(tlv.encode(0x31, *infos))


def set_at(protocol: str, key_id: int | None = None) -> bytes:
    reference = b"" if key_id is None else tlv.encode(0x84, bytes([key_id]))
    return CommandApdu(0x00, 0x22, 0x41, 0xA4, tlv.encode(0x80, oid.encode(protocol)) + reference).encode()


def general_authenticate(point: bytes = OWN_KEY) -> bytes:
    return CommandApdu(0x00, 0x86, 0x00, 0x00, tlv.encode(0x7C, tlv.encode(0x80, point)), 256).encode()


def cmac(key: bytes, data: bytes) -> bytes:
    context = CMAC(AES(key))
    context.update(data)
    return context.finalize()[:8]


def padded(data: bytes) -> bytes:
    return data + b"\x80" + bytes(-(len(data) + 1) % 16)


def proof_command(mac_key: bytes) -> bytes:
    """READ BINARY of SFI 01 in a fresh AES session, built here and not by the library."""
    expected_length = bytes.fromhex("970108")
    header = bytes.fromhex("0CB08100")
    counter = (1).to_bytes(16, "big")
    checksum = cmac(mac_key, padded(counter + padded(header) + expected_length))
    body = expected_length + b"\x8e\x08" + checksum
    return header + bytes((len(body),)) + body + b"\x00"


def protected_status(mac_key: bytes, sw: str = "9000") -> bytes:
    status = b"\x99\x02" + bytes.fromhex(sw)
    counter = (2).to_bytes(16, "big")
    return status + b"\x8e\x08" + cmac(mac_key, padded(counter + status)) + bytes.fromhex(sw)


def protected_data(encryption_key: bytes, mac_key: bytes, data: bytes) -> bytes:
    """An answer with data: AES-CBC under the encrypted counter, then the status and the checksum over both."""
    counter = (2).to_bytes(16, "big")
    iv_cipher = Cipher(AES(encryption_key), modes.CBC(bytes(16))).encryptor()
    data_cipher = Cipher(AES(encryption_key), modes.CBC(iv_cipher.update(counter))).encryptor()
    objects = tlv.encode(0x87, b"\x01", data_cipher.update(padded(data))) + bytes.fromhex("99029000")
    return objects + b"\x8e\x08" + cmac(mac_key, padded(counter + objects)) + b"\x90\x00"


def session_keys_of_version_1() -> tuple[bytes, bytes]:
    """K-enc and K-mac of the example's shared secret, without the nonce that version 2 adds."""
    secret = bytes.fromhex(BSI["ca_shared_secret_k"])
    keys = [hashlib.sha1(secret + counter.to_bytes(4, "big")).digest()[:16] for counter in (1, 2)]
    return keys[0], keys[1]


def run(
    infos: SecurityInfos, *exchanges: tuple[bytes, Answer]
) -> tuple[CardChannel | None, CheckOutcome, str]:
    with ScriptedCard(*exchanges) as card:
        done = authenticate_chip(CardChannel.open(card), infos, random=the_scalar_of_the_example)
    return done.channel, done.check.outcome, done.check.reason


VERSION_1 = dg14(info(CA_AES_128), chip_key())
SENT = ((set_at(CA_AES_128), OK), (general_authenticate(), "7C00" + OK))


def test_worked_example_of_version_2_passes_with_its_nonce_token_and_keys() -> None:
    answer = tlv.encode(
        0x7C,
        tlv.encode(0x81, bytes.fromhex(BSI["ca_nonce"])),
        tlv.encode(0x82, bytes.fromhex(BSI["ca_picc_token"])),
    )
    encryption_key, mac_key = bytes.fromhex(BSI["ca_k_enc"]), bytes.fromhex(BSI["ca_k_mac"])

    channel, outcome, reason = run(
        dg14(info(CA_AES_128, version=2, key_id=1), chip_key(key_id=1)),
        (set_at(CA_AES_128, key_id=1), OK),
        (general_authenticate(), answer + b"\x90\x00"),
        (proof_command(mac_key), protected_data(encryption_key, mac_key, b"a\x5b_\x1fXP<D")),
    )

    assert (outcome, reason) == (CheckOutcome.PASSED, "chip-key-proven")
    assert channel is not None


@pytest.mark.parametrize("tag", [0x81, 0x82])
def test_version_2_without_nonce_or_token_fails(tag: int) -> None:
    values = {0x81: bytes.fromhex(BSI["ca_nonce"]), 0x82: bytes.fromhex(BSI["ca_picc_token"])}
    answer = tlv.encode(0x7C, tlv.encode(tag, values[tag]))

    _, outcome, reason = run(
        dg14(info(CA_AES_128, version=2), chip_key()),
        (set_at(CA_AES_128), OK),
        (general_authenticate(), answer + b"\x90\x00"),
    )

    assert (outcome, reason) == (CheckOutcome.FAILED, "chip-authentication-refused")


@pytest.mark.parametrize("sw", ["9000", "6982"])
def test_any_answer_with_the_new_keys_is_the_proof(sw: str) -> None:
    _, mac_key = session_keys_of_version_1()

    channel, outcome, _ = run(VERSION_1, *SENT, (proof_command(mac_key), protected_status(mac_key, sw)))

    assert outcome is CheckOutcome.PASSED
    assert channel is not None


def test_yes_alone_proves_nothing() -> None:
    _, mac_key = session_keys_of_version_1()
    wrong = protected_status(bytes(16))

    for answer in (wrong, b"\x69\x88", b"\x90\x00", bytes(8) + b"\x90\x00"):
        channel, outcome, reason = run(VERSION_1, *SENT, (proof_command(mac_key), answer))
        assert (channel, outcome, reason) == (None, CheckOutcome.FAILED, "chip-key-not-proven")


@pytest.mark.parametrize(
    "exchanges",
    [
        pytest.param(((set_at(CA_AES_128), "6A80"),), id="selection refused"),
        pytest.param(((set_at(CA_AES_128), OK), (general_authenticate(), "6300")), id="key refused"),
        pytest.param(((set_at(CA_AES_128), OK), (general_authenticate(), "7D00" + OK)), id="other answer"),
    ],
)
def test_a_refusal_fails_and_keeps_the_session(exchanges: tuple[tuple[bytes, str], ...]) -> None:
    channel, outcome, reason = run(VERSION_1, *exchanges)

    assert (outcome, reason) == (CheckOutcome.FAILED, "chip-authentication-refused")
    assert channel is not None


@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_pulled_card_decides_nothing(at: int) -> None:
    _, mac_key = session_keys_of_version_1()
    script: list[tuple[bytes, Answer]] = [*SENT, (proof_command(mac_key), b"")]
    script[at] = (script[at][0], CardRemovedError())

    with pytest.raises(CardRemovedError):
        run(VERSION_1, *script[: at + 1])


def test_the_strongest_cipher_is_chosen_with_its_own_key() -> None:
    other = ec.multiply(7, ec.generator(CURVE)).encode()
    infos = dg14(
        info(CA_3DES, key_id=1),
        chip_key(key_id=1, point=other),
        info(CA_AES_128, key_id=2),
        chip_key(key_id=2),
        info(CA_AES_256, key_id=3),
    )

    _, outcome, _ = run(infos, (set_at(CA_AES_128, key_id=2), "6A80"))

    assert outcome is CheckOutcome.FAILED


def test_triple_des_sends_its_key_with_the_selection() -> None:
    kat = CommandApdu(0x00, 0x22, 0x41, 0xA6, tlv.encode(0x91, OWN_KEY)).encode()

    with ScriptedCard((kat, OK), (b"", "")) as card, pytest.raises(AssertionError, match="got 0CB08100"):
        authenticate_chip(CardChannel.open(card), dg14(chip_key()), random=the_scalar_of_the_example)


def test_triple_des_falls_back_to_general_authenticate() -> None:
    kat = CommandApdu(0x00, 0x22, 0x41, 0xA6, tlv.encode(0x91, OWN_KEY)).encode()

    _, outcome, _ = run(dg14(info(CA_3DES), chip_key()), (kat, "6A80"), (set_at(CA_3DES), "6A80"))

    assert outcome is CheckOutcome.FAILED


def unusable_keys() -> dict[str, Callable[[], SecurityInfos]]:
    return {
        "unknown curve": lambda: dg14(
            info(CA_AES_128), chip_key(parameters=explicit_parameters(CURVE, a=CURVE.a ^ 1))
        ),
        "point off the curve": lambda: dg14(info(CA_AES_128), chip_key(point=CHIP_KEY[:-1] + b"\x00")),
        "key of another number": lambda: dg14(
            info(CA_AES_128, key_id=1), chip_key(key_id=2), chip_key(key_id=3)
        ),
        "dh": lambda: dg14(info("0.4.0.127.0.7.2.2.3.1.2"), chip_key()),
    }


@pytest.mark.parametrize("infos", unusable_keys().values(), ids=unusable_keys().keys())
def test_keys_that_are_not_built_send_nothing(infos: Callable[[], SecurityInfos]) -> None:
    channel, outcome, reason = run(infos())

    assert (outcome, reason) == (CheckOutcome.NOT_PERFORMED, "chip-key-unsupported")
    assert channel is not None


def test_no_key_is_not_supported_and_sends_nothing() -> None:
    assert run(dg14(info(CA_AES_128)))[1:] == (CheckOutcome.NOT_SUPPORTED, "no-chip-key")


def test_explicit_key_of_the_reference_set_is_used_on_its_named_curve() -> None:
    infos = parse_dg14(bsi_file("2008", "Datagroup14.bin"))
    curve = curve_by_id(11)
    own = ec.multiply(3, ec.generator(curve)).encode()
    kat = CommandApdu(0x00, 0x22, 0x41, 0xA6, tlv.encode(0x91, own)).encode()

    with ScriptedCard((kat, "6A80"), (set_at(CA_3DES), "6A80")) as card:
        done = authenticate_chip(
            CardChannel.open(card), infos, random=lambda count: (2).to_bytes(count, "big")
        )

    assert done.check.evidence == {"protocol": "CA-ECDH-3DES", "curve": "brainpoolP224r1"}
