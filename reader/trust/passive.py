"""Passive authentication: is what the card says what a trusted State signed (Doc 9303-11 5.1)?

First the SOD alone is judged: its signature, its signer, the chain to a trusted country signer. Then the bytes of the data
groups that were read are held against its hashes. Only all of it together is PASSED.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from reader.errors import MalformedDataError
from reader.lds.sod import LdsSecurityObject, parse_lds_security_object, unwrap_sod
from reader.result import Check, CheckOutcome
from reader.trust.cms import parse_signed_data
from reader.trust.countries import states_of
from reader.trust.deprecation import deprecated_hash
from reader.trust.signature import digest
from reader.trust.signer import judge_signed_data, refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reader.trust.certificate import Certificate
    from reader.trust.crl import Revocation
    from reader.trust.trust_store import TrustStore

MAX_SOD_LENGTH = 65_536
ID_LDS_SECURITY_OBJECT = "2.23.136.1.1.1"


@dataclass(frozen=True, slots=True)
class JudgedSod:
    """An EF.SOD whose signature and chain were judged; ``check`` says how, before any data group is looked at.

    ``chain`` leads from the signer's issuer to the trusted country signer; empty if none was found.
    """

    check: Check
    security_object: LdsSecurityObject | None = None
    signer: Certificate | None = field(default=None, repr=False)
    chain: tuple[Certificate, ...] = field(default=(), repr=False)
    revocation: Revocation | None = None

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
        self,
        data_groups: Mapping[int, bytes],
        *,
        issuing_state: str | None = None,
        document_code: str | None = None,
    ) -> Check:
        """Return the check with the raw bytes of the data groups read, by number (Doc 9303-11 5.1 step 4).

        ``issuing_state`` and ``document_code`` are the MRZ's, once DG1 was parsed. A data group that does not hold is a failure even where the
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
        return self._with_mrz(check, issuing_state, document_code)

    def _with_mrz(self, check: Check, issuing_state: str | None, document_code: str | None) -> Check:
        """Hold the signer's country, else its country signer's, and its document types against the MRZ (Doc 9303-12 7.1).

        A country unknown to both sides proves nothing; a type of one letter stands for all that begin with it.
        """
        states = _states(self.signer) or (_states(self.chain[-1]) if self.chain else frozenset())
        if issuing_state is not None and states and issuing_state not in states:
            detail = "The signer is of another State than the one that the document names."
            return replace(check, outcome=CheckOutcome.FAILED, reason="country-mismatch", detail=detail)
        types = self.signer.document_types if self.signer else frozenset()
        if document_code and types and not any(document_code.startswith(kind) for kind in types):
            detail = "The signer may not sign documents of this type."
            return replace(check, outcome=CheckOutcome.FAILED, reason="document-type-mismatch", detail=detail)
        return check


def authenticate(  # noqa: PLR0913 - what a card holds and what the caller knows of it
    sod: bytes,
    data_groups: Mapping[int, bytes],
    trust: TrustStore,
    *,
    now: datetime | None = None,
    issuing_state: str | None = None,
    document_code: str | None = None,
) -> Check:
    """Judge the raw EF.SOD and the raw data groups by number in one go. Never raises for what a card holds."""
    judged = judge_sod(sod, trust, now=now)
    return judged.with_data_groups(data_groups, issuing_state=issuing_state, document_code=document_code)


def judge_sod(sod: bytes, trust: TrustStore, *, now: datetime | None = None) -> JudgedSod:
    """Judge the raw EF.SOD (empty: there is none) against the trusted country signers at the time ``now`` (with a zone; None: this moment).

    Never raises for what a card holds: a broken SOD is a failed check.
    """
    if not sod:
        return JudgedSod(_failed("sod-missing", "The card has no SOD, so nobody vouches for its data."))
    if len(sod) > MAX_SOD_LENGTH:
        return JudgedSod(_failed("sod-malformed", f"The SOD has {len(sod)} bytes."))
    try:
        signed = parse_signed_data(unwrap_sod(sod))
        if signed.content_type != ID_LDS_SECURITY_OBJECT:
            return JudgedSod(
                _failed("sod-content-type", "The SOD signs something else than an LDS security object.")
            )
        security_object = parse_lds_security_object(signed.content)
    except MalformedDataError as error:
        return JudgedSod(refusal(error, "sod-malformed", "The SOD cannot be read"))
    judged = judge_signed_data(signed, trust, now or datetime.now(UTC))
    evidence = {"hash_algorithm": security_object.hash_algorithm, **judged.check.evidence}
    weak = [*evidence.get("deprecated", "").split(", "), *deprecated_hash(security_object.hash_algorithm)]
    if any(weak):
        evidence["deprecated"] = ", ".join(dict.fromkeys(item for item in weak if item))
    return JudgedSod(
        replace(judged.check, evidence=evidence),
        security_object,
        signed.signer,
        judged.chain,
        judged.revocation,
    )


def _states(certificate: Certificate | None) -> frozenset[str]:
    return states_of(certificate.country, certificate.localities) if certificate else frozenset()


def _numbers(data_groups: Mapping[int, bytes] | list[int]) -> str:
    return ",".join(str(number) for number in sorted(data_groups))


def _failed(reason: str, detail: str) -> Check:
    return Check(CheckOutcome.FAILED, reason, detail)
