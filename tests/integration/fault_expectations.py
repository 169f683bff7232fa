"""What must come of every fault, with every profile: the outcome with most profiles, and the profiles that see it otherwise.

An outcome is a verdict or an error's class, and behind a colon the reasons: see fault_matrix.described.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from emulator.card.profiles import PROFILES
from emulator.issuer.algorithms import ALGORITHMS
from emulator.issuer.faults import FAULTS, FaultKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Profiles = tuple[str, ...]

NO_PROOF: Final[Profiles] = ("bac-plain", "no-ca")
"""Their chips prove nothing: what is GENUINE elsewhere is NOT_PROVABLE with them."""
OPEN: Final[Profiles] = ("no-access-control",)
BAC_ALONE: Final[Profiles] = ("bac-63cx-delay", "bac-only", "bac-plain")
WITHOUT_PACE: Final = (*BAC_ALONE, *OPEN)
INTEGRATED: Final[Profiles] = ("im", "im-aes-256", "im-dh")
MAPPED: Final[Profiles] = ("cam", "cam-and-ca")
ACTIVE_ALONE: Final[Profiles] = ("aa-rsa", "aa-rsa-2048", "aa-ecdsa", "aa-ecdsa-der")
BOTH: Final[Profiles] = ("ca-and-aa",)
ACTIVE: Final = (*ACTIVE_ALONE, *BOTH)
ENDS_SESSION: Final[Profiles] = ("le-max-224-ends-session",)

_FILE_FAULTS_IN_GATE: Final = frozenset(
    {
        *("cccd", "drops-sm-on-any-error", "no-sfi", "short-length-only", "no-odd-read", "le-max-224-6282"),
        *("bac-plain", "no-access-control", "lds-1.8", "cam", "aa-ecdsa", "ca-and-aa"),
    }
)
_VARIANTS_IN_GATE: Final = frozenset({"cccd", "short-length-only", "bac-plain", "cam-and-ca", "aa-rsa"})

GENUINE: Final = "GENUINE"
_NOT: Final = "NOT_GENUINE: "
_HASH: Final = f"{_NOT}dg-hash-mismatch"


@dataclass(frozen=True, slots=True)
class Expectation:
    """The outcome with most profiles, and that with some, by the profiles' names."""

    usual: str
    but: Mapping[str, str] = field(default_factory=dict)


def _expect(usual: str, *but: tuple[Iterable[str], str]) -> Expectation:
    return Expectation(usual, {profile: outcome for profiles, outcome in but for profile in profiles})


def _alike(outcome: str, *faults: str) -> dict[str, Expectation]:
    return dict.fromkeys(faults, _expect(outcome))


_LINK: Final = {
    **_alike("CardRemovedError: card-removed", "pulled-at-apdu", "pulled-at-byte"),
    **_alike("CardCommunicationError: card-communication", "apdu-dropped"),
    **_alike(GENUINE, "apdu-delayed"),
    # The answer has no status that a reader knows: the session is opened anew, and the read goes on.
    "apdu-truncated": _expect(
        GENUINE,
        (ENDS_SESSION, "AccessProtocolError: pace-refused"),
        (OPEN, f"{_NOT}dg-missing, no portrait"),
    ),
    "apdu-garbled": _expect(
        "SecureMessagingError: wrong-checksum",
        (ENDS_SESSION, "AccessProtocolError: pace-bad-point"),
        (OPEN, f"{_HASH}, no portrait"),
    ),
}

_PACE_WITHOUT_EFFECT: Final = (WITHOUT_PACE, GENUINE)
_PROTOCOL: Final = {
    # An open chip has a session for two commands alone: those of chip authentication.
    "wrong-mac": _expect("SecureMessagingError: wrong-checksum", (OPEN, GENUINE)),
    "wrong-ssc": _expect("SecureMessagingError: wrong-checksum", (OPEN, GENUINE)),
    "unprotected-answer": _expect("SecureMessagingError: unprotected-answer", (OPEN, GENUINE)),
    "pace-bad-token": _expect("WrongKeyError: wrong-key", _PACE_WITHOUT_EFFECT),
    "pace-off-curve-mapping": _expect(
        "AccessProtocolError: pace-bad-point", ((*WITHOUT_PACE, *INTEGRATED), GENUINE)
    ),
    **dict.fromkeys(
        ("pace-off-curve-key", "pace-identity-key", "pace-small-subgroup-key"),
        _expect("AccessProtocolError: pace-bad-point", _PACE_WITHOUT_EFFECT),
    ),
    "pace-reflected-key": _expect("AccessProtocolError: pace-reflected-key", _PACE_WITHOUT_EFFECT),
    "cam-bad-chip-data": _expect(GENUINE, (MAPPED, f"{_NOT}chip-key-not-proven")),
    # One reading shows nothing of it.
    **_alike(GENUINE, "pace-nonce-replay"),
}

