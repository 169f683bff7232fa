"""What EF.CardAccess, DG14, DG15 and EF.CardSecurity announce is what the chip does, for every profile."""

import hashlib
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import load_der_public_key

from emulator.card import CardImage, EmrtdCard
from emulator.card.image import ChipKey
from emulator.card.profile import ChipProfile, SignatureForm
from emulator.card.profiles import PROFILES, profile_by_name
from emulator.citizens import by_name
from emulator.issuer import personalise
from reader.codec.tlv import Tlv, encode, parse_all, unpack
from reader.crypto.cipher import SymmetricCipher
from tests.unit.emulator.card.pace_terminal import Arithmetic, make_session
from tests.unit.emulator.card.profile_terminal import open_by_pace, open_image
from tests.unit.emulator.card.terminal import tlv
from tests.unit.emulator.issuer.openssl import run

CITIZEN = by_name("nguyen-van-mau")
CIPHERS = {
    1: SymmetricCipher.TRIPLE_DES,
    2: SymmetricCipher.AES_128,
    3: SymmetricCipher.AES_192,
    4: SymmetricCipher.AES_256,
}
CHIP_AUTHENTICATION = bytes.fromhex("04007F0007020203")
PUBLIC_KEY = bytes.fromhex("04007F0007020201")
CHALLENGE = bytes.fromhex("0123456789ABCDEF")
SECRET = 0x1234567


def infos(data: bytes) -> list[tuple[Tlv, ...]]:
    """The SecurityInfos of a SET."""
    return [parse_all(info.value) for info in parse_all(unpack(0x31, data))]


def number(part: Tlv) -> int:
    return int.from_bytes(part.value, "big")


def public_key(info: tuple[Tlv, ...]) -> bytes:
    """The public value of a ChipAuthenticationPublicKeyInfo, as it travels."""
    value = parse_all(info[1].value)[1].value[1:]
    if value[:1] == b"\x04":
        return value
    return unpack(0x02, value).lstrip(b"\x00")


CA_PROFILES = [
    name for name, profile in PROFILES.items() if any(key.ciphers for key in profile.chip_authentication)
]


@pytest.mark.parametrize("name", CA_PROFILES)
def test_every_announced_chip_authentication_works(name: str) -> None:
    image = personalise(CITIZEN, PROFILES[name])
    found = infos(unpack(0x6E, image.application[0x010E]))
    keys = [info for info in found if info[0].value.startswith(PUBLIC_KEY)]
    announced = [info for info in found if info[0].value.startswith(CHIP_AUTHENTICATION)]
    assert len(keys) == len(image.authentication_keys)
    if not image.profile.announces_chip_authentication:
        assert announced == []
        check_key_agreement_template(image, public_key(keys[0]))
    for info in announced:
        key_id = info[2].value if len(info) == 3 else None
        (key,) = [key for key in keys if (key[2].value if len(key) == 3 else None) == key_id]
        check_chip_authentication(image, info[0].value, public_key(key), key_id)


def chip_key(image: CardImage, public: bytes) -> tuple[ChipKey, Arithmetic]:
    """The chip's key with that public value, and its group's arithmetic."""
    for key in image.authentication_keys:
        group = Arithmetic(key.parameter_id)
        if int.from_bytes(group.power(key.secret, group.base), "big") == int.from_bytes(public, "big"):
            return key, group
    raise AssertionError("DG14 has a key that the chip has not")


def check_chip_authentication(image: CardImage, oid: bytes, public: bytes, key_id: bytes | None) -> None:
    key, group = chip_key(image, public)
    session = open_image(image)
    reference = tlv(0x84, key_id) if key_id is not None else b""
    assert session.send("002241A4", tlv(0x80, oid) + reference) == (b"", 0x9000)
    own = tlv(0x7C, tlv(0x80, group.power(SECRET, group.base)))
    if image.profile.is_open:
        answer = session.card.process(b"\x00\x86\x00\x00" + bytes((len(own),)) + own + b"\x00")
        assert answer.hex() == "7c009000"
    elif len(own) > 200 and not image.profile.extended_length:
        raise AssertionError("no such profile")
    else:
        assert session.send("00860000", own, "0000" if len(own) > 200 else "00") == (b"\x7c\x00", 0x9000)
    length = len(group.base)
    shared = group.shared(group.power(SECRET, public.rjust(length, b"\x00")))
    renewed = make_session(session.card, shared, CIPHERS[oid[-1]])
    assert renewed.send("00A4020C", b"\x01\x01") == (b"", 0x9000)
    assert key.ciphers


def check_key_agreement_template(image: CardImage, public: bytes) -> None:
    _, group = chip_key(image, public)
    session = open_image(image)
    assert session.send("002241A6", tlv(0x91, group.power(SECRET, group.base))) == (b"", 0x9000)
    shared = group.shared(group.power(SECRET, public))
    renewed = make_session(session.card, shared, SymmetricCipher.TRIPLE_DES)
    assert renewed.send("00A4020C", b"\x01\x01") == (b"", 0x9000)


@pytest.mark.parametrize("name", [name for name, profile in PROFILES.items() if profile.pace])
def test_card_access_lies_within_dg14(name: str) -> None:
    image = personalise(CITIZEN, PROFILES[name])
    announced = infos(image.master_file[0x011C])
    assert all(info in infos(unpack(0x6E, image.application[0x010E])) for info in announced)
    if 0x011D in image.master_file:
        content = signed_content(image.master_file[0x011D])
        assert all(info in infos(content) for info in announced)


