"""What an issuer writes into a chip."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class CardImage:
    """The contents of one chip.

    `master_file` and `application` map file identifiers to whole files. `locked` lists files of the application that
    exist but that no terminal here may select (fingerprints need extended access control). `can` has six digits;
    `mrz_information` is document number, birth and expiry date, each with its check digit (Doc 9303-11 4.3.2).
    `chip_private_key` is the chip authentication key on the curve that `chip_curve_id` (standardized domain parameters,
    Doc 9303-11 9.5.1) names.
    """

    master_file: Mapping[int, bytes] = field(repr=False)
    application: Mapping[int, bytes] = field(repr=False)
    locked: frozenset[int]
    can: str = field(repr=False)
    mrz_information: str = field(repr=False)
    chip_private_key: int = field(repr=False)
    chip_curve_id: int = 13
