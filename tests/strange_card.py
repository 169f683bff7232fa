"""A chip card that is no identity card."""


class StrangeCard:
    """A transport card, say: it knows none of our files and no other command."""

    atr = bytes.fromhex("3B8F8001804F0CA000000306030001000000006A")

    def reset(self) -> None:
        """Nothing is kept."""

    def process(self, apdu: bytes) -> bytes:
        return b"\x6a\x82" if apdu[1:2] in {b"\xa4", b"\xb0"} else b"\x6d\x00"
