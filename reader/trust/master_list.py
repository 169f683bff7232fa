"""Master lists: the country signers that one State vouches for, signed by it (Doc 9303-12 9).

CscaMasterList ::= SEQUENCE { version INTEGER { v0(0) }, certList SET OF Certificate }
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reader.codec import tlv
from reader.errors import MalformedDataError
from reader.lds import der
from reader.trust.cms import parse_signed_data

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from reader.trust.certificate import Certificate
    from reader.trust.cms import SignedData

ID_MASTER_LIST = "2.23.136.1.1.2"
ID_MASTER_LIST_SIGNING = "2.23.136.1.1.3"
_MAX_CERTIFICATES = 4_096


class MasterListError(MalformedDataError):
    """The master list is broken, or its own signature does not lead to a given root."""

    default_reason = "master-list-malformed"


@dataclass(frozen=True, slots=True)
class MasterList:
    """A master list as it stands: DER of its certificates, none judged; ``fingerprint`` is SHA-256 of the file in hex."""

    certificates: tuple[bytes, ...] = field(repr=False)
    fingerprint: str
    signed: SignedData = field(repr=False)

    @property
    def signing_time(self) -> datetime | None:
        """When its signer says that it was signed."""
        return self.signed.signing_time

    def verify(self, roots: Iterable[Certificate]) -> Certificate:
        """Check the list's own signature and its signer's; return the root that stands behind it.

        The signer comes from a root directly, or through a certificate of the same State that the list carries. Raises
        MasterListError with the reason ``list-signer-missing``, ``list-signer-key-usage``, ``list-not-valid-at-signing`` or
        ``list-not-anchored``, and SignatureError if the list is not what was signed.
        """
        signer = self.signed.signer
        if signer is None:
            raise MasterListError(
                "the list does not carry the certificate of its signer", reason="list-signer-missing"
            )
        self.signed.verify(signer)
        known = {root.fingerprint: root for root in roots}
        if signer.fingerprint in known:
            return signer
        if ID_MASTER_LIST_SIGNING not in signer.purposes:
            raise MasterListError(
                "its signer's key is not made for master lists", reason="list-signer-key-usage"
            )
        return self._root_of(signer, known)

    def _root_of(self, signer: Certificate, known: dict[str, Certificate]) -> Certificate:
        moment = self.signing_time or signer.not_before
        carried = [item for item in self.signed.certificates if item.is_ca and item.country == signer.country]
        outdated = False
        for issuer in _issuers(signer, (*known.values(), *carried)):
            chain: tuple[Certificate, ...] = (signer, issuer)
            if issuer.fingerprint not in known:
                root = next(iter(_issuers(issuer, known.values())), None)
                if root is None:
                    continue
                chain = (signer, issuer, root)
            if all(certificate.valid_at(moment) for certificate in chain):
                return chain[-1]
            outdated = True
        if outdated:
            raise MasterListError(
                "a certificate was not valid when the list was signed", reason="list-not-valid-at-signing"
            )
        raise MasterListError("none of the given roots stands behind its signer", reason="list-not-anchored")


def parse_master_list(data: bytes) -> MasterList:
    """Decode a CscaMasterList in CMS, BER or DER; MasterListError or another MalformedDataError if it is none."""
    signed = parse_signed_data(data)
    if signed.content_type != ID_MASTER_LIST:
        raise MasterListError("signed data of another kind than a master list")
    # Certificates are signed as they are encoded, so nothing is re-encoded that need not be.
    indefinite = signed.content[1:2] == b"\x80"
    members = der.sequence(
        tlv.parse(der.definite(signed.content) if indefinite else signed.content), at_least=2
    )
    if der.integer(members[0]) != 0 or members[1].tag != der.SET:
        raise MasterListError("a master list of an unknown version or shape")
    items = tlv.parse_all(members[1].value, max_items=_MAX_CERTIFICATES)
    return MasterList(tuple(item.encode() for item in items), hashlib.sha256(data).hexdigest(), signed)


def _issuers(certificate: Certificate, candidates: Iterable[Certificate]) -> list[Certificate]:
    """Return those of the candidates that did sign the certificate."""
    found = []
    for candidate in candidates:
        if not candidate.may_have_issued(certificate):
            continue
        try:
            candidate.verify_issued(certificate)
        except MalformedDataError:
            continue
        found.append(candidate)
    return found
