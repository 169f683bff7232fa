"""Every fault by its name."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from emulator.issuer.faults.clones import CLONES, TAMPERED
from emulator.issuer.faults.fault import Fault
from emulator.issuer.faults.files import FILE_FAULTS, FILE_VARIANTS
from emulator.issuer.faults.records import RECORD_FAULTS, RECORD_VARIANTS
from emulator.issuer.faults.signatures import SIGNATURE_FAULTS, SIGNATURE_VARIANTS, SIGNER_FAULTS
from emulator.issuer.faults.wire import LINK_FAULTS, PROTOCOL_FAULTS

FAULTS: Final = MappingProxyType(
    {
        fault.name: fault
        for fault in (
            *LINK_FAULTS,
            *PROTOCOL_FAULTS,
            *CLONES,
            *TAMPERED,
            *FILE_FAULTS,
            *RECORD_FAULTS,
            *SIGNATURE_FAULTS,
            *SIGNER_FAULTS,
            *FILE_VARIANTS,
            *RECORD_VARIANTS,
            *SIGNATURE_VARIANTS,
        )
    }
)
"""Name -> fault."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A fault with its argument."""

    fault: Fault
    argument: str = ""


def parse_fault(text: str) -> Chosen:
    """Return the fault that NAME or NAME=ARGUMENT means.

    KeyError, naming those there are, if there is none of that name; ValueError for an argument to one that takes none.
    """
    name, separator, argument = text.partition("=")
    fault = FAULTS.get(name)
    if fault is None:
        raise KeyError(f"no fault is called {name!r}; there are: {', '.join(FAULTS)}")
    if fault.argument is None:
        if separator:
            raise ValueError(f"the fault {name} takes no argument")
        return Chosen(fault)
    return Chosen(fault, argument or fault.argument[1])
