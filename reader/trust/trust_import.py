"""Filling and clearing a trust store: a directory whose files are named by what they hold (SHA-256)."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reader.errors import MalformedDataError
from reader.trust.trust_file import TrustItemKind, items_of, max_length
from reader.trust.trust_store import TrustStore, TrustStoreError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from reader.trust.trust_entry import NotedCertificate, RefusedCertificate

_SUFFIXES = {
    TrustItemKind.CERTIFICATE: ".cer",
    TrustItemKind.MASTER_LIST: ".ml",
    TrustItemKind.CRL: ".crl",
}
_OWN_NAME = re.compile(r"[0-9a-f]{64}\.(cer|ml|crl)")


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did: files added, how many were there already, what was refused or is odd, and the store now."""

    added: tuple[str, ...]
    known: int
    refused: tuple[RefusedCertificate, ...]
    noted: tuple[NotedCertificate, ...]
    store: TrustStore


@dataclass(frozen=True, slots=True)
class Expired:
    """A file of a store that has no use any more, and why."""

    file: Path
    reason: str
    detail: str


def import_files(files: Sequence[Path], directory: Path, *, roots: Sequence[Path] = ()) -> ImportReport:
    """Take certificates, master lists, CRLs and LDIF into the store at ``directory``, each under its SHA-256.

    ``roots`` are certificates that the caller vouches for, such as a list's; they are kept too. Only what the whole store
    then believes is written. Raises TrustStoreError if a file cannot be read or the directory cannot be written.
    """
    present = TrustStore.load([directory]) if directory.is_dir() else TrustStore()
    found = {name: data for file in (*roots, *files) for name, data in _items(file)}
    store = TrustStore.load([*_existing(directory), *roots, *files])
    believed = {entry.fingerprint for entry in store.entries if not entry.master_list}
    believed |= {item.fingerprint for item in store.lists} | {item.fingerprint for item in store.crls}
    wanted = {name: data for name, data in found.items() if Path(name).stem in believed}
    added = tuple(name for name in sorted(wanted) if not (directory / name).exists())
    for name in added:
        _write(directory, name, wanted[name])
    earlier = {(item.reason, item.fingerprint) for item in present.noted}
    return ImportReport(
        added,
        len(wanted) - len(added),
        tuple(item for item in store.refused if not item.source.startswith(f"{directory}{os.sep}")),
        tuple(item for item in store.noted if (item.reason, item.fingerprint) not in earlier),
        store,
    )


def expired_files(directory: Path, now: datetime) -> tuple[Expired, ...]:
    """Return the store's own files that can verify nothing any more at ``now`` (with a zone), and those overtaken.

    A country signer lives as long as the last document under it (Doc 9303-12 4), so an expired one has no use, unless a
    master list here rests on it. Files that the import did not name are never touched.
    """
    store = TrustStore.load([directory])
    return (*_expired_certificates(store, directory, now), *_overtaken_lists(store), *_overtaken_crls(store))


def remove(expired: Iterable[Expired]) -> None:
    """Delete the files; TrustStoreError if one cannot be."""
    for item in expired:
        try:
            item.file.unlink(missing_ok=True)
        except OSError as error:
            raise TrustStoreError(f"{item.file} cannot be removed: {error.strerror}") from error


def _existing(directory: Path) -> tuple[Path, ...]:
    return (directory,) if directory.is_dir() else ()


def _items(file: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the name by content and the bytes of each thing in the file; what cannot be read is the store's to report."""
    try:
        if file.stat().st_size > max_length(file):
            return
        items = list(items_of(file.read_bytes()))
    except OSError as error:
        raise TrustStoreError(f"{file} cannot be read: {error.strerror}") from error
    except MalformedDataError:
        return
    for item in items:
        yield f"{hashlib.sha256(item.data).hexdigest()}{_SUFFIXES[item.kind]}", item.data


def _write(directory: Path, name: str, data: bytes) -> None:
    """Write whole or not at all, readable for all: nothing in a trust store is secret."""
    try:
        directory.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(dir=directory, prefix=".writing-")
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            os.fchmod(stream.fileno(), 0o644)
        Path(temporary).replace(directory / name)
    except OSError as error:
        raise TrustStoreError(f"the trust store {directory} cannot be written: {error.strerror}") from error


def _own(source: str) -> Path | None:
    """Return the file that a source names, if it is one that an import wrote."""
    file = Path(source)
    return file if _OWN_NAME.fullmatch(file.name) else None


def _expired_certificates(store: TrustStore, directory: Path, now: datetime) -> Iterator[Expired]:
    roots = {item.root_fingerprint for item in store.lists}
    for entry, certificate in zip(store.entries, store.certificates, strict=True):
        file = None if entry.master_list or entry.fingerprint in roots else _own(entry.source)
        if file is not None and file.parent == directory and certificate.not_after < now:
            yield Expired(
                file, "expired", f"{certificate.subject}, valid to {certificate.not_after:%Y-%m-%d}"
            )


def _overtaken_lists(store: TrustStore) -> Iterator[Expired]:
    newest: dict[str, str] = {}
    for item in store.lists:
        issuer = _issuer_name(store, item.root_fingerprint)
        newest[issuer] = max(newest.get(issuer, ""), item.signed_at)
    for item in store.lists:
        file = _own(item.source)
        if file is not None and item.signed_at < newest[_issuer_name(store, item.root_fingerprint)]:
            yield Expired(file, "overtaken", f"master list of {item.signed_at[:10]}, a newer one is here")


def _overtaken_crls(store: TrustStore) -> Iterator[Expired]:
    newest: dict[str, datetime] = {}
    for entry in store.crls:
        crl = store.crl(entry)
        newest[crl.issuer_key] = max(newest.get(crl.issuer_key, crl.this_update), crl.this_update)
    for entry in store.crls:
        crl, file = store.crl(entry), _own(entry.source)
        if file is not None and crl.this_update < newest[crl.issuer_key]:
            yield Expired(file, "overtaken", f"CRL of {crl.this_update:%Y-%m-%d}, a newer one is here")


def _issuer_name(store: TrustStore, fingerprint: str) -> str:
    root = store.by_fingerprint(fingerprint)
    return root.subject_key if root is not None else fingerprint
