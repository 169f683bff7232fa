"""EF.COM, DG1, DG14, DG15 and the signed list of the SOD."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.codec import oid, tlv
from reader.errors import MalformedDataError
from reader.lds import der
from reader.lds.com import parse_com
from reader.lds.dg1 import parse_dg1, unreadable_mrz
from reader.lds.dg14 import parse_dg14
from reader.lds.dg15 import parse_dg15
from reader.lds.sod import parse_lds_security_object, unwrap_sod
from tests.unit.reader.lds.samples import BSI_SETS, SPECIMEN_MRZ, bsi_file

SHA256 = tlv.encode(0x30, tlv.encode(0x06, oid.encode("2.16.840.1.101.3.4.2.1")), b"\x05\x00")


def hash_entry(number: int, value: bytes) -> bytes:
    return tlv.encode(0x30, tlv.encode(0x02, bytes([number])), tlv.encode(0x04, value))


def lds_object(*entries: bytes, version: int = 0, algorithm: bytes = SHA256, behind: bytes = b"") -> bytes:
    hashes = tlv.encode(0x30, *entries)
    return tlv.encode(0x30, tlv.encode(0x02, bytes([version])), algorithm, hashes, behind)


@pytest.mark.parametrize(("folder", "groups"), [("2008", (1, 2, 3, 14)), ("tr03105-5", (1, 2, 3, 14))])
def test_com_of_the_reference_sets(folder: str, groups: tuple[int, ...]) -> None:
    com = parse_com(bsi_file(folder, "EF_COM.bin"))

    assert com.lds_version == "0107"
    assert com.unicode_version == "040000"
    assert set(com.data_groups) >= set(groups)


def test_com_without_its_list_raises() -> None:
    with pytest.raises(MalformedDataError):
        parse_com(tlv.encode(0x60, tlv.encode(0x5F01, b"0107")))


@pytest.mark.parametrize("folder", BSI_SETS)
def test_dg1_of_the_reference_sets(folder: str) -> None:
    mrz = parse_dg1(bsi_file(folder, "Datagroup1.bin"))

    assert (mrz.issuing_state, mrz.primary_identifier, mrz.secondary_identifier) == (
        "D",
        "MUSTERMANN",
        "ERIKA",
    )


def test_dg1_of_a_vietnamese_card() -> None:
    mrz = parse_dg1(tlv.encode(0x61, tlv.encode(0x5F1F, SPECIMEN_MRZ.encode())))

    assert mrz.personal_number == "034058000022"


@pytest.mark.parametrize(
    "data",
    [
        tlv.encode(0x75, tlv.encode(0x5F1F, SPECIMEN_MRZ.encode())),
        tlv.encode(0x61, tlv.encode(0x5F1F, SPECIMEN_MRZ.encode()[:-1] + b"\xc3")),
        tlv.encode(0x61, tlv.encode(0x5F1F, SPECIMEN_MRZ.encode()[:30] + b"6" + SPECIMEN_MRZ.encode()[31:])),
        tlv.encode(0x61),
    ],
)
def test_broken_dg1_raises(data: bytes) -> None:
    with pytest.raises(MalformedDataError):
        parse_dg1(data)


def test_unreadable_mrz_has_no_value() -> None:
    mrz = unreadable_mrz()

    assert not mrz.lines
    assert not mrz.document_number
    assert mrz.personal_number is None


def test_dg14_with_another_tag_raises() -> None:
    with pytest.raises(MalformedDataError):
        parse_dg14(b"\x6f" + bsi_file("2008", "Datagroup14.bin")[1:])


@pytest.mark.parametrize("folder", BSI_SETS)
def test_dg15_gives_its_key_info_untouched(folder: str) -> None:
    raw = bsi_file(folder, "Datagroup15.bin")

    assert raw.endswith(parse_dg15(raw))
    assert parse_dg15(raw)[:1] == b"\x30"


def test_sod_with_another_tag_raises() -> None:
    with pytest.raises(MalformedDataError):
        unwrap_sod(b"\x76" + bsi_file("2008", "EF_SOD.bin")[1:])


def test_lds_object_of_version_1_tells_the_lds_version() -> None:
    info = tlv.encode(0x30, tlv.encode(0x13, b"0108"), tlv.encode(0x13, b"040000"))

    parsed = parse_lds_security_object(lds_object(hash_entry(14, bytes(32)), version=1, behind=info))

    assert parsed.version == 1
    assert parsed.lds_version == "0108"
    assert parsed.hash_algorithm == "sha256"
    assert parsed.data_groups == (14,)


def test_lds_object_with_indefinite_lengths_is_read() -> None:
    entry = b"\x30\x80\x02\x01\x01" + tlv.encode(0x04, bytes(32)) + b"\x00\x00"
    data = b"\x30\x80\x02\x01\x00" + SHA256 + b"\x30\x80" + entry + b"\x00\x00" * 2

    assert parse_lds_security_object(data) == parse_lds_security_object(lds_object(hash_entry(1, bytes(32))))


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(lds_object(hash_entry(1, bytes(32)), version=2), id="unknown version"),
        pytest.param(lds_object(hash_entry(1, bytes(20))), id="hash of another length"),
        pytest.param(lds_object(hash_entry(17, bytes(32))), id="no such data group"),
        pytest.param(lds_object(hash_entry(1, bytes(32)), hash_entry(1, b"\x01" * 32)), id="listed twice"),
        pytest.param(lds_object(), id="empty list"),
        pytest.param(
            lds_object(hash_entry(1, bytes(32)), algorithm=b"\x30\x05\x06\x03\x2a\x03\x04"), id="hash"
        ),
        pytest.param(b"\x30\x80\x02\x01\x00", id="no end"),
        pytest.param(b"\x30\x80" * 40 + b"\x00\x00" * 40, id="too deep"),
    ],
)
def test_broken_lds_objects_raise(data: bytes) -> None:
    with pytest.raises(MalformedDataError):
        parse_lds_security_object(data)


@given(st.binary(max_size=120))
def test_hostile_lds_objects_raise_nothing_else(data: bytes) -> None:
    with pytest.raises(MalformedDataError):
        parse_lds_security_object(data)


def _in_sequences(inner: st.SearchStrategy[bytes]) -> st.SearchStrategy[bytes]:
    return st.lists(inner, max_size=3).map(lambda items: tlv.encode(0x30, *items))


@given(
    st.recursive(
        st.binary(max_size=4).map(lambda value: tlv.encode(0x04, value)), _in_sequences, max_leaves=8
    )
)
def test_definite_lengths_stay_as_they_are(data: bytes) -> None:
    assert der.definite(data) == data


@given(st.lists(st.binary(max_size=6), max_size=4))
def test_indefinite_lengths_become_definite(values: list[bytes]) -> None:
    items = b"".join(tlv.encode(0x04, value) for value in values)

    assert der.definite(b"\x30\x80" + items + b"\x00\x00") == tlv.encode(0x30, items)
