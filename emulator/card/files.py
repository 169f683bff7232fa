"""The files of a Vietnamese chip ID and how they are addressed (Doc 9303-10)."""

from enum import IntEnum

EMRTD_AID = bytes.fromhex("A0000002471001")
"""The eMRTD application."""

MASTER_FILE_FID = 0x3F00


class MasterFileEf(IntEnum):
    """Elementary files of the master file, by file identifier."""

    DIR = 0x2F00
    ATR_INFO = 0x2F01
    CARD_ACCESS = 0x011C
    CARD_SECURITY = 0x011D


class ApplicationEf(IntEnum):
    """Elementary files of the eMRTD application, by file identifier."""

    COM = 0x011E
    DG1 = 0x0101
    DG2 = 0x0102
    DG3 = 0x0103
    DG13 = 0x010D
    DG14 = 0x010E
    DG15 = 0x010F
    SOD = 0x011D


SFI_IN_MASTER_FILE = {
    0x1E: MasterFileEf.DIR,
    0x01: MasterFileEf.ATR_INFO,
    0x1C: MasterFileEf.CARD_ACCESS,
    0x1D: MasterFileEf.CARD_SECURITY,
}
SFI_IN_APPLICATION = {
    identifier: 0x0100 | identifier for identifier in (*range(0x01, 0x11), 0x1C, 0x1D, 0x1E)
}
"""In the application the short identifier is the low five bits of the file identifier."""
