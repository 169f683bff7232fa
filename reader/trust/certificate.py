"""X.509 certificates of country signers and document signers (Doc 9303-12 7.1), read leniently, judged elsewhere.

Only here and in ``reader.trust.cms`` is asn1crypto used: issued certificates break rules that stricter parsers insist on.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from asn1crypto import x509

from reader.codec import tlv
from reader.errors import MalformedDataError
from reader.lds import der
from reader.lds.public_key import EcPublicKey, RsaPublicKey, parse_public_key
from reader.trust.signature import parse_signature_algorithm, verify

if TYPE_CHECKING:
    from datetime import datetime

MAX_CERTIFICATE_LENGTH = 65_536
_VERSIONS = {"v1": 1, "v2": 2, "v3": 3}
_DOCUMENT_TYPE_LIST = "2.23.136.1.1.6.2"
_MAX_DOCUMENT_TYPES = 64
# The extensions that are looked into; of all others not even the syntax is this library's business.
_READ_EXTENSIONS = frozenset(
    {
        "authority_key_identifier",
        "basic_constraints",
        "extended_key_usage",
        "key_identifier",
        "key_usage",
        "subject_alt_name",
        _DOCUMENT_TYPE_LIST,
    }
)
# What asn1crypto raises, at parsing or only when a field is first looked at.
PARSE_ERRORS = (ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError, RecursionError)


@dataclass(frozen=True, slots=True)
class Certificate:
    """What trust decisions need of a certificate; ``issuer_key`` and ``subject_key`` compare names (RFC 5280 7.1).

    ``purposes`` are the extended key usages in dotted form; ``document_types`` the MRZ document codes that a signer may
    sign, empty where it does not say (Doc 9303-12 7.1, DocumentTypeList).
    """

    encoded: bytes = field(repr=False)
    subject: str
    subject_key: str = field(repr=False)
    issuer_key: str = field(repr=False)
    serial_number: int
    not_before: datetime
    not_after: datetime
    country: str
    localities: frozenset[str]
    public_key_info: bytes = field(repr=False)
    key_identifier: bytes = field(repr=False)
    has_key_identifier: bool
    authority_key_identifier: bytes | None = field(repr=False)
    key_usage: frozenset[str] | None
    extended_key_usage: bool
    is_ca: bool
    version: int
    has_basic_constraints: bool
    purposes: frozenset[str]
    document_types: frozenset[str]
    signature_algorithm: bytes = field(repr=False)
    signature: bytes = field(repr=False)
    signed_part: bytes = field(repr=False)

    @property
    def self_issued(self) -> bool:
        """Whether subject and issuer are the same name: a root, or a link from an older key of it."""
        return self.subject_key == self.issuer_key

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the whole certificate in hex."""
        return hashlib.sha256(self.encoded).hexdigest()

    def public_key(self) -> RsaPublicKey | EcPublicKey:
        """Return the key on a known curve; UnknownCurveError or MalformedDataError if it cannot be used."""
        return parse_public_key(self.public_key_info)

    def valid_at(self, moment: datetime) -> bool:
        """Whether the moment (with a time zone) lies in the validity, ends included."""
        return self.not_before <= moment <= self.not_after

    def may_have_issued(self, other: Certificate) -> bool:
        """Whether names and key identifiers allow this certificate to be the issuer of the other."""
        if other.authority_key_identifier is not None and self.has_key_identifier:
            return other.authority_key_identifier == self.key_identifier
        return self.subject_key == other.issuer_key

    def verify_issued(self, other: Certificate) -> None:
        """Check this key's signature on the other; SignatureError or another MalformedDataError if it does not hold."""
        algorithm = parse_signature_algorithm(other.signature_algorithm)
        verify(self.public_key(), algorithm, other.signature, other.signed_part)


def parse_certificate(data: bytes) -> Certificate:
    """Decode one DER certificate; MalformedDataError if it is none. Its key and signature are not judged."""
    if len(data) > MAX_CERTIFICATE_LENGTH:
        raise MalformedDataError(f"a certificate of {len(data)} bytes")
    try:
        return certificate_of(x509.Certificate.load(data, strict=True))
    except PARSE_ERRORS as error:
        raise MalformedDataError("not an X.509 certificate") from error


