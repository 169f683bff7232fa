"""The signature algorithms that issuers use, by name, and their identifiers."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from emulator.issuer import der

_DIGESTS = {
    "sha1": "1.3.14.3.2.26",
    "sha224": "2.16.840.1.101.3.4.2.4",
    "sha256": "2.16.840.1.101.3.4.2.1",
    "sha384": "2.16.840.1.101.3.4.2.2",
    "sha512": "2.16.840.1.101.3.4.2.3",
}
_ECDSA = {
    "sha1": "1.2.840.10045.4.1",
    "sha224": "1.2.840.10045.4.3.1",
    "sha256": "1.2.840.10045.4.3.2",
    "sha384": "1.2.840.10045.4.3.3",
    "sha512": "1.2.840.10045.4.3.4",
}
_RSA = {
    "sha1": "1.2.840.113549.1.1.5",
    "sha224": "1.2.840.113549.1.1.14",
    "sha256": "1.2.840.113549.1.1.11",
    "sha384": "1.2.840.113549.1.1.12",
    "sha512": "1.2.840.113549.1.1.13",
}
_RSA_ENCRYPTION = "1.2.840.113549.1.1.1"
_RSA_PSS = "1.2.840.113549.1.1.10"
_MGF1 = "1.2.840.113549.1.1.8"
_DIGEST_LENGTHS = {"sha1": 20, "sha224": 28, "sha256": 32, "sha384": 48, "sha512": 64}


@dataclass(frozen=True, slots=True)
class Algorithm:
    """How a key signs: a curve (its parameter id, named or explicit) or RSA of that many bits, and the hash."""

    name: str
    digest: str
    curve_id: int = 0
    explicit: bool = False
    rsa_bits: int = 0
    pss: bool = False
    bare: bool = False
    """Whether a SignerInfo names rsaEncryption alone and leaves the hash to digestAlgorithm (RFC 5652 does so too)."""

    @property
    def digest_length(self) -> int:
        """Bytes of the hash."""
        return _DIGEST_LENGTHS[self.digest]

    def digest_identifier(self) -> bytes:
        """Return the AlgorithmIdentifier of the hash, parameters absent."""
        return digest_identifier(self.digest)

    def identifier(self) -> bytes:
        """Return the AlgorithmIdentifier of the signature."""
        if self.curve_id:
            return der.sequence(der.oid(_ECDSA[self.digest]))
        if not self.pss:
            return der.sequence(der.oid(_RSA[self.digest]), der.NULL)
        hashed = der.sequence(der.oid(_DIGESTS[self.digest]), der.NULL)
        return der.sequence(
            der.oid(_RSA_PSS),
            der.sequence(
                der.explicit(0, hashed),
                der.explicit(1, der.sequence(der.oid(_MGF1), hashed)),
                der.explicit(2, der.integer(self.digest_length)),
            ),
        )

    def signer_identifier(self) -> bytes:
        """Return what a SignerInfo says of the signature."""
        return der.sequence(der.oid(_RSA_ENCRYPTION), der.NULL) if self.bare else self.identifier()


def digest_identifier(digest: str) -> bytes:
    """Return the AlgorithmIdentifier of a hash named as hashlib names it, parameters absent."""
    return der.sequence(der.oid(_DIGESTS[digest]))


BRAINPOOL_256 = Algorithm("ecdsa-brainpool-256", "sha256", curve_id=13)
BRAINPOOL_384 = Algorithm("ecdsa-brainpool-384", "sha384", curve_id=16)

ALGORITHMS: Final = MappingProxyType(
    {
        algorithm.name: algorithm
        for algorithm in (
            BRAINPOOL_256,
            BRAINPOOL_384,
            Algorithm("ecdsa-brainpool-512", "sha512", curve_id=17),
            Algorithm("ecdsa-brainpool-256-explicit", "sha256", curve_id=13, explicit=True),
            Algorithm("ecdsa-brainpool-384-explicit", "sha384", curve_id=16, explicit=True),
            Algorithm("ecdsa-p256", "sha256", curve_id=12),
            Algorithm("ecdsa-p256-sha1", "sha1", curve_id=12),
            Algorithm("ecdsa-p384", "sha384", curve_id=15),
            Algorithm("ecdsa-p521", "sha512", curve_id=18),
            Algorithm("ecdsa-p256-explicit", "sha256", curve_id=12, explicit=True),
            Algorithm("ecdsa-p384-explicit", "sha384", curve_id=15, explicit=True),
            Algorithm("rsa-2048", "sha256", rsa_bits=2048),
            Algorithm("rsa-2048-sha1", "sha1", rsa_bits=2048),
            Algorithm("rsa-2048-bare", "sha256", rsa_bits=2048, bare=True),
            Algorithm("rsa-3072", "sha512", rsa_bits=3072),
            Algorithm("rsa-pss-2048", "sha256", rsa_bits=2048, pss=True),
            Algorithm("rsa-pss-3072", "sha512", rsa_bits=3072, pss=True),
        )
    }
)
"""Name -> algorithm."""
