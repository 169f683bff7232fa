"""Cryptographic primitives, each pinned by published vectors."""