def certificate_of(parsed: x509.Certificate) -> Certificate:
    """Take the fields out of an asn1crypto certificate; may raise any of PARSE_ERRORS."""
    body = parsed["tbs_certificate"]
    extensions = _extensions(body)
    key_info = body["subject_public_key_info"]
    identifier = extensions.get("key_identifier")
    return Certificate(
        encoded=parsed.dump(),
        subject=parsed.subject.human_friendly,
        subject_key=parsed.subject.hashable,
        issuer_key=parsed.issuer.hashable,
        serial_number=parsed.serial_number,
        not_before=body["validity"]["not_before"].native,
        not_after=body["validity"]["not_after"].native,
        country=_country(parsed),
        localities=_localities(extensions),
        public_key_info=key_info.dump(),
        key_identifier=identifier.native if identifier is not None else _sha1_of_key(key_info),
        has_key_identifier=identifier is not None,
        authority_key_identifier=_authority_key_identifier(extensions),
        key_usage=_key_usage(extensions),
        extended_key_usage="extended_key_usage" in extensions,
        version=_VERSIONS[body["version"].native],
        has_basic_constraints="basic_constraints" in extensions,
        purposes=frozenset(purpose.dotted for purpose in extensions.get("extended_key_usage", ())),
        document_types=_document_types(extensions),
        is_ca=bool("basic_constraints" in extensions and extensions["basic_constraints"]["ca"].native),
        signature_algorithm=parsed["signature_algorithm"].dump(),
        signature=parsed["signature_value"].native,
        signed_part=body.dump(),
    )


def _extensions(body: Any) -> dict[str, Any]:
    """Return the parsed value of each extension by asn1crypto's name; one that stands twice is a forger's."""
    found: dict[str, Any] = {}
    for extension in body["extensions"] if body["extensions"].native is not None else ():
        name = extension["extn_id"].native
        if name in found:
            raise ValueError(f"the extension {name} stands twice")
        found[name] = extension["extn_value"].parsed if name in _READ_EXTENSIONS else None
    return found


def _country(parsed: x509.Certificate) -> str:
    """Return the subject's C in upper case, else the issuer's, else nothing (Doc 9303-12 7.1)."""
    for name in (parsed.subject, parsed.issuer):
        for relative in name.chosen:
            for attribute in relative:
                if attribute["type"].native == "country_name":
                    return str(attribute["value"].native).strip().upper()
    return ""


def _localities(extensions: dict[str, Any]) -> frozenset[str]:
    """Return the L values of the SubjectAltName: the three letters of the issuing state (Doc 9303-12 7.1)."""
    found: set[str] = set()
    for general in extensions.get("subject_alt_name", ()):
        if general.name == "directory_name":
            values = general.chosen.native.get("locality_name", "")
            found.update([values] if isinstance(values, str) else values)
    return frozenset(value.strip().upper() for value in found if value.strip())


def _document_types(extensions: dict[str, Any]) -> frozenset[str]:
    """Return the codes of DocumentTypeListSyntax ::= SEQUENCE { version, SET OF PrintableString } (Doc 9303-12 7.1)."""
    if _DOCUMENT_TYPE_LIST not in extensions:
        return frozenset()
    members = der.sequence(tlv.parse(extensions[_DOCUMENT_TYPE_LIST].dump()), at_least=2)
    codes = tlv.parse_all(members[1].value, max_items=_MAX_DOCUMENT_TYPES)
    return frozenset(code.value.decode("ascii").strip("< ").upper() for code in codes)


def _authority_key_identifier(extensions: dict[str, Any]) -> bytes | None:
    if "authority_key_identifier" not in extensions:
        return None
    value: bytes | None = extensions["authority_key_identifier"]["key_identifier"].native
    return value


def _key_usage(extensions: dict[str, Any]) -> frozenset[str] | None:
    return frozenset(extensions["key_usage"].native) if "key_usage" in extensions else None


def _sha1_of_key(key_info: Any) -> bytes:
    # RFC 5280 4.2.1.2 (1) makes an identifier of SHA-1 over the key's bits; it identifies, it protects nothing.
    return hashlib.sha1(bytes(key_info["public_key"]), usedforsecurity=False).digest()
