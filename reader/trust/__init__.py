"""Trust: certificates, signed data, the trust store and passive authentication (Doc 9303-11 5, Doc 9303-12)."""

from reader.trust.trust_store import RefusedCertificate, TrustStore, TrustStoreError

__all__ = ["RefusedCertificate", "TrustStore", "TrustStoreError"]
