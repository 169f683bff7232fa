"""Proof of presence: what the challenge binds, what the evidence proves, and how little of it a kiosk alone can claim."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from reader.authenticity.evidence import (
    Evidence,
    EvidenceChecks,
    evidence_of,
    parse_evidence,
    verify_evidence,
)
from reader.authenticity.presence import Asserter, KioskWitness, PresenceNonce, Receipt
from reader.codec import tlv
from reader.errors import MalformedDataError
from reader.result import CheckOutcome
from reader.trust import TrustStore
from reader.trust.passive import judge_sod
from tests.unit.reader.lds.samples import SPECIMEN_MRZ
from tests.unit.reader.trust.issuing import NOW, SodRecipe, csca, document_signer, ec_key

PASSED, FAILED = CheckOutcome.PASSED, CheckOutcome.FAILED
NOT_PERFORMED, NOT_SUPPORTED = CheckOutcome.NOT_PERFORMED, CheckOutcome.NOT_SUPPORTED
CHIP = ec_key(160)
DG1 = tlv.encode(0x61, tlv.encode(0x5F1F, SPECIMEN_MRZ.encode()))
DG15 = tlv.encode(0x6F, CHIP.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))
SOD = SodRecipe(document_signer(csca()), {1: DG1, 15: DG15}).build()
SOD_SHA256 = hashlib.sha256(SOD).digest()
TRUST = TrustStore.of([csca().certificate])
ARRIVED = datetime(2026, 6, 1, 8, 30, tzinfo=UTC)
HUB = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
HUB_KEY = HUB.public_key().public_bytes_raw()
NONCE = PresenceNonce(bytes(range(32)), "kiosk-1", "visit-1", Asserter.KIOSK)


def answer(
    nonce: PresenceNonce, key: ec.EllipticCurvePrivateKey = CHIP, sod_sha256: bytes = SOD_SHA256
) -> bytes:
    r, s = decode_dss_signature(key.sign(nonce.challenge(sod_sha256), ec.ECDSA(hashes.SHA256())))
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


@cache
def by_kiosk() -> Evidence:
    judged = judge_sod(SOD, TRUST, now=NOW)
    return evidence_of(SOD, {1: DG1, 2: b"face", 15: DG15}, judged, (NONCE, answer(NONCE), Receipt(ARRIVED)))


@cache
def by_hub() -> Evidence:
    nonce = replace(NONCE, asserted_by=Asserter.HUB)
    signature = answer(nonce)
    receipt = Receipt(ARRIVED, HUB_KEY, HUB.sign(nonce.statement(SOD_SHA256, signature, ARRIVED)))
    return replace(by_kiosk(), nonce=nonce, signature=signature, receipt=receipt)


def verify(evidence: Evidence, trust: TrustStore = TRUST, *hub_keys: bytes) -> EvidenceChecks:
    return verify_evidence(parse_evidence(evidence.encode()), trust, hub_keys=hub_keys, now=NOW)


def test_the_challenge_is_the_beginning_of_a_hash_over_everything() -> None:
    joined = b"".join(
        len(item).to_bytes(4, "big") + item
        for item in (b"emrtd-presence-challenge-1", bytes(range(32)), b"kiosk-1", b"visit-1", SOD_SHA256)
    )

    assert NONCE.challenge(SOD_SHA256) == hashlib.sha256(joined).digest()[:8]


def test_every_input_changes_the_challenge() -> None:
    others = (
        replace(NONCE, value=bytes(32)),
        replace(NONCE, kiosk="kiosk-"),
        replace(NONCE, visit="1visit-1"),
        replace(NONCE, kiosk="kiosk-1v", visit="isit-1"),
    )

    challenges = {nonce.challenge(SOD_SHA256) for nonce in (NONCE, *others)} | {NONCE.challenge(bytes(32))}
    assert len(challenges) == 6


def test_a_kiosk_alone_proves_the_chip_and_only_asserts_time_and_place() -> None:
    checks = verify(by_kiosk())

    assert checks.proven
    assert (checks.passive.outcome, checks.presence.outcome) == (PASSED, PASSED)
    assert (checks.receipt.outcome, checks.receipt.reason) == (NOT_SUPPORTED, "asserted-by-kiosk")
    assert checks.claim.endswith("time and place asserted by the kiosk.")
    assert b"time and place asserted by the kiosk" in by_kiosk().encode()


def test_a_hub_that_is_known_attests_time_and_place() -> None:
    checks = verify(by_hub(), TRUST, bytes(32), HUB_KEY)

    assert checks.proven
    assert (checks.receipt.outcome, checks.receipt.reason) == (PASSED, "receipt-verified")
    assert checks.claim.endswith("attested by the hub's receipt.")


def test_a_hub_that_is_not_known_attests_nothing() -> None:
    checks = verify(by_hub())

    assert (checks.receipt.outcome, checks.receipt.reason) == (NOT_PERFORMED, "hub-unknown")
    assert checks.claim.endswith("asserted by the kiosk.")


def test_the_chain_in_the_file_is_never_trusted() -> None:
    checks = verify(by_kiosk(), TrustStore())

    assert len(by_kiosk().chain) == 1
    assert not checks.proven
    assert checks.passive.reason == "no-csca"
    assert checks.claim == "This file proves nothing."


def test_only_what_the_proof_needs_is_kept() -> None:
    assert sorted(by_kiosk().data_groups) == [1, 15]
    assert by_kiosk().crl == "unknown (none)"


FORGED: dict[str, tuple[Callable[[], Evidence], str, str]] = {
    "another nonce": (
        lambda: replace(by_kiosk(), nonce=replace(NONCE, value=bytes(32))),
        "presence",
        "active-key-not-proven",
    ),
    "another visit": (
        lambda: replace(by_kiosk(), nonce=replace(NONCE, visit="visit-2")),
        "presence",
        "active-key-not-proven",
    ),
    "another chip": (
        lambda: replace(by_kiosk(), signature=answer(NONCE, ec_key(161))),
        "presence",
        "active-key-not-proven",
    ),
    "no key": (lambda: replace(by_kiosk(), data_groups={1: DG1}), "presence", "dg15-not-verified"),
    "another person": (
        lambda: replace(by_kiosk(), data_groups={1: DG1.replace(b"NGUYEN", b"NGUYEM"), 15: DG15}),
        "passive",
        "dg-hash-mismatch",
    ),
    "a key that nobody signed": (
        lambda: replace(by_kiosk(), data_groups={1: DG1, 15: DG15[:-1] + b"\x00"}),
        "presence",
        "dg15-not-verified",
    ),
    "another sod": (lambda: replace(by_kiosk(), sod=SOD[:-1] + b"\x00"), "passive", "signature-invalid"),
    "another time": (
        lambda: replace(by_hub(), receipt=replace(by_hub().receipt, arrived_at=NOW)),
        "receipt",
        "receipt-invalid",
    ),
    "no receipt": (lambda: replace(by_hub(), receipt=Receipt(ARRIVED)), "receipt", "receipt-invalid"),
}


@pytest.mark.parametrize(("build", "name", "reason"), FORGED.values(), ids=FORGED.keys())
def test_forged_evidence_proves_nothing(build: Callable[[], Evidence], name: str, reason: str) -> None:
    checks = verify(build(), TRUST, HUB_KEY)

    check = getattr(checks, name)
    assert (check.outcome, check.reason) == (FAILED, reason)
    assert not checks.proven


def test_a_key_of_an_unknown_kind_is_left_open() -> None:
    dg15 = tlv.encode(0x6F, b"\x30\x04\x30\x00\x03\x00")
    sod = SodRecipe(document_signer(csca()), {1: DG1, 15: dg15}).build()

    checks = verify(replace(by_kiosk(), sod=sod, data_groups={1: DG1, 15: dg15}))

    assert checks.presence.reason == "active-key-unsupported"


def test_the_file_gives_back_what_was_put_in() -> None:
    for evidence in (by_kiosk(), by_hub()):
        assert parse_evidence(evidence.encode()) == evidence
    assert "NGUYEN" not in repr(by_kiosk())


def changed(**values: Any) -> bytes:
    return json.dumps({**json.loads(by_kiosk().encode()), **values}).encode()


BROKEN = {
    "nothing": b"",
    "no json": b"\xff",
    "a list": b"[]",
    "another format": changed(format="x"),
    "broken base64": changed(sod="!"),
    "a number for text": changed(sod=1),
    "a short nonce": changed(nonce="AAAA"),
    "no visit": changed(visit=""),
    "a long kiosk": changed(kiosk="k" * 200),
    "an unknown asserter": changed(asserted_by="ministry"),
    "a data group too many": changed(data_groups={"2": ""}),
    "no receipt": changed(receipt=None),
    "a time without a zone": changed(
        receipt={"arrived_at": "2026-06-01T00:00:00", "key": "", "signature": ""}
    ),
    "many certificates": changed(chain=[""] * 9),
    "too long": b" " * 1_048_577,
    "deep": b"[" * 100_000,
}


@pytest.mark.parametrize("data", BROKEN.values(), ids=BROKEN.keys())
def test_what_is_no_evidence_raises(data: bytes) -> None:
    with pytest.raises(MalformedDataError):
        parse_evidence(data)


@given(
    names=st.tuples(st.text(min_size=1, max_size=30), st.text(min_size=1, max_size=30)),
    value=st.binary(min_size=32, max_size=32),
    signature=st.binary(max_size=80),
)
def test_any_evidence_makes_the_round_trip(names: tuple[str, str], value: bytes, signature: bytes) -> None:
    evidence = replace(by_kiosk(), nonce=PresenceNonce(value, *names, Asserter.KIOSK), signature=signature)

    assert parse_evidence(evidence.encode()) == evidence


def test_the_kiosk_makes_a_fresh_nonce_each_time_and_says_when() -> None:
    witness = KioskWitness("kiosk-1", "visit-1", lambda: ARRIVED)

    first, second = witness.nonce(SOD_SHA256), witness.nonce(SOD_SHA256)

    assert first.value != second.value
    assert first.asserted_by is Asserter.KIOSK
    assert witness.receipt(first, SOD_SHA256, b"signature") == Receipt(ARRIVED)
