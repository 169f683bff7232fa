"""A strict gateway of our own: answers exactly the calls a test expects, in order, from bytes that the test writes.

It knows nothing of the emulator's simulator: what the client sends is checked against the letters, not against a second program of ours.
"""

from __future__ import annotations

import json
import socket
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable


@dataclass(frozen=True)
class Request:
    """One request as it came over the wire."""

    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    body: bytes


@dataclass
class Step:
    """One expected request's path, and what is done with the connection then."""

    path: str
    act: Callable[[socket.socket, threading.Event], bool]


def answer(
    body: bytes, status: str = "200 OK", headers: str = ""
) -> Callable[[socket.socket, threading.Event], bool]:
    """A whole answer; the connection stays open."""
    head = (
        f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n{headers}\r\n"
    )

    def act(peer: socket.socket, _: threading.Event) -> bool:
        peer.sendall(head.encode() + body)
        return True

    return act


def raw(data: bytes) -> Callable[[socket.socket, threading.Event], bool]:
    """These bytes and then the end of the connection."""

    def act(peer: socket.socket, _: threading.Event) -> bool:
        peer.sendall(data)
        return False

    return act


def drip(head: bytes, piece: bytes, every: float = 0.02) -> Callable[[socket.socket, threading.Event], bool]:
    """A piece at a time, for ever: no single read is slow, the whole never ends."""

    def act(peer: socket.socket, stop: threading.Event) -> bool:
        peer.sendall(head)
        while not stop.wait(every):
            peer.sendall(piece)
        return False

    return act


def silence(peer: socket.socket, stop: threading.Event) -> bool:
    """Nothing at all, until the other side gives up."""
    while not stop.is_set():
        try:
            return bool(peer.recv(1))
        except TimeoutError:
            continue
    return False


@dataclass
class GatewayFake:
    """Serves its steps on loopback. ``requests`` is what came; leaving the context fails if a step was left or too much came."""

    steps: list[Step]
    tls: ssl.SSLContext | None = None
    requests: list[Request] = field(default_factory=list)
    connections: int = 0
    faults: list[str] = field(default_factory=list)

    def __enter__(self) -> Self:
        self._stop = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(0.05)
        self._left = list(self.steps)
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        self._stop.set()
        self._thread.join()
        self._listener.close()
        if kind is None:
            assert not self.faults, self.faults
            assert not self._left, f"{len(self._left)} expected calls never came"

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http{'s' if self.tls else ''}://127.0.0.1:{self._listener.getsockname()[1]}"

    def _serve(self) -> None:
        while not self._stop.is_set():
            try:
                peer, _ = self._listener.accept()
            except TimeoutError:
                continue
            self.connections += 1
            with peer:
                try:
                    self._serve_connection(peer)
                except OSError:
                    continue

    def _serve_connection(self, peer: socket.socket) -> None:
        if self.tls is not None:
            peer = self.tls.wrap_socket(peer, server_side=True)
        peer.settimeout(0.05)
        with peer:
            while self._serve_one(peer):
                pass

    def _serve_one(self, peer: socket.socket) -> bool:
        request = self._receive(peer)
        if request is None:
            return False
        self.requests.append(request)
        if not self._left:
            self.faults.append(f"unexpected call of {request.path}")
            return False
        step = self._left.pop(0)
        if step.path != request.path or request.method != "POST":
            self.faults.append(f"{request.method} {request.path} where POST {step.path} was due")
        return step.act(peer, self._stop)

    def _receive(self, peer: socket.socket) -> Request | None:
        data = b""
        while b"\r\n\r\n" not in data:
            if not (chunk := self._chunk(peer)):
                return None
            data += chunk
        head, _, body = data.partition(b"\r\n\r\n")
        first, *lines = head.decode("ascii").split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
        while len(body) < int(headers["content-length"]):
            body += self._chunk(peer)
        method, target, _ = first.split(" ")
        parts = urlsplit(target)
        return Request(method, parts.path, parse_qs(parts.query, keep_blank_values=True), headers, body)

    def _chunk(self, peer: socket.socket) -> bytes:
        while not self._stop.is_set():
            try:
                return peer.recv(65536)
            except TimeoutError:
                continue
        return b""


TOKEN_PATH = "/api/token/take"
CARD_PATH = "/api/egw/KQNhanLichSuKCB2024"


def token_body(expires: str = "2026-11-22T00:10:00.1234567Z", token: str = "access-1") -> bytes:
    key = {
        "access_token": token,
        "id_token": "id-1",
        "token_type": "Bearer",
        "username": "01999_BV",
        "expires_in": expires,
    }
    return json.dumps({"maKetQua": "200", "APIKey": key}).encode()


def card_body(**fields: object) -> bytes:
    base: dict[str, object] = {
        "maKetQua": "000",
        "ghiChu": "Thẻ còn giá trị sử dụng",
        "maThe": "GD4990099000001",
        "hoTen": "Nguyễn Văn Mẫu",
        "ngaySinh": "15/03/1985",
        "gioiTinh": "Nam",
        "maDKBD": "01999",
        "gtTheTu": "01/01/2025",
        "gtTheDen": "31/12/2049",
        "ngayDu5Nam": "01/01/2030",
        "dsLichSuKCB2018": None,
    }
    return json.dumps({**base, **fields}, ensure_ascii=False).encode()


def take_token(**kwargs: str) -> Step:
    """A token is due."""
    return Step(TOKEN_PATH, answer(token_body(**kwargs)))


def look_up(**fields: object) -> Step:
    """A card look-up is due."""
    return Step(CARD_PATH, answer(card_body(**fields)))
