"""PACE with generic mapping against published examples, and against cards that break it."""

from collections.abc import Callable

import pytest

from reader.access.key import AccessKey, Can, MrzKey
from reader.access.pace import PaceMapping, establish_pace, suite_of
from reader.card.channel import CardChannel
from reader.codec import tlv
from reader.codec.apdu import CommandApdu
from reader.crypto import ec
from reader.crypto.cipher import SymmetricCipher
from reader.crypto.curves import curve_by_id
from reader.errors import AccessError, AccessProtocolError, ReaderError, StatusWordError, WrongKeyError
from reader.lds.security_info import PaceInfo
from tests import vectors
from tests.scripted_card import Answer, ScriptedCard

BRAINPOOL = curve_by_id(13)
INFO = PaceInfo("0.4.0.127.0.7.2.2.4.2.2", 2, 13)
G1 = vectors.load(vectors.ICAO)["PACE_GM_ECDH_G1"]
G1_KEY = MrzKey("T22000129", "640812", "101031")
BSI = next(example for example in vectors.load(vectors.BSI)["examples"] if example["name"] == "ECDH")

OWN_MAPPING = bytes.fromhex(G1["map_pk_ifd"])
OWN_EPHEMERAL = bytes.fromhex(G1["pk_ifd"])
OFF_CURVE = OWN_MAPPING[:-1] + bytes((OWN_MAPPING[-1] ^ 1,))


def scalars(*values: str) -> Callable[[int], bytes]:
    """Random bytes that `ec.random_scalar` turns into exactly these scalars on brainpoolP256r1."""
    queue = list(values)

    def random(count: int) -> bytes:
        return (int(queue.pop(0), 16) - 1).to_bytes(count, "big")

    return random


def authenticate(data: str, *, last: bool = False) -> str:
    body = bytes.fromhex(data)
    dynamic = tlv.encode(0x7C, body)
    return f"{'00' if last else '10'} 86 0000 {len(dynamic):02X} {dynamic.hex()} 00"


def step(tag: int, value: str) -> str:
    return tlv.encode(tag, bytes.fromhex(value)).hex()


def answer(tag: int, value: str) -> str:
    return tlv.encode(0x7C, bytes.fromhex(step(tag, value))).hex() + "9000"


SELECT_MRZ = "0022C1A412 800A04007F00070202040202 830101 84010D"
SELECT_CAN = "0022C1A412 800A04007F00070202040202 830102 84010D"


def g1_script(**replacements: Answer) -> ScriptedCard:
    """The conversation of appendix G.1; `nonce`, `mapping`, `key`, `token` replace answers, and the last one ends it."""
    exchanges: list[tuple[str, str, Answer]] = [
        ("select", SELECT_MRZ, "9000"),
        ("nonce", authenticate(""), answer(0x80, G1["z"])),
        ("mapping", authenticate(step(0x81, G1["map_pk_ifd"])), answer(0x82, G1["map_pk_ic"])),
        ("key", authenticate(step(0x83, G1["pk_ifd"])), answer(0x84, G1["pk_ic"])),
        ("token", authenticate(step(0x85, G1["t_ifd"]), last=True), answer(0x86, G1["t_ic"])),
    ]
    script: list[tuple[str | bytes, Answer]] = []
    ending = bool(replacements)
    for name, command, usual in exchanges:
        script.append((command, replacements.pop(name, usual)))
        if ending and not replacements:
            break
    return ScriptedCard(*script)


def establish(card: ScriptedCard, key: AccessKey = G1_KEY, info: PaceInfo = INFO) -> CardChannel:
    random = scalars(G1["map_sk_ifd"], G1["sk_ifd"])
    return establish_pace(CardChannel.open(card), info, key, random=random)


def test_icao_example_g1_opens_the_session_with_every_published_byte() -> None:
    with g1_script() as card:
        channel = establish(card)
    assert channel.max_response_length == 223
    assert channel.apdus == 5


def test_session_after_g1_uses_the_published_keys() -> None:
    # An independent computation of the first protected command under KS_enc, KS_mac and counter 1.
    from cryptography.hazmat.primitives.ciphers import Cipher, modes
    from cryptography.hazmat.primitives.ciphers.algorithms import AES
    from cryptography.hazmat.primitives.cmac import CMAC

    ks_enc, ks_mac = bytes.fromhex(G1["ks_enc"]), bytes.fromhex(G1["ks_mac"])
    counter = (1).to_bytes(16, "big")
    block = Cipher(AES(ks_enc), modes.ECB()).encryptor()
    iv = block.update(counter)
    encryptor = Cipher(AES(ks_enc), modes.CBC(iv)).encryptor()
    cryptogram = encryptor.update(bytes.fromhex("A0000002471001" + "80" + "00" * 8))
    objects = bytes.fromhex("871101") + cryptogram
    context = CMAC(AES(ks_mac))
    context.update(
        counter + bytes.fromhex("0CA4040C80" + "00" * 11) + objects + bytes.fromhex("80" + "00" * 12)
    )
    protected = bytes.fromhex("0CA4040C1D") + objects + b"\x8e\x08" + context.finalize()[:8] + b"\x00"

    with g1_script() as card:
        channel = establish(card)
        card.expect((protected, "6982"))
        with pytest.raises(ReaderError):
            channel.transmit(CommandApdu(0, 0xA4, 4, 0x0C, bytes.fromhex("A0000002471001")))


