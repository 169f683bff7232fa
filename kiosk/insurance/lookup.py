"""GatewayInsurance: the InsurancePort. Within its time limit there is always an answer, if only "later"."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiosk.insurance.codes import Action, meaning_of
from kiosk.insurance.coverage import Rules, judge, later
from kiosk.insurance.deadline import Deadline, run_within
from kiosk.insurance.errors import GatewayError

if TYPE_CHECKING:
    from kiosk.insurance.answer import CardAnswer
    from kiosk.insurance.breaker import Breaker
    from kiosk.insurance.channel import GatewayChannel
    from kiosk.insurance.client import GatewayClient
    from kiosk.model import Coverage, PatientIdentity
    from kiosk.ports import Clock

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class GatewayInsurance:
    """Looks a patient up at the gateway. One thread at a time."""

    client: GatewayClient
    channel: GatewayChannel
    breaker: Breaker
    rules: Rules
    clock: Clock
    timeout_s: float

    def look_up(self, identity: PatientIdentity) -> Coverage:
        """The coverage; LATER with a reason when the gateway gave none. Never raises for a gateway's fault."""
        if not identity.personal_number or not identity.full_name:
            return later("no-number", self.clock.now())
        if self.breaker.is_open:
            return later("breaker-open", self.clock.now())
        deadline = Deadline(self.clock.monotonic() + self.timeout_s, self.clock.monotonic)
        try:
            answer = run_within(deadline, lambda: self.client.ask(identity, deadline), self.channel.abort)
        except GatewayError as error:
            self.breaker.failed()
            _log.warning("insurance look-up without answer: %s (%s)", error.reason, error)
            return later(error.reason, self.clock.now())
        return self._judge(answer, identity)

    def close(self) -> None:
        """Close the kept connection."""
        self.channel.close()

    def _judge(self, answer: CardAnswer, identity: PatientIdentity) -> Coverage:
        now = self.clock.now()
        action = meaning_of(answer.code, now.date()).action
        if action is Action.FAULT:
            self.breaker.failed()
        else:
            self.breaker.succeeded()
        if action is Action.SETUP:
            _log.error(
                "the gateway refuses our set-up with code %s: correct the account or the member of staff",
                answer.code,
            )
        if action in {Action.FAULT, Action.SETUP}:
            return later(answer.code, now, answer.raw)
        return judge(answer, identity, self.rules, now)


@dataclass(frozen=True, slots=True)
class NoGateway:
    """A kiosk without a gateway configured: every insurance is looked up later."""

    clock: Clock

    def look_up(self, identity: PatientIdentity) -> Coverage:  # noqa: ARG002 - the port's shape
        """LATER, at once."""
        return later("not-configured", self.clock.now())

    def close(self) -> None:
        """Nothing is open."""
