"""The state that issues the cards, for tests: country signer, document signer, data groups and the chip image."""

from emulator.issuer.authority import Authority, test_csca
from emulator.issuer.faults import make_card
from emulator.issuer.issuing import issue, make_authority
from emulator.issuer.personalise import personalise

__all__ = ["Authority", "issue", "make_authority", "make_card", "personalise", "test_csca"]
