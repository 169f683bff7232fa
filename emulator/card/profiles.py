"""The chip profiles by name."""

from types import MappingProxyType
from typing import Final

from emulator.card.profile import (
    CCCD,
    CHIP_KEY_OF_VIETNAM,
    LONGEST_SHORT_COMMAND,
    LONGEST_SHORT_RESPONSE,
    PACE_OF_VIETNAM,
    ActiveChoice,
    ChipKeyChoice,
    ChipProfile,
    LongLe,
    SignatureForm,
)
from emulator.card.protocols import Mapping, PaceProtocol
from reader.crypto.cipher import SymmetricCipher

_3DES, _128, _192, _256 = (
    SymmetricCipher.TRIPLE_DES,
    SymmetricCipher.AES_128,
    SymmetricCipher.AES_192,
    SymmetricCipher.AES_256,
)


def _pace(mapping: Mapping, cipher: SymmetricCipher, parameter_id: int) -> tuple[PaceProtocol, ...]:
    return (PaceProtocol(mapping, cipher, parameter_id),)


_BEHAVIOURS = (
    ChipProfile(
        "drops-sm-on-any-error", "Any refusal is plain and ends the session", drops_session_on_error=True
    ),
    ChipProfile("no-select-mf", "SELECT of the master file is answered 6D00", selects_master_file=False),
    ChipProfile(
        "no-sfi", "Files are selected first, never read by short identifier", short_identifiers=False
    ),
    ChipProfile(
        "short-length-only",
        "No extended length, nothing about it in EF.ATR/INFO",
        extended_length=False,
        command_buffer=LONGEST_SHORT_COMMAND,
        response_buffer=LONGEST_SHORT_RESPONSE,
    ),
    ChipProfile("buffer-1024", "Extended length in a buffer of 1,024 bytes", response_buffer=1024),
    ChipProfile("buffer-65535", "The largest buffer there is", command_buffer=65535, response_buffer=65535),
    ChipProfile("no-odd-read", "READ BINARY B1 is unknown", odd_read=False),
    *(
        ChipProfile(name, f"Reads give 224 bytes at most; more is {what}", longest_read=224, long_le=long_le)
        for name, what, long_le in (
            ("le-max-224", "answered 6CE0", LongLe.CORRECT),
            ("le-max-224-6700", "answered 6700", LongLe.WRONG_LENGTH),
            ("le-max-224-6b00", "answered 6B00", LongLe.OUTSIDE_FILE),
            ("le-max-224-6282", "cut short with 6282", LongLe.CUT_SHORT),
            ("le-max-224-ends-session", "refused and ends the session", LongLe.END_SESSION),
        )
    ),
    ChipProfile(
        "bac-63cx-delay",
        "BAC alone; wrong keys are counted down and answered ever later",
        pace=(),
        bac_tries=5,
        bac_delays=(0.1, 0.2, 0.4, 0.8),
    ),
    ChipProfile("pace-only", "PACE alone: no BAC", bac=False),
    ChipProfile("bac-only", "BAC alone: no EF.CardAccess", pace=()),
    ChipProfile(
        "bac-plain",
        "The first passports: BAC, no chip authentication",
        pace=(),
        chip_authentication=(),
    ),
    ChipProfile("no-access-control", "Read by whoever comes near", pace=(), bac=False, is_open=True),
    ChipProfile("lds-1.8", "LDS security object of version 1, EF.COM 0108", lds_version=1),
)

