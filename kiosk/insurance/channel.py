"""HTTP to the gateway: one kept-alive connection, a deadline, a cap on the answer, no redirects, no log (the only urllib3)."""

from __future__ import annotations

import logging
import socket
import ssl
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, NewConnectionError, ProtocolError
from urllib3.exceptions import TimeoutError as HttpTimeoutError

from kiosk.insurance.errors import GatewayTimeoutError, GatewayUnreachableError, MalformedAnswerError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from kiosk.insurance.deadline import Deadline

LARGEST_ANSWER = 1 << 20
CHUNK = 1 << 16


def _never(_: logging.LogRecord) -> bool:
    return False


# urllib3 writes the request target at DEBUG, which here holds the token and the password's digest.
for _name in ("urllib3.connectionpool", "urllib3.connection", "urllib3.util.retry"):
    logging.getLogger(_name).addFilter(_never)


class _BrokenError(GatewayUnreachableError):
    """The connection ended before the answer began."""


class _WatchedConnection(HTTPConnection):
    """Tells which socket is in use, so that a look-up can be cut off."""

    def __init__(self, *args: Any, watch: Callable[[socket.socket], None], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._watch = watch

    def connect(self) -> None:
        super().connect()
        if isinstance(self.sock, socket.socket):
            self._watch(self.sock)


class _WatchedTlsConnection(_WatchedConnection, HTTPSConnection):
    """The same over TLS."""


class _Pool(urllib3.HTTPConnectionPool):
    ConnectionCls = _WatchedConnection


class _TlsPool(urllib3.HTTPSConnectionPool):
    ConnectionCls = _WatchedTlsConnection


class GatewayChannel:
    """POST and read. One thread at a time; ``abort`` may come from another."""

    def __init__(self, url: str, ca_file: Path | None = None) -> None:
        """``url`` without query, as the configuration has checked it; ``ca_file``: further trusted authorities (PEM)."""
        parts = urlsplit(url)
        self._scheme = parts.scheme
        self._host = parts.hostname or ""
        self._port = parts.port
        self._prefix = parts.path.rstrip("/")
        self._context = None
        if self._scheme == "https":
            self._context = ssl.create_default_context()
            if ca_file is not None:
                self._context.load_verify_locations(cafile=ca_file)
        self._socket: socket.socket | None = None
        self._pool = self._new_pool()

    def post(
        self, path: str, body: bytes, headers: Mapping[str, str], deadline: Deadline
    ) -> tuple[int, bytes]:
        """(HTTP status, body). Raises GatewayTimeoutError, GatewayUnreachableError or MalformedAnswerError.

        A connection that breaks before the answer, as a kept one may, is tried once more: a look-up changes nothing on the other side.
        """
        try:
            return self._post(path, body, headers, deadline)
        except _BrokenError:
            return self._post(path, body, headers, deadline)

    def abort(self) -> None:
        """Cut off whatever runs; later calls use a new connection."""
        cut, self._socket = self._socket, None
        self._pool, old = self._new_pool(), self._pool
        if cut is not None:
            try:
                cut.shutdown(socket.SHUT_RDWR)
            except OSError:
                cut.close()
        old.close()

    def close(self) -> None:
        """Close the kept connection."""
        self._pool.close()

    def _new_pool(self) -> urllib3.HTTPConnectionPool:
        if self._context is not None:
            return _TlsPool(self._host, self._port, maxsize=1, ssl_context=self._context, watch=self._watch)
        return _Pool(self._host, self._port, maxsize=1, watch=self._watch)

    def _watch(self, connected: socket.socket) -> None:
        self._socket = connected

    def _post(
        self, path: str, body: bytes, headers: Mapping[str, str], deadline: Deadline
    ) -> tuple[int, bytes]:
        try:
            response = self._open(path, body, headers, deadline)
            try:
                content = _read(response, deadline)
            except BaseException:
                response.close()
                raise
        except ProtocolError:
            raise _BrokenError("the connection to the gateway broke") from None
        except NewConnectionError:
            raise GatewayUnreachableError("no connection to the gateway") from None
        except HttpTimeoutError:
            raise GatewayTimeoutError("the gateway did not answer in time") from None
        except (HTTPError, OSError):
            raise GatewayUnreachableError("no connection to the gateway") from None
        response.release_conn()
        return response.status, content

    def _open(
        self, path: str, body: bytes, headers: Mapping[str, str], deadline: Deadline
    ) -> urllib3.BaseHTTPResponse:
        return self._pool.urlopen(
            "POST",
            self._prefix + path,
            body=body,
            headers={"Accept": "application/json", "Accept-Encoding": "identity", **headers},
            retries=False,
            redirect=False,
            timeout=urllib3.Timeout(total=deadline.remaining()),
            preload_content=False,
            decode_content=False,
        )


def _read(response: urllib3.BaseHTTPResponse, deadline: Deadline) -> bytes:
    if response.headers.get("Content-Encoding", "identity") != "identity":
        raise MalformedAnswerError("the gateway's answer is packed, which we did not ask for")
    content = bytearray()
    try:
        while chunk := response.read1(CHUNK):
            content += chunk
            if len(content) > LARGEST_ANSWER:
                raise MalformedAnswerError(f"the gateway's answer is larger than {LARGEST_ANSWER} bytes")
            deadline.remaining()
    except ProtocolError:
        raise MalformedAnswerError("the gateway's answer was cut off") from None
    return bytes(content)
