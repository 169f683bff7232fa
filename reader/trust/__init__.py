"""Trust: certificates, signed data, the trust store and passive authentication (Doc 9303-11 5, Doc 9303-12)."""

from reader.trust.trust_entry import NotedCertificate, RefusedCertificate
from reader.trust.trust_store import TrustStore, TrustStoreError

__all__ = ["NotedCertificate", "RefusedCertificate", "TrustStore", "TrustStoreError"]
