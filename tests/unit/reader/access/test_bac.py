"""BAC against the worked example of Doc 9303-11 appendix D, and against cards that break it."""

from collections.abc import Callable

import pytest

from reader.access.bac import establish_bac
from reader.access.key import MrzKey
from reader.card.channel import CardChannel
from reader.codec.apdu import CommandApdu
from reader.crypto import cipher, mac
from reader.crypto.padding import pad
from reader.errors import AccessError, AccessProtocolError, WrongKeyError
from tests import vectors
from tests.scripted_card import Answer, ScriptedCard

D = vectors.load(vectors.ICAO)["BAC_D"]
D4 = vectors.load(vectors.ICAO)["SM_D4"]
KEY = MrzKey("L898902C", "690806", "940623")
GET_CHALLENGE = "0084000008"
EXTERNAL_AUTHENTICATE = f"0082000028{D['e_ifd']}{D['m_ifd']}28"


def drawn() -> Callable[[int], bytes]:
    queue = [bytes.fromhex(D["rnd_ifd"]), bytes.fromhex(D["k_ifd"])]

    def random(count: int) -> bytes:
        number = queue.pop(0)
        assert len(number) == count
        return number

    return random


def forged(plain: str) -> str:
    """An answer with a right checksum over anything."""
    kenc, kmac = bytes.fromhex(D["kenc"]), bytes.fromhex(D["kmac"])
    cryptogram = cipher.triple_des_cbc_encrypt(kenc, bytes(8), bytes.fromhex(plain))
    return (cryptogram + mac.retail_mac(kmac, pad(cryptogram, 8))).hex() + "9000"


def establish(answer: Answer) -> CardChannel:
    with ScriptedCard((GET_CHALLENGE, D["rnd_ic"] + "9000"), (EXTERNAL_AUTHENTICATE, answer)) as card:
        return establish_bac(CardChannel.open(card), KEY, random=drawn())


def test_appendix_d3_and_d4_byte_by_byte() -> None:
    exchanges = [(each["protected_c"], each["protected_r"]) for each in D4["exchanges"]]
    script = (
        (GET_CHALLENGE, D["rnd_ic"] + "9000"),
        (EXTERNAL_AUTHENTICATE, D["response"] + "9000"),
        *exchanges,
    )
    with ScriptedCard(*script) as card:
        channel = establish_bac(CardChannel.open(card), KEY, random=drawn())
        for each in D4["exchanges"]:
            command = CommandApdu.parse(bytes.fromhex(each["plain_c"]))
            assert channel.send(command) == bytes.fromhex(each["plain_data"])
    assert channel.max_response_length == 231


@pytest.mark.parametrize("status", ["6300", "63C2", "6982", "6985", "6988", "6A80"])
def test_refused_proof_means_wrong_key(status: str) -> None:
    with pytest.raises(WrongKeyError):
        establish(status)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        pytest.param("6D00", "bac-refused", id="not-known"),
        pytest.param("6983", "bac-refused", id="blocked"),
        pytest.param("9000", "bac-malformed", id="empty"),
        pytest.param(D["response"][:-2] + "9000", "bac-malformed", id="short"),
        pytest.param(D["response"][:-2] + "0F 9000", "bac-checksum", id="checksum"),
        pytest.param(forged(D["rnd_ifd"] + D["rnd_ic"] + "00" * 16), "bac-challenge", id="swapped"),
        pytest.param(forged(D["rnd_ic"] + D["rnd_ifd"] + D["k_ifd"]), "bac-reflected-key", id="own-key"),
    ],
)
def test_card_that_breaks_bac_is_told_apart_from_a_wrong_key(answer: str, reason: str) -> None:
    with pytest.raises(AccessProtocolError) as caught:
        establish(answer)
    assert caught.value.reason == reason


@pytest.mark.parametrize("answer", ["6D00", "6985", "9000", "00112233445566 9000", "001122334455667788 9000"])
def test_without_a_challenge_there_is_no_bac(answer: str) -> None:
    with ScriptedCard((GET_CHALLENGE, answer)) as card, pytest.raises(AccessError) as caught:
        establish_bac(CardChannel.open(card), KEY)
    assert caught.value.reason == "bac-refused"
