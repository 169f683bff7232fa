"""ChipProfile: what kind of chip it is, in what an issuer chooses and in how it behaves."""

from dataclasses import dataclass
from enum import Enum

from emulator.card.protocols import Mapping, PaceProtocol
from reader.crypto.cipher import SymmetricCipher

LONGEST_SHORT_COMMAND, LONGEST_SHORT_RESPONSE = 261, 258
"""Whole APDUs of short length, the status word included."""


class LongLe(Enum):
    """What the chip does with an Le greater than it can serve."""

    CORRECT = "6Cxx"
    WRONG_LENGTH = "6700"
    OUTSIDE_FILE = "6B00"
    CUT_SHORT = "6282"
    END_SESSION = "ends the session"


class SignatureForm(Enum):
    """How an ECDSA signature of active authentication is written."""

    PLAIN = "r || s"
    DER = "SEQUENCE of two INTEGERs"


@dataclass(frozen=True, slots=True)
class ChipKeyChoice:
    """A chip authentication key to be made: its group, what it serves, and its identifier if it gets one."""

    parameter_id: int
    ciphers: tuple[SymmetricCipher, ...]
    key_id: int | None = None


@dataclass(frozen=True, slots=True)
class ActiveChoice:
    """An active authentication key to be made: RSA of that many bits, or ECDSA on that curve; `digest` names the hash."""

    digest: str
    rsa_bits: int = 0
    parameter_id: int = 0
    form: SignatureForm = SignatureForm.PLAIN


PACE_OF_VIETNAM = PaceProtocol(Mapping.ECDH_GENERIC, SymmetricCipher.AES_128, 13)
CHIP_KEY_OF_VIETNAM = ChipKeyChoice(13, (SymmetricCipher.AES_128,))


@dataclass(frozen=True, slots=True)
class ChipProfile:
    """One kind of chip. The defaults are Vietnam's card; each named profile says what it does otherwise."""

    name: str
    about: str

    # What the issuer puts in.
    pace: tuple[PaceProtocol, ...] = (PACE_OF_VIETNAM,)
    chip_authentication: tuple[ChipKeyChoice, ...] = (CHIP_KEY_OF_VIETNAM,)
    announces_chip_authentication: bool = True
    """Whether a ChipAuthenticationInfo stands beside each public key; without, triple DES is meant."""
    active_authentication: ActiveChoice | None = None
    lds_version: int = 0
    """Version of LDSSecurityObject: 0 (LDS 1.7) or 1 (LDS 1.8)."""

    # Who may read.
    bac: bool = True
    is_open: bool = False
    """Without access control: everything but the fingers is read plainly (Doc 9303-11 4.1)."""

    # How it behaves.
    extended_length: bool = True
    command_buffer: int = 4096
    response_buffer: int = 4096
    """Longest APDUs, the status word included: what EF.ATR/INFO says in DO 7F66."""
    longest_read: int | None = None
    """Most bytes that one READ BINARY gives, None for as many as fit."""
    long_le: LongLe = LongLe.CORRECT
    short_identifiers: bool = True
    selects_master_file: bool = True
    drops_session_on_error: bool = False
    """Whether any refusal, not only one of secure messaging, is plain and ends the session."""
    bac_tries: int = 0
    """How many wrong BAC keys 63Cx counts down from; 0 for 6300 without counting."""
    bac_delays: tuple[float, ...] = ()
    """Seconds that the chip waits after the first, second, ... wrong key in a row; the last holds from then on."""
    odd_read: bool = True
    """Whether READ BINARY with the odd instruction is there."""


CCCD = ChipProfile("cccd", "Vietnam's chip ID: PACE ECDH-GM AES-128, BAC, chip authentication")
