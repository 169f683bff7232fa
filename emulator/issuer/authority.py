"""The test countries: signing authority (CSCA) with its next key, document signers, CRL; the same in every process."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from functools import cache

from emulator.issuer.algorithms import BRAINPOOL_256, BRAINPOOL_384, Algorithm
from emulator.issuer.certificate import (
    VIETNAM,
    Country,
    Period,
    Signatory,
    link_certificate,
    list_signer_certificate,
    revocation_list,
    root_certificate,
    signer_certificate,
)
from emulator.issuer.cms import CmsSigner
from emulator.issuer.keys import derive_signing_key

BRAINPOOL_P256R1 = 13
BRAINPOOL_P384R1 = 16


def _period(start: int, end: int) -> Period:
    """From the first moment of a year to the last of another."""
    return Period(datetime(start, 1, 1, tzinfo=UTC), datetime(end, 12, 31, 23, 59, 59, tzinfo=UTC))


_ROOT_VALID, _ROOT_SIGNS = _period(2020, 2049), _period(2020, 2034)
_NEXT_ROOT_VALID, _NEXT_ROOT_SIGNS = _period(2021, 2049), _period(2021, 2036)
_SIGNER_VALID, _SIGNER_SIGNS = _period(2021, 2049), _period(2021, 2034)
_LIST_VALID = _period(2026, 2049)
_CRL_NUMBER = 7
_SERIAL = 0x5445535400000000
"""Serial numbers spell TEST and a count."""

SIGNER_SERIAL = _SERIAL + 2


class SignerState(Enum):
    """What a document signer is like: the count of its serial number, and when it is valid."""

    GOOD = (2, _SIGNER_VALID)
    EXPIRED = (3, _period(2020, 2020))
    NOT_YET_VALID = (4, _period(2047, 2049))
    REVOKED = (5, _SIGNER_VALID)
    UNKNOWN = (6, _SIGNER_VALID)
    """Of an authority with the name of the real one, and another key that nobody trusts."""
    LINKED = (7, _SIGNER_VALID)
    """Of the authority's next key."""

    @property
    def serial(self) -> int:
        """The certificate's serial number."""
        return _SERIAL + self.value[0]

    @property
    def validity(self) -> Period:
        """When the certificate is valid."""
        return self.value[1]


@dataclass(frozen=True, slots=True)
class Authority:
    """One country's issuer. Every key follows from country, algorithms and `seed`."""

    country: Country = VIETNAM
    csca: Algorithm = BRAINPOOL_384
    signer: Algorithm = BRAINPOOL_256
    seed: str = ""

    def root(self) -> Signatory:
        """Return the country signing authority."""
        return self.signatory("CSCA", "01", self.csca)

    def next_root(self) -> Signatory:
        """Return the same authority with its next key; its name tells the two apart by a number."""
        return self.signatory("CSCA", "02", self.csca)

    def root_certificate(self) -> bytes:
        """Return the CSCA certificate (DER)."""
        return _certificate(self, "root")

    def next_root_certificate(self) -> bytes:
        """Return the self-signed certificate of the next key (DER)."""
        return _certificate(self, "next root")

    def link_certificate(self) -> bytes:
        """Return the certificate of the next key signed by the present one (DER)."""
        return _certificate(self, "link")

    def document_signer(self, state: SignerState = SignerState.GOOD) -> CmsSigner:
        """Return a document signer with its certificate."""
        return _document_signer(self, state)

    def list_signer(self) -> CmsSigner:
        """Return who signs the master list, with its certificate."""
        return _list_signer(self)

    def crl(self) -> bytes:
        """Return the CRL: the one revoked document signer (DER)."""
        revoked = SignerState.REVOKED.serial
        return revocation_list(self.root(), [revoked], _period(2026, 2049), _CRL_NUMBER)

    def signatory(self, role: str, number: str, algorithm: Algorithm) -> Signatory:
        """Return the name and the deterministic test key of one signer: ``role`` CSCA, DS or MLS, ``number`` two digits."""
        # The first authority's keys have the shortest labels; whatever differs from it stands in the label.
        marks = [self.seed, self.country.alpha3 if self.country != VIETNAM else ""]
        if algorithm not in {BRAINPOOL_256, BRAINPOOL_384}:
            marks.append(algorithm.name)
        label = " ".join(filter(None, [f"{role} {number}", *marks]))
        shown = " ".join(filter(None, ["TEST", role, self.country.alpha3, number, self.seed]))
        key_role = label.replace("DS ", "document signer ")
        return Signatory(shown, derive_signing_key(key_role, algorithm), self.country)


_DEFAULT = Authority()


@cache
def _certificate(authority: Authority, which: str) -> bytes:
    root, following = authority.root(), authority.next_root()
    match which:
        case "root":
            return root_certificate(root, _SERIAL + 1, _ROOT_VALID, _ROOT_SIGNS)
        case "next root":
            return root_certificate(following, _SERIAL + 8, _NEXT_ROOT_VALID, _NEXT_ROOT_SIGNS)
        case _:
            return link_certificate(following, root, _SERIAL + 9, _NEXT_ROOT_VALID, _NEXT_ROOT_SIGNS)


@cache
def _document_signer(authority: Authority, state: SignerState) -> CmsSigner:
    issuer = authority.next_root() if state is SignerState.LINKED else authority.root()
    signs = issuer
    if state is SignerState.UNKNOWN:
        false = Authority(authority.country, authority.csca, authority.signer, f"{authority.seed} unknown")
        signs = Signatory(issuer.common_name, false.root().key, authority.country)
    number = f"{state.value[0] - 1:02d}"
    signatory = authority.signatory("DS", number, authority.signer)
    usage = _SIGNER_SIGNS if state.validity == _SIGNER_VALID else state.validity
    certificate = signer_certificate(signatory, signs, state.serial, state.validity, usage)
    return CmsSigner(signatory, issuer.name(), state.serial, certificate, None)


@cache
def _list_signer(authority: Authority) -> CmsSigner:
    signatory = authority.signatory("MLS", "01", authority.signer)
    root, serial = authority.root(), _SERIAL + 10
    certificate = list_signer_certificate(signatory, root, serial, _LIST_VALID, _LIST_VALID)
    return CmsSigner(signatory, root.name(), serial, certificate, None)


def root() -> Signatory:
    """Return the test country's signing authority."""
    return _DEFAULT.root()


def document_signer() -> Signatory:
    """Return the test country's document signer."""
    return _DEFAULT.document_signer().signatory


def test_csca() -> bytes:
    """Return the certificate of the test CSCA (DER)."""
    return _DEFAULT.root_certificate()


def signer_der() -> bytes:
    """Return the certificate of the document signer (DER)."""
    return _DEFAULT.document_signer().certificate
