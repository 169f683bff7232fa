"""The card: an eMRTD that answers command APDUs, written from the specifications and from nothing of the reader."""

from emulator.card.emrtd import EmrtdCard
from emulator.card.image import CardImage

__all__ = ["CardImage", "EmrtdCard"]
