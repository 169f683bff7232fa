"""Active authentication from the card's side, verified by `cryptography` and by the definition of ISO/IEC 9796-2."""

import hashlib
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from emulator.card import EmrtdCard
from emulator.card.active_authentication import EcdsaActiveKey, RsaActiveKey
from emulator.card.image import ActiveKey
from emulator.card.profile import SignatureForm
from tests.unit.emulator.card.samples import CAN, make_image, scripted
from tests.unit.emulator.card.terminal import Session, establish_pace, send
from tests.vectors import ICAO, load

CHALLENGE = bytes.fromhex("F173589974BF40C6")
RSA = rsa.generate_private_key(65537, 1024)
EC_SECRET = 0x123456789ABCDEF


def make_rsa_key(digest: str, explicit_trailer: bool = False) -> RsaActiveKey:
    return RsaActiveKey(
        RSA.public_key().public_numbers().n, RSA.private_numbers().d, digest, explicit_trailer
    )


def open_card(key: ActiveKey | None) -> Session:
    session = establish_pace(EmrtdCard(replace(make_image(), active_key=key)), CAN.encode(), 2)
    session.select_application()
    return session


@pytest.mark.parametrize(
    ("digest", "explicit_trailer", "trailer"),
    [
        ("sha1", False, "bc"),
        ("sha1", True, "33cc"),
        ("sha224", False, "38cc"),
        ("sha256", False, "34cc"),
        ("sha384", False, "36cc"),
        ("sha512", False, "35cc"),
    ],
)
def test_rsa_signature_recovers(digest: str, explicit_trailer: bool, trailer: str) -> None:
    session = open_card(make_rsa_key(digest, explicit_trailer))
    signature, sw = session.send("00880000", CHALLENGE, "00")
    assert (len(signature), sw) == (128, 0x9000)
    numbers = RSA.public_key().public_numbers()
    recovered = pow(int.from_bytes(signature, "big"), numbers.e, numbers.n).to_bytes(128, "big")
    assert recovered[0] == 0x6A
    assert recovered.hex().endswith(trailer)
    body = recovered[1 : -len(trailer) // 2]
    length = hashlib.new(digest).digest_size
    message, found = body[:-length], body[-length:]
    assert found == hashlib.new(digest, message + CHALLENGE).digest()


def test_form_is_that_of_appendix_f() -> None:
    # The published representatives have the same parts: 6A, M1, hash, trailer.
    for vector in load(ICAO)["AA_decodeF"]:
        representative = bytes.fromhex(vector["f"])
        assert representative.hex().upper().startswith("6A" + vector["m1"] + vector["d"])
        digest = {20: "sha1", 28: "sha224", 32: "sha256", 48: "sha384", 64: "sha512"}[len(vector["d"]) // 2]
        trailer = representative[1 + (len(vector["m1"]) + len(vector["d"])) // 2 :].hex()
        assert (
            trailer
            == {"sha1": "bc", "sha224": "38cc", "sha256": "34cc", "sha384": "36cc", "sha512": "35cc"}[digest]
        )
        length = len(representative)
        # With that M1 drawn and a modulus that leaves the number alone, the card's representative is this very one.
        key = RsaActiveKey(1 << (8 * length - 1), 1, digest)
        made = key.sign(bytes.fromhex(vector["rnd_ifd"]), scripted(bytes.fromhex(vector["m1"])))
        assert made == representative


@pytest.mark.parametrize(
    ("parameter_id", "curve", "digest", "name"),
    [
        (12, ec.SECP256R1(), hashes.SHA256(), "sha256"),
        (12, ec.SECP256R1(), hashes.SHA512(), "sha512"),
        (13, ec.BrainpoolP256R1(), hashes.SHA256(), "sha256"),
        (15, ec.SECP384R1(), hashes.SHA384(), "sha384"),
        (18, ec.SECP521R1(), hashes.SHA1(), "sha1"),
    ],
)
@pytest.mark.parametrize("form", list(SignatureForm))
def test_ecdsa_signature_verifies(
    parameter_id: int, curve: ec.EllipticCurve, digest: hashes.HashAlgorithm, name: str, form: SignatureForm
) -> None:
    session = open_card(EcdsaActiveKey(parameter_id, EC_SECRET, name, form))
    signature, sw = session.send("00880000", CHALLENGE, "00")
    assert sw == 0x9000
    if form is SignatureForm.PLAIN:
        length = (curve.key_size + 7) // 8
        assert len(signature) == 2 * length
        signature = encode_dss_signature(
            int.from_bytes(signature[:length], "big"), int.from_bytes(signature[length:], "big")
        )
    ec.derive_private_key(EC_SECRET, curve).public_key().verify(signature, CHALLENGE, ec.ECDSA(digest))


def test_every_answer_is_another() -> None:
    for key in (make_rsa_key("sha1"), EcdsaActiveKey(13, EC_SECRET)):
        session = open_card(key)
        answers = {session.send("00880000", CHALLENGE, "00")[0] for _ in range(3)}
        assert len(answers) == 3


def test_what_is_refused() -> None:
    session = open_card(make_rsa_key("sha1"))
    assert session.send("00880001", CHALLENGE, "00") == (b"", 0x6A86)
    assert session.send("00880000", CHALLENGE[1:], "00") == (b"", 0x6700)
    assert session.send("00880000", CHALLENGE) == (b"", 0x6700)
    assert send(session.card, b"\x00\x88\x00\x00\x08" + CHALLENGE + b"\x00") == (b"", 0x6982)
    assert open_card(None).send("00880000", CHALLENGE, "00") == (b"", 0x6D00)


def test_not_outside_the_application() -> None:
    card = EmrtdCard(replace(make_image(), active_key=make_rsa_key("sha1")))
    session = establish_pace(card, CAN.encode(), 2)
    assert session.send("00880000", CHALLENGE, "00") == (b"", 0x6D00)


def test_a_long_signature_comes_in_pieces() -> None:
    key = rsa.generate_private_key(65537, 2048)
    numbers = key.private_numbers()
    session = open_card(RsaActiveKey(numbers.public_numbers.n, numbers.d, "sha256"))
    answer = session.card.process(session.protect(bytes.fromhex("00880000"), CHALLENGE, b"\x00"))
    assert (len(answer), answer[-2]) == (258, 0x61)
    rest = session.card.process(bytes.fromhex("00C0000000"))
    signature, sw = session.unprotect(answer[:-2] + rest)
    assert (len(signature), sw) == (256, 0x9000)
