"""The gateway's two calls: take a token, look a card up (CV 1245 appendix; CV 1923 appendix 03)."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlencode

from kiosk.insurance.answer import CardAnswer, Token, parse_card, parse_token
from kiosk.insurance.codes import Action, meaning_of
from kiosk.insurance.errors import GatewayFaultError, GatewayLoginError, GatewayRefusedError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from kiosk.insurance.channel import GatewayChannel
    from kiosk.insurance.deadline import Deadline
    from kiosk.model import PatientIdentity

TOKEN_PATH = "/api/token/take"  # noqa: S105 - an address, not a secret
CARD_PATH = "/api/egw/KQNhanLichSuKCB2024"
REFRESH_BEFORE = timedelta(seconds=60)
FORM = "application/x-www-form-urlencoded"
JSON = "application/json; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Account:
    """The facility's account and the registered member of staff in whose name a kiosk asks."""

    username: str = field(repr=False)
    password: str = field(repr=False)
    staff_name: str = field(repr=False)
    staff_number: str = field(repr=False)

    @property
    def password_digest(self) -> str:
        """MD5 in upper-case hexadecimal: what the gateway wants in place of the password."""
        return hashlib.md5(self.password.encode()).hexdigest().upper()  # noqa: S324 - CV 1245, appendix


class GatewayClient:
    """Asks the gateway. Keeps the token until shortly before its end. One thread at a time."""

    def __init__(
        self,
        channel: GatewayChannel,
        account: Account,
        now: Callable[[], datetime],
        body: Literal["json", "form"] = "json",
    ) -> None:
        """``body``: how the card call is written; both are in use, and the gateway has refused one or the other."""
        self._channel = channel
        self._account = account
        self._now = now
        self._body = body
        self._token: Token | None = None

    def ask(self, identity: PatientIdentity, deadline: Deadline) -> CardAnswer:
        """The card of this person by personal number. Raises GatewayError.

        070 (birth date wrong) is asked once more with the year alone: the insurance knows many people's year only.
        """
        birth = birth_text(identity)
        answer = self._ask_logged_in(identity, birth, deadline)
        if self._action(answer) is Action.RETRY_YEAR and len(birth) > 4:
            again = self._ask_logged_in(identity, birth[-4:], deadline)
            if self._action(again) not in {Action.RETRY_YEAR, Action.FAULT, Action.LOGIN, Action.SETUP}:
                return again
        return answer

    def _ask_logged_in(self, identity: PatientIdentity, birth: str, deadline: Deadline) -> CardAnswer:
        """With the kept token; once more with a new one if the gateway no longer knows it."""
        if self._token is not None and self._token.expires_at - REFRESH_BEFORE > self._now():
            answer = self._ask_once(identity, birth, self._token, deadline)
            if answer is not None:
                return answer
        answer = self._ask_once(identity, birth, self._log_in(deadline), deadline)
        if answer is not None:
            return answer
        self._token = None
        raise GatewayLoginError("the gateway refuses its own new token")

    def _log_in(self, deadline: Deadline) -> Token:
        self._token = None
        form = {"username": self._account.username, "password": self._account.password_digest}
        status, content = self._channel.post(
            TOKEN_PATH, urlencode(form).encode(), {"Content-Type": FORM}, deadline
        )
        if status == 401:
            raise GatewayLoginError("the gateway does not accept the account")
        _check_status(status)
        code, token = parse_token(content, self._now())
        if code == "500":
            raise GatewayFaultError("the gateway cannot give tokens now")
        if code != "200" or token is None:
            raise GatewayLoginError(f"the gateway gave no token (maKetQua {code})")
        self._token = token
        return token

    def _ask_once(
        self, identity: PatientIdentity, birth: str, token: Token, deadline: Deadline
    ) -> CardAnswer | None:
        """None: the token is not accepted."""
        query = {
            "token": token.access_token,
            "id_token": token.id_token,
            "username": self._account.username,
            "password": self._account.password_digest,
        }
        fields = {
            "maThe": identity.personal_number,
            "hoTen": name_text(identity.full_name),
            "ngaySinh": birth,
            "hoTenCb": self._account.staff_name,
            "cccdCb": self._account.staff_number,
        }
        as_json = self._body == "json"
        body = json.dumps(fields, ensure_ascii=False) if as_json else urlencode(fields)
        headers = {"Content-Type": JSON if as_json else FORM}
        status, content = self._channel.post(
            f"{CARD_PATH}?{urlencode(query)}", body.encode(), headers, deadline
        )
        if status == 401:
            return None
        _check_status(status)
        answer = parse_card(content)
        return None if self._action(answer) is Action.LOGIN else answer

    def _action(self, answer: CardAnswer) -> Action:
        return meaning_of(answer.code, self._now().date()).action


def name_text(name: str) -> str:
    """Upper case, composed, single blanks: how programs in use send a name."""
    return " ".join(unicodedata.normalize("NFC", name).upper().split())


def birth_text(identity: PatientIdentity) -> str:
    """dd/MM/yyyy, MM/yyyy or yyyy; a date of another form is sent as far as it can be read."""
    text = identity.birth_text
    if re.fullmatch(r"(?:(?:[0-9]{2}/)?[0-9]{2}/)?[0-9]{4}", text):
        return text
    if identity.birth_date is not None:
        return identity.birth_date.strftime("%d/%m/%Y")
    year = re.search(r"[0-9]{4}", text)
    return year[0] if year else ""


def _check_status(status: int) -> None:
    if status == 403:
        raise GatewayRefusedError("the gateway does not let this machine's address in")
    if status != 200:
        raise GatewayFaultError(f"the gateway answers with HTTP status {status}")
