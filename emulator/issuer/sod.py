"""The document security object: hashes of the data groups, signed (Doc 9303-10 4.6.2; RFC 5652)."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from datetime import time as time_of_day

from emulator.issuer import der
from emulator.issuer.algorithms import digest_identifier
from emulator.issuer.authority import Authority, SignerState
from emulator.issuer.cms import CmsRecipe, signed_data
from reader.codec.tlv import encode

LDS_SECURITY_OBJECT = "2.23.136.1.1.1"


@dataclass(frozen=True, slots=True)
class SodRecipe:
    """How EF.SOD is made; the defaults are right."""

    cms: CmsRecipe = field(default_factory=CmsRecipe)
    content_type: str = LDS_SECURITY_OBJECT
    lds_version: int = 0
    claimed_version: int | None = None
    """The version number that stands in it, None for the true one."""
    digest: str = "sha256"
    claimed_digest: str | None = None
    """The hash that the hashes are said to be of, None for the true one."""
    left_out: frozenset[int] = frozenset()
    """Data groups that the chip has and that the list of hashes does not."""
    trailing: bytes = b""
    """What follows the signed data within EF.SOD."""
    state: SignerState = SignerState.GOOD


def build_sod(
    data_groups: Mapping[int, bytes],
    signed_on: date,
    *,
    authority: Authority | None = None,
    recipe: SodRecipe | None = None,
) -> bytes:
    """Return EF.SOD over the files `data_groups` (number -> whole file), signed on that day by a document signer."""
    authority, recipe = authority or Authority(), recipe or SodRecipe()
    signer = replace(
        authority.document_signer(recipe.state), time=datetime.combine(signed_on, time_of_day(), UTC)
    )
    content = _lds_security_object(data_groups, recipe)
    return encode(
        0x77, signed_data(recipe.content_type, content, signer, recipe=recipe.cms) + recipe.trailing
    )


def _lds_security_object(data_groups: Mapping[int, bytes], recipe: SodRecipe) -> bytes:
    """Return LDSSecurityObject of version 0, or 1 with the LDS and Unicode versions (Doc 9303-10 4.6.2)."""
    hashed = (
        der.sequence(der.integer(number), der.octet_string(hashlib.new(recipe.digest, content).digest()))
        for number, content in sorted(data_groups.items())
        if number not in recipe.left_out
    )
    version = recipe.lds_version if recipe.claimed_version is None else recipe.claimed_version
    return der.sequence(
        der.integer(version),
        digest_identifier(recipe.claimed_digest or recipe.digest),
        der.sequence(*hashed),
        *((der.sequence(der.printable("0108"), der.printable("040000")),) if recipe.lds_version else ()),
    )
