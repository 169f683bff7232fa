"""The country signers that the clinic trusts, from the files that its contract brought (Doc 9303-12).

A certificate is trusted because its file stands in the configured place, or because a master list there names it whose
signer one of those certificates issued; what is not a usable country signer is refused and reported. No file at all is
a state of its own: nothing can then be proven.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, overload

from reader.errors import MalformedDataError, ReaderError
from reader.trust import trust_cache
from reader.trust.trust_entry import (
    CrlEntry,
    ListEntry,
    NotedCertificate,
    RefusedCertificate,
    TrustContents,
    TrustEntry,
)
from reader.trust.trust_file import SUFFIXES, TrustItem, items_of, max_length

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from reader.trust.certificate import Certificate
    from reader.trust.crl import Crl
    from reader.trust.trust_builder import TrustBuilder

__all__ = ["NotedCertificate", "RefusedCertificate", "TrustStore", "TrustStoreError"]

_MAX_FILES = 4096


class TrustStoreError(ReaderError):
    """A configured place of the trust store cannot be read: correct the path or its permissions."""

    default_reason = "trust-store-unreadable"


class CertificateSequence(Sequence["Certificate"]):
    """The certificates of a store, each parsed when it is first looked at."""

    def __init__(self, entries: tuple[TrustEntry, ...]) -> None:
        """Parse nothing yet."""
        self._entries = entries
        self._parsed: dict[int, Certificate] = {}

    def __len__(self) -> int:
        """Return how many there are; parses nothing."""
        return len(self._entries)

    @overload
    def __getitem__(self, index: int) -> Certificate: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Certificate, ...]: ...
    def __getitem__(self, index: int | slice) -> Certificate | tuple[Certificate, ...]:
        """Return one, or several."""
        if isinstance(index, slice):
            return tuple(self[number] for number in range(*index.indices(len(self))))
        number = range(len(self))[index]
        if number not in self._parsed:
            from reader.trust.certificate import parse_certificate

            self._parsed[number] = parse_certificate(self._entries[number].encoded)
        return self._parsed[number]


class TrustStore:
    """Trusted country signers, none twice, found by key identifier or name; the report of what was refused, or is odd."""

    def __init__(self, contents: TrustContents | None = None) -> None:
        """Hold what was found; nothing by default. The lists stay as they are from then on."""
        self.contents = contents or TrustContents()
        self.certificates = CertificateSequence(self.contents.entries)
        self._by_key: dict[bytes, list[int]] = {}
        self._by_name: dict[str, list[int]] = {}
        for number, entry in enumerate(self.contents.entries):
            self._by_key.setdefault(entry.key_identifier, []).append(number)
            self._by_name.setdefault(entry.subject_key, []).append(number)
        self._by_fingerprint = {entry.fingerprint: number for number, entry in enumerate(self.entries)}
        self._crls: dict[str, Crl] = {}

    def __repr__(self) -> str:
        """Show how much there is."""
        return f"TrustStore({len(self)} certificates, {len(self.refused)} refused, {len(self.crls)} CRLs)"

    def __len__(self) -> int:
        """Return how many country signers are trusted."""
        return len(self.contents.entries)

    @classmethod
    def load(cls, paths: Iterable[Path], *, cache: Path | None = None) -> TrustStore:
        """Read certificates (DER, PEM), master lists, CRLs and LDIF: files, and those of directories (not of theirs) by suffix.

        ``cache`` is the folder that remembers what was found (None: the user's own cache folder). Raises TrustStoreError if
        a configured path is missing or unreadable: a trust store that shrinks in silence would turn genuine cards away.
        """
        files = [file for path in paths for file in _files(path)]
        try:
            inputs = trust_cache.inputs_of(files)
        except OSError as error:
            raise TrustStoreError(
                f"the trusted certificates at {error.filename} cannot be read: {error.strerror}"
            ) from error
        directory = cache or trust_cache.default_directory()
        if directory is None or not trust_cache.is_worth_it(inputs):
            return cls(_read(files))
        contents = trust_cache.read(directory, inputs)
        if contents is None:
            contents = _read(files)
            trust_cache.write(directory, inputs, contents)
        return cls(contents)

    @classmethod
    def of(cls, certificates: Iterable[bytes]) -> TrustStore:
        """Return the store of DER certificates that the caller holds; the source of each is its place in the order.

        Master lists and CRLs in DER may stand among them.
        """
        builder = _builder()
        for number, encoded in enumerate(certificates, start=1):
            _add(builder, encoded, f"certificate {number}")
        return cls(builder.finish())

    @property
    def is_empty(self) -> bool:
        """Whether not a single country signer is trusted."""
        return not self.contents.entries

    @property
    def entries(self) -> tuple[TrustEntry, ...]:
        """What is kept of each certificate without parsing it, in the order of ``certificates``."""
        return self.contents.entries

    @property
    def refused(self) -> tuple[RefusedCertificate, ...]:
        """What was not taken, and why."""
        return self.contents.refused

    @property
    def noted(self) -> tuple[NotedCertificate, ...]:
        """What is odd about certificates that were taken."""
        return self.contents.noted

    @property
    def crls(self) -> tuple[CrlEntry, ...]:
        """The revocation lists that a country signer of the store signed."""
        return self.contents.crls

    @property
    def lists(self) -> tuple[ListEntry, ...]:
        """The master lists that were taken."""
        return self.contents.lists

    def issuers_of(self, certificate: Certificate) -> tuple[Certificate, ...]:
        """Return the country signers that may have issued the certificate: by key identifier, else by name."""
        identifier = certificate.authority_key_identifier
        numbers = self._by_key.get(identifier, []) if identifier is not None else []
        return tuple(
            self.certificates[number] for number in numbers or self._by_name.get(certificate.issuer_key, [])
        )

    def with_key(self, key_identifier: bytes) -> tuple[Certificate, ...]:
        """Return the country signers with this key, found in the index."""
        return tuple(self.certificates[number] for number in self._by_key.get(key_identifier, ()))

    def by_fingerprint(self, fingerprint: str) -> Certificate | None:
        """Return the country signer with this SHA-256 in hex; None if it is not here."""
        number = self._by_fingerprint.get(fingerprint)
        return None if number is None else self.certificates[number]

    def crl(self, entry: CrlEntry) -> Crl:
        """Return the parsed list of one of ``crls``."""
        if entry.fingerprint not in self._crls:
            from reader.trust.crl import parse_crl

            self._crls[entry.fingerprint] = parse_crl(entry.encoded)
        return self._crls[entry.fingerprint]


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    try:
        found = sorted(item for item in path.iterdir() if item.suffix.lower() in SUFFIXES and item.is_file())
    except OSError as error:
        raise TrustStoreError(f"the directory {path} of trusted certificates cannot be read") from error
    if len(found) > _MAX_FILES:
        raise TrustStoreError(f"the directory {path} holds more than {_MAX_FILES} certificates")
    return found


def _builder() -> TrustBuilder:
    from reader.trust.trust_builder import TrustBuilder

    return TrustBuilder()


def _read(files: list[Path]) -> TrustContents:
    if not files:
        return TrustContents()
    builder = _builder()
    for file in files:
        try:
            if file.stat().st_size > max_length(file):
                builder.refuse(str(file), "too-large", "The file is larger than anything of its kind.")
                continue
            data = file.read_bytes()
        except OSError as error:
            raise TrustStoreError(
                f"the trusted certificates at {file} cannot be read: {error.strerror}"
            ) from error
        _add(builder, data, str(file))
    return builder.finish()


def _add(builder: TrustBuilder, data: bytes, source: str) -> None:
    items: list[TrustItem] = []
    try:
        items.extend(items_of(data))
    except MalformedDataError as error:
        builder.refuse(source, "not-a-certificate", f"{error}.")
        return
    if not items:
        builder.refuse(source, "not-a-certificate", "The file holds no certificate.")
    for number, item in enumerate(items, start=1):
        builder.add(item, source if len(items) == 1 else f"{source} ({number})")
