"""Signed data of one signer (RFC 5652), as Doc 9303-10, -11 and -12 use it; every deviation is a field of CmsRecipe."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from emulator.issuer import der
from emulator.issuer.algorithms import digest_identifier
from emulator.issuer.certificate import Signatory

_SIGNED_DATA = "1.2.840.113549.1.7.2"
_CONTENT_TYPE = "1.2.840.113549.1.9.3"
_MESSAGE_DIGEST = "1.2.840.113549.1.9.4"
_SIGNING_TIME = "1.2.840.113549.1.9.5"


@dataclass(frozen=True, slots=True)
class CmsRecipe:
    """How the signed data is put together; the defaults are right."""

    version: int = 3
    signer_version: int = 1
    signer_by_key_id: bool = False
    content_type_attribute: str | None = None
    """The content type that the signed attributes claim, None for the true one."""
    has_attributes: bool = True
    has_content_type: bool = True
    has_message_digest: bool = True
    spoils_message_digest: bool = False
    spoils_signature: bool = False
    has_certificate: bool = True
    indefinite_length: bool = False
    """BER with indefinite lengths around content and signed data: allowed, though unusual."""


@dataclass(frozen=True, slots=True)
class CmsSigner:
    """Who signs: the key, the certificate's issuer and serial number, the certificate, and when."""

    signatory: Signatory
    issuer: bytes
    serial: int
    certificate: bytes
    time: datetime | None


def signed_data(  # noqa: PLR0913 - the parts of a SignedData
    content_type: str,
    content: bytes,
    signer: CmsSigner,
    *,
    recipe: CmsRecipe | None = None,
    digest: str | None = None,
    more_certificates: tuple[bytes, ...] = (),
) -> bytes:
    """Return ContentInfo with SignedData over `content`; the hash is the signer's algorithm's unless `digest` names one."""
    recipe = recipe or CmsRecipe()
    name = digest or signer.signatory.key.algorithm.digest
    certificates = (*((signer.certificate,) if recipe.has_certificate else ()), *more_certificates)
    parts = (
        der.integer(recipe.version),
        der.set_of(digest_identifier(name)),
        _encapsulated(content_type, content, indefinite=recipe.indefinite_length),
        *((der.explicit(0, *sorted(certificates)),) if certificates else ()),
        der.set_of(_signer_info(content_type, content, signer, recipe, name)),
    )
    if recipe.indefinite_length:
        inner = _indefinite(0x30, *parts)
        return _indefinite(0x30, der.oid(_SIGNED_DATA), _indefinite(0xA0, inner))
    return der.sequence(der.oid(_SIGNED_DATA), der.explicit(0, der.sequence(*parts)))


def _encapsulated(content_type: str, content: bytes, *, indefinite: bool) -> bytes:
    if not indefinite:
        return der.sequence(der.oid(content_type), der.explicit(0, der.octet_string(content)))
    # A constructed octet string in two pieces.
    middle = len(content) // 2
    pieces = _indefinite(0x24, der.octet_string(content[:middle]), der.octet_string(content[middle:]))
    return _indefinite(0x30, der.oid(content_type), _indefinite(0xA0, pieces))


def _signer_info(
    content_type: str, content: bytes, signer: CmsSigner, recipe: CmsRecipe, digest: str
) -> bytes:
    key = signer.signatory.key
    identifier = (
        der.implicit(0, signer.signatory.key_id())
        if recipe.signer_by_key_id
        else der.sequence(signer.issuer, der.integer(signer.serial))
    )
    attributes = _attributes(content_type, content, signer.time, recipe, digest)
    signed = der.set_of(*attributes) if recipe.has_attributes else content
    signature = key.sign(signed)
    if recipe.spoils_signature:
        # The last byte belongs to s, or to the RSA number.
        signature = signature[:-1] + bytes((signature[-1] ^ 1,))
    return der.sequence(
        der.integer(recipe.signer_version),
        identifier,
        digest_identifier(digest),
        # RFC 5652 5.4: signed as a SET OF, stored as [0] IMPLICIT.
        *((b"\xa0" + signed[1:],) if recipe.has_attributes else ()),
        key.algorithm.signer_identifier(),
        der.octet_string(signature),
    )


def _attributes(
    content_type: str, content: bytes, time: datetime | None, recipe: CmsRecipe, digest: str
) -> list[bytes]:
    attributes = []
    if recipe.has_content_type:
        attributes.append(_attribute(_CONTENT_TYPE, der.oid(recipe.content_type_attribute or content_type)))
    if time is not None:
        attributes.append(_attribute(_SIGNING_TIME, der.time(time)))
    if recipe.has_message_digest:
        hashed = hashlib.new(digest, content).digest()
        if recipe.spoils_message_digest:
            hashed = hashed[::-1]
        attributes.append(_attribute(_MESSAGE_DIGEST, der.octet_string(hashed)))
    return attributes


def _attribute(identifier: str, value: bytes) -> bytes:
    return der.sequence(der.oid(identifier), der.set_of(value))


def _indefinite(tag: int, *parts: bytes) -> bytes:
    return bytes((tag, 0x80)) + b"".join(parts) + b"\x00\x00"
