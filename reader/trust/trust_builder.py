"""Deciding what a trust store takes: loose certificates first, then the lists that these vouch for, then the CRLs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reader.errors import MalformedDataError
from reader.trust.certificate import Certificate, parse_certificate
from reader.trust.crl import Crl, parse_crl
from reader.trust.deprecation import deprecated
from reader.trust.master_list import MasterList, parse_master_list
from reader.trust.trust_entry import (
    CrlEntry,
    ListEntry,
    NotedCertificate,
    RefusedCertificate,
    TrustContents,
    TrustEntry,
)
from reader.trust.trust_file import TrustItem, TrustItemKind

if TYPE_CHECKING:
    from collections.abc import Iterator

_NOTES = {
    "no-basic-constraints": "It does not say that it may issue certificates; its key usage does.",
    "not-a-ca": "It says that it is no authority; the master list says that it is.",
    "version-1": "It is of X.509 version 1, without any extension.",
    "not-anchored": "The key that signed it is not here; the master list alone vouches for it.",
    "deprecated-algorithm": "It uses an algorithm or a key that is no longer recommended.",
}


@dataclass(slots=True)
class _Taken:
    certificate: Certificate
    source: str
    master_list: str = ""


@dataclass(slots=True)
class TrustBuilder:
    """Collects what the files hold; `finish` decides."""

    _loose: dict[bytes, tuple[str, Certificate]] = field(default_factory=dict)
    _lists: list[tuple[str, MasterList]] = field(default_factory=list)
    _crls: list[tuple[str, Crl]] = field(default_factory=list)
    _taken: dict[bytes, _Taken] = field(default_factory=dict)
    _list_entries: dict[str, ListEntry] = field(default_factory=dict)
    _index: dict[bytes | str, list[Certificate]] = field(default_factory=dict)
    _refused: list[RefusedCertificate] = field(default_factory=list)
    _noted: list[NotedCertificate] = field(default_factory=list)

    def refuse(self, source: str, reason: str, detail: str) -> None:
        """Report what is not taken."""
        self._refused.append(RefusedCertificate(source, reason, detail))

    def add(self, item: TrustItem, source: str) -> None:
        """Take one thing of a file up; what does not parse is refused."""
        kinds = {
            TrustItemKind.CERTIFICATE: (self._add_certificate, "not-a-certificate"),
            TrustItemKind.MASTER_LIST: (self._add_list, "not-a-master-list"),
            TrustItemKind.CRL: (self._add_crl, "not-a-crl"),
        }
        add, reason = kinds[item.kind]
        try:
            add(item.data, source)
        except MalformedDataError as error:
            self.refuse(source, reason, f"{error}.")

    def finish(self) -> TrustContents:
        """Take self-signed certificates, then links from a key already taken, lists that one of these signed, and CRLs."""
        self._take_loose()
        self._take_lists()
        crls = tuple(self._taken_crls())
        entries = tuple(_entry(item) for item in self._taken.values())
        lists = tuple(self._list_entries.values())
        return TrustContents(entries, tuple(self._refused), tuple(self._noted), crls, lists)

    def _add_certificate(self, data: bytes, source: str) -> None:
        certificate = parse_certificate(data)
        refusal = _refusal(certificate)
        if refusal is not None:
            self.refuse(source, *refusal)
        else:
            self._loose.setdefault(certificate.encoded, (source, certificate))

    def _add_list(self, data: bytes, source: str) -> None:
        self._lists.append((source, parse_master_list(data)))

    def _add_crl(self, data: bytes, source: str) -> None:
        self._crls.append((source, parse_crl(data)))

    def _take_loose(self) -> None:
        waiting = dict(self._loose)
        while True:
            found = [key for key, (_, certificate) in waiting.items() if self._is_signed(certificate)]
            if not found:
                break
            for key in found:
                source, certificate = waiting.pop(key)
                self._take(_Taken(certificate, source), _oddities(certificate))
        for source, _ in waiting.values():
            self.refuse(
                source, "not-anchored", "Neither its own key nor a trusted one signed this certificate."
            )

    def _take_lists(self) -> None:
        """Take every list that a certificate already taken stands behind, until no more are found."""
        waiting = list(self._lists)
        refusals: dict[str, MalformedDataError] = {}
        while waiting:
            held = len(waiting)
            for item in list(waiting):
                source, master_list = item
                try:
                    root = master_list.verify([taken.certificate for taken in self._taken.values()])
                except MalformedDataError as error:
                    refusals[source] = error
                    continue
                waiting.remove(item)
                self._take_list(source, master_list)
                self._list_entries.setdefault(
                    master_list.fingerprint, _list_entry(source, master_list, root.fingerprint)
                )
            if len(waiting) == held:
                break
        for source, _ in waiting:
            refusal = refusals[source]
            self.refuse(source, refusal.reason, f"The master list is not used: {refusal}.")

    def _take_list(self, source: str, master_list: MasterList) -> None:
        fresh: list[_Taken] = []
        for number, encoded in enumerate(master_list.certificates, start=1):
            where = f"{source} ({number})"
            try:
                certificate = parse_certificate(encoded)
            except MalformedDataError as error:
                self.refuse(where, "not-a-certificate", f"{error}.")
                continue
            refusal = _key_refusal(certificate)
            if refusal is not None:
                self.refuse(where, *refusal)
            elif certificate.encoded not in self._taken:
                fresh.append(_Taken(certificate, where, master_list.fingerprint))
        for taken in fresh:
            self._take(taken, ())
        for taken in fresh:
            anchored = () if self._is_signed(taken.certificate) else ("not-anchored",)
            self._note(taken, (*anchored, *_oddities(taken.certificate)))

    def _take(self, taken: _Taken, oddities: tuple[str, ...]) -> None:
        certificate = taken.certificate
        self._taken[certificate.encoded] = taken
        self._index.setdefault(certificate.key_identifier, []).append(certificate)
        self._index.setdefault(certificate.subject_key, []).append(certificate)
        self._note(taken, oddities)

    def _note(self, taken: _Taken, oddities: tuple[str, ...]) -> None:
        for reason in oddities:
            detail = f"{_NOTES[reason]} ({taken.certificate.subject})"
            self._noted.append(NotedCertificate(taken.source, reason, detail, taken.certificate.fingerprint))

    def _is_signed(self, certificate: Certificate) -> bool:
        """Whether its own key or one already taken signed it."""
        own = [certificate] if certificate.self_issued else []
        named = self._index.get(certificate.authority_key_identifier or certificate.issuer_key, [])
        others = [*named, *self._index.get(certificate.issuer_key, [])]
        for issuer in (*own, *(other for other in others if other.may_have_issued(certificate))):
            if _verifies(issuer, certificate):
                return True
        return False

    def _taken_crls(self) -> Iterator[CrlEntry]:
        seen: set[str] = set()
        for source, crl in self._crls:
            if crl.fingerprint in seen:
                continue
            seen.add(crl.fingerprint)
            issuer = self._issuer_of(crl)
            if issuer is None:
                self.refuse(
                    source, "crl-not-anchored", f"No trusted country signer signed it ({crl.issuer})."
                )
            else:
                yield CrlEntry(crl.encoded, crl.fingerprint, issuer.fingerprint, source)

    def _issuer_of(self, crl: Crl) -> Certificate | None:
        for taken in self._taken.values():
            if not crl.may_be_from(taken.certificate):
                continue
            try:
                crl.verify(taken.certificate)
            except MalformedDataError:
                continue
            return taken.certificate
        return None


def _list_entry(source: str, master_list: MasterList, root: str) -> ListEntry:
    signed_at = master_list.signing_time.isoformat() if master_list.signing_time else ""
    return ListEntry(master_list.fingerprint, root, signed_at, len(master_list.certificates), source)


def _entry(taken: _Taken) -> TrustEntry:
    certificate = taken.certificate
    return TrustEntry(
        encoded=certificate.encoded,
        fingerprint=certificate.fingerprint,
        key_identifier=certificate.key_identifier,
        has_key_identifier=certificate.has_key_identifier,
        subject_key=certificate.subject_key,
        country=certificate.country,
        source=taken.source,
        master_list=taken.master_list,
    )


def _verifies(issuer: Certificate, certificate: Certificate) -> bool:
    try:
        issuer.verify_issued(certificate)
    except MalformedDataError:
        return False
    return True


def _oddities(certificate: Certificate) -> tuple[str, ...]:
    found = []
    if certificate.version == 1:
        found.append("version-1")
    elif not certificate.has_basic_constraints:
        found.append("no-basic-constraints")
    elif not certificate.is_ca:
        found.append("not-a-ca")
    if deprecated(certificate):
        found.append("deprecated-algorithm")
    return tuple(found)


def _refusal(certificate: Certificate) -> tuple[str, str] | None:
    """Return why a certificate that nobody vouches for can be no country signer (Doc 9303-12 7.1), or None.

    Tolerance: issued country signers exist that are of version 1 or leave basicConstraints out. A root of version 1 has
    no other way to say so than to sign itself; one of version 3 must say by its key usage that it issues certificates.
    """
    usage = certificate.key_usage or frozenset()
    says_so = certificate.is_ca or (not certificate.has_basic_constraints and "key_cert_sign" in usage)
    if not says_so and not (certificate.version == 1 and certificate.self_issued):
        return "not-a-ca", "The certificate may not issue others: it is no country signer."
    return _key_refusal(certificate)


def _key_refusal(certificate: Certificate) -> tuple[str, str] | None:
    if certificate.key_usage is not None and "key_cert_sign" not in certificate.key_usage:
        return "key-usage", "The key of the certificate may not sign certificates."
    try:
        certificate.public_key()
    except MalformedDataError as error:
        return error.reason, f"Its key cannot be used: {error}."
    return None
