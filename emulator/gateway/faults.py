"""What can go wrong at the gateway's end of the line."""

from __future__ import annotations

from enum import StrEnum


class Fault(StrEnum):
    """One way in which the gateway fails to answer a request."""

    NONE = "none"
    HANG = "hang"
    """Takes the request and never answers (until the fault is lifted: then the connection closes)."""
    SLOW = "slow"
    """Answers rightly after a delay."""
    SERVER_ERROR = "server-error"
    """HTTP 500 with a web server's page."""
    UNAUTHORIZED = "unauthorized"
    """HTTP 401 with an empty body, whatever the token."""
    FORBIDDEN = "forbidden"
    """HTTP 403: how an unregistered address is met."""
    GARBAGE = "garbage"
    """HTTP 200, application/json, but not JSON."""
    WRONG_SHAPE = "wrong-shape"
    """HTTP 200 and JSON, but of types that nobody expects."""
    HUGE = "huge"
    """HTTP 200 and a body of many megabytes."""
    CUT = "cut"
    """Announces a body and closes the connection in the middle of it."""
    RESET = "reset"
    """Closes the connection without a word."""


class Target(StrEnum):
    """Which requests a fault strikes."""

    ALL = "all"
    TOKEN = "token"  # noqa: S105 - the name of a request, not a secret
    LOOKUP = "lookup"


class TokenFailure(StrEnum):
    """How a token that is wrong or too old is answered; each form has been met."""

    EMPTY_401 = "empty-401"
    HTTP_403 = "http-403"
    CODE_401 = "401"
    CODE_501 = "501"
    CODE_999 = "999"
