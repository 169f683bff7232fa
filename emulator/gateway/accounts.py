"""The gateway's facility account, its sessions and the staff registered to look cards up."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

SESSION_LIFE: Final = timedelta(minutes=10)
_MAX_SESSIONS: Final = 1000


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Account:
    """A facility's account at the gateway and the one member of staff registered under it."""

    username: str = "01999_BV"
    password: str = field(default_factory=lambda: secrets.token_urlsafe(15), repr=False)
    staff_name: str = field(default="TRẦN THỊ MẪU", repr=False)
    staff_number: str = field(default="000190000999", repr=False)

    @property
    def password_hash(self) -> str:
        """What goes over the line: MD5 of the password, upper-case hexadecimal."""
        digest = hashlib.md5(
            self.password.encode(), usedforsecurity=False
        )  # the gateway's protocol demands MD5
        return digest.hexdigest().upper()


@dataclass(frozen=True, slots=True)
class GatewaySession:
    """A session that was opened: bound to the caller's address, good until `expires`."""

    token: str = field(repr=False)
    id_token: str = field(repr=False)
    address: str
    expires: datetime

    def as_api_key(self, username: str) -> dict[str, str]:
        """The APIKey object of the answer; `expires_in` is a UTC time with seven fraction digits, not seconds."""
        moment = self.expires.astimezone(UTC)
        return {
            "access_token": self.token,
            "id_token": self.id_token,
            "token_type": "Bearer",
            "username": username,
            "expires_in": f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond:06d}5Z",
        }


class Sessions:
    """Opens and checks sessions of one account; safe to use from many threads."""

    def __init__(
        self, account: Account, clock: Callable[[], datetime] = _now, life: timedelta = SESSION_LIFE
    ) -> None:
        self.account = account
        self._clock = clock
        self._key = secrets.token_bytes(32)
        self._lock = threading.Lock()
        self._open: dict[str, GatewaySession] = {}
        self.life = life

    def take(self, fields: Mapping[str, str], address: str) -> GatewaySession | None:
        """A new session for the right username and MD5 (upper-case hexadecimal), else None."""
        if not self._is_account(fields):
            return None
        id_token = str(uuid.uuid4())
        expires = self._clock() + self.life
        text = f"{self.account.username}|{address}|{id_token}|{expires.isoformat()}"
        token = hmac.digest(self._key, text.encode(), "sha256").hex()
        session = GatewaySession(token=token, id_token=id_token, address=address, expires=expires)
        with self._lock:
            while len(self._open) >= _MAX_SESSIONS:
                self._open.pop(next(iter(self._open)))
            self._open[id_token] = session
        return session

    def admits(self, query: Mapping[str, str], address: str) -> bool:
        """Whether the four values of a look-up's query name an open session taken from the same address."""
        with self._lock:
            session = self._open.get(query.get("id_token", ""))
        if session is None or session.address != address or self._clock() >= session.expires:
            return False
        given = query.get("token", "").encode()
        return hmac.compare_digest(given, session.token.encode()) and self._is_account(query)

    def expire_all(self) -> None:
        """Forget every session, as the gateway's server does when it restarts."""
        with self._lock:
            self._open.clear()

    def _is_account(self, fields: Mapping[str, str]) -> bool:
        name = fields.get("username", "").encode()
        password = fields.get("password", "").encode()
        return hmac.compare_digest(name, self.account.username.encode()) & hmac.compare_digest(
            password, self.account.password_hash.encode()
        )
