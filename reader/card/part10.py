"""What a reader says of itself by PC/SC part 10: where its properties are asked for, and the one that matters here."""

from typing import Final

_LINUX_CODE_BASE: Final = 0x42000000
FEATURE_REQUEST: Final = _LINUX_CODE_BASE + 3400
"""CM_IOCTL_GET_FEATURE_REQUEST: lists the control codes of the reader's features."""

_FEATURE_TLV_PROPERTIES: Final = 0x12
_PROPERTY_MAX_APDU_DATA: Final = 0x0A
_MAX_ITEMS: Final = 64


def properties_code(features: bytes) -> int | None:
    """Return the control code that asks for the properties, from the answer to FEATURE_REQUEST; None if it is not there."""
    code = _find(features, _FEATURE_TLV_PROPERTIES)
    return int.from_bytes(code, "big") if code else None


def max_apdu_data(properties: bytes) -> int | None:
    """Return dwMaxAPDUDataSize in bytes, 0 for a reader of short APDUs alone; None if the reader does not say."""
    value = _find(properties, _PROPERTY_MAX_APDU_DATA)
    return None if value is None else int.from_bytes(value, "little")


def _find(data: bytes, wanted: int) -> bytes | None:
    """Return the value of one item of ``tag length value``, both in one byte; None if it is missing or cut short."""
    for _ in range(_MAX_ITEMS):
        if len(data) < 2:
            return None
        tag, length = data[0], data[1]
        value, data = data[2 : 2 + length], data[2 + length :]
        if tag == wanted:
            return value if len(value) == length else None
    return None
