"""The records of a trust store: what was taken, what is odd about it, what was refused."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class RefusedCertificate:
    """Something that was not taken: where it stands, the stable reason and a sentence for people."""

    source: str
    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class NotedCertificate:
    """A certificate that was taken although something about it is odd; ``fingerprint`` is SHA-256 in hex."""

    source: str
    reason: str
    detail: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class TrustEntry:
    """A country signer as the store keeps it: found by key identifier or name, parsed only when it is needed.

    ``master_list`` is the fingerprint of the list that vouches for it, empty where the clinic itself put it there.
    """

    encoded: bytes = field(repr=False)
    fingerprint: str
    key_identifier: bytes
    has_key_identifier: bool
    subject_key: str = field(repr=False)
    country: str
    source: str
    master_list: str = ""


@dataclass(frozen=True, slots=True)
class CrlEntry:
    """A revocation list whose signature a country signer of the store made; parsed only when it is needed."""

    encoded: bytes = field(repr=False)
    fingerprint: str
    issuer_fingerprint: str
    source: str


@dataclass(frozen=True, slots=True)
class ListEntry:
    """A master list that was taken: ``signed_at`` in ISO 8601 or empty, the root behind it, how many it names."""

    fingerprint: str
    root_fingerprint: str
    signed_at: str
    certificates: int
    source: str


@dataclass(frozen=True, slots=True)
class TrustContents:
    """All that a trust store is made of."""

    entries: tuple[TrustEntry, ...] = ()
    refused: tuple[RefusedCertificate, ...] = ()
    noted: tuple[NotedCertificate, ...] = ()
    crls: tuple[CrlEntry, ...] = ()
    lists: tuple[ListEntry, ...] = ()
