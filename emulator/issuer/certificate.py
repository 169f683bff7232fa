"""X.509 certificates of the profile of Doc 9303-12 7.1: country signing authority and document signer."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha1

from cryptography.hazmat.primitives import hashes

from emulator.issuer import der
from emulator.issuer.keys import TestKey

ECDSA_WITH_SHA256 = "1.2.840.10045.4.3.2"
ECDSA_WITH_SHA384 = "1.2.840.10045.4.3.3"

_COUNTRY, _ORGANISATION, _COMMON_NAME, _LOCALITY = "2.5.4.6", "2.5.4.10", "2.5.4.3", "2.5.4.7"
_SUBJECT_KEY_ID, _AUTHORITY_KEY_ID = "2.5.29.14", "2.5.29.35"
_KEY_USAGE, _PRIVATE_KEY_USAGE_PERIOD = "2.5.29.15", "2.5.29.16"
_SUBJECT_ALT_NAME, _ISSUER_ALT_NAME = "2.5.29.17", "2.5.29.18"
_BASIC_CONSTRAINTS, _CRL_DISTRIBUTION_POINTS = "2.5.29.19", "2.5.29.31"
_DOCUMENT_TYPE_LIST = "2.23.136.1.1.6.2"

_CONTACT = "test-csca@example.invalid"
_CRL_ADDRESS = "http://crl.example.invalid/test-csca.crl"


@dataclass(frozen=True, slots=True)
class Period:
    """From and until, both included."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who stands in a certificate: a TEST name and the key that belongs to it."""

    common_name: str
    key: TestKey

    def name(self) -> bytes:
        """Return the distinguished name: country, organisation, common name."""
        return der.sequence(
            der.set_of(der.sequence(der.oid(_COUNTRY), der.printable("VN"))),
            der.set_of(der.sequence(der.oid(_ORGANISATION), der.utf8("TEST - no real authority"))),
            der.set_of(der.sequence(der.oid(_COMMON_NAME), der.utf8(self.common_name))),
        )

    def key_id(self) -> bytes:
        """Return the key identifier: SHA-1 of the public key's bits (RFC 5280 4.2.1.2)."""
        return sha1(self.key.point()).digest()  # noqa: S324 - RFC 5280 4.2.1.2 method 1


def root_certificate(root: Signatory, serial: int, validity: Period, key_usage: Period) -> bytes:
    """Return a self-signed CSCA certificate (Doc 9303-12 7.1.1)."""
    extensions = (
        _extension(_BASIC_CONSTRAINTS, der.sequence(der.boolean(True), der.integer(0)), critical=True),
        # keyCertSign and cRLSign: bits 5 and 6.
        _extension(_KEY_USAGE, der.bit_string(b"\x06", 1), critical=True),
        *_common_extensions(root, root, key_usage),
    )
    return _certificate(root, root, serial, validity, extensions)


def signer_certificate(
    signer: Signatory, root: Signatory, serial: int, validity: Period, key_usage: Period
) -> bytes:
    """Return a document signer's certificate for documents of type I (Doc 9303-12 7.1.1, 7.1.2)."""
    types = der.sequence(der.integer(0), der.set_of(der.printable("I"), der.printable("ID")))
    extensions = (
        # digitalSignature: bit 0.
        _extension(_KEY_USAGE, der.bit_string(b"\x80", 7), critical=True),
        *_common_extensions(signer, root, key_usage),
        _extension(_DOCUMENT_TYPE_LIST, types),
    )
    return _certificate(signer, root, serial, validity, extensions)


def _certificate(
    subject: Signatory, issuer: Signatory, serial: int, validity: Period, extensions: tuple[bytes, ...]
) -> bytes:
    algorithm = der.sequence(der.oid(ECDSA_WITH_SHA384))
    to_be_signed = der.sequence(
        der.explicit(0, der.integer(2)),
        der.integer(serial),
        algorithm,
        issuer.name(),
        der.sequence(der.time(validity.start), der.time(validity.end)),
        subject.name(),
        subject.key.named_public_key_info(),
        der.explicit(3, der.sequence(*extensions)),
    )
    return der.sequence(
        to_be_signed, algorithm, der.bit_string(issuer.key.sign(to_be_signed, hashes.SHA384()))
    )


def _common_extensions(subject: Signatory, issuer: Signatory, usage: Period) -> tuple[bytes, ...]:
    alternative = _alternative_names()
    # PrivateKeyUsagePeriod is GeneralizedTime, implicitly tagged; DistributionPointName holds one address.
    period = der.sequence(
        der.implicit(0, _content(der.generalized_time(usage.start))),
        der.implicit(1, _content(der.generalized_time(usage.end))),
    )
    point = der.explicit(0, der.explicit(0, der.implicit(6, _CRL_ADDRESS.encode("ascii"))))
    return (
        _extension(_SUBJECT_KEY_ID, der.octet_string(subject.key_id())),
        _extension(_AUTHORITY_KEY_ID, der.sequence(der.implicit(0, issuer.key_id()))),
        _extension(_PRIVATE_KEY_USAGE_PERIOD, period),
        _extension(_SUBJECT_ALT_NAME, alternative),
        _extension(_ISSUER_ALT_NAME, alternative),
        _extension(_CRL_DISTRIBUTION_POINTS, der.sequence(der.sequence(point))),
    )


def _alternative_names() -> bytes:
    """Return GeneralNames: a contact and the three-letter country as locality (Doc 9303-12 7.1.1)."""
    country = der.sequence(der.set_of(der.sequence(der.oid(_LOCALITY), der.printable("VNM"))))
    return der.sequence(der.implicit(1, _CONTACT.encode("ascii")), der.explicit(4, country))


def _extension(identifier: str, value: bytes, *, critical: bool = False) -> bytes:
    mark = (der.boolean(True),) if critical else ()
    return der.sequence(der.oid(identifier), *mark, der.octet_string(value))


def _content(generalized_time: bytes) -> bytes:
    """Return what stands behind the two bytes of tag and length."""
    return generalized_time[2:]
