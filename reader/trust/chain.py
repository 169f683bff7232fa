"""From a document signer to a trusted country signer: directly, or over link certificates (Doc 9303-12 4, 7.1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.errors import MalformedDataError
from reader.trust.signature import UNSUPPORTED_ALGORITHM

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from reader.trust.certificate import Certificate
    from reader.trust.trust_store import TrustStore

_MAX_LINKS = 3


@dataclass(frozen=True, slots=True)
class Chains:
    """Every chain found, each from the signer's issuer to a certificate of the store; ``forgery`` is why a trusted key
    that the signer names did not sign it, where none was found."""

    chains: tuple[tuple[Certificate, ...], ...]
    forgery: MalformedDataError | None = None

    def valid_at(self, moment: datetime) -> tuple[tuple[Certificate, ...], ...]:
        """Return the chains of which every certificate was valid then."""
        return tuple(
            chain for chain in self.chains if all(certificate.valid_at(moment) for certificate in chain)
        )


def find_chains(signer: Certificate, carried: Sequence[Certificate], trust: TrustStore) -> Chains:
    """Return the chains from the signer to the store; ``carried`` are the certificates beside it in the signed data.

    A carried certificate is only ever a link: it counts if a trusted key, in the end, signed it.
    """
    direct = _signed_by(signer, trust)
    if direct.chains:
        return direct
    links = [item for item in carried if item.is_ca and item.encoded != signer.encoded]
    return Chains(tuple(_over_links(signer, links, trust, _MAX_LINKS)), direct.forgery)


def _signed_by(certificate: Certificate, trust: TrustStore) -> Chains:
    found: list[tuple[Certificate, ...]] = []
    forgery: MalformedDataError | None = None
    for issuer in trust.issuers_of(certificate):
        try:
            issuer.verify_issued(certificate)
        except MalformedDataError as error:
            named = certificate.authority_key_identifier == issuer.key_identifier
            if error.reason == UNSUPPORTED_ALGORITHM or named:
                forgery = error
            continue
        found.append((issuer,))
    return Chains(tuple(found), None if found else forgery)


def _over_links(
    certificate: Certificate, links: Sequence[Certificate], trust: TrustStore, depth: int
) -> Iterator[tuple[Certificate, ...]]:
    for link in links:
        if not depth or link.encoded == certificate.encoded or not _issued(link, certificate):
            continue
        above = _signed_by(link, trust).chains or _over_links(link, links, trust, depth - 1)
        for chain in above:
            yield (link, *chain)


def _issued(issuer: Certificate, certificate: Certificate) -> bool:
    if issuer.key_usage is not None and "key_cert_sign" not in issuer.key_usage:
        return False
    if not issuer.may_have_issued(certificate):
        return False
    try:
        issuer.verify_issued(certificate)
    except MalformedDataError:
        return False
    return True