_PACE = (
    ChipProfile("gm-3des", "PACE ECDH-GM with triple DES", pace=_pace(Mapping.ECDH_GENERIC, _3DES, 13)),
    ChipProfile("gm-aes-192", "PACE ECDH-GM AES-192, P-384", pace=_pace(Mapping.ECDH_GENERIC, _192, 15)),
    ChipProfile("gm-aes-256", "PACE ECDH-GM AES-256, P-521", pace=_pace(Mapping.ECDH_GENERIC, _256, 18)),
    ChipProfile(
        "dh",
        "PACE DH-GM and chip authentication DH, 1024 bits",
        pace=_pace(Mapping.DH_GENERIC, _128, 0),
        chip_authentication=(ChipKeyChoice(0, (_128,)),),
    ),
    ChipProfile(
        "dh-2048",
        "PACE DH-GM AES-256 and chip authentication DH, 2048 bits",
        pace=_pace(Mapping.DH_GENERIC, _256, 2),
        chip_authentication=(ChipKeyChoice(2, (_256,)),),
    ),
    ChipProfile("im", "PACE ECDH-IM AES-128", pace=_pace(Mapping.ECDH_INTEGRATED, _128, 13)),
    ChipProfile("im-aes-256", "PACE ECDH-IM AES-256, P-384", pace=_pace(Mapping.ECDH_INTEGRATED, _256, 15)),
    ChipProfile("im-dh", "PACE DH-IM AES-128, 1024 bits", pace=_pace(Mapping.DH_INTEGRATED, _128, 0)),
    ChipProfile(
        "cam",
        "PACE with chip authentication mapping, EF.CardSecurity; no chip authentication beside it",
        pace=_pace(Mapping.ECDH_CHIP_AUTHENTICATION, _128, 13),
        chip_authentication=(ChipKeyChoice(13, (), 13),),
    ),
    ChipProfile(
        "cam-and-ca",
        "PACE with chip authentication mapping or generic mapping; chip authentication with the same key",
        pace=(PaceProtocol(Mapping.ECDH_CHIP_AUTHENTICATION, _256, 13), PACE_OF_VIETNAM),
        chip_authentication=(ChipKeyChoice(13, (_128, _256), 13),),
    ),
    ChipProfile(
        "several-pace",
        "Four PaceInfos, two of them alike but for the parameters",
        pace=(
            PaceProtocol(Mapping.ECDH_GENERIC, _128, 12),
            PACE_OF_VIETNAM,
            PaceProtocol(Mapping.ECDH_INTEGRATED, _128, 13),
            PaceProtocol(Mapping.DH_GENERIC, _3DES, 1),
        ),
    ),
)

_CHIP = (
    ChipProfile("no-ca", "Nothing proves that the chip is no copy", chip_authentication=()),
    ChipProfile(
        "ca-3des",
        "Chip authentication with triple DES (MSE:Set KAT)",
        chip_authentication=(ChipKeyChoice(13, (_3DES,)),),
    ),
    ChipProfile(
        "ca-3des-unannounced",
        "Chip authentication with triple DES that only its public key tells of",
        chip_authentication=(ChipKeyChoice(12, (_3DES,)),),
        announces_chip_authentication=False,
    ),
    ChipProfile(
        "ca-dh-3des",
        "Chip authentication DH with triple DES (MSE:Set KAT)",
        chip_authentication=(ChipKeyChoice(1, (_3DES,)),),
    ),
    ChipProfile(
        "ca-keyid",
        "Two chip authentication keys with identifiers",
        chip_authentication=(ChipKeyChoice(13, (_3DES, _128), 1), ChipKeyChoice(16, (_256,), 2)),
    ),
    *(
        ChipProfile(name, about, chip_authentication=chip, active_authentication=active)
        for name, about, chip, active in (
            ("aa-rsa", "RSA-1024, SHA-1", (), ActiveChoice("sha1", rsa_bits=1024)),
            ("aa-rsa-2048", "RSA-2048, SHA-256", (), ActiveChoice("sha256", rsa_bits=2048)),
            ("aa-ecdsa", "ECDSA brainpoolP256r1", (), ActiveChoice("sha256", parameter_id=13)),
            (
                "aa-ecdsa-der",
                "ECDSA P-256, signature in DER",
                (),
                ActiveChoice("sha256", parameter_id=12, form=SignatureForm.DER),
            ),
            (
                "ca-and-aa",
                "ECDSA P-384 and chip authentication",
                (CHIP_KEY_OF_VIETNAM,),
                ActiveChoice("sha384", parameter_id=15),
            ),
        )
    ),
)

PROFILES: Final = MappingProxyType(
    {profile.name: profile for profile in (CCCD, *_BEHAVIOURS, *_PACE, *_CHIP)}
)
"""Name -> profile; the first is the default."""


def profile_by_name(name: str) -> ChipProfile:
    """Return the profile called `name`; KeyError, naming those there are, if there is none."""
    if name not in PROFILES:
        raise KeyError(f"no chip profile is called {name!r}; there are: {', '.join(PROFILES)}")
    return PROFILES[name]
