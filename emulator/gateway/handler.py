"""One connection to the simulator: reads a request within limits, meets the fault, answers."""

from __future__ import annotations

import json
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl, urlsplit

from emulator.gateway.faults import Fault, Target, TokenFailure

if TYPE_CHECKING:
    import socket
    import socketserver
    import threading
    from collections.abc import Mapping

    from emulator.gateway.server import GatewaySimulator

_MAX_BODY: Final = 64 * 1024
_MAX_FIELDS: Final = 32
_HUGE_CHUNKS: Final = 64
_HUGE_CHUNK: Final = b" " * (1024 * 1024)
_JSON: Final = "application/json; charset=utf-8"
_ROUTES: Final[Mapping[str, Target]] = {
    "/api/token/take": Target.TOKEN,
    "/api/egw/KQNhanLichSuKCB2024": Target.LOOKUP,
}
_DULL_FAULTS: Final[Mapping[Fault, tuple[HTTPStatus, str, bytes]]] = {
    Fault.SERVER_ERROR: (
        HTTPStatus.INTERNAL_SERVER_ERROR,
        "text/html",
        b"<html><body><h1>Server Error in '/' Application.</h1></body></html>",
    ),
    Fault.UNAUTHORIZED: (HTTPStatus.UNAUTHORIZED, "text/html", b""),
    Fault.FORBIDDEN: (HTTPStatus.FORBIDDEN, "text/html", b"<html><body><h1>403 Forbidden</h1></body></html>"),
    Fault.GARBAGE: (HTTPStatus.OK, _JSON, b'\xff\xfe{"maKetQua": "000", "maThe"'),
    Fault.WRONG_SHAPE: (
        HTTPStatus.OK,
        _JSON,
        b'{"maKetQua": 0, "ghiChu": {}, "APIKey": [], "maThe": {"0": null}}',
    ),
}
_TOKEN_REFUSALS: Final[Mapping[TokenFailure, HTTPStatus]] = {
    TokenFailure.EMPTY_401: HTTPStatus.UNAUTHORIZED,
    TokenFailure.HTTP_403: HTTPStatus.FORBIDDEN,
}


class GatewayHandler(BaseHTTPRequestHandler):
    """Serves one kept-alive connection; lives in a thread of its own."""

    protocol_version = "HTTP/1.1"
    timeout = 120
    disable_nagle_algorithm = True
    server_version = "GatewaySimulator"
    sys_version = ""

    def __init__(
        self,
        simulator: GatewaySimulator,
        request: socket.socket,
        address: Any,
        server: socketserver.BaseServer,
    ) -> None:
        self._simulator = simulator
        super().__init__(request, address, server)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class names it so
        """Log nothing: the query holds the token."""

    def do_POST(self) -> None:
        """Answer one request; it is noted before the answer leaves, so that whoever has the answer finds the note."""
        parts = urlsplit(self.path)
        body = self._read_body()
        if body is None:
            return
        target = _ROUTES.get(parts.path)
        if target is None:
            self._send(HTTPStatus.NOT_FOUND, "text/html", b"")
            return
        if self._meet_fault(target):
            return
        fields = _fields(self.headers.get("Content-Type", ""), body)
        if target is Target.TOKEN:
            self._take_token(fields)
        else:
            self._look_up(dict(parse_qsl(parts.query, max_num_fields=_MAX_FIELDS)), fields)

    def _read_body(self) -> bytes | None:
        """The request's body; None when it was refused (and answered) for its length."""
        length = self.headers.get("Content-Length", "")
        if not length.isascii() or not length.isdigit() or len(length) > 9:
            self.close_connection = True
            self._send(HTTPStatus.LENGTH_REQUIRED, "text/html", b"")
            return None
        if int(length) > _MAX_BODY:
            self.close_connection = True
            self._send(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "text/html", b"")
            return None
        return self.rfile.read(int(length))

    def _take_token(self, fields: Mapping[str, str]) -> None:
        session = self._simulator.sessions.take(fields, self.client_address[0])
        if session is None:
            self._send_json(Target.TOKEN, {"maKetQua": "401", "APIKey": None})
            return
        key = session.as_api_key(self._simulator.account.username)
        self._send_json(Target.TOKEN, {"maKetQua": "200", "APIKey": key})

    def _look_up(self, query: Mapping[str, str], fields: Mapping[str, str]) -> None:
        if self._simulator.sessions.admits(query, self.client_address[0]):
            self._send_json(Target.LOOKUP, self._simulator.answer(fields))
            return
        failure = self._simulator.token_failure
        status = _TOKEN_REFUSALS.get(failure)
        if status is None:
            self._send_json(
                Target.LOOKUP, {"maKetQua": failure.value, "ghiChu": "Token không đúng / hết hạn"}
            )
            return
        self._note(Target.LOOKUP, status)
        self._send(status, "text/html", b"")

    def _meet_fault(self, target: Target) -> bool:
        """Act out the fault in force; False if the request is to be answered after all."""
        fault, delay_s, lifted = self._simulator.fault_for(target)
        if fault in (Fault.NONE, Fault.SLOW):
            if fault is Fault.SLOW:
                lifted.wait(delay_s)
            return False
        dull = _DULL_FAULTS.get(fault)
        if dull is not None:
            status, kind, body = dull
            self._note(target, status)
            self._send(status, kind, body)
        else:
            self.close_connection = True
            self._misbehave(fault, lifted)
        return True

    def _misbehave(self, fault: Fault, lifted: threading.Event) -> None:
        if fault is Fault.HANG:
            lifted.wait()
        elif fault is Fault.CUT:
            self._send_head(HTTPStatus.OK, _JSON, 4096)
            self.wfile.write(b'{"maKetQua": "000", ')
        elif fault is Fault.HUGE:
            self._send_head(HTTPStatus.OK, _JSON, _HUGE_CHUNKS * len(_HUGE_CHUNK))
            for _ in range(_HUGE_CHUNKS):
                self.wfile.write(_HUGE_CHUNK)

    def _send_json(self, target: Target, answer: Mapping[str, object]) -> None:
        self._note(target, HTTPStatus.OK, str(answer["maKetQua"]))
        self._send(HTTPStatus.OK, _JSON, json.dumps(answer, ensure_ascii=False).encode())

    def _send(self, status: HTTPStatus, kind: str, body: bytes) -> None:
        self._send_head(status, kind, len(body))
        self.wfile.write(body)

    def _send_head(self, status: HTTPStatus, kind: str, length: int) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(length))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()

    def _note(self, target: Target, status: HTTPStatus, code: str = "") -> None:
        self._simulator.note(target, status, code)


def _fields(content_type: str, body: bytes) -> dict[str, str]:
    """The fields of a JSON or form body; empty when there are none to be had."""
    try:
        text = body.decode()
        if content_type.split(";", maxsplit=1)[0].strip().lower() != "application/json":
            return dict(parse_qsl(text, keep_blank_values=True, max_num_fields=_MAX_FIELDS))
        values = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(values, dict):
        return {}
    return {name: value for name, value in values.items() if isinstance(value, str)}
