"""The document security object: hashes of the data groups, signed (Doc 9303-10 4.6.2; RFC 5652)."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from datetime import time as time_of_day
from hashlib import sha256

from cryptography.hazmat.primitives import hashes

from emulator.issuer import der
from emulator.issuer.authority import SIGNER_SERIAL, document_signer, root, signer_der
from emulator.issuer.certificate import ECDSA_WITH_SHA256
from reader.codec.tlv import encode

LDS_SECURITY_OBJECT = "2.23.136.1.1.1"
_SIGNED_DATA = "1.2.840.113549.1.7.2"
_CONTENT_TYPE = "1.2.840.113549.1.9.3"
_MESSAGE_DIGEST = "1.2.840.113549.1.9.4"
_SIGNING_TIME = "1.2.840.113549.1.9.5"
_SHA256 = "2.16.840.1.101.3.4.2.1"


def build_sod(data_groups: Mapping[int, bytes], signed_on: date) -> bytes:
    """Return EF.SOD over the files `data_groups` (number -> whole file), signed by the test document signer."""
    content = _lds_security_object(data_groups)
    attributes = (
        der.sequence(der.oid(_CONTENT_TYPE), der.set_of(der.oid(LDS_SECURITY_OBJECT))),
        der.sequence(
            der.oid(_SIGNING_TIME), der.set_of(der.time(datetime.combine(signed_on, time_of_day(), UTC)))
        ),
        der.sequence(der.oid(_MESSAGE_DIGEST), der.set_of(der.octet_string(sha256(content).digest()))),
    )
    signed = der.set_of(*attributes)
    signature = document_signer().key.sign(signed, hashes.SHA256())
    signer_info = der.sequence(
        der.integer(1),
        der.sequence(root().name(), der.integer(SIGNER_SERIAL)),
        der.sequence(der.oid(_SHA256)),
        # RFC 5652 5.4: signed as a SET OF, stored as [0] IMPLICIT.
        b"\xa0" + signed[1:],
        der.sequence(der.oid(ECDSA_WITH_SHA256)),
        der.octet_string(signature),
    )
    signed_data = der.sequence(
        der.integer(3),
        der.set_of(der.sequence(der.oid(_SHA256))),
        der.sequence(der.oid(LDS_SECURITY_OBJECT), der.explicit(0, der.octet_string(content))),
        der.explicit(0, signer_der()),
        der.set_of(signer_info),
    )
    return encode(0x77, der.sequence(der.oid(_SIGNED_DATA), der.explicit(0, signed_data)))


def _lds_security_object(data_groups: Mapping[int, bytes]) -> bytes:
    """Return LDSSecurityObject of version 0 with SHA-256 (Doc 9303-10 4.6.2)."""
    hashed = (
        der.sequence(der.integer(number), der.octet_string(sha256(content).digest()))
        for number, content in sorted(data_groups.items())
    )
    return der.sequence(der.integer(0), der.sequence(der.oid(_SHA256)), der.sequence(*hashed))
