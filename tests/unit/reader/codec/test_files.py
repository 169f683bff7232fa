"""The table of files against Doc 9303-10's rules."""

import pytest

from reader.codec.files import EMRTD_APPLICATION_ID, ElementaryFile, data_group_file


def test_application_identifier() -> None:
    assert EMRTD_APPLICATION_ID.hex().upper() == "A0000002471001"


def test_data_groups_have_the_identifiers_of_their_numbers() -> None:
    for number in range(1, 17):
        file = data_group_file(number)
        assert (file.identifier, file.sfi, file.data_group) == (0x0100 + number, number, number)


def test_tags_of_the_data_groups() -> None:
    tags = "61 75 63 76 65 66 67 68 69 6A 6B 6C 6D 6E 6F 70"
    assert bytes(data_group_file(number).tag or 0 for number in range(1, 17)) == bytes.fromhex(tags)


@pytest.mark.parametrize(
    ("file", "identifier", "sfi", "tag"),
    [
        (ElementaryFile.CARD_ACCESS, 0x011C, 0x1C, 0x31),
        (ElementaryFile.CARD_SECURITY, 0x011D, 0x1D, 0x30),
        (ElementaryFile.ATR_INFO, 0x2F01, 0x01, None),
        (ElementaryFile.COM, 0x011E, 0x1E, 0x60),
        (ElementaryFile.SOD, 0x011D, 0x1D, 0x77),
    ],
)
def test_other_files(file: ElementaryFile, identifier: int, sfi: int, tag: int | None) -> None:
    assert (file.identifier, file.sfi, file.tag, file.data_group) == (identifier, sfi, tag, None)


@pytest.mark.parametrize("number", [0, 17, -1])
def test_no_data_group_beyond_sixteen(number: int) -> None:
    with pytest.raises(ValueError, match="1 to 16"):
        data_group_file(number)
