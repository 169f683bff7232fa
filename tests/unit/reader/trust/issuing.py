"""A small State for tests: country signers, document signers and SODs, good ones and every kind of bad one."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from reader.codec import oid, tlv

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

NOW = datetime(2026, 6, 1, tzinfo=UTC)
SIGNED_AT = datetime(2024, 3, 1, tzinfo=UTC)
SHA256 = tlv.encode(0x30, tlv.encode(0x06, oid.encode("2.16.840.1.101.3.4.2.1")))
ECDSA_SHA256 = tlv.encode(0x30, tlv.encode(0x06, oid.encode("1.2.840.10045.4.3.2")))
RSA_ENCRYPTION = tlv.encode(0x30, tlv.encode(0x06, oid.encode("1.2.840.113549.1.1.1")), b"\x05\x00")
LDS_SECURITY_OBJECT = "2.23.136.1.1.1"
MASTER_LIST = "2.23.136.1.1.2"
_SIGNED_DATA = "1.2.840.113549.1.7.2"
_CONTENT_TYPE = "1.2.840.113549.1.9.3"
_MESSAGE_DIGEST = "1.2.840.113549.1.9.4"
_SIGNING_TIME = "1.2.840.113549.1.9.5"


@cache
def ec_key(number: int = 0) -> ec.EllipticCurvePrivateKey:
    """Return a private key that stays the same within a run."""
    return ec.derive_private_key(0xA11CE + number, ec.SECP256R1())


@cache
def rsa_key() -> rsa.RSAPrivateKey:
    """Return an RSA key that stays the same within a run."""
    return rsa.generate_private_key(65537, 2048)


@dataclass(frozen=True)
class Signer:
    """A certificate in DER and its private key."""

    certificate: bytes
    key: PrivateKey

    @property
    def parsed(self) -> x509.Certificate:
        """The certificate as the cryptography package reads it."""
        return x509.load_der_x509_certificate(self.certificate)


def name(common_name: str, country: str = "VN") -> x509.Name:
    """Return C and CN."""
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, country),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )


def issue(  # noqa: PLR0913 - every part of a certificate may be wrong in a test
    subject: str,
    key: PrivateKey,
    issuer: Signer | None = None,
    *,
    country: str = "VN",
    is_ca: bool | None = None,
    usage: x509.KeyUsage | None = None,
    extended_usage: bool = False,
    extensions: Sequence[x509.ExtensionType] = (),
    serial_number: int = 4711,
    key_identifiers: bool = True,
    since: datetime = datetime(2020, 1, 1, tzinfo=UTC),
    until: datetime = datetime(2035, 1, 1, tzinfo=UTC),
    issuer_name: x509.Name | None = None,
) -> Signer:
    """Issue a certificate; without an issuer it signs itself."""
    subject_name = name(subject, country)
    issuer_key = issuer.key if issuer else key
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject_name)
        .issuer_name(issuer_name or (issuer.parsed.subject if issuer else subject_name))
        .public_key(key.public_key())
        .serial_number(serial_number)
        .not_valid_before(since)
        .not_valid_after(until)
    )
    if is_ca is not None:
        builder = builder.add_extension(x509.BasicConstraints(is_ca, 0 if is_ca else None), critical=True)
    if usage is not None:
        builder = builder.add_extension(usage, critical=True)
    if extended_usage:
        purposes = x509.ExtendedKeyUsage([x509.ObjectIdentifier("2.23.136.1.1.3")])
        builder = builder.add_extension(purposes, critical=False)
    for extension in extensions:
        builder = builder.add_extension(extension, critical=False)
    if key_identifiers:
        own = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
        theirs = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key())
        builder = builder.add_extension(own, critical=False).add_extension(theirs, critical=False)
    signed = builder.sign(issuer_key, hashes.SHA256())
    return Signer(signed.public_bytes(Encoding.DER), key)


def key_usage(*names: str) -> x509.KeyUsage:
    """Return the key usage with these bits set."""
    bits = (
        "digital_signature",
        "content_commitment",
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
        "key_cert_sign",
        "crl_sign",
        "encipher_only",
        "decipher_only",
    )
    return x509.KeyUsage(**{bit: bit in names for bit in bits})


def csca(number: int = 0, subject: str = "CSCA Mau", country: str = "VN") -> Signer:
    """Return a self-signed country signer; the number chooses its key."""
    usage = key_usage("key_cert_sign", "crl_sign")
    return issue(subject, ec_key(number), country=country, is_ca=True, usage=usage)


def document_signer(issuer: Signer, number: int = 100, country: str = "VN") -> Signer:
    """Return an ordinary document signer."""
    return issue("DS Mau", ec_key(number), issuer, country=country, usage=key_usage("digital_signature"))


def list_signer(
    issuer: Signer, number: int = 190, country: str = "VN", until: datetime = datetime(2035, 1, 1, tzinfo=UTC)
) -> Signer:
    """Return a signer of master lists."""
    usage = key_usage("digital_signature")
    return issue(
        "ML Mau", ec_key(number), issuer, country=country, usage=usage, extended_usage=True, until=until
    )


def master_list(
    signer: Signer,
    members: Sequence[bytes],
    *,
    carried: Sequence[bytes] = (),
    indefinite: bool = False,
    signing_time: datetime = SIGNED_AT,
) -> bytes:
    """Return a CscaMasterList of these certificates."""
    return SodRecipe(
        signer,
        {},
        content_type=MASTER_LIST,
        attribute_content_type=MASTER_LIST,
        content=tlv.encode(0x30, b"\x02\x01\x00", tlv.encode(0x31, *members)),
        carried=tuple(carried),
        signing_time=signing_time,
        indefinite=indefinite,
    ).content_info()


def revocation_list(
    issuer: Signer,
    revoked: Mapping[int, datetime],
    *,
    this_update: datetime = NOW - timedelta(days=10),
    next_update: datetime = NOW + timedelta(days=80),
    extensions: Sequence[x509.ExtensionType] = (),
) -> bytes:
    """Return a CRL in DER; ``revoked`` maps serial numbers to times."""
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.parsed.subject)
        .last_update(this_update)
        .next_update(next_update)
        .add_extension(x509.CRLNumber(7), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key()), critical=False
        )
    )
    for extension in extensions:
        builder = builder.add_extension(extension, critical=True)
    for serial_number, moment in revoked.items():
        entry = x509.RevokedCertificateBuilder().serial_number(serial_number).revocation_date(moment)
        reason = x509.CRLReason(x509.ReasonFlags.key_compromise)
        builder = builder.add_revoked_certificate(entry.add_extension(reason, critical=False).build())
    return builder.sign(issuer.key, hashes.SHA256()).public_bytes(Encoding.DER)


def pem(certificate: bytes) -> bytes:
    """Return the certificate in PEM."""
    return x509.load_der_x509_certificate(certificate).public_bytes(Encoding.PEM)


@dataclass(frozen=True)
class SodRecipe:
    """How a SOD is made; every default is right."""

    signer: Signer
    data_groups: Mapping[int, bytes]
    content_type: str = LDS_SECURITY_OBJECT
    attribute_content_type: str = LDS_SECURITY_OBJECT
    signing_time: datetime | None = SIGNED_AT
    carries_certificate: bool = True
    by_key_identifier: bool = False
    signed_attributes: bool = True
    signer_count: int = 1
    indefinite: bool = False
    attribute_order: Callable[[list[bytes]], list[bytes]] = field(default=sorted)
    digest_algorithm: bytes = SHA256
    signature_algorithm: bytes = ECDSA_SHA256
    sign: Callable[[PrivateKey, bytes], bytes] | None = None
    content: bytes = b""
    carried: tuple[bytes, ...] = ()
    pieces: Callable[[bytes], bytes] = field(default=lambda content: tlv.encode(0x04, content))

    def build(self) -> bytes:
        """Return the raw EF.SOD."""
        return tlv.encode(0x77, self.content_info())

    def content_info(self) -> bytes:
        """Return the CMS inside."""
        content = self.content or self._lds_object()
        attributes = self.attribute_order(self._attributes(content))
        own = [self.signer.certificate] if self.carries_certificate else []
        certificates = tlv.encode(0xA0, *own, *self.carried) if own or self.carried else b""
        infos = [self._signer_info(attributes)] * self.signer_count
        encapsulated = tlv.encode(0x06, oid.encode(self.content_type)) + self._wrap(
            0xA0, self.pieces(content)
        )
        signed = self._wrap(
            0x30,
            b"\x02\x01\x03",
            tlv.encode(0x31, SHA256),
            self._wrap(0x30, encapsulated),
            certificates,
            tlv.encode(0x31, *infos),
        )
        return self._wrap(0x30, tlv.encode(0x06, oid.encode(_SIGNED_DATA)), self._wrap(0xA0, signed))

    def _wrap(self, tag: int, *values: bytes) -> bytes:
        if self.indefinite:
            return bytes((tag, 0x80)) + b"".join(values) + b"\x00\x00"
        return tlv.encode(tag, *values)

    def _lds_object(self) -> bytes:
        entries = [
            tlv.encode(
                0x30, tlv.encode(0x02, bytes([number])), tlv.encode(0x04, hashlib.sha256(raw).digest())
            )
            for number, raw in self.data_groups.items()
        ]
        return tlv.encode(0x30, b"\x02\x01\x00", SHA256, tlv.encode(0x30, *entries))

    def _attributes(self, content: bytes) -> list[bytes]:
        attributes = [
            _attribute(_CONTENT_TYPE, tlv.encode(0x06, oid.encode(self.attribute_content_type))),
            _attribute(_MESSAGE_DIGEST, tlv.encode(0x04, hashlib.sha256(content).digest())),
        ]
        if self.signing_time is not None:
            text = self.signing_time.strftime("%y%m%d%H%M%SZ").encode()
            attributes.append(_attribute(_SIGNING_TIME, tlv.encode(0x17, text)))
        return attributes

    def _signer_info(self, attributes: list[bytes]) -> bytes:
        signature = (self.sign or sign_plainly)(self.signer.key, tlv.encode(0x31, *attributes))
        return tlv.encode(
            0x30,
            b"\x02\x01\x01",
            self._signer_identifier(),
            self.digest_algorithm,
            tlv.encode(0xA0, *attributes) if self.signed_attributes else b"",
            self.signature_algorithm,
            tlv.encode(0x04, signature),
        )

    def _signer_identifier(self) -> bytes:
        certificate = self.signer.parsed
        if self.by_key_identifier:
            extension = certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier)
            return tlv.encode(0x80, extension.value.digest)
        serial = certificate.serial_number
        number = tlv.encode(0x02, serial.to_bytes(serial.bit_length() // 8 + 1, "big"))
        return tlv.encode(0x30, certificate.issuer.public_bytes(), number)


def sign_plainly(key: PrivateKey, data: bytes) -> bytes:
    """Sign with ECDSA or PKCS#1 v1.5 and SHA-256."""
    if isinstance(key, rsa.RSAPrivateKey):
        return key.sign(data, padding.PKCS1v15(), hashes.SHA256())
    return key.sign(data, ec.ECDSA(hashes.SHA256()))


