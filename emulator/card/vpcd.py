"""The card's end of the virtual reader's cable: a client of vsmartcard's vpcd driver.

The wire: frames of a two-byte big-endian length and that many bytes. A frame of one byte is a control byte, anything
longer a command APDU, answered by a frame with the response. The reader sees a card while the connection stands.
"""

import contextlib
import socket
import threading
from enum import IntEnum
from typing import Self

from emulator.card.link import Card
from emulator.card.misbehaviour import CardLiftedError, CardMuteError

__all__ = ["DEFAULT_PORT", "Card", "Control", "VpcdClient"]

DEFAULT_PORT = 35963
"""The port of vpcd's first slot (8C7B)."""

_RETRY_SECONDS = 0.05
_CONNECT_TIMEOUT_SECONDS = 2.0
_RECEIVE_SIZE = 65537


class Control(IntEnum):
    """The control bytes of the reader."""

    POWER_OFF = 0
    POWER_ON = 1
    RESET = 2
    ATR = 4


class VpcdClient:
    """Lays a card on the virtual reader that listens at `host`:`port`, and lifts it.

    While laid on, the client reconnects by itself whenever the reader goes away (a restarted pcscd finds the card
    lying there). All methods may be called from any thread.
    """

    def __init__(self, card: Card, host: str = "127.0.0.1", port: int = DEFAULT_PORT) -> None:
        """Keep the card; it is not laid on yet."""
        self._card, self._host, self._port = card, host, port
        self._lock = threading.RLock()
        self._thread: threading.Thread | None = None
        self._connection: socket.socket | None = None
        self._lifted = threading.Event()
        self._lifted.set()
        self._connected = threading.Event()
        self._countdown = 0

    def __enter__(self) -> Self:
        """Lay the card on."""
        self.lay_on()
        return self

    def __exit__(self, *_: object) -> None:
        """Lift the card."""
        self.lift()

    @property
    def is_laid_on(self) -> bool:
        """Whether the card lies on the reader (or on the place where the reader will be)."""
        return not self._lifted.is_set()

    def lay_on(self) -> None:
        """Lay the card on and serve it in a thread of its own; harmless when it lies there already."""
        with self._lock:
            if self.is_laid_on:
                return
            if self._thread is not None:
                # Lifted by lift_at_apdu: let its thread come to its end.
                self._thread.join()
            self._lifted.clear()
            self._thread = threading.Thread(target=self._serve, name=f"card on {self._port}", daemon=True)
            self._thread.start()

    def lift(self) -> None:
        """Lift the card; returns when its thread has ended. Harmless when it is not laid on."""
        self._lifted.set()
        self._hang_up()
        with self._lock:
            thread, self._thread = self._thread, None
        if thread is not None and thread is not threading.current_thread():
            thread.join()

    def lift_at_apdu(self, count: int) -> None:
        """Lift the card instead of answering the `count`th command APDU from now (1 is the next, 0 never)."""
        self._countdown = count

    def run(self) -> None:
        """Lay the card on and serve until lift() is called from another thread or a signal handler."""
        self.lay_on()
        self.wait_lifted()

    def wait_connected(self, timeout: float | None = None) -> bool:
        """Wait until the reader has the card; False if that takes longer than `timeout` seconds."""
        return self._connected.wait(timeout)

    def wait_lifted(self, timeout: float | None = None) -> bool:
        """Wait until the card is lifted; False if that takes longer than `timeout` seconds."""
        return self._lifted.wait(timeout)

    def _serve(self) -> None:
        while not self._lifted.is_set():
            # The reader may be away or go away at any moment: the card just lies there until it is back.
            with contextlib.suppress(OSError), self._connect() as connection:
                self._card.reset()
                self._connection = connection
                self._connected.set()
                self._serve_connection(connection)
            self._connection = None
            self._connected.clear()
            self._lifted.wait(_RETRY_SECONDS)

    def _connect(self) -> socket.socket:
        connection = socket.create_connection((self._host, self._port), timeout=_CONNECT_TIMEOUT_SECONDS)
        connection.settimeout(None)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection

    def _serve_connection(self, connection: socket.socket) -> None:
        frames = _FrameReader(connection)
        while not self._lifted.is_set():
            frame = frames.read()
            if frame is None:
                return
            answer = self._answer(frame)
            if answer is not None:
                connection.sendall(len(answer).to_bytes(2, "big") + answer)

    def _answer(self, frame: bytes) -> bytes | None:
        """Return what to send back, None for nothing."""
        if len(frame) == 1:
            if frame[0] == Control.ATR:
                return self._card.atr
            self._card.reset()
            return None
        if self._countdown:
            self._countdown -= 1
            if not self._countdown:
                self._lifted.set()
                return None
        try:
            return self._card.process(frame)
        except CardLiftedError:
            self._lifted.set()
            return None
        except CardMuteError:
            # The driver would wait for ever; a reader gives a mute card up and finds it anew.
            raise ConnectionAbortedError from None

    def _hang_up(self) -> None:
        connection = self._connection
        if connection is not None:
            # It may have gone by itself in this moment.
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


class _FrameReader:
    """Cuts the byte stream into frames."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._buffer = bytearray()

    def read(self) -> bytes | None:
        """Return the next frame that is not empty, None at the end of the stream."""
        while True:
            header = self._take(2)
            frame = None if header is None else self._take(int.from_bytes(header, "big"))
            if frame != b"":
                return frame

    def _take(self, count: int) -> bytes | None:
        while len(self._buffer) < count:
            # The kernel goes back to delayed acknowledgements by itself, 40 ms each: ask anew before every receive.
            self._connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
            data = self._connection.recv(_RECEIVE_SIZE)
            if not data:
                return None
            self._buffer += data
        taken = bytes(self._buffer[:count])
        del self._buffer[:count]
        return taken
