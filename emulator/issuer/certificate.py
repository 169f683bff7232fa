"""X.509 certificates of the profile of Doc 9303-12 7.1: country signing authority and document signer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha1

from emulator.issuer import der
from emulator.issuer.keys import SigningKey

_COUNTRY, _ORGANISATION, _COMMON_NAME, _LOCALITY = "2.5.4.6", "2.5.4.10", "2.5.4.3", "2.5.4.7"
_SUBJECT_KEY_ID, _AUTHORITY_KEY_ID = "2.5.29.14", "2.5.29.35"
_KEY_USAGE, _PRIVATE_KEY_USAGE_PERIOD = "2.5.29.15", "2.5.29.16"
_SUBJECT_ALT_NAME, _ISSUER_ALT_NAME = "2.5.29.17", "2.5.29.18"
_BASIC_CONSTRAINTS, _CRL_DISTRIBUTION_POINTS = "2.5.29.19", "2.5.29.31"
_CRL_NUMBER = "2.5.29.20"
_EXTENDED_KEY_USAGE = "2.5.29.37"
_DOCUMENT_TYPE_LIST = "2.23.136.1.1.6.2"
MASTER_LIST_SIGNER = "2.23.136.1.1.3"
"""The extended key usage of who signs master lists (Doc 9303-12 7.1.1)."""

_CONTACT = "test-csca@example.invalid"
_CRL_ADDRESS = "http://crl.example.invalid/test-csca.crl"


@dataclass(frozen=True, slots=True)
class Period:
    """From and until, both included."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Country:
    """An issuing state: the two letters of its certificates, the three of its MRZ."""

    alpha2: str
    alpha3: str
    document_types: tuple[str, ...] = ("I", "ID")


VIETNAM = Country("VN", "VNM")
UTOPIA = Country("UT", "UTO", ("P", "I"))
"""The state of Doc 9303's own specimens."""


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who stands in a certificate: a TEST name and the key that belongs to it."""

    common_name: str
    key: SigningKey
    country: Country = VIETNAM

    def name(self) -> bytes:
        """Return the distinguished name: country, organisation, common name."""
        return der.sequence(
            der.set_of(der.sequence(der.oid(_COUNTRY), der.printable(self.country.alpha2))),
            der.set_of(der.sequence(der.oid(_ORGANISATION), der.utf8("TEST - no real authority"))),
            der.set_of(der.sequence(der.oid(_COMMON_NAME), der.utf8(self.common_name))),
        )

    def key_id(self) -> bytes:
        """Return the key identifier: SHA-1 of the public key's bits (RFC 5280 4.2.1.2)."""
        return sha1(self.key.public_bits()).digest()  # noqa: S324 - RFC 5280 4.2.1.2 method 1


def root_certificate(root: Signatory, serial: int, validity: Period, key_usage: Period) -> bytes:
    """Return a self-signed CSCA certificate (Doc 9303-12 7.1.1)."""
    extensions = (
        _extension(_BASIC_CONSTRAINTS, der.sequence(der.boolean(True), der.integer(0)), critical=True),
        # keyCertSign and cRLSign: bits 5 and 6.
        _extension(_KEY_USAGE, der.bit_string(b"\x06", 1), critical=True),
        *_common_extensions(root, root, key_usage),
    )
    return _certificate(root, root, serial, validity, extensions)


def link_certificate(
    new: Signatory, old: Signatory, serial: int, validity: Period, key_usage: Period
) -> bytes:
    """Return the certificate of the `new` key signed by the `old` one of the same authority (Doc 9303-12 7.1.1)."""
    extensions = (
        _extension(_BASIC_CONSTRAINTS, der.sequence(der.boolean(True), der.integer(0)), critical=True),
        _extension(_KEY_USAGE, der.bit_string(b"\x06", 1), critical=True),
        *_common_extensions(new, old, key_usage),
    )
    return _certificate(new, old, serial, validity, extensions)


def list_signer_certificate(
    signer: Signatory, root: Signatory, serial: int, validity: Period, key_usage: Period
) -> bytes:
    """Return the certificate of who signs the master list (Doc 9303-12 7.1.1)."""
    extensions = (
        _extension(_KEY_USAGE, der.bit_string(b"\x80", 7), critical=True),
        _extension(_EXTENDED_KEY_USAGE, der.sequence(der.oid(MASTER_LIST_SIGNER)), critical=True),
        *_common_extensions(signer, root, key_usage),
    )
    return _certificate(signer, root, serial, validity, extensions)


def revocation_list(root: Signatory, serials: Iterable[int], validity: Period, number: int) -> bytes:
    """Return the CRL of `root`, version 2: `serials` were revoked when it starts (Doc 9303-12 7.1.4)."""
    algorithm = root.key.algorithm.identifier()
    revoked = [der.sequence(der.integer(serial), der.time(validity.start)) for serial in sorted(serials)]
    extensions = der.sequence(
        _extension(_AUTHORITY_KEY_ID, der.sequence(der.implicit(0, root.key_id()))),
        _extension(_CRL_NUMBER, der.integer(number)),
    )
    to_be_signed = der.sequence(
        der.integer(1),
        algorithm,
        root.name(),
        der.time(validity.start),
        der.time(validity.end),
        *((der.sequence(*revoked),) if revoked else ()),
        der.explicit(0, extensions),
    )
    return der.sequence(to_be_signed, algorithm, der.bit_string(root.key.sign(to_be_signed)))


def signer_certificate(
    signer: Signatory, root: Signatory, serial: int, validity: Period, key_usage: Period
) -> bytes:
    """Return a document signer's certificate for its country's documents (Doc 9303-12 7.1.1, 7.1.2)."""
    types = der.sequence(der.integer(0), der.set_of(*map(der.printable, root.country.document_types)))
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
    algorithm = issuer.key.algorithm.identifier()
    to_be_signed = der.sequence(
        der.explicit(0, der.integer(2)),
        der.integer(serial),
        algorithm,
        issuer.name(),
        der.sequence(der.time(validity.start), der.time(validity.end)),
        subject.name(),
        subject.key.public_key_info(),
        der.explicit(3, der.sequence(*extensions)),
    )
    return der.sequence(to_be_signed, algorithm, der.bit_string(issuer.key.sign(to_be_signed)))


def _common_extensions(subject: Signatory, issuer: Signatory, usage: Period) -> tuple[bytes, ...]:
    alternative = _alternative_names(issuer.country)
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


def _alternative_names(issued_by: Country) -> bytes:
    """Return GeneralNames: a contact and the three-letter country as locality (Doc 9303-12 7.1.1)."""
    country = der.sequence(der.set_of(der.sequence(der.oid(_LOCALITY), der.printable(issued_by.alpha3))))
    return der.sequence(der.implicit(1, _CONTACT.encode("ascii")), der.explicit(4, country))


def _extension(identifier: str, value: bytes, *, critical: bool = False) -> bytes:
    mark = (der.boolean(True),) if critical else ()
    return der.sequence(der.oid(identifier), *mark, der.octet_string(value))


def _content(generalized_time: bytes) -> bytes:
    """Return what stands behind the two bytes of tag and length."""
    return generalized_time[2:]
