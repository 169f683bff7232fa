"""What an issuer writes into a chip."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from emulator.card.groups import Group, group_by_id
from emulator.card.profile import CCCD, ChipProfile
from reader.crypto.cipher import SymmetricCipher


@dataclass(frozen=True, slots=True)
class ChipKey:
    """A static key of chip authentication: its group, what it serves, and the identifier that DG14 gives it, if any."""

    parameter_id: int
    secret: int = field(repr=False)
    ciphers: tuple[SymmetricCipher, ...] = (SymmetricCipher.AES_128,)
    key_id: int | None = None

    @property
    def group(self) -> Group:
        """The group of its domain parameters."""
        return group_by_id(self.parameter_id)


class ActiveKey(Protocol):
    """A private key of active authentication."""

    def sign(self, challenge: bytes, random: "Random") -> bytes:
        """Return the answer to INTERNAL AUTHENTICATE; `random` gives that many random bytes."""


class Random(Protocol):
    """A source of random bytes."""

    def __call__(self, count: int, /) -> bytes:
        """Return `count` of them."""


@dataclass(frozen=True, slots=True)
class CardImage:
    """The contents of one chip.

    `master_file` and `application` map file identifiers to whole files. `locked` lists files of the application that
    exist but that no terminal here may select (fingerprints need extended access control). `can` has six digits;
    `mrz_information` is document number, birth and expiry date, each with its check digit (Doc 9303-11 4.3.2).
    `chip_private_key` is the chip authentication key on the curve that `chip_curve_id` (standardized domain parameters,
    Doc 9303-11 9.5.1) names; `chip_keys` takes its place where the chip has another sort of key, several, or none.
    Which PACE the chip runs is what its EF.CardAccess announces.
    """

    master_file: Mapping[int, bytes] = field(repr=False)
    application: Mapping[int, bytes] = field(repr=False)
    locked: frozenset[int]
    can: str = field(repr=False)
    mrz_information: str = field(repr=False)
    chip_private_key: int = field(repr=False)
    chip_curve_id: int = 13
    chip_keys: tuple[ChipKey, ...] | None = None
    active_key: ActiveKey | None = field(default=None, repr=False)
    profile: ChipProfile = field(default=CCCD, repr=False)

    @property
    def authentication_keys(self) -> tuple[ChipKey, ...]:
        """Every chip authentication key."""
        if self.chip_keys is not None:
            return self.chip_keys
        return (ChipKey(self.chip_curve_id, self.chip_private_key),)