def test_bsi_example_opens_the_session_with_every_published_byte() -> None:
    example = BSI
    script: tuple[tuple[str, str], ...] = (
        (SELECT_CAN, "9000"),
        (authenticate(""), answer(0x80, example["pace_enc_nonce"])),
        (
            authenticate(step(0x81, example["pace_static_pcd_pub_key"])),
            answer(0x82, example["pace_static_picc_pub_key"]),
        ),
        (
            authenticate(step(0x83, example["pace_eph_pcd_pub_key"])),
            answer(0x84, example["pace_eph_picc_pub_key"]),
        ),
        (
            authenticate(step(0x85, example["pace_authentication_token_pcd"]), last=True),
            answer(0x86, example["pace_authentication_token_picc"]),
        ),
    )
    random = scalars(example["pace_static_pcd_priv_key"], example["pace_eph_pcd_priv_key"])
    with ScriptedCard(*script) as card:
        establish_pace(CardChannel.open(card), INFO, Can(example["password"]), random=random)


def test_certificate_authority_references_beside_the_token_are_tolerated() -> None:
    token = tlv.encode(0x86, bytes.fromhex(G1["t_ic"])) + tlv.encode(0x87, b"DECVCA00001")
    with g1_script(token=tlv.encode(0x7C, token).hex() + "9000") as card:
        establish(card)


def test_tries_left_in_the_answer_to_set_at_are_tolerated() -> None:
    with g1_script(select="63C2", nonce="6F00") as card, pytest.raises(AccessProtocolError):
        establish(card)


@pytest.mark.parametrize("status", ["6300", "63C1"])
def test_refused_token_means_wrong_key(status: str) -> None:
    with g1_script(token=status) as card, pytest.raises(WrongKeyError) as caught:
        establish(card)
    assert isinstance(caught.value.__cause__, StatusWordError)


def test_other_token_of_the_card_means_wrong_key() -> None:
    with g1_script(token=answer(0x86, "0000000000000000")) as card, pytest.raises(WrongKeyError):
        establish(card)


def test_shortened_token_of_the_card_means_wrong_key() -> None:
    with g1_script(token=answer(0x86, G1["t_ic"][:-2])) as card, pytest.raises(WrongKeyError):
        establish(card)


def test_wrong_key_is_never_reported_before_the_token() -> None:
    with g1_script(key="6300") as card, pytest.raises(AccessProtocolError):
        establish(card)


@pytest.mark.parametrize("name", ["mapping", "key"])
@pytest.mark.parametrize(
    "point",
    [
        pytest.param(OFF_CURVE.hex(), id="off-curve"),
        pytest.param("00", id="infinity"),
        pytest.param("04" + "00" * 64, id="zero"),
        pytest.param("04" + f"{BRAINPOOL.p:064x}" + "00" * 32, id="coordinate-not-below-p"),
        pytest.param("02" + G1["map_pk_ic"][2:66], id="compressed"),
        pytest.param(G1["map_pk_ic"][:-2], id="short"),
        pytest.param(G1["map_pk_ic"] + "00", id="long"),
        pytest.param("", id="empty"),
    ],
)
def test_unusable_point_is_refused(name: str, point: str) -> None:
    tag = 0x82 if name == "mapping" else 0x84
    with g1_script(**{name: answer(tag, point)}) as card, pytest.raises(AccessProtocolError) as caught:
        establish(card)
    assert caught.value.reason == "pace-bad-point"


@pytest.mark.parametrize(
    ("name", "tag", "own"), [("mapping", 0x82, OWN_MAPPING), ("key", 0x84, OWN_EPHEMERAL)]
)
@pytest.mark.parametrize("negated", [False, True])
def test_own_key_sent_back_is_refused(name: str, tag: int, own: bytes, *, negated: bool) -> None:
    point = ec.decode_point(BRAINPOOL, own)
    if negated:
        point = ec.Point(BRAINPOOL, point.x, BRAINPOOL.p - point.y)
    reflected = answer(tag, point.encode().hex())
    with g1_script(**{name: reflected}) as card, pytest.raises(AccessProtocolError) as caught:
        establish(card)
    assert caught.value.reason == "pace-reflected-key"


