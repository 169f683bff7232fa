"""Why there is no answer. Messages carry neither addresses nor bodies: the gateway wants tokens and passwords in the query string."""

from __future__ import annotations


class GatewayError(Exception):
    """No usable answer. ``reason`` is the code a LATER coverage carries."""

    reason = "gateway"


class GatewayTimeoutError(GatewayError):
    """The whole look-up took longer than its limit."""

    reason = "timeout"


class GatewayUnreachableError(GatewayError):
    """No connection, or it broke."""

    reason = "unreachable"


class MalformedAnswerError(GatewayError):
    """The answer is too large, cut off, or not what the gateway's documents describe."""

    reason = "malformed"


class GatewayRefusedError(GatewayError):
    """The gateway does not let us in (HTTP 403): this machine's address is not registered."""

    reason = "refused"


class GatewayLoginError(GatewayError):
    """The gateway does not accept our account, also not with a new token."""

    reason = "401"


class GatewayFaultError(GatewayError):
    """The gateway itself failed (HTTP 5xx or another status that it should not send)."""

    reason = "server-error"
