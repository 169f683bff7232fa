"""BER-TLV data objects inside commands, read by the card's own strict parser."""


class DataObjectError(Exception):
    """Command data is not BER-TLV data objects, or one of them stands twice."""


def parse_data_objects(data: bytes) -> dict[int, bytes]:
    """Return tag -> value of all data objects in `data`, in their order; DataObjectError if they do not fit exactly."""
    parts = split_data_objects(data)
    objects = dict(parts)
    if len(objects) != len(parts):
        raise DataObjectError
    return objects


def split_data_objects(data: bytes) -> list[tuple[int, bytes]]:
    """Return tag and value of all data objects in `data`; a tag may stand more than once."""
    parts: list[tuple[int, bytes]] = []
    place = 0
    while place < len(data):
        tag, start = _tag(data, place)
        length, start = _length(data, start)
        place = start + length
        if place > len(data):
            raise DataObjectError
        parts.append((tag, data[start:place]))
    return parts


def is_complete(data: bytes) -> bool:
    """Tell whether `data` starts with a data object that ends within it: a chain's last fragment has come."""
    try:
        _, start = _tag(data, 0)
        length, start = _length(data, start)
    except DataObjectError:
        return False
    return start + length <= len(data)


def _tag(data: bytes, place: int) -> tuple[int, int]:
    end = place + 1
    if data[place:end] and data[place] & 0x1F == 0x1F:
        end += 1
    if end > len(data) or (end - place == 2 and data[end - 1] & 0x80):
        raise DataObjectError
    return int.from_bytes(data[place:end], "big"), end


def _length(data: bytes, place: int) -> tuple[int, int]:
    if place >= len(data):
        raise DataObjectError
    first = data[place]
    place += 1
    if first < 0x80:
        return first, place
    count = first - 0x80
    if count not in {1, 2, 3} or place + count > len(data):
        raise DataObjectError
    return int.from_bytes(data[place : place + count], "big"), place + count