def test_generator_mapped_to_infinity_is_refused() -> None:
    # The card, knowing our mapping key, answers with the point that cancels s*G.
    secret = int(G1["map_sk_ifd"], 16)
    inverse = pow(secret, -1, BRAINPOOL.n)
    cancelling = ec.multiply(-int(G1["s"], 16) * inverse, ec.generator(BRAINPOOL))
    reply = answer(0x82, cancelling.encode().hex())
    with g1_script(mapping=reply) as card, pytest.raises(AccessProtocolError) as caught:
        establish(card)
    assert caught.value.reason == "pace-bad-point"


@pytest.mark.parametrize(
    ("name", "reply"),
    [
        pytest.param("select", "6A80", id="set-at-refused"),
        pytest.param("nonce", "6A86", id="nonce-refused"),
        pytest.param("nonce", "9000", id="no-answer"),
        pytest.param("nonce", "7C009000", id="empty-answer"),
        pytest.param("nonce", answer(0x81, G1["z"]), id="other-tag"),
        pytest.param("nonce", answer(0x80, ""), id="empty-nonce"),
        pytest.param("nonce", answer(0x80, G1["z"][:-2]), id="nonce-of-15-bytes"),
        pytest.param("nonce", answer(0x80, G1["z"] * 5), id="nonce-of-80-bytes"),
        pytest.param("nonce", answer(0x80, G1["z"])[:-4] + "009000", id="trailing-byte"),
        pytest.param("nonce", "7C83FFFFFF9000", id="lying-length"),
        pytest.param("nonce", "7C06 800100 800100 9000", id="value-twice"),
        pytest.param("mapping", answer(0x80, G1["map_pk_ic"]), id="step-out-of-order"),
        pytest.param("token", "7C0D 86083ABB9674BCE93C08 890100 9000", id="foreign-object-beside-token"),
        pytest.param("token", "6A80", id="token-step-refused"),
    ],
)
def test_card_that_breaks_the_protocol_is_told_apart_from_a_wrong_key(name: str, reply: str) -> None:
    with g1_script(**{name: reply}) as card, pytest.raises(AccessProtocolError):
        establish(card)


@pytest.mark.parametrize(
    "info",
    [
        PaceInfo("0.4.0.127.0.7.2.2.4.1.2", 2, 13),
        PaceInfo("0.4.0.127.0.7.2.2.4.3.2", 2, 13),
        PaceInfo("0.4.0.127.0.7.2.2.4.2.2", 2, 0),
        PaceInfo("0.4.0.127.0.7.2.2.4.4.2", 2, 10),
        PaceInfo("0.4.0.127.0.7.2.2.4.5.2", 2, 13),
        PaceInfo("0.4.0.127.0.7.2.2.4.6.1", 2, 13),
        PaceInfo("0.4.0.127.0.7.2.2.4.6.2", 2, 0),
        PaceInfo("0.4.0.127.0.7.2.2.4.2.2", 2, 3),
        PaceInfo("0.4.0.127.0.7.2.2.4.2.5", 2, 13),
        PaceInfo("0.4.0.127.0.7.2.2.4.2", 2, 13),
        PaceInfo("0.4.0.127.0.7.2.2.3.2.2", 2, 13),
        PaceInfo("0.4.0.127.0.7.2.2.4.2.2", 1, 13),
        PaceInfo("0.4.0.127.0.7.2.2.4.2.2", 2, None),
        PaceInfo("0.4.0.127.0.7.2.2.4.2.2", 2, 19),
    ],
)
def test_unsupported_variant_is_refused_before_any_command(info: PaceInfo) -> None:
    with ScriptedCard() as card, pytest.raises(AccessError) as caught:
        establish(card, info=info)
    assert caught.value.reason == "pace-unsupported"


@pytest.mark.parametrize(
    ("arc", "cipher"),
    [
        (1, SymmetricCipher.TRIPLE_DES),
        (2, SymmetricCipher.AES_128),
        (3, SymmetricCipher.AES_192),
        (4, SymmetricCipher.AES_256),
    ],
)
def test_suite_names_mapping_cipher_and_group(arc: int, cipher: SymmetricCipher) -> None:
    suite = suite_of(PaceInfo(f"0.4.0.127.0.7.2.2.4.2.{arc}", 2, 16))
    assert suite is not None
    assert (suite.mapping, suite.cipher, suite.group.name) == (PaceMapping.ECDH_GM, cipher, "brainpoolP384r1")