def signed_content(card_security: bytes) -> bytes:
    """The SecurityInfos inside, unverified."""
    signed_data = parse_all(parse_all(unpack(0x30, card_security))[1].value)[0]
    encapsulated = parse_all(signed_data.value)[2]
    kind, content = parse_all(encapsulated.value)
    assert kind.value.hex() == "04007f0007030201"
    return unpack(0x04, content.value)


@pytest.mark.parametrize("name", ["cam", "cam-and-ca"])
def test_card_security_is_signed_and_proves_the_mapping(name: str, csca: Path) -> None:
    image = personalise(CITIZEN, profile_by_name(name))
    card_security = image.master_file[0x011D]
    content = run(
        *("cms", "-verify", "-inform", "DER", "-CAfile", csca, "-purpose", "any", "-binary"),
        data=card_security,
    )
    assert content == signed_content(card_security)
    (key,) = [info for info in infos(content) if info[0].value.startswith(PUBLIC_KEY)]
    assert number(key[2]) == 13
    algorithm = parse_all(parse_all(key[1].value)[0].value)
    assert (algorithm[0].value.hex(), number(algorithm[1])) == ("04007f00070102", 13)
    result = open_by_pace(EmrtdCard(image), image)
    proven = Arithmetic(13).power(int.from_bytes(result.chip_data, "big"), public_key(key))
    assert proven == result.mapping_key


@pytest.mark.parametrize(
    "name", [name for name, profile in PROFILES.items() if profile.active_authentication is not None]
)
def test_dg15_verifies_what_the_chip_signs(name: str) -> None:
    image = personalise(CITIZEN, PROFILES[name])
    session = open_image(image)
    command = session.protect(bytes.fromhex("00880000"), CHALLENGE, b"\x00\x00")
    signature, sw = session.unprotect(session.card.process(command))
    assert sw == 0x9000
    info = unpack(0x6F, image.application[0x010F])
    if image.profile.active_authentication is not None and image.profile.active_authentication.rsa_bits:
        check_rsa(info, signature, image.profile.active_authentication.digest)
    else:
        check_ecdsa(info, signature, image.profile)


def check_rsa(info: bytes, signature: bytes, digest: str) -> None:
    key = load_der_public_key(info)
    assert isinstance(key, rsa.RSAPublicKey)
    numbers = key.public_numbers()
    recovered = pow(int.from_bytes(signature, "big"), numbers.e, numbers.n).to_bytes(len(signature), "big")
    trailer = {"sha1": b"\xbc", "sha256": b"\x34\xcc"}[digest]
    assert recovered[:1] + recovered[-len(trailer) :] == b"\x6a" + trailer
    body = recovered[1 : -len(trailer)]
    length = hashlib.new(digest).digest_size
    assert body[-length:] == hashlib.new(digest, body[:-length] + CHALLENGE).digest()


def check_ecdsa(info: bytes, signature: bytes, profile: ChipProfile) -> None:
    choice = profile.active_authentication
    assert choice is not None
    curve = {12: ec.SECP256R1(), 13: ec.BrainpoolP256R1(), 15: ec.SECP384R1()}[choice.parameter_id]
    # Read with the curve's name in place of its parameters, which the library does not take for every curve.
    point = parse_all(unpack(0x30, info))[1].value[1:]
    key = ec.EllipticCurvePublicKey.from_encoded_point(curve, point)
    if choice.form is SignatureForm.PLAIN:
        half = len(signature) // 2
        signature = encode_dss_signature(
            int.from_bytes(signature[:half], "big"), int.from_bytes(signature[half:], "big")
        )
    digest = {"sha256": hashes.SHA256(), "sha384": hashes.SHA384()}[choice.digest]
    key.verify(signature, CHALLENGE, ec.ECDSA(digest))


def test_dg14_says_how_an_ecdsa_key_signs() -> None:
    image = personalise(CITIZEN, profile_by_name("aa-ecdsa"))
    (info,) = [
        info
        for info in infos(unpack(0x6E, image.application[0x010E]))
        if info[0].value.hex() == "6781080101" + "05"
    ]
    assert [part.value.hex() for part in info] == ["678108010105", "01", "04007f00070101040103"]


def test_chips_without_anything_to_announce_have_no_dg14() -> None:
    image = personalise(CITIZEN, profile_by_name("bac-plain"))
    assert 0x010E not in image.application
    assert 0x011C not in image.master_file
    assert encode(0x5C, bytes.fromhex("6175636D")) in image.application[0x011E]


def test_lds_versions() -> None:
    new, old = (personalise(CITIZEN, profile_by_name(name)) for name in ("lds-1.8", "cccd"))
    assert b"0108" in new.application[0x011E]
    assert b"0107" in old.application[0x011E]
    assert b"\x13\x040108\x13\x06040000" in new.application[0x011D]
    assert b"0108" not in old.application[0x011D]


@pytest.mark.parametrize("name", ["muster-anna-maria", "sample-john-resident"])
def test_foreigners_are_read_by_their_own_mrz(name: str) -> None:
    citizen = by_name(name)
    image = personalise(citizen, profile_by_name("bac-only"))
    session = open_image(image)
    mrz = "".join(citizen.mrz_lines).encode()
    assert session.send("00B08100", le="00") == (encode(0x61, encode(0x5F1F, mrz)), 0x9000)
    assert b"UTO" in image.application[0x011D]
