"""Passive authentication: is what the card says what a trusted State signed (Doc 9303-11 5.1)?

First the SOD alone is judged: its signature, its signer, the chain to a trusted country signer. Then the bytes of the data
groups that were read are held against its hashes. Only all of it together is PASSED.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from reader.errors import MalformedDataError
from reader.lds.sod import LdsSecurityObject, parse_lds_security_object, unwrap_sod
from reader.result import Check, CheckOutcome
from reader.trust.cms import SignedData, parse_signed_data
from reader.trust.countries import states_of
from reader.trust.signature import UNSUPPORTED_ALGORITHM, SignatureError, digest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reader.trust.certificate import Certificate
    from reader.trust.trust_store import TrustStore

ID_LDS_SECURITY_OBJECT = "2.23.136.1.1.1"
_CLOCK_TOLERANCE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class JudgedSod:
    """An EF.SOD whose signature and chain were judged; ``check`` says how, before any data group is looked at."""

    check: Check
    security_object: LdsSecurityObject | None = None
    signer: Certificate | None = field(default=None, repr=False)

    @property
    def data_groups(self) -> tuple[int, ...]:
        """The data groups that the SOD lists; none if it could not be read."""
        return self.security_object.data_groups if self.security_object else ()

    def holds(self, number: int, raw: bytes) -> bool:
        """Whether the raw bytes of the file are what the SOD lists, whoever signed it."""
        if self.security_object is None or number not in self.security_object.hashes:
            return False
        expected = self.security_object.hashes[number]
        return hmac.compare_digest(digest(self.security_object.hash_algorithm, raw), expected)

    def with_data_groups(
        self, data_groups: Mapping[int, bytes], *, issuing_state: str | None = None
    ) -> Check:
        """Return the check with the raw bytes of the data groups read, by number (Doc 9303-11 5.1 step 4).

        ``issuing_state`` is the MRZ's, once DG1 was parsed. A data group that does not hold is a failure even where the
        chain could not be judged: no trusted signer could make it right.
        """
        if self.security_object is None:
            return self.check
        evidence = {**self.check.evidence, "data_groups": _numbers(data_groups)}
        unlisted = [number for number in data_groups if number not in self.security_object.hashes]
        broken = [
            number
            for number, raw in data_groups.items()
            if number not in unlisted and not self.holds(number, raw)
        ]
        if broken:
            evidence["mismatched_data_groups"] = _numbers(broken)
        check = replace(self.check, evidence=evidence)
        if check.failed:
            return check
        if broken:
            detail = f"The bytes of data group {_numbers(broken)} are not what was signed."
            return replace(check, outcome=CheckOutcome.FAILED, reason="dg-hash-mismatch", detail=detail)
        if unlisted:
            detail = f"The card shows data group {_numbers(unlisted)}, which nobody signed."
            return replace(check, outcome=CheckOutcome.FAILED, reason="dg-not-in-sod", detail=detail)
        return self._with_country(check, issuing_state)

    def _with_country(self, check: Check, issuing_state: str | None) -> Check:
        """Hold the signer's country against the MRZ's issuing state; a country unknown to both sides proves nothing."""
        states = states_of(self.signer.country, self.signer.localities) if self.signer else frozenset()
        if issuing_state is None or not states or issuing_state in states:
            return check
        detail = "The signer is of another State than the one that the document names."
        return replace(check, outcome=CheckOutcome.FAILED, reason="country-mismatch", detail=detail)


def authenticate(
    sod: bytes,
    data_groups: Mapping[int, bytes],
    trust: TrustStore,
    *,
    now: datetime | None = None,
    issuing_state: str | None = None,
) -> Check:
    """Judge the raw EF.SOD and the raw data groups by number in one go. Never raises for what a card holds."""
    return judge_sod(sod, trust, now=now).with_data_groups(data_groups, issuing_state=issuing_state)


def judge_sod(sod: bytes, trust: TrustStore, *, now: datetime | None = None) -> JudgedSod:
    """Judge the raw EF.SOD (empty: there is none) against the trusted country signers at the time ``now`` (with a zone; None: this moment).

    Never raises for what a card holds: a broken SOD is a failed check.
    """
    if not sod:
        return JudgedSod(_failed("sod-missing", "The card has no SOD, so nobody vouches for its data."))
    try:
        signed = parse_signed_data(unwrap_sod(sod))
        if signed.content_type != ID_LDS_SECURITY_OBJECT:
            return JudgedSod(
                _failed("sod-content-type", "The SOD signs something else than an LDS security object.")
            )
        security_object = parse_lds_security_object(signed.content)
    except MalformedDataError as error:
        return JudgedSod(_refusal(error, "sod-malformed", "The SOD cannot be read"))
    check = _judge(signed, trust, now or datetime.now(UTC))
    evidence = {
        "signature_algorithm": str(signed.algorithm),
        "hash_algorithm": security_object.hash_algorithm,
        "revocation": "not-checked",
        **({"signer": signed.signer.subject} if signed.signer else {}),
        **check.evidence,
    }
    return JudgedSod(replace(check, evidence=evidence), security_object, signed.signer)


def _judge(signed: SignedData, trust: TrustStore, now: datetime) -> Check:
    """Go through signature, signer and chain; the first that does not hold is the answer."""
    signer = signed.signer
    if signer is None:
        return _open("signer-certificate-missing", "The SOD does not carry the certificate of its signer.")
    try:
        signed.verify(signer)
    except SignatureError as error:
        return _refusal(error, error.reason, "The signature of the SOD does not hold")
    except MalformedDataError as error:
        return _refusal(error, "signer-key-unusable", "The key of the signer cannot be used")
    check = _judge_signer(signer) or _judge_chain(signed, signer, trust, now)
    return replace(check, evidence={"signature": "holds", **check.evidence})


def _judge_signer(signer: Certificate) -> Check | None:
    """Refuse a certificate that may not sign documents (Doc 9303-12 7.1); older ones carry no key usage at all."""
    if signer.is_ca or signer.extended_key_usage:
        return _failed(
            "signer-not-a-document-signer", "The certificate of the signer is made for another purpose."
        )
    if signer.key_usage is not None and "digital_signature" not in signer.key_usage:
        return _failed("signer-key-usage", "The key of the signer may not sign data.")
    return None


def _judge_chain(signed: SignedData, signer: Certificate, trust: TrustStore, now: datetime) -> Check:
    if trust.is_empty:
        return _open("no-csca", "No country signer (CSCA) is configured, so nothing can be proven.")
    forged: Check | None = None
    for csca in trust.issuers_of(signer):
        try:
            csca.verify_issued(signer)
        except MalformedDataError as error:
            if (
                error.reason == UNSUPPORTED_ALGORITHM
                or signer.authority_key_identifier == csca.key_identifier
            ):
                forged = _refusal(
                    error, "signer-signature-invalid", "A trusted country signer did not sign this signer"
                )
            continue
        return _judge_period(signed, signer, csca, now)
    return forged or _open(
        "csca-unknown",
        "No trusted country signer (CSCA) issued this signer. It may be of a generation that is not loaded yet.",
    )


def _judge_period(signed: SignedData, signer: Certificate, csca: Certificate, now: datetime) -> Check:
    """Check the countries and the validity at signing time; without that, when the signer's key came into use.

    A signer that has since expired is what a card of some years has (Doc 9303-12 4: signers live for months, cards for
    years), so ``now`` only forbids a signer from the future.
    """
    evidence = {"csca": csca.subject, "csca_sha256": csca.fingerprint}
    if signer.country and csca.country and signer.country != csca.country:
        return _failed(
            "country-mismatch", "The signer and its country signer are of different countries.", evidence
        )
    if signer.not_before > now + _CLOCK_TOLERANCE:
        return _failed(
            "signer-not-yet-valid", "The certificate of the signer begins in the future.", evidence
        )
    moment = signed.signing_time or signer.not_before
    if signed.signing_time is not None:
        evidence["signing_time"] = signed.signing_time.isoformat()
    if not signer.valid_at(moment) or not csca.valid_at(moment):
        return _failed(
            "not-valid-at-signing", "A certificate was not valid when the data was signed.", evidence
        )
    return Check(
        CheckOutcome.PASSED, "verified", "The data is what a trusted country signer let be signed.", evidence
    )


def _numbers(data_groups: Mapping[int, bytes] | list[int]) -> str:
    return ",".join(str(number) for number in sorted(data_groups))


def _failed(reason: str, detail: str, evidence: Mapping[str, str] | None = None) -> Check:
    return Check(CheckOutcome.FAILED, reason, detail, evidence or {})


def _open(reason: str, detail: str) -> Check:
    return Check(CheckOutcome.NOT_PERFORMED, reason, detail)


def _refusal(error: MalformedDataError, reason: str, sentence: str) -> Check:
    """Return a failure; but an algorithm that this library does not know proves nothing, neither way."""
    if error.reason == UNSUPPORTED_ALGORITHM:
        return _open(UNSUPPORTED_ALGORITHM, f"{sentence}: {error}.")
    return _failed(reason, f"{sentence}: {error}.")
