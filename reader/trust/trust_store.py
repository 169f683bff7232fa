"""The country signers that the clinic trusts, from the files that its contract brought (Doc 9303-12).

A certificate is trusted because its file stands in the configured place; what is not a usable country signer is refused
and reported. No file at all is a state of its own: nothing can then be proven.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.errors import MalformedDataError, ReaderError
from reader.trust.certificate import MAX_CERTIFICATE_LENGTH, Certificate, parse_certificate, pem_or_der

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_SUFFIXES = frozenset({".cer", ".crt", ".der", ".pem"})
_MAX_FILES = 4096
_MAX_FILE_LENGTH = 16 * MAX_CERTIFICATE_LENGTH


class TrustStoreError(ReaderError):
    """A configured place of the trust store cannot be read: correct the path or its permissions."""

    default_reason = "trust-store-unreadable"


@dataclass(frozen=True, slots=True)
class RefusedCertificate:
    """A certificate that was not taken: where it stands, the stable reason and a sentence for people."""

    source: str
    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class TrustStore:
    """Trusted country signers, none twice, and the report of what was refused."""

    certificates: tuple[Certificate, ...] = ()
    refused: tuple[RefusedCertificate, ...] = ()

    @classmethod
    def load(cls, paths: Iterable[Path]) -> TrustStore:
        """Read DER and PEM files and the ``.cer .crt .der .pem`` files of directories (not of theirs).

        Raises TrustStoreError if a configured path is missing or unreadable: a trust store that shrinks in silence would
        turn genuine cards away.
        """
        loader = _Loader()
        for path in paths:
            for file in _files(path):
                loader.read(file)
        return loader.finish()

    @classmethod
    def of(cls, certificates: Iterable[bytes]) -> TrustStore:
        """Return the store of DER certificates that the caller holds; the source of each is its place in the order."""
        loader = _Loader()
        for number, encoded in enumerate(certificates, start=1):
            loader.add(encoded, f"certificate {number}")
        return loader.finish()

    @property
    def is_empty(self) -> bool:
        """Whether not a single country signer is trusted."""
        return not self.certificates

    def issuers_of(self, certificate: Certificate) -> tuple[Certificate, ...]:
        """Return the country signers that may have issued the certificate, by key identifier or name."""
        return tuple(csca for csca in self.certificates if csca.may_have_issued(certificate))


class _Loader:
    """Collects certificates, then decides which of them are anchors and which links from an anchor."""

    def __init__(self) -> None:
        self._candidates: dict[bytes, tuple[str, Certificate]] = {}
        self._refused: list[RefusedCertificate] = []

    def read(self, file: Path) -> None:
        try:
            if file.stat().st_size > _MAX_FILE_LENGTH:
                self._refuse(str(file), "too-large", "The file is larger than any set of certificates.")
                return
            data = file.read_bytes()
        except OSError as error:
            raise TrustStoreError(
                f"the trusted certificates at {file} cannot be read: {error.strerror}"
            ) from error
        try:
            blocks = list(pem_or_der(data))
        except MalformedDataError as error:
            self._refuse(str(file), "not-a-certificate", str(error))
            return
        if not blocks:
            self._refuse(str(file), "not-a-certificate", "The file holds no certificate.")
        for number, encoded in enumerate(blocks, start=1):
            self.add(encoded, str(file) if len(blocks) == 1 else f"{file} ({number})")

    def add(self, encoded: bytes, source: str) -> None:
        try:
            certificate = parse_certificate(encoded)
        except MalformedDataError as error:
            self._refuse(source, "not-a-certificate", str(error))
            return
        refusal = _refusal(certificate)
        if refusal is not None:
            self._refuse(source, *refusal)
        else:
            self._candidates.setdefault(certificate.encoded, (source, certificate))

    def finish(self) -> TrustStore:
        """Take the self-signed ones, then the links that one already taken has signed, until no more are found."""
        waiting = list(self._candidates.values())
        taken: list[Certificate] = []
        while True:
            found = [item for item in waiting if _is_signed(item[1], taken)]
            if not found:
                break
            taken += [certificate for _, certificate in found]
            waiting = [item for item in waiting if item not in found]
        for source, _ in waiting:
            self._refuse(
                source, "not-anchored", "Neither its own key nor a trusted one signed this certificate."
            )
        return TrustStore(tuple(taken), tuple(self._refused))

    def _refuse(self, source: str, reason: str, detail: str) -> None:
        self._refused.append(RefusedCertificate(source, reason, detail))


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    try:
        found = sorted(item for item in path.iterdir() if item.suffix.lower() in _SUFFIXES and item.is_file())
    except OSError as error:
        raise TrustStoreError(f"the directory {path} of trusted certificates cannot be read") from error
    if len(found) > _MAX_FILES:
        raise TrustStoreError(f"the directory {path} holds more than {_MAX_FILES} certificates")
    yield from found


def _refusal(certificate: Certificate) -> tuple[str, str] | None:
    """Return why a certificate can be no country signer (Doc 9303-12 7.1), or None."""
    if not certificate.is_ca:
        return "not-a-ca", "The certificate may not issue others: it is no country signer."
    if certificate.key_usage is not None and "key_cert_sign" not in certificate.key_usage:
        return "key-usage", "The key of the certificate may not sign certificates."
    try:
        certificate.public_key()
    except MalformedDataError as error:
        return error.reason, f"Its key cannot be used: {error}."
    return None


def _is_signed(certificate: Certificate, taken: list[Certificate]) -> bool:
    own = [certificate] if certificate.self_issued else []
    for issuer in own + [issuer for issuer in taken if issuer.may_have_issued(certificate)]:
        try:
            issuer.verify_issued(certificate)
        except MalformedDataError:
            continue
        return True
    return False
