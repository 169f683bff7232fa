"""DER, byte by byte."""

from datetime import UTC, datetime

import pytest

from emulator.issuer import der


@pytest.mark.parametrize(
    ("encoded", "expected"),
    [
        (der.integer(0), "020100"),
        (der.integer(127), "02017F"),
        (der.integer(128), "02020080"),
        (der.integer(256), "02020100"),
        (der.boolean(True), "0101FF"),
        (der.boolean(False), "010100"),
        (der.oid("1.2.840.113549.1.7.2"), "06092A864886F70D010702"),
        (der.oid("2.23.136.1.1.1"), "0606678108010101"),
        (der.oid("2.5.29.15"), "0603551D0F"),
        (der.oid("0.4.0.127.0.7.2.2.4.2.2"), "060A04007F00070202040202"),
        (der.octet_string(b"\x01\x02"), "04020102"),
        (der.bit_string(b"\x06", 1), "03020106"),
        (der.utf8("Nữ"), "0C044EE1BBAF"),
        (der.printable("VN"), "1302564E"),
        (der.sequence(der.integer(1), der.NULL), "30050201010500"),
        (der.set_of(der.integer(2), der.integer(1)), "3106020101020102"),
        (der.explicit(0, der.integer(2)), "A003020102"),
        (der.implicit(1, b"\xaa"), "8101AA"),
        (der.time(datetime(2049, 12, 31, 23, 59, 59, tzinfo=UTC)), "170D3439313233313233353935395A"),
        (der.time(datetime(2050, 1, 1, tzinfo=UTC)), "180F32303530303130313030303030305A"),
    ],
)
def test_values_encode_as_the_standard_says(encoded: bytes, expected: str) -> None:
    assert encoded.hex().upper() == expected


def test_a_long_value_has_a_long_length() -> None:
    assert der.octet_string(bytes(200))[:3].hex() == "0481c8"
    assert der.octet_string(bytes(300))[:4].hex() == "0482012c"