_REFUSED: Final = f"{_NOT}chip-authentication-refused"
_SILENT: Final = f"{_NOT}active-authentication-refused"
_CLONES: Final = {
    "clone-foreign-key": _expect(
        f"{_NOT}chip-key-not-proven",
        (NO_PROOF, GENUINE),
        (ACTIVE_ALONE, f"{_NOT}active-key-not-proven"),
        (BOTH, f"{_NOT}chip-key-not-proven, active-key-not-proven"),
    ),
    "clone-no-keys": _expect(
        _REFUSED,
        (NO_PROOF, GENUINE),
        (MAPPED, "AccessProtocolError: pace-refused"),
        (ACTIVE_ALONE, _SILENT),
        (BOTH, f"{_REFUSED}, active-authentication-refused"),
    ),
    # Chip authentication mapping has proven the chip by EF.CardSecurity.
    "clone-hides-dg14": _expect(f"{_NOT}dg14-missing", (("bac-plain",), GENUINE)),
    "clone-hides-dg15": _expect(GENUINE, (ACTIVE, f"{_NOT}dg15-missing")),
    "clone-refuses-ca": _expect(_REFUSED, ((*NO_PROOF, *MAPPED, *ACTIVE_ALONE), GENUINE)),
    "clone-refuses-aa": _expect(GENUINE, (ACTIVE, _SILENT)),
    "clone-own-dg14": _expect(
        _HASH,
        ((*NO_PROOF, *ACTIVE_ALONE), GENUINE),
        (("cam",), f"{_NOT}chip-key-not-proven"),
        (("cam-and-ca",), f"{_HASH}, chip-key-not-proven"),
    ),
    **dict.fromkeys(
        ("clone-pace-stripped", "clone-no-card-access"),
        _expect(
            f"{_NOT}access-downgraded",
            _PACE_WITHOUT_EFFECT,
            (("pace-only",), "AccessProtocolError: bac-refused"),
        ),
    ),
}

_DATA: Final = {
    **_alike(_HASH, "tampered-dg1"),
    **_alike(f"{_HASH}, no portrait", "tampered-dg2", "swapped-dg2"),
    **_alike(f"{_HASH}, no record", "tampered-dg13", "swapped-dg13"),
    "tampered-dg14": _expect(_HASH, (("bac-plain",), GENUINE)),
    "tampered-dg15": _expect(GENUINE, (ACTIVE, _HASH)),
    **_alike(f"{_HASH}, record differs (personal_number,birth_date,sex,expiry_date)", "swapped-dg1"),
    # Whether a card of yesterday is good enough is the clinic's question, not the reader's.
    **_alike(GENUINE, "document-expired"),
    **_alike(f"{_NOT}dg-missing, no portrait", "endless-file", "dg2-huge"),
    **_alike("MrzError: mrz-check-digit", "dg1-check-digit"),
    **_alike(f"{_NOT}country-mismatch", "dg1-other-state"),
    **_alike("MalformedDataError: malformed-data", "dg1-garbage"),
    **_alike("GENUINE: no portrait", "dg2-broken", "dg2-no-face"),
    # The picture itself is not decoded here.
    **_alike(GENUINE, "dg2-cut"),
    **_alike("GENUINE: record differs (personal_number)", "dg13-number-mismatch"),
    # The MRZ writes names without their marks, and cut: they are not compared.
    **_alike(GENUINE, "dg13-name-mismatch"),
    **_alike("GENUINE: record differs (birth_date)", "dg13-birth-mismatch"),
    **_alike("GENUINE: record differs (sex)", "dg13-sex-mismatch"),
    **_alike("GENUINE: record differs (expiry_date)", "dg13-expiry-mismatch"),
    **_alike("GENUINE: no record", "dg13-deep", "dg13-many", "dg13-cut", "dg13-garbage"),
}

