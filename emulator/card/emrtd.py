"""EmrtdCard: a contactless eMRTD chip that answers command APDUs."""

from emulator.card.image import CardImage

_ATR = bytes.fromhex("3B8880014D54454D5500000091")


class EmrtdCard:
    """One chip."""

    def __init__(self, image: CardImage) -> None:
        """Make the chip that holds `image`."""
        self._image = image

    @property
    def atr(self) -> bytes:
        """The ATR that a PC/SC reader reports for the contactless card (PC/SC part 3, 3.1.3.2.3.1)."""
        return _ATR

    def reset(self) -> None:
        """Forget everything but the files, as a chip does that lost power."""

    def process(self, apdu: bytes) -> bytes:
        """Return the response APDU (data, SW1, SW2) to the command `apdu`."""
        raise NotImplementedError
