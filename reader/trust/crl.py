"""Certificate revocation lists of country signers (RFC 5280 5, Doc 9303-12 7.2): which signers were taken back."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from asn1crypto import crl as asn1_crl

from reader.errors import MalformedDataError
from reader.trust.certificate import PARSE_ERRORS
from reader.trust.signature import parse_signature_algorithm, verify

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from reader.trust.certificate import Certificate

MAX_CRL_LENGTH = 16_777_216
_MAX_ENTRIES = 200_000
_READ_EXTENSIONS = frozenset({"authority_key_identifier", "crl_number"})
_REFUSED_EXTENSIONS = frozenset({"delta_crl_indicator", "issuing_distribution_point"})


class RevocationState(StrEnum):
    """What the lists say of a certificate; UNKNOWN where there is no list, or none that is still fresh."""

    GOOD = "good"
    REVOKED = "revoked"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Revocation:
    """The state of one certificate with its reason code (``on-no-list``, ``none``, ``stale``, or the reason of revocation).

    ``this_update`` and ``next_update`` are those of the list that decided, None where there is none or it does not say.
    """

    state: RevocationState
    reason: str
    this_update: datetime | None = None
    next_update: datetime | None = None
    revoked_at: datetime | None = None

    def evidence(self) -> dict[str, str]:
        """Return it as a report shows it."""
        shown = {"crl": f"{self.state.value} ({self.reason})"}
        for name in ("this_update", "next_update", "revoked_at"):
            moment: datetime | None = getattr(self, name)
            if moment is not None:
                shown[f"crl_{name}"] = moment.isoformat()
        return shown


@dataclass(frozen=True, slots=True)
class Crl:
    """One list; ``revoked`` maps serial numbers to the time and the reason of revocation."""

    encoded: bytes = field(repr=False)
    issuer: str
    issuer_key: str = field(repr=False)
    this_update: datetime
    next_update: datetime | None
    number: int | None
    authority_key_identifier: bytes | None = field(repr=False)
    revoked: Mapping[int, tuple[datetime, str]] = field(repr=False)
    signature_algorithm: bytes = field(repr=False)
    signature: bytes = field(repr=False)
    signed_part: bytes = field(repr=False)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the whole list in hex."""
        return hashlib.sha256(self.encoded).hexdigest()

    def may_be_from(self, issuer: Certificate) -> bool:
        """Whether key identifier or name allow the certificate to be the list's signer, and its key usage too."""
        if issuer.key_usage is not None and "crl_sign" not in issuer.key_usage:
            return False
        if self.authority_key_identifier is not None and issuer.has_key_identifier:
            return self.authority_key_identifier == issuer.key_identifier
        return self.issuer_key == issuer.subject_key

    def verify(self, issuer: Certificate) -> None:
        """Check the issuer's signature on the list; SignatureError or another MalformedDataError if it does not hold."""
        algorithm = parse_signature_algorithm(self.signature_algorithm)
        verify(issuer.public_key(), algorithm, self.signature, self.signed_part)

    def is_stale(self, now: datetime) -> bool:
        """Whether a newer list was due before ``now`` (with a zone); one that names no time never is."""
        return self.next_update is not None and self.next_update < now


def parse_crl(data: bytes) -> Crl:
    """Decode one DER list; MalformedDataError if it is none, or a partial one (delta, distribution point)."""
    if len(data) > MAX_CRL_LENGTH:
        raise MalformedDataError(f"a revocation list of {len(data)} bytes")
    try:
        return _crl(asn1_crl.CertificateList.load(data, strict=True))
    except PARSE_ERRORS as error:
        raise MalformedDataError("not a certificate revocation list") from error


def _crl(parsed: Any) -> Crl:
    body = parsed["tbs_cert_list"]
    extensions = _extensions(body)
    authority = extensions.get("authority_key_identifier")
    number = extensions.get("crl_number")
    return Crl(
        encoded=parsed.dump(),
        issuer=body["issuer"].human_friendly,
        issuer_key=body["issuer"].hashable,
        this_update=body["this_update"].native,
        next_update=body["next_update"].native,
        number=None if number is None else number.native,
        authority_key_identifier=None if authority is None else authority["key_identifier"].native,
        revoked=_entries(body["revoked_certificates"]),
        signature_algorithm=parsed["signature_algorithm"].dump(),
        signature=parsed["signature"].native,
        signed_part=body.dump(),
    )


def _extensions(body: Any) -> dict[str, Any]:
    """Return the extensions that are read; a list of a part is refused: its silence would say too much."""
    found: dict[str, Any] = {}
    for extension in body["crl_extensions"] if body["crl_extensions"].native is not None else ():
        name = extension["extn_id"].native
        if name in _REFUSED_EXTENSIONS:
            raise MalformedDataError("a revocation list that covers only a part", reason="crl-partial")
        if name in _READ_EXTENSIONS:
            found[name] = extension["extn_value"].parsed
    return found


def _entries(items: Any) -> Mapping[int, tuple[datetime, str]]:
    """Return the entries; a serial number that stands twice keeps its first time."""
    if not len(items.contents or b""):
        return MappingProxyType({})
    if len(items) > _MAX_ENTRIES:
        raise MalformedDataError(f"a revocation list of {len(items)} entries")
    found: dict[int, tuple[datetime, str]] = {}
    for item in items:
        reason = item.crl_reason_value
        entry = (item["revocation_date"].native, "unspecified" if reason is None else str(reason.native))
        found.setdefault(item["user_certificate"].native, entry)
    return MappingProxyType(found)