_SIGNATURES: Final = {
    **_alike(f"{_HASH}, no portrait, no record", "sod-of-another"),
    **_alike(f"{_NOT}sod-content-type, no portrait, no record", "sod-content-type"),
    **_alike(
        f"{_NOT}signed-attributes",
        *("sod-content-type-attribute", "sod-no-attributes", "sod-no-content-type", "sod-no-message-digest"),
    ),
    **_alike(
        f"{_NOT}sod-malformed, no portrait, no record",
        *("sod-version", "sod-signer-version", "sod-lds-version", "sod-claimed-digest", "sod-trailing-byte"),
    ),
    **_alike(f"{_NOT}message-digest", "sod-wrong-digest"),
    **_alike(f"{_NOT}signature-invalid", "sod-bad-signature"),
    **_alike(f"{_NOT}dg-not-in-sod", "sod-leaves-dg1-out"),
    # What nobody signed is not believed.
    **_alike("GENUINE: no record", "sod-leaves-dg13-out"),
    **_alike("NOT_PROVABLE: signer-certificate-missing", "sod-no-certificate"),
    **_alike(f"{_NOT}not-valid-at-signing", "signer-expired"),
    **_alike(f"{_NOT}signer-not-yet-valid", "signer-not-yet-valid"),
    **_alike("NOT_PROVABLE: csca-unknown", "signer-unknown"),
    **_alike(f"{_NOT}signer-revoked", "signer-revoked"),
}

_VARIANTS: Final = {
    **_alike(GENUINE, "dg2-raw-codestream", "dg2-jpeg", "dg2-record-length", "com-missing", "com-lies"),
    # What lies beyond 32 KB cannot be had of such a chip.
    "dg2-60k": _expect(GENUINE, (("no-odd-read",), f"{_NOT}dg-missing, no portrait")),
    **_alike(
        GENUINE,
        *("dg13-tag-30", "dg13-no-header", "dg13-shuffled", "dg13-nfd", "dg13-unknown-field", "dg13-long"),
        *("dg13-only-name", "dg13-parents-in-one", "dg13-no-spouse-field", "dg13-empty-spouse"),
        *("dg13-old-number-at-16", "dg13-partial-birth"),
    ),
    **_alike(GENUINE, "sod-by-key-id", "sod-indefinite-length", "sod-sha512", "sod-sha1"),
    **_alike(GENUINE, "csca-link", "csca-explicit"),
    **_alike(GENUINE, *(f"signer-{name}" for name in ALGORITHMS if name != "ecdsa-brainpool-256")),
}

EXPECTATIONS: Final = {**_LINK, **_PROTOCOL, **_CLONES, **_DATA, **_SIGNATURES, **_VARIANTS}
"""Fault -> what must come of it."""


def expected(profile: str, fault: str) -> str:
    """Return what must come of that fault with that profile; KeyError for a fault of which nothing is declared."""
    expectation = EXPECTATIONS[fault]
    outcome = expectation.but.get(profile, expectation.usual)
    if profile in NO_PROOF and outcome.startswith(GENUINE):
        return "NOT_PROVABLE" + outcome.removeprefix(GENUINE)
    return outcome


def expected_usually(fault: str) -> str:
    """Return what comes of that fault with most profiles."""
    return EXPECTATIONS[fault].usual


def exceptions(fault: str) -> dict[str, str]:
    """Return the outcomes with the profiles that are declared one by one, in the order of the profiles."""
    return {profile: expected(profile, fault) for profile in PROFILES if profile in EXPECTATIONS[fault].but}


def profiles_for(fault: str) -> Profiles:
    """Return the profiles to try that fault with: those that it can matter to, or all if FAULT_MATRIX says `whole`."""
    kind = FAULTS[fault].kind
    if os.environ.get("FAULT_MATRIX") == "whole" or kind in {
        FaultKind.LINK,
        FaultKind.PROTOCOL,
        FaultKind.CLONE,
    }:
        return tuple(PROFILES)
    chosen = _VARIANTS_IN_GATE if kind is FaultKind.VARIANT else _FILE_FAULTS_IN_GATE
    return tuple(profile for profile in PROFILES if profile in chosen | EXPECTATIONS[fault].but.keys())
