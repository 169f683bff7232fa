"""Who signed, and may they: the signature of signed data, its signer, the chain above it, revocation (Doc 9303-11 5.1)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from reader.errors import MalformedDataError
from reader.result import Check, CheckOutcome
from reader.trust.chain import find_chains
from reader.trust.crl import Revocation, RevocationState
from reader.trust.deprecation import deprecated, deprecated_hash
from reader.trust.revocation import RevocationLists
from reader.trust.signature import UNSUPPORTED_ALGORITHM, SignatureError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from reader.trust.certificate import Certificate
    from reader.trust.cms import SignedData
    from reader.trust.trust_store import TrustStore

_CLOCK_TOLERANCE = timedelta(days=1)
ONLINE_NOT_CHECKED = "not-checked"


@dataclass(frozen=True, slots=True)
class JudgedSignature:
    """The check of signed data; ``chain`` leads from the signer's issuer to the trusted one, empty if there is none."""

    check: Check
    chain: tuple[Certificate, ...] = field(default=(), repr=False)
    revocation: Revocation | None = None


def judge_signed_data(signed: SignedData, trust: TrustStore, now: datetime) -> JudgedSignature:
    """Judge the signed data of a card at the time ``now`` (with a zone); never raises for what it holds."""
    judged = _judge(signed, trust, now)
    evidence = {
        "signature_algorithm": str(signed.algorithm),
        "revocation": ONLINE_NOT_CHECKED,
        **_signer_evidence(signed),
        **judged.check.evidence,
    }
    return replace(judged, check=replace(judged.check, evidence=evidence))


def refusal(error: MalformedDataError, reason: str, sentence: str) -> Check:
    """Return a failure; but an algorithm that this library does not know proves nothing, neither way."""
    if error.reason == UNSUPPORTED_ALGORITHM:
        return _open(UNSUPPORTED_ALGORITHM, f"{sentence}: {error}.")
    return _failed(reason, f"{sentence}: {error}.")


def _judge(signed: SignedData, trust: TrustStore, now: datetime) -> JudgedSignature:
    """Go through signature, signer and chain; the first that does not hold is the answer."""
    signer = signed.signer
    if signer is None:
        return JudgedSignature(
            _open("signer-certificate-missing", "The SOD does not carry the certificate of its signer.")
        )
    try:
        signed.verify(signer)
    except SignatureError as error:
        return JudgedSignature(refusal(error, error.reason, "The signature of the SOD does not hold"))
    except MalformedDataError as error:
        return JudgedSignature(refusal(error, "signer-key-unusable", "The key of the signer cannot be used"))
    unfit = _judge_signer(signer)
    judged = JudgedSignature(unfit) if unfit else _judge_chain(signed, signer, trust, now)
    return replace(
        judged, check=replace(judged.check, evidence={"signature": "holds", **judged.check.evidence})
    )


def _judge_signer(signer: Certificate) -> Check | None:
    """Refuse a certificate that may not sign documents (Doc 9303-12 7.1); older ones carry no key usage at all."""
    usage = signer.key_usage
    if signer.is_ca or signer.extended_key_usage or (usage is not None and "key_cert_sign" in usage):
        return _failed(
            "signer-not-a-document-signer", "The certificate of the signer is made for another purpose."
        )
    if usage is not None and "digital_signature" not in usage:
        return _failed("signer-key-usage", "The key of the signer may not sign data.")
    return None


def _judge_chain(
    signed: SignedData, signer: Certificate, trust: TrustStore, now: datetime
) -> JudgedSignature:
    if trust.is_empty:
        return JudgedSignature(
            _open("no-csca", "No country signer (CSCA) is configured, so nothing can be proven.")
        )
    found = find_chains(signer, signed.certificates, trust)
    if found.forgery is not None and not found.chains:
        sentence = "A trusted country signer did not sign this signer"
        return JudgedSignature(refusal(found.forgery, "signer-signature-invalid", sentence))
    if not found.chains:
        detail = "No trusted country signer (CSCA) issued this signer. It may be of a generation that is not loaded yet."
        return JudgedSignature(_open("csca-unknown", detail))
    moment = signed.signing_time or signer.not_before
    valid = found.valid_at(moment) or found.chains
    lists = RevocationLists(trust, now)
    chain = next((chain for chain in valid if lists.revoked_above(chain) is None), valid[0])
    revocation = lists.state_of(signer, chain[0])
    check = _judge_period(signed, signer, chain, now) or _judge_revocation(lists, chain, revocation)
    evidence = {**_chain_evidence(signed, chain), **revocation.evidence(), **check.evidence}
    return JudgedSignature(replace(check, evidence=evidence), chain, revocation)


def _judge_period(
    signed: SignedData, signer: Certificate, chain: tuple[Certificate, ...], now: datetime
) -> Check | None:
    """Check the countries and the validity at signing time; without that, when the signer's key came into use.

    A signer that has since expired is what a card of some years has (Doc 9303-12 4: signers live for months, cards for
    years), so ``now`` only forbids a signer from the future.
    """
    country = signer.country or chain[0].country
    if any(country and csca.country and country != csca.country for csca in chain):
        return _failed("country-mismatch", "The signer and its country signer are of different countries.")
    if signer.not_before > now + _CLOCK_TOLERANCE:
        return _failed("signer-not-yet-valid", "The certificate of the signer begins in the future.")
    moment = signed.signing_time or signer.not_before
    if not all(certificate.valid_at(moment) for certificate in (signer, *chain)):
        return _failed("not-valid-at-signing", "A certificate was not valid when the data was signed.")
    return None


def _judge_revocation(
    lists: RevocationLists, chain: tuple[Certificate, ...], revocation: Revocation
) -> Check:
    revoked = lists.revoked_above(chain)
    if revoked is not None:
        evidence = {"revoked": revoked.subject}
        return _failed("csca-revoked", "The country signer, or one that it rests on, was revoked.", evidence)
    if revocation.state is RevocationState.REVOKED:
        return _failed("signer-revoked", f"The signer was revoked ({revocation.reason}).")
    return Check(CheckOutcome.PASSED, "verified", "The data is what a trusted country signer let be signed.")


def _signer_evidence(signed: SignedData) -> dict[str, str]:
    """Return who signed, and what of it is deprecated, whether or not it holds."""
    weak = list(deprecated_hash(signed.algorithm.hash_name))
    evidence: dict[str, str] = {}
    if signed.signer is not None:
        weak += deprecated(signed.signer)
        evidence = {
            "signer": signed.signer.subject,
            "signer_serial": f"{signed.signer.serial_number:X}",
            "signer_sha256": signed.signer.fingerprint,
        }
    if weak:
        evidence["deprecated"] = ", ".join(dict.fromkeys(weak))
    return evidence


def _chain_evidence(signed: SignedData, chain: tuple[Certificate, ...]) -> dict[str, str]:
    anchor = chain[-1]
    evidence = {
        "csca": anchor.subject,
        "csca_serial": f"{anchor.serial_number:X}",
        "csca_sha256": anchor.fingerprint,
    }
    if len(chain) > 1:
        evidence["links"] = ",".join(certificate.fingerprint for certificate in chain[:-1])
    if signed.signing_time is not None:
        evidence["signing_time"] = signed.signing_time.isoformat()
    return evidence


def _failed(reason: str, detail: str, evidence: Mapping[str, str] | None = None) -> Check:
    return Check(CheckOutcome.FAILED, reason, detail, evidence or {})


def _open(reason: str, detail: str) -> Check:
    return Check(CheckOutcome.NOT_PERFORMED, reason, detail)
