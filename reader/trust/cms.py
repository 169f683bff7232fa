"""CMS SignedData of EF.SOD and EF.CardSecurity (RFC 5652, Doc 9303-10 4.6.2), BER or DER."""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from asn1crypto import cms

from reader.codec import tlv
from reader.errors import MalformedDataError
from reader.lds import der
from reader.trust.certificate import PARSE_ERRORS, Certificate, certificate_of
from reader.trust.signature import (
    SignatureAlgorithm,
    SignatureError,
    digest,
    hash_name,
    parse_signature_algorithm,
    verify,
)

if TYPE_CHECKING:
    from datetime import datetime

MAX_SIGNED_DATA_LENGTH = 4_194_304
_MAX_CERTIFICATES = 16
# RFC 5652 5.1 and 5.3. Version 5 is for kinds of certificates and CRLs that no card has; 1 is what some issuers write.
_VERSIONS = frozenset({"v1", "v3", "v4"})
_SIGNER_VERSIONS = frozenset({"v1", "v3"})
_MAX_JOINED_LENGTH = 65_536


@dataclass(frozen=True, slots=True)
class SignedData:
    """One signer's SignedData. ``signed_attributes`` holds the byte strings that the signature may stand over."""

    content_type: str
    content: bytes = field(repr=False)
    certificates: tuple[Certificate, ...]
    signer: Certificate | None
    digest_name: str
    algorithm: SignatureAlgorithm
    signature: bytes = field(repr=False)
    signed_attributes: tuple[bytes, ...] = field(repr=False)
    attribute_content_type: str | None
    message_digest: bytes | None = field(repr=False)
    signing_time: datetime | None

    def verify(self, signer: Certificate) -> None:
        """Check the content against the signed attributes and these against the signer's key (RFC 5652 5.4, 5.6).

        Raises SignatureError with the reason ``signed-attributes``, ``message-digest`` or ``signature-invalid``, and
        MalformedDataError if the signer's key cannot be used.
        """
        if self.attribute_content_type != self.content_type or self.message_digest is None:
            raise SignatureError(
                "the signed attributes are missing or of other content", reason="signed-attributes"
            )
        if not hmac.compare_digest(digest(self.digest_name, self.content), self.message_digest):
            raise SignatureError("the content is not what was signed", reason="message-digest")
        key = signer.public_key()
        *others, last = self.signed_attributes
        for attributes in others:
            try:
                verify(key, self.algorithm, self.signature, attributes)
            except SignatureError:
                continue
            return
        verify(key, self.algorithm, self.signature, last)


def parse_signed_data(data: bytes) -> SignedData:
    """Decode a ContentInfo with a SignedData of one signer.

    Raises SignatureError for algorithms that are not known and MalformedDataError for everything that is not such data.
    """
    if len(data) > MAX_SIGNED_DATA_LENGTH:
        raise MalformedDataError(f"signed data of {len(data)} bytes")
    try:
        return _signed_data(cms.ContentInfo.load(data, strict=True))
    except PARSE_ERRORS as error:
        # The parser knows contents in pieces only with indefinite lengths; BER allows them with definite ones too.
        whole = der.joined(data) if len(data) <= _MAX_JOINED_LENGTH else data
        if whole == data:
            raise MalformedDataError("not CMS signed data") from error
    try:
        return _signed_data(cms.ContentInfo.load(whole, strict=True))
    except PARSE_ERRORS as error:
        raise MalformedDataError("not CMS signed data") from error


def _signed_data(info: Any) -> SignedData:
    if info["content_type"].native != "signed_data":
        raise MalformedDataError("CMS of another type than signed data")
    signed = info["content"]
    signers = signed["signer_infos"]
    if len(signers) != 1:
        raise MalformedDataError(f"signed data with {len(signers)} signers")
    signer = signers[0]
    if signed["version"].native not in _VERSIONS or signer["version"].native not in _SIGNER_VERSIONS:
        raise MalformedDataError("signed data of a version that is not read here")
    certificates = _certificates(signed)
    digest_name = hash_name(_definite(signer["digest_algorithm"]))
    attributes = _attributes(signer)
    encapsulated = signed["encap_content_info"]
    return SignedData(
        content_type=encapsulated["content_type"].dotted,
        content=_content(encapsulated),
        certificates=certificates,
        signer=_signer(signer["sid"], certificates),
        digest_name=digest_name,
        algorithm=parse_signature_algorithm(_definite(signer["signature_algorithm"]).encode(), digest_name),
        signature=signer["signature"].native,
        signed_attributes=_signed_encodings(signer),
        attribute_content_type=_value(attributes, "content_type", "dotted"),
        message_digest=_value(attributes, "message_digest", "native"),
        signing_time=_value(attributes, "signing_time", "native"),
    )


def _definite(value: Any) -> tlv.Tlv:
    return tlv.parse(der.definite(value.dump()))


def _content(encapsulated: Any) -> bytes:
    content = encapsulated["content"]
    if content.native is None:
        raise MalformedDataError("signed data without its content")
    return bytes(content)


def _certificates(signed: Any) -> tuple[Certificate, ...]:
    choices = signed["certificates"]
    if choices.native is None:
        return ()
    if len(choices) > _MAX_CERTIFICATES:
        raise MalformedDataError(f"signed data with {len(choices)} certificates")
    return tuple(certificate_of(choice.chosen) for choice in choices if choice.name == "certificate")


def _signer(identifier: Any, certificates: tuple[Certificate, ...]) -> Certificate | None:
    """Find the certificate that the SignerInfo names, by issuer and serial number or by subject key identifier."""
    if identifier.name == "issuer_and_serial_number":
        chosen = identifier.chosen
        wanted = (chosen["issuer"].hashable, chosen["serial_number"].native)
        return next((c for c in certificates if (c.issuer_key, c.serial_number) == wanted), None)
    return next((c for c in certificates if c.key_identifier == identifier.chosen.native), None)


def _attributes(signer: Any) -> dict[str, Any]:
    """Return the values of each signed attribute by name; one that stands twice is refused (RFC 5652 5.3)."""
    found: dict[str, Any] = {}
    if signer["signed_attrs"].native is None:
        return found
    for attribute in signer["signed_attrs"]:
        name = attribute["type"].native
        if name in found:
            raise MalformedDataError(f"the signed attribute {name} stands twice")
        found[name] = attribute["values"]
    return found


def _value(attributes: dict[str, Any], name: str, form: str) -> Any:
    values = attributes.get(name)
    if values is None:
        return None
    if len(values) != 1:
        raise MalformedDataError(f"the signed attribute {name} with {len(values)} values")
    return getattr(values[0], form)


def _signed_encodings(signer: Any) -> tuple[bytes, ...]:
    """Return the signed attributes as the SET that was signed: in DER order, and before that in the order given.

    RFC 5652 5.4 says DER; issued cards exist whose signer left its own order, which changes no attribute.
    """
    attributes = signer["signed_attrs"]
    if attributes.native is None:
        return ()
    members = tuple(der.definite(attribute.dump()) for attribute in attributes)
    return tuple(dict.fromkeys(tlv.encode(der.SET, *order) for order in (members, sorted(members))))
