"""The evidence of a presence: a file from which anybody with the right country signers can check it, offline.

It holds signed data of a person (DG1): who keeps it needs the patient's consent, and keeps it as medical data.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from reader.authenticity.active import verify_response
from reader.authenticity.presence import Asserter, PresenceNonce, Receipt
from reader.errors import MalformedDataError
from reader.lds.dg1 import parse_dg1
from reader.lds.dg14 import parse_dg14
from reader.lds.dg15 import parse_dg15
from reader.lds.public_key import parse_public_key
from reader.result import Check, CheckOutcome
from reader.trust.passive import judge_sod

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from reader.trust.passive import JudgedSod
    from reader.trust.trust_store import TrustStore

FORMAT = "emrtd-presence-evidence-1"
ASSERTED_BY_KIOSK = "time and place asserted by the kiosk"
ASSERTED_BY_HUB = "time and place attested by the hub's receipt"
_DATA_GROUPS = (1, 14, 15)
_MAX_LENGTH = 1_048_576
_MAX_CERTIFICATES = 8


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was signed, by whom, and what the chip answered. The repr shows nothing of the person."""

    sod: bytes = field(repr=False)
    data_groups: Mapping[int, bytes] = field(repr=False)
    chain: tuple[bytes, ...] = field(repr=False)
    crl: str
    nonce: PresenceNonce
    signature: bytes = field(repr=False)
    receipt: Receipt

    def encode(self) -> bytes:
        """Return the file: JSON in UTF-8, bytes in base64."""
        document = {
            "format": FORMAT,
            "note": _assertion(self.nonce),
            "sod": _text(self.sod),
            "data_groups": {str(number): _text(raw) for number, raw in sorted(self.data_groups.items())},
            "chain": [_text(certificate) for certificate in self.chain],
            "crl": self.crl,
            "nonce": _text(self.nonce.value),
            "kiosk": self.nonce.kiosk,
            "visit": self.nonce.visit,
            "asserted_by": self.nonce.asserted_by.value,
            "signature": _text(self.signature),
            "receipt": {
                "arrived_at": self.receipt.arrived_at.isoformat(),
                "key": _text(self.receipt.key),
                "signature": _text(self.receipt.signature),
            },
        }
        return json.dumps(document, indent=1).encode() + b"\n"


@dataclass(frozen=True, slots=True)
class EvidenceChecks:
    """``passive``: is the data signed; ``presence``: did its chip answer this challenge; ``receipt``: who says when.

    ``proven`` only where data and chip hold; ``claim`` is the most that may be said.
    """

    passive: Check
    presence: Check
    receipt: Check

    @property
    def proven(self) -> bool:
        """Whether a genuine chip answered the nonce, and nothing contradicts the receipt."""
        return self.passive.passed and self.presence.passed and not self.receipt.failed

    @property
    def claim(self) -> str:
        """The sentence that the evidence carries."""
        if not self.proven:
            return "This file proves nothing."
        when = ASSERTED_BY_HUB if self.receipt.passed else ASSERTED_BY_KIOSK
        return f"The chip that a State issued with this data answered the nonce; {when}."


def evidence_of(
    sod: bytes,
    data_groups: Mapping[int, bytes],
    judged: JudgedSod,
    answer: tuple[PresenceNonce, bytes, Receipt],
) -> Evidence:
    """Put the evidence together; of the data groups only DG1, DG14 and DG15 are kept."""
    nonce, signature, receipt = answer
    kept = {number: data_groups[number] for number in _DATA_GROUPS if number in data_groups}
    chain = tuple(certificate.encoded for certificate in judged.chain)
    crl = judged.revocation.evidence()["crl"] if judged.revocation else "unknown (none)"
    return Evidence(sod, kept, chain, crl, nonce, signature, receipt)


def parse_evidence(data: bytes) -> Evidence:
    """Read an evidence file; MalformedDataError if it is none."""
    if len(data) > _MAX_LENGTH:
        raise MalformedDataError(f"an evidence file of {len(data)} bytes")
    try:
        document: Any = json.loads(data)
        if document["format"] != FORMAT:
            raise MalformedDataError("an evidence file of an unknown format")
        return _evidence(document)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise MalformedDataError("not an evidence file") from error