def sign_pss(salt_length: int) -> Callable[[PrivateKey, bytes], bytes]:
    """Return a function that signs with RSASSA-PSS, SHA-256 and this length of salt."""

    def sign(key: PrivateKey, data: bytes) -> bytes:
        assert isinstance(key, rsa.RSAPrivateKey)
        return key.sign(data, padding.PSS(padding.MGF1(hashes.SHA256()), salt_length), hashes.SHA256())

    return sign


def pss_algorithm(salt_length: int) -> bytes:
    """Return the AlgorithmIdentifier of RSASSA-PSS with SHA-256 and this length of salt."""
    mgf = tlv.encode(0x30, tlv.encode(0x06, oid.encode("1.2.840.113549.1.1.8")), SHA256)
    parameters = tlv.encode(
        0x30,
        tlv.encode(0xA0, SHA256),
        tlv.encode(0xA1, mgf),
        tlv.encode(0xA2, tlv.encode(0x02, bytes([salt_length]))),
    )
    return tlv.encode(0x30, tlv.encode(0x06, oid.encode("1.2.840.113549.1.1.10")), parameters)


def days(count: int) -> timedelta:
    """Return a span."""
    return timedelta(days=count)


def _attribute(kind: str, value: bytes) -> bytes:
    return tlv.encode(0x30, tlv.encode(0x06, oid.encode(kind)), tlv.encode(0x31, value))
