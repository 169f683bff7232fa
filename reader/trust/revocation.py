"""What the revocation lists of the trust store say of a signer and of the country signers above it (Doc 9303-12 4, 7.2).

A country signer publishes one list, signed with its newest key, for everything that any of its keys issued. So a list
counts for every key of the same authority: of the same name, or joined to it by link certificates.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from reader.trust.crl import Crl, Revocation, RevocationState

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from reader.trust.certificate import Certificate
    from reader.trust.trust_store import TrustStore

_CLOCK_TOLERANCE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class RevocationLists:
    """The lists of a trust store at one moment ``now`` (with a zone)."""

    trust: TrustStore = field(repr=False)
    now: datetime

    def state_of(self, certificate: Certificate, issuer: Certificate) -> Revocation:
        """Return what the lists of the issuer's authority say; a certificate on any of them is revoked, however old it is."""
        lists = sorted(self._lists_of(issuer), key=lambda crl: crl.this_update, reverse=True)
        for crl in lists:
            entry = crl.revoked.get(certificate.serial_number)
            if entry is not None:
                return Revocation(
                    RevocationState.REVOKED, entry[1], crl.this_update, crl.next_update, revoked_at=entry[0]
                )
        if not lists:
            return Revocation(RevocationState.UNKNOWN, "none")
        newest = lists[0]
        if newest.is_stale(self.now):
            return Revocation(RevocationState.UNKNOWN, "stale", newest.this_update, newest.next_update)
        if newest.this_update > self.now + _CLOCK_TOLERANCE:
            return Revocation(RevocationState.UNKNOWN, "not-yet", newest.this_update, newest.next_update)
        return Revocation(RevocationState.GOOD, "on-no-list", newest.this_update, newest.next_update)

    def revoked_above(self, chain: tuple[Certificate, ...]) -> Certificate | None:
        """Return the certificate that makes a chain worthless: a revoked one in it, or above it where links led to it."""
        for certificate in (*chain, *self._ancestors(chain[-1])):
            if self.state_of(certificate, certificate).state is RevocationState.REVOKED:
                return certificate
        return None

    def _lists_of(self, issuer: Certificate) -> Iterator[Crl]:
        for entry in self.trust.crls:
            signer = self.trust.by_fingerprint(entry.issuer_fingerprint)
            if signer is not None and self._same_authority(signer, issuer):
                yield self.trust.crl(entry)

    def _same_authority(self, one: Certificate, other: Certificate) -> bool:
        if one.country != other.country:
            return False
        if one.subject_key == other.subject_key or one.key_identifier == other.key_identifier:
            return True
        return other.key_identifier in self._linked_keys(one)

    def _linked_keys(self, certificate: Certificate) -> set[bytes]:
        """Return the keys joined to the certificate's by link certificates of the store, in either direction."""
        pairs = [
            (item.key_identifier, item.authority_key_identifier)
            for item in self._of_country(certificate.country)
            if item.authority_key_identifier not in (None, item.key_identifier)
        ]
        found = {certificate.key_identifier}
        while True:
            fresh = {key for pair in pairs if found.intersection(pair) for key in pair if key} - found
            if not fresh:
                return found
            found |= fresh

    def _of_country(self, country: str) -> Iterator[Certificate]:
        for number, entry in enumerate(self.trust.entries):
            if entry.country == country:
                yield self.trust.certificates[number]

    def _ancestors(self, certificate: Certificate) -> list[Certificate]:
        """Return the country signers from which links lead to this one; none for a root."""
        found: list[Certificate] = []
        waiting = [certificate]
        while waiting:
            current = waiting.pop()
            if current.authority_key_identifier in (None, current.key_identifier):
                continue
            for issuer in self.trust.issuers_of(current):
                if issuer not in found and issuer.encoded != certificate.encoded:
                    found.append(issuer)
                    waiting.append(issuer)
        return found
