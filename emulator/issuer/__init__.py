"""The state that issues the cards, for tests: country signer, document signer, data groups and the chip image."""

from emulator.issuer.authority import test_csca
from emulator.issuer.personalise import personalise

__all__ = ["personalise", "test_csca"]
