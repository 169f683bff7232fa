"""The card's end of the virtual reader's cable: a client of vsmartcard's vpcd driver."""

from emulator.card.emrtd import EmrtdCard


class VpcdClient:
    """Lays a card on the virtual reader that listens at `host`:`port`, and lifts it."""

    def __init__(self, card: EmrtdCard, host: str = "127.0.0.1", port: int = 35963) -> None:
        """Keep the card; it is not laid on yet."""
        self._card, self._host, self._port = card, host, port

    def lay_on(self) -> None:
        """Lay the card on; returns once the reader has taken the connection, keeps it (reconnecting) in a thread."""
        raise NotImplementedError

    def lift(self) -> None:
        """Lift the card and stop; harmless when it is not laid on."""
        raise NotImplementedError

    def lift_at_apdu(self, count: int) -> None:
        """Lift the card instead of answering the `count`th command APDU from now (1 is the next)."""
        raise NotImplementedError

    def run(self) -> None:
        """Lay the card on and serve until lift() is called from another thread or a signal handler."""
        raise NotImplementedError