def verify_evidence(
    evidence: Evidence,
    trust: TrustStore,
    *,
    hub_keys: Collection[bytes] = (),
    now: datetime | None = None,
) -> EvidenceChecks:
    """Check the evidence against the verifier's own country signers; ``hub_keys`` are raw Ed25519 keys of hubs it believes.

    The chain in the file is for the reader's information: it is never trusted. Never raises for what the file holds.
    """
    judged = judge_sod(evidence.sod, trust, now=now or datetime.now(UTC))
    mrz_of = _parsed(parse_dg1, evidence.data_groups.get(1))
    passive = judged.with_data_groups(
        evidence.data_groups,
        issuing_state=mrz_of.issuing_state if mrz_of else None,
        document_code=mrz_of.document_code if mrz_of else None,
    )
    return EvidenceChecks(passive, _presence(evidence, judged), _receipt(evidence, hub_keys))


def _presence(evidence: Evidence, judged: JudgedSod) -> Check:
    """Verify the chip's signature over the challenge that the nonce makes, under the key of the signed DG15."""
    dg14, dg15 = evidence.data_groups.get(14), evidence.data_groups.get(15)
    if dg15 is None or not judged.holds(15, dg15) or (dg14 is not None and not judged.holds(14, dg14)):
        return _failed("dg15-not-verified", "The chip's key is not the one that was signed.")
    infos = _parsed(parse_dg14, dg14)
    public_key_info = _parsed(parse_dg15, dg15)
    key = _parsed(parse_public_key, public_key_info)
    if key is None:
        return Check(
            CheckOutcome.NOT_PERFORMED, "active-key-unsupported", "The key of DG15 cannot be used here."
        )
    challenge = evidence.nonce.challenge(hashlib.sha256(evidence.sod).digest())
    return verify_response(key, infos, challenge, evidence.signature)


def _receipt(evidence: Evidence, hub_keys: Collection[bytes]) -> Check:
    nonce, receipt = evidence.nonce, evidence.receipt
    if nonce.asserted_by is Asserter.KIOSK:
        return Check(
            CheckOutcome.NOT_SUPPORTED, "asserted-by-kiosk", f"There is no hub: {ASSERTED_BY_KIOSK}."
        )
    statement = nonce.statement(hashlib.sha256(evidence.sod).digest(), evidence.signature, receipt.arrived_at)
    try:
        receipt.verify(statement)
    except MalformedDataError as error:
        return _failed("receipt-invalid", f"The hub's receipt does not hold: {error}.")
    if not any(hmac.compare_digest(receipt.key, key) for key in hub_keys):
        detail = "The receipt is signed with a key that the verifier does not know as a hub's."
        return Check(CheckOutcome.NOT_PERFORMED, "hub-unknown", detail)
    return Check(CheckOutcome.PASSED, "receipt-verified", f"Arrived at {receipt.arrived_at.isoformat()}.")


def _evidence(document: Any) -> Evidence:
    groups = {int(number): _bytes(text) for number, text in document["data_groups"].items()}
    if not set(groups) <= set(_DATA_GROUPS) or len(document["chain"]) > _MAX_CERTIFICATES:
        raise MalformedDataError("an evidence file with more than belongs in it")
    nonce = PresenceNonce(
        _bytes(document["nonce"]),
        str(document["kiosk"]),
        str(document["visit"]),
        Asserter(document["asserted_by"]),
    )
    receipt = document["receipt"]
    arrived_at = datetime.fromisoformat(receipt["arrived_at"])
    if arrived_at.tzinfo is None:
        raise MalformedDataError("a receipt whose time has no zone")
    return Evidence(
        _bytes(document["sod"]),
        groups,
        tuple(_bytes(text) for text in document["chain"]),
        str(document["crl"]),
        nonce,
        _bytes(document["signature"]),
        Receipt(arrived_at, _bytes(receipt["key"]), _bytes(receipt["signature"])),
    )


def _assertion(nonce: PresenceNonce) -> str:
    return ASSERTED_BY_KIOSK if nonce.asserted_by is Asserter.KIOSK else "see the hub's receipt"


def _parsed(parse: Any, data: bytes | None) -> Any:
    """Return what the parser makes of the data; None for none, or for what it refuses."""
    try:
        return None if data is None else parse(data)
    except MalformedDataError:
        return None


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise MalformedDataError("broken base64") from error


def _failed(reason: str, detail: str) -> Check:
    return Check(CheckOutcome.FAILED, reason, detail)
