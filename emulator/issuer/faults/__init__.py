"""Everything that can be wrong with a card, by name, and the card that it is wrong with."""

from emulator.issuer.faults.cards import make_card, make_image
from emulator.issuer.faults.fault import Fault, FaultKind
from emulator.issuer.faults.registry import FAULTS, Chosen, parse_fault

__all__ = ["FAULTS", "Chosen", "Fault", "FaultKind", "make_card", "make_image", "parse_fault"]
