"""EF.CardAccess: the SecurityInfos that the chip shows before any access control (Doc 9303-10 3.11.3)."""

from __future__ import annotations

from reader.codec import tlv
from reader.lds.security_info import PaceInfo, SecurityInfos, parse_security_infos

ID_PACE_ECDH_GM_AES_CBC_CMAC_128 = "0.4.0.127.0.7.2.2.4.2.2"
BRAINPOOL_P256R1 = 13

# What every CCCD seen so far announces; used when a card does not let its EF.CardAccess be read.
BUILT_IN_PACE_INFO = PaceInfo(ID_PACE_ECDH_GM_AES_CBC_CMAC_128, version=2, parameter_id=BRAINPOOL_P256R1)


def parse_card_access(data: bytes) -> SecurityInfos:
    """Decode EF.CardAccess; bytes behind the SET (a card that pads its file) are left out.

    Raises MalformedDataError if the SET or a known member is broken.
    """
    first, _ = tlv.parse_prefix(data)
    return parse_security_infos(first.encode())
