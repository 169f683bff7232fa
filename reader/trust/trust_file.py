"""What a file of the trust store holds: certificates, master lists, revocation lists; DER, PEM or the PKD's LDIF."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from reader.codec import tlv
from reader.errors import MalformedDataError
from reader.lds import der
from reader.trust.ldif import is_ldif, ldif_values

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_CERTIFICATE_SUFFIXES = frozenset({".cer", ".crt", ".der", ".pem"})
_MAX_LENGTHS = {
    ".ml": 4_194_304,
    ".mls": 4_194_304,
    ".crl": 16_777_216,
    ".ldif": 134_217_728,
    ".ldf": 134_217_728,
}
SUFFIXES = _CERTIFICATE_SUFFIXES | _MAX_LENGTHS.keys()
_MAX_CERTIFICATE_FILE = 1_048_576
_MAX_OTHER_FILE = 4_194_304
_CONTENT_INFO_STARTS = (der.OBJECT_IDENTIFIER,)
_TIMES = (0x17, 0x18)  # UTCTime, GeneralizedTime


class TrustItemKind(Enum):
    """What can stand in a trust store."""

    CERTIFICATE = "certificate"
    MASTER_LIST = "master list"
    CRL = "revocation list"


_PEM_LABELS = {
    "CERTIFICATE": TrustItemKind.CERTIFICATE,
    "X509 CERTIFICATE": TrustItemKind.CERTIFICATE,
    "X509 CRL": TrustItemKind.CRL,
    "CMS": TrustItemKind.MASTER_LIST,
    "PKCS7": TrustItemKind.MASTER_LIST,
}
_LDIF_ATTRIBUTES = {
    "cacertificate": TrustItemKind.CERTIFICATE,
    "certificaterevocationlist": TrustItemKind.CRL,
    "cscamasterlistdata": TrustItemKind.MASTER_LIST,
    "pkdmasterlistcontent": TrustItemKind.MASTER_LIST,
}


@dataclass(frozen=True, slots=True)
class TrustItem:
    """One thing of a file, not looked into yet."""

    kind: TrustItemKind
    data: bytes = field(repr=False)


def max_length(file: Path) -> int:
    """Return the most bytes that a file with this suffix may have."""
    suffix = file.suffix.lower()
    if suffix in _CERTIFICATE_SUFFIXES:
        return _MAX_CERTIFICATE_FILE
    return _MAX_LENGTHS.get(suffix, _MAX_OTHER_FILE)


def items_of(data: bytes) -> Iterator[TrustItem]:
    """Yield what the bytes of a file hold; MalformedDataError for broken PEM or LDIF.

    What is of no known shape is yielded as a certificate: its parser says what is wrong. Document signers of the PKD
    (``userCertificate``) are left out, for every card brings its own.
    """
    if is_ldif(data):
        for attribute, value in ldif_values(data):
            if attribute in _LDIF_ATTRIBUTES:
                yield TrustItem(_LDIF_ATTRIBUTES[attribute], value)
    elif data.lstrip()[:1] != b"0" and b"-----BEGIN " in data:
        yield from _pem(data)
    else:
        yield TrustItem(_kind(data), data)


def _pem(data: bytes) -> Iterator[TrustItem]:
    from asn1crypto import pem

    from reader.trust.certificate import PARSE_ERRORS

    try:
        blocks = list(pem.unarmor(data, multiple=True))
    except PARSE_ERRORS as error:
        raise MalformedDataError("broken PEM") from error
    for label, _, encoded in blocks:
        if label in _PEM_LABELS:
            yield TrustItem(_PEM_LABELS[label], encoded)


def _kind(data: bytes) -> TrustItemKind:
    """Tell by the first members: ContentInfo begins with an OID, a revocation list has a time where an X.509 validity is."""
    try:
        if data[:2] == b"\x30\x80":
            return TrustItemKind.MASTER_LIST
        inside = tlv.parse(data).value
        if inside[0] in _CONTENT_INFO_STARTS:
            return TrustItemKind.MASTER_LIST
        members, _ = tlv.parse_prefix(inside)
        return TrustItemKind.CRL if _is_crl_body(members.value) else TrustItemKind.CERTIFICATE
    except (MalformedDataError, IndexError):
        return TrustItemKind.CERTIFICATE


def _is_crl_body(body: bytes) -> bool:
    """Whether a SEQUENCE begins as TBSCertList: version OPTIONAL, signature, issuer, thisUpdate (RFC 5280 5.1)."""
    first, rest = tlv.parse_prefix(body)
    if first.tag == der.INTEGER:
        first, rest = tlv.parse_prefix(rest)
    _, rest = tlv.parse_prefix(rest)
    third, _ = tlv.parse_prefix(rest)
    return first.tag == der.SEQUENCE and third.tag in _TIMES
