"""PACE in all its variants from the card's side: appendices G.2, H.1, H.2 byte for byte, and a terminal for the rest."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from emulator.card import EmrtdCard
from emulator.card.groups import DhGroup, GroupError, group_by_id
from emulator.card.image import ChipKey
from emulator.card.integrated_mapping import pseudo_random
from emulator.card.modp import MODP
from emulator.card.protocols import Mapping, PaceProtocol, announced_pace
from reader.codec.tlv import encode
from reader.crypto.cipher import SymmetricCipher
from reader.crypto.curves import PARAMETER_IDS
from tests.unit.emulator.card.pace_terminal import Arithmetic, run_pace
from tests.unit.emulator.card.samples import CAN, COM, MRZ_INFORMATION, make_image, scripted
from tests.unit.emulator.card.terminal import Session, send, tlv
from tests.unit.emulator.issuer.openssl import run
from tests.vectors import BSI, ICAO, load

VECTORS: dict[str, Any] = load(ICAO)
GET_NONCE = "10860000027C0000"
AES_128 = SymmetricCipher.AES_128


def make_card_with(
    *protocols: PaceProtocol, random: Callable[[int], bytes] | None = None, mrz: str = MRZ_INFORMATION
) -> EmrtdCard:
    """The sample chip with these PaceInfos, and a static key on each curve."""
    image = make_image()
    card_access = encode(0x31, *(protocol.info() for protocol in protocols))
    keys = tuple(ChipKey(protocol.parameter_id, 0x123456789, ()) for protocol in protocols)
    image = replace(
        image,
        master_file={**image.master_file, 0x011C: card_access},
        mrz_information=mrz,
        chip_keys=keys,
    )
    return EmrtdCard(image) if random is None else EmrtdCard(image, random=random)


def drawn(group: str, secret: str) -> bytes:
    """What must be drawn so that this secret comes out in the group (DH: modulo the order)."""
    if group == "EC":
        return (int(secret, 16) - 1).to_bytes(40, "big")
    q = int(MODP[0][2], 16)
    return (int(secret, 16) % q - 1).to_bytes(28, "big")


def step(tag: int, data: str, *, last: bool = False) -> bytes:
    template = tlv(0x7C, tlv(tag, bytes.fromhex(data)))
    return (b"\x00" if last else b"\x10") + b"\x86\x00\x00" + bytes((len(template),)) + template + b"\x00"


def check_step(card: EmrtdCard, tag: int, data: str, answer_tag: int, answer: str) -> None:
    got, sw = send(card, step(tag, data, last=tag == 0x85))
    expected = tlv(0x7C, tlv(answer_tag, bytes.fromhex(answer)))
    assert (got.hex(), f"{sw:04X}") == (expected.hex(), "9000")


def test_card_answers_appendix_g2_byte_for_byte() -> None:
    vector = VECTORS["PACE_GM_DH_G2"]
    bsi = load(BSI)["examples"][1]
    assert bsi["pace_static_picc_pub_key"].lstrip("0") == vector["map_pk_ic"].lstrip("0")
    random = scripted(
        bytes.fromhex(vector["s"]),
        drawn("DH", bsi["pace_static_picc_priv_key"]),
        drawn("DH", bsi["pace_eph_picc_priv_key"]),
    )
    card = make_card_with(
        PaceProtocol(Mapping.DH_GENERIC, AES_128, 0), random=random, mrz="T22000129364081251010318"
    )
    assert send(card, "0022C1A412800A04007F00070202040102830101840100") == (b"", 0x9000)
    assert send(card, GET_NONCE) == (bytes.fromhex("7C128010" + vector["z"]), 0x9000)
    check_step(card, 0x81, vector["map_pk_ifd"], 0x82, vector["map_pk_ic"])
    check_step(card, 0x83, vector["pk_ifd"], 0x84, vector["pk_ic"])
    check_step(card, 0x85, vector["t_ifd"], 0x86, vector["t_ic"])


def test_card_answers_appendix_h1_byte_for_byte() -> None:
    vector = VECTORS["PACE_IM_ECDH_H1"]
    protocol = PaceProtocol(Mapping.ECDH_INTEGRATED, AES_128, 13)
    assert protocol.oid.hex().upper() == vector["oid"]
    card = make_card_with(protocol, random=scripted(bytes.fromhex(vector["s"]), drawn("EC", vector["sk_ic"])))
    # The example's password is this card's CAN.
    assert send(card, "0022C1A40F800A04007F00070202040402830102") == (b"", 0x9000)
    assert send(card, GET_NONCE) == (bytes.fromhex("7C128010" + vector["z"]), 0x9000)
    check_step(card, 0x81, vector["t"], 0x82, "")
    check_step(card, 0x83, vector["pk_ifd"], 0x84, vector["pk_ic"])
    check_step(card, 0x85, vector["t_ifd"], 0x86, vector["t_ic"])


@pytest.mark.parametrize("name", ["PACE_IM_ECDH_H1", "PACE_IM_DH_H2"])
def test_integrated_mapping_makes_the_generators_of_appendix_h(name: str) -> None:
    vector = VECTORS[name]
    group = group_by_id(vector["param"])
    number = pseudo_random(AES_128, bytes.fromhex(vector["s"]), bytes.fromhex(vector["t"]), group)
    assert group.map_integrated(number).hex().upper() == vector["g_mapped"]
    if "rp" in vector:
        assert f"{number:X}" == vector["rp"]


@pytest.mark.parametrize("parameter_id", PARAMETER_IDS)
def test_generic_mapping_on_every_curve(parameter_id: int) -> None:
    protocol = PaceProtocol(Mapping.ECDH_GENERIC, AES_128, parameter_id)
    check_reading(run_pace(make_card_with(protocol), protocol, CAN.encode(), 2).session)


@pytest.mark.parametrize("parameter_id", [0, 1, 2])
@pytest.mark.parametrize("mapping", [Mapping.DH_GENERIC, Mapping.DH_INTEGRATED])
def test_both_mappings_in_every_modp_group(parameter_id: int, mapping: Mapping) -> None:
    protocol = PaceProtocol(mapping, AES_128, parameter_id)
    check_reading(run_pace(make_card_with(protocol), protocol, CAN.encode(), 2).session)


@pytest.mark.parametrize("cipher", list(SymmetricCipher))
@pytest.mark.parametrize("mapping", list(Mapping))
def test_every_cipher_with_every_mapping(mapping: Mapping, cipher: SymmetricCipher) -> None:
    protocol = PaceProtocol(mapping, cipher, 0 if mapping.name.startswith("DH") else 13)
    password = hashlib.sha1(MRZ_INFORMATION.encode()).digest()
    check_reading(run_pace(make_card_with(protocol), protocol, password, 1).session)


@pytest.mark.parametrize("parameter_id", [identifier for identifier in PARAMETER_IDS if identifier != 10])
def test_integrated_mapping_on_every_curve_that_allows_it(parameter_id: int) -> None:
    protocol = PaceProtocol(Mapping.ECDH_INTEGRATED, AES_128, parameter_id)
    check_reading(run_pace(make_card_with(protocol), protocol, CAN.encode(), 2).session)


def test_integrated_mapping_is_refused_where_it_cannot_be() -> None:
    # The prime of secp224r1 is 1 modulo 4.
    protocol = PaceProtocol(Mapping.ECDH_INTEGRATED, AES_128, 10)
    with pytest.raises(AssertionError, match="6A80"):
        run_pace(make_card_with(protocol), protocol, CAN.encode(), 2)
    for number in (0, 1):
        with pytest.raises(GroupError):
            group_by_id(13).map_integrated(number)


def test_the_terminals_nonce_has_the_length_of_a_key() -> None:
    protocol = PaceProtocol(Mapping.ECDH_INTEGRATED, AES_128, 13)
    card = make_card_with(protocol)
    send(card, "0022C1A40F800A04007F00070202040402830102")
    send(card, GET_NONCE)
    assert send(card, step(0x81, "00" * 15)) == (b"", 0x6A80)


@pytest.mark.parametrize("parameter_id", [12, 13, 16, 18])
def test_chip_authentication_mapping_proves_the_static_key(parameter_id: int) -> None:
    protocol = PaceProtocol(Mapping.ECDH_CHIP_AUTHENTICATION, AES_128, parameter_id)
    result = run_pace(make_card_with(protocol), protocol, CAN.encode(), 2)
    curve = Arithmetic(parameter_id)
    static_key = curve.power(0x123456789, curve.base)
    assert curve.power(int.from_bytes(result.chip_data, "big"), static_key) == result.mapping_key
    check_reading(result.session)


def test_chip_authentication_mapping_needs_a_key_of_its_group() -> None:
    protocol = PaceProtocol(Mapping.ECDH_CHIP_AUTHENTICATION, AES_128, 12)
    image = make_image()
    card = EmrtdCard(replace(image, master_file={0x011C: encode(0x31, protocol.info())}))
    with pytest.raises(AssertionError):
        run_pace(card, protocol, CAN.encode(), 2)


def test_a_protocol_announced_twice_wants_its_parameters_named() -> None:
    first = PaceProtocol(Mapping.ECDH_GENERIC, AES_128, 12)
    second = PaceProtocol(Mapping.ECDH_GENERIC, AES_128, 13)
    for protocol in (first, second):
        run_pace(make_card_with(first, second), protocol, CAN.encode(), 2)
    with pytest.raises(AssertionError):
        run_pace(make_card_with(first, second), second, CAN.encode(), 2, parameters=False)
    run_pace(make_card_with(second), second, CAN.encode(), 2, parameters=False)


@pytest.mark.parametrize(
    "bad",
    [
        pytest.param(1, id="one"),
        pytest.param(0, id="nothing"),
        pytest.param(-1, id="of order two"),
        pytest.param(2, id="outside the subgroup"),
    ],
)
def test_small_subgroups_are_refused(bad: int) -> None:
    group = group_by_id(0)
    assert isinstance(group, DhGroup)
    card = make_card_with(PaceProtocol(Mapping.DH_GENERIC, AES_128, 0))
    send(card, "0022C1A40F800A04007F00070202040102830102")
    send(card, GET_NONCE)
    assert send(card, step(0x81, (bad % group.p).to_bytes(128, "big").hex())) == (b"", 0x6A80)


def test_a_modp_key_never_starts_with_zero() -> None:
    group = group_by_id(0)
    assert isinstance(group, DhGroup)
    short = next(secret for secret in range(2, 5000) if not group.power(secret, group.generator())[0])
    random = scripted(*(number.to_bytes(28, "big") for number in (short - 1, short)))
    secret, public = group.public_key(random)
    assert secret == short + 1
    assert public[0]


def test_what_is_announced_and_cannot_be_understood_is_left_out() -> None:
    good = PaceProtocol(Mapping.ECDH_GENERIC, AES_128, 13)
    infos = [
        good.info(),
        good.info().replace(b"\x02\x01\x0d", b"\x02\x01\x07"),
        good.info().replace(bytes.fromhex("020204"), bytes.fromhex("02020A")),
        good.info().replace(bytes.fromhex("070202040202"), bytes.fromhex("070202040902")),
        bytes.fromhex("300D060804007F0007020202020101"),
    ]
    assert announced_pace(encode(0x31, *infos)) == (good,)
    assert announced_pace(encode(0x31, infos[2])) == ()
    assert announced_pace(b"\x31\x05") == announced_pace(b"") == announced_pace(encode(0x30)) == ()
    with pytest.raises(GroupError):
        group_by_id(7)


@pytest.mark.parametrize(("parameter_id", "number"), [(0, 1), (1, 2), (2, 3)])
def test_modp_groups_are_those_of_openssl(parameter_id: int, number: int) -> None:
    parameters = run("genpkey", "-genparam", "-algorithm", "DHX", "-pkeyopt", f"dh_rfc5114:{number}")
    shown = run("asn1parse", "-inform", "PEM", data=parameters).decode()
    printed = [line.rsplit(":", 1)[1] for line in shown.splitlines() if "INTEGER" in line]
    assert printed[:3] == list(MODP[parameter_id])


def check_reading(session: Session) -> None:
    """The session opens the application and reads under its keys."""
    session.select_application()
    assert session.send("00B09E00", le="00") == (COM, 0x9000)
