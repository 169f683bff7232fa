"""The simulator's HTTP side: a threading server on loopback, faults switched at run time.

It logs nothing: a request's query carries the token and the password's hash, its body a name and a number.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from dataclasses import dataclass
from functools import partial
from http.server import ThreadingHTTPServer
from socketserver import TCPServer
from typing import TYPE_CHECKING, Any, Final, Self

from emulator.gateway.accounts import Account, Sessions
from emulator.gateway.faults import Fault, Target, TokenFailure
from emulator.gateway.handler import GatewayHandler
from emulator.gateway.lookup import Insured, look_up

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from emulator.citizens import Citizen

_POLL_S: Final = 0.05


@dataclass(frozen=True, slots=True)
class Call:
    """One request that was answered: nothing of the person in it."""

    target: Target
    status: int
    code: str


class _Server(ThreadingHTTPServer):
    """Keeps its connections, so that they can be cut when the gateway goes down."""

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 64

    def __init__(self, address: tuple[str, int], simulator: GatewaySimulator) -> None:
        self._lock = threading.Lock()
        self._connections: set[socket.socket] = set()
        super().__init__(address, partial(GatewayHandler, simulator))

    def server_bind(self) -> None:
        """Bind without asking the resolver for a name, as the base class would."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), self.server_address[1]

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._lock:
            self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._lock:
            self._connections.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no error of ours, and a traceback might quote the request."""

    def cut_connections(self) -> None:
        with self._lock:
            connections = tuple(self._connections)
        for connection in connections:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


class GatewaySimulator:
    """The insurance gateway on loopback; a context manager. Every method may be called from any thread."""

    def __init__(
        self,
        citizens: Iterable[Citizen | Insured],
        host: str = "127.0.0.1",
        port: int = 0,
        *,
        sessions: Sessions | None = None,
    ) -> None:
        self.sessions = sessions or Sessions(Account())
        self.account = self.sessions.account
        self.token_failure = TokenFailure.EMPTY_401
        self.strict_names = False
        self._people = tuple(
            one if isinstance(one, Insured) else Insured.from_citizen(one) for one in citizens
        )
        self._address = (host, port)
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None
        self._closed_port: socket.socket | None = None
        self._lock = threading.Lock()
        self._calls: list[Call] = []
        self._fault, self._target, self._delay_s = Fault.NONE, Target.ALL, 0.0
        self._lifted = threading.Event()

    @property
    def url(self) -> str:
        """Base address, such as http://127.0.0.1:41999; the same after `down()` and `up()`."""
        return f"http://{self._address[0]}:{self._address[1]}"

    @property
    def is_up(self) -> bool:
        """Whether connections are taken."""
        return self._server is not None

    @property
    def calls(self) -> tuple[Call, ...]:
        """The requests answered so far, oldest first."""
        with self._lock:
            return tuple(self._calls)

    def __enter__(self) -> Self:
        self.up()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def up(self) -> None:
        """Take connections; OSError if the port that was asked for is taken."""
        if self._server is not None:
            return
        self._free_closed_port()
        self._server = _Server(self._address, self)
        self._address = (self._address[0], self._server.server_address[1])
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(_POLL_S,), name="gateway-simulator", daemon=True
        )
        self._thread.start()

    def down(self) -> None:
        """Refuse connections and cut those that are open; the port stays ours."""
        self._stop_server()
        if self._closed_port is None:
            self._closed_port = socket.socket()
            self._closed_port.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            self._closed_port.bind(self._address)  # bound but not listening: connections are refused
            self._address = (self._address[0], self._closed_port.getsockname()[1])

    def close(self) -> None:
        """Stop for good."""
        self._stop_server()
        self._free_closed_port()

    def fail(self, fault: Fault, target: Target = Target.ALL, *, delay_s: float = 0.0) -> None:
        """Meet every following request at `target` with `fault`; `delay_s` is for Fault.SLOW. Fault.NONE ends it."""
        with self._lock:
            self._lifted.set()
            self._lifted = threading.Event()
            self._fault, self._target, self._delay_s = fault, target, delay_s

    def fault_for(self, target: Target) -> tuple[Fault, float, threading.Event]:
        """The fault that a request at `target` meets, its delay, and the event of its end."""
        with self._lock:
            struck = self._target in (Target.ALL, target)
            return (self._fault if struck else Fault.NONE), self._delay_s, self._lifted

    def answer(self, fields: Mapping[str, str]) -> dict[str, object]:
        """The answer to an admitted look-up."""
        return look_up(self._people, self.account, fields, strict_names=self.strict_names)

    def note(self, target: Target, status: int, code: str) -> None:
        """Keep that a request was answered."""
        with self._lock:
            self._calls.append(Call(target, int(status), code))

    def _stop_server(self) -> None:
        server, thread = self._server, self._thread
        self._server = self._thread = None
        with self._lock:
            self._lifted.set()
            self._lifted = threading.Event()
        if server is not None and thread is not None:
            server.shutdown()
            server.server_close()
            server.cut_connections()
            thread.join()

    def _free_closed_port(self) -> None:
        if self._closed_port is not None:
            self._closed_port.close()
            self._closed_port = None
