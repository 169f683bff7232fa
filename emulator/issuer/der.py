"""ASN.1 values in DER, as far as an issuer needs them (ITU-T X.690); the bytes are put together here, by no library."""

from datetime import UTC, datetime

from reader.codec.tlv import encode

NULL = b"\x05\x00"
_UTC_TIME_ENDS = 2050


def sequence(*items: bytes) -> bytes:
    """Return SEQUENCE of encoded `items`."""
    return encode(0x30, *items)


def set_of(*items: bytes) -> bytes:
    """Return SET OF encoded `items`, sorted as DER wants it (X.690 11.6)."""
    return encode(0x31, *sorted(items))


def integer(value: int) -> bytes:
    """Return INTEGER of a number that is not negative."""
    return encode(0x02, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def boolean(value: bool) -> bytes:
    """Return BOOLEAN."""
    return encode(0x01, b"\xff" if value else b"\x00")


def oid(dotted: str) -> bytes:
    """Return OBJECT IDENTIFIER of the dotted form."""
    first, second, *others = (int(arc) for arc in dotted.split("."))
    return encode(0x06, b"".join(_base_128(arc) for arc in (first * 40 + second, *others)))


def octet_string(value: bytes) -> bytes:
    """Return OCTET STRING."""
    return encode(0x04, value)


def bit_string(value: bytes, unused: int = 0) -> bytes:
    """Return BIT STRING with `unused` bits at its end."""
    return encode(0x03, bytes((unused,)), value)


def utf8(text: str) -> bytes:
    """Return UTF8String."""
    return encode(0x0C, text.encode("utf-8"))


def printable(text: str) -> bytes:
    """Return PrintableString."""
    return encode(0x13, text.encode("ascii"))


def time(moment: datetime) -> bytes:
    """Return Time: UTCTime before 2050, GeneralizedTime from then on (RFC 5280 4.1.2.5)."""
    moment = moment.astimezone(UTC)
    if moment.year < _UTC_TIME_ENDS:
        return encode(0x17, f"{moment:%y%m%d%H%M%SZ}".encode())
    return generalized_time(moment)


def generalized_time(moment: datetime) -> bytes:
    """Return GeneralizedTime without fractions."""
    return encode(0x18, f"{moment.astimezone(UTC):%Y%m%d%H%M%SZ}".encode())


def explicit(number: int, *items: bytes) -> bytes:
    """Return [number] EXPLICIT (or a constructed implicit tag) around encoded `items`."""
    return encode(0xA0 | number, *items)


def implicit(number: int, value: bytes) -> bytes:
    """Return [number] IMPLICIT of a primitive value."""
    return encode(0x80 | number, value)


def _base_128(number: int) -> bytes:
    digits = [number & 0x7F]
    while number := number >> 7:
        digits.append(number & 0x7F | 0x80)
    return bytes(reversed(digits))
