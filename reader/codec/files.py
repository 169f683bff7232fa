"""The files of an eMRTD: identifiers, short identifiers and outer tags (Doc 9303-10)."""

from enum import Enum

EMRTD_APPLICATION_ID = bytes.fromhex("A0000002471001")
"""The LDS1 eMRTD application."""


class ElementaryFile(Enum):
    """One file: identifier, short identifier (SFI), tag of its outermost data object (None: several objects).

    The first group stands in the master file, the second in the eMRTD application; the same identifiers mean other
    files there.
    """

    ATR_INFO = (0x2F01, 0x01, None)
    CARD_ACCESS = (0x011C, 0x1C, 0x31)
    CARD_SECURITY = (0x011D, 0x1D, 0x30)

    COM = (0x011E, 0x1E, 0x60)
    DG1 = (0x0101, 0x01, 0x61)
    DG2 = (0x0102, 0x02, 0x75)
    DG3 = (0x0103, 0x03, 0x63)
    DG4 = (0x0104, 0x04, 0x76)
    DG5 = (0x0105, 0x05, 0x65)
    DG6 = (0x0106, 0x06, 0x66)
    DG7 = (0x0107, 0x07, 0x67)
    DG8 = (0x0108, 0x08, 0x68)
    DG9 = (0x0109, 0x09, 0x69)
    DG10 = (0x010A, 0x0A, 0x6A)
    DG11 = (0x010B, 0x0B, 0x6B)
    DG12 = (0x010C, 0x0C, 0x6C)
    DG13 = (0x010D, 0x0D, 0x6D)
    DG14 = (0x010E, 0x0E, 0x6E)
    DG15 = (0x010F, 0x0F, 0x6F)
    DG16 = (0x0110, 0x10, 0x70)
    SOD = (0x011D, 0x1D, 0x77)

    def __init__(self, identifier: int, sfi: int, tag: int | None) -> None:
        """Name the parts of the value."""
        self.identifier = identifier
        self.sfi = sfi
        self.tag = tag

    @property
    def data_group(self) -> int | None:
        """The number of the data group, 1 to 16; None for the other files."""
        return int(self.name[2:]) if self.name.startswith("DG") else None


def data_group_file(number: int) -> ElementaryFile:
    """Return the file of data group 1 to 16; ValueError on any other number."""
    if not 1 <= number <= 16:
        raise ValueError("a data group has a number from 1 to 16")
    return ElementaryFile[f"DG{number}"]
