"""SecurityInfos against the published sets and against hostile bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.codec import oid, tlv
from reader.errors import MalformedDataError
from reader.lds.card_access import BUILT_IN_PACE_INFO, parse_card_access
from reader.lds.dg14 import parse_dg14
from reader.lds.security_info import (
    ActiveAuthenticationInfo,
    ChipAuthenticationInfo,
    PaceDomainParameterInfo,
    PaceInfo,
    TerminalAuthenticationInfo,
    UnknownSecurityInfo,
    parse_security_infos,
)
from tests.unit.reader.lds.samples import bsi_file, bsi_worked_example, vietnamese_card_access


def _info(protocol: str, *members: bytes) -> bytes:
    return tlv.encode(0x30, tlv.encode(0x06, oid.encode(protocol)), *members)


def test_vietnamese_card_access_announces_terminal_and_chip_authentication_and_pace() -> None:
    infos = parse_card_access(vietnamese_card_access())

    assert infos.infos == (
        TerminalAuthenticationInfo("0.4.0.127.0.7.2.2.2", 1),
        ChipAuthenticationInfo("0.4.0.127.0.7.2.2.3.2.2", 1, None),
        PaceInfo("0.4.0.127.0.7.2.2.4.2.2", 2, 13),
    )
    assert infos.pace == (BUILT_IN_PACE_INFO,)
    assert len(infos.encodings) == 3


def test_card_access_may_be_padded_behind_its_set() -> None:
    padded = vietnamese_card_access() + bytes(5)

    assert parse_card_access(padded) == parse_card_access(vietnamese_card_access())


def test_infos_that_are_not_known_are_kept_raw() -> None:
    infos = parse_card_access(bytes.fromhex(bsi_worked_example("ECDH")["ef_cardaccess"]))

    unknown = [info for info in infos.infos if isinstance(info, UnknownSecurityInfo)]
    assert {info.protocol for info in unknown} >= {"0.4.0.127.0.7.2.2.6", "0.4.0.127.0.7.2.2.8"}
    assert all(info.encoded in infos.encodings for info in unknown)
    assert ChipAuthenticationInfo("0.4.0.127.0.7.2.2.3.2.2", 2, 1) in infos.chip_authentication


@pytest.mark.parametrize("folder", ["2008", "tr03105-5"])
def test_dg14_of_the_reference_sets_holds_a_key_with_explicit_parameters(folder: str) -> None:
    infos = parse_dg14(bsi_file(folder, "Datagroup14.bin"))

    (key,) = infos.chip_keys
    assert key.protocol == "0.4.0.127.0.7.2.2.1.2"
    assert key.key_id is None
    assert tlv.parse(key.public_key_info).tag == 0x30


def test_remaining_kinds_are_told_apart() -> None:
    algorithm = tlv.encode(0x30, tlv.encode(0x06, oid.encode("0.4.0.127.0.7.1.2")), b"\x02\x01\x0d")
    data = tlv.encode(
        0x31,
        _info("0.4.0.127.0.7.2.2.4.2", algorithm, b"\x02\x01\x0d"),
        _info("2.23.136.1.1.5", b"\x02\x01\x01", tlv.encode(0x06, oid.encode("0.4.0.127.0.7.1.1.4.1.3"))),
    )

    assert parse_security_infos(data).infos == (
        PaceDomainParameterInfo("0.4.0.127.0.7.2.2.4.2", algorithm, 13),
        ActiveAuthenticationInfo("2.23.136.1.1.5", 1, "0.4.0.127.0.7.1.1.4.1.3"),
    )


@pytest.mark.parametrize(
    "data",
    [
        pytest.param("30020500", id="not a set"),
        pytest.param("3100" + "00", id="bytes behind"),
        pytest.param("31033001" + "05", id="broken member"),
        pytest.param("310C300A06082A8648CE3D040302", id="protocol without data"),
        pytest.param("3111300F060A04007F00070202040202040102", id="pace version is no integer"),
        pytest.param("310F300D060604007F00070202020100020100", id="arc cut"),
    ],
)
def test_broken_infos_raise(data: str) -> None:
    with pytest.raises(MalformedDataError):
        parse_security_infos(bytes.fromhex(data))


def test_a_chip_key_that_is_no_key_info_raises() -> None:
    data = tlv.encode(0x31, _info("0.4.0.127.0.7.2.2.1.2", b"\x02\x01\x01"))

    with pytest.raises(MalformedDataError):
        parse_security_infos(data)


@given(st.binary(max_size=200))
def test_hostile_bytes_raise_nothing_else(data: bytes) -> None:
    try:
        parse_card_access(data)
    except MalformedDataError:
        return


@given(position=st.integers(0, 53), flip=st.integers(1, 255))
def test_a_flipped_byte_never_leaves_the_same_set(position: int, flip: int) -> None:
    original = vietnamese_card_access()
    mutant = bytearray(original)
    mutant[position] ^= flip
    try:
        infos = parse_card_access(bytes(mutant))
    except MalformedDataError:
        return
    assert infos.encodings != parse_card_access(original).encodings
