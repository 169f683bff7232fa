"""SELECT and READ BINARY in literal bytes, before and after authentication."""

import pytest

from emulator.card import EmrtdCard
from tests.unit.emulator.card.samples import COM, DG1, DG2
from tests.unit.emulator.card.terminal import Session, send

SELECT_APPLICATION = "00A4040C07A0000002471001"
CARD_ACCESS = "3134300D060804007F0007020202020101300F060A04007F000702020302020201013012060A04007F0007020204020202010202010D"


@pytest.mark.parametrize(
    ("command", "data", "sw"),
    [
        pytest.param("00B09C0000", CARD_ACCESS, 0x9000, id="EF.CardAccess by short identifier"),
        pytest.param("00B09C0004", "3134300D", 0x9000, id="its beginning"),
        pytest.param("00B09C3304", "02010D", 0x6282, id="past its end"),
        pytest.param("00B09C3400", "010D", 0x9000, id="its end, all that there is"),
        pytest.param("00B09C3600", "", 0x6B00, id="behind its end"),
        pytest.param("00B09C", "", 0x6700, id="three bytes"),
        pytest.param("00B09C00", "", 0x6700, id="no Le"),
        pytest.param("00B09C000155", "", 0x6700, id="data instead of Le"),
        pytest.param("00B0810000", "47039401E07F66080202100002021000", 0x9000, id="EF.ATR/INFO"),
        pytest.param("00B09E0000", "61094F07A0000002471001", 0x9000, id="EF.DIR"),
        pytest.param("00B0850000", "", 0x6A82, id="no such short identifier"),
        pytest.param("00B0800000", "", 0x6A86, id="short identifier 0"),
        pytest.param("00B0000000", "", 0x6986, id="no file selected"),
        pytest.param("00A4000C02011C", "", 0x9000, id="EF.CardAccess by identifier"),
        pytest.param("00A4020C02011C", "", 0x9000, id="EF.CardAccess as a file below"),
        pytest.param("00A4000C023F00", "", 0x9000, id="master file"),
        pytest.param("00A4000C", "", 0x9000, id="master file without a name"),
        pytest.param("00A4020C", "", 0x6700, id="nothing below"),
        pytest.param("00A4000C03011C00", "", 0x6700, id="identifier of three bytes"),
        pytest.param("00A4000C020101", "", 0x6A82, id="a data group outside the application"),
        pytest.param("00A4040C07A0000002471002", "", 0x6A82, id="another application"),
        pytest.param("00A4040C06A00000024710", "", 0x6A82, id="half a name"),
        pytest.param(SELECT_APPLICATION, "", 0x9000, id="the application"),
        pytest.param("00A4040007A000000247100100", "6F098407A0000002471001", 0x9000, id="its FCI"),
        pytest.param("00A4040407A000000247100100", "62098407A0000002471001", 0x9000, id="its FCP"),
        pytest.param("00A4040007A0000002471001", "", 0x9000, id="its FCI, but no Le"),
        pytest.param("00A4020402011C00", "620B80020036" + "820101" + "8302011C", 0x9000, id="a file's FCP"),
        pytest.param("00A4000002" + "3F0000", "6F0782013883023F00", 0x9000, id="the master file's FCI"),
        pytest.param("00A4040807A0000002471001", "", 0x6A86, id="P2 08"),
        pytest.param("00A4080C02011C", "", 0x6A86, id="by path"),
    ],
)
def test_a_fresh_card_answers(card: EmrtdCard, command: str, data: str, sw: int) -> None:
    answer, status = send(card, command)
    assert (answer.hex().upper(), f"{status:04X}") == (data, f"{sw:04X}")


@pytest.mark.parametrize(
    ("command", "sw"),
    [
        ("00A4020C02011E", 0x6982),
        ("00A4020C020101", 0x6982),
        ("00A4020C020103", 0x6982),
        ("00A4020C02010B", 0x6A82),
        ("00B09E0000", 0x6982),
        ("00B0810000", 0x6982),
        ("00B09D0000", 0x6A82),
        ("00B08B0000", 0x6A82),
        ("00B0000000", 0x6986),
        ("00A4020C02011C", 0x6A82),
    ],
)
def test_the_application_is_closed_before_authentication(card: EmrtdCard, command: str, sw: int) -> None:
    assert send(card, SELECT_APPLICATION) == (b"", 0x9000)
    assert send(card, command) == (b"", sw)


def test_a_file_is_read_by_offset(card: EmrtdCard) -> None:
    send(card, "00A4020C02011C")
    read = b"".join(send(card, f"00B0{offset:04X}12")[0] for offset in (0, 18, 36))
    assert read.hex().upper() == CARD_ACCESS
    assert send(card, "00B0003601") == (b"", 0x6B00)
    assert send(card, "00B00030FF") == (bytes.fromhex(CARD_ACCESS)[0x30:], 0x6282)


def test_reading_by_short_identifier_selects_the_file(card: EmrtdCard) -> None:
    send(card, "00B09C0004")
    assert send(card, "00B0000204") == (bytes.fromhex("300D0608"), 0x9000)


def test_selecting_a_directory_leaves_no_file_selected(card: EmrtdCard) -> None:
    send(card, "00A4020C02011C")
    send(card, "00A4000C023F00")
    assert send(card, "00B0000004") == (b"", 0x6986)


def test_a_missing_file_leaves_the_selection_alone(card: EmrtdCard) -> None:
    send(card, "00A4020C02011C")
    assert send(card, "00A4020C020105") == (b"", 0x6A82)
    assert send(card, "00B0000004") == (bytes.fromhex("3134300D"), 0x9000)


def test_the_application_opens_under_a_session(session: Session) -> None:
    session.select_application()
    assert session.send("00B09E00", le="00") == (COM, 0x9000)
    assert session.send("00A4020C", bytes.fromhex("0101")) == (b"", 0x9000)
    assert session.send("00B00000", le="00") == (DG1, 0x9000)


def test_fingerprints_stay_closed_and_missing_groups_missing(session: Session) -> None:
    session.select_application()
    assert session.send("00A4020C", bytes.fromhex("0103")) == (b"", 0x6982)
    assert session.send("00B08300", le="00") == (b"", 0x6982)
    assert session.send("00A4020C", bytes.fromhex("010B")) == (b"", 0x6A82)
    # A protected refusal keeps the session.
    assert session.send("00B09E00", le="04") == (COM[:4], 0x9000)


@pytest.mark.parametrize(
    ("le", "length", "sw"),
    [
        pytest.param("DF", 223, 0x9000, id="the most that fits"),
        pytest.param("00", 223, 0x9000, id="all: as many as fit"),
        pytest.param("E0", 0, 0x6CDF, id="one too many"),
        pytest.param("FF", 0, 0x6CDF, id="far too many"),
        pytest.param("0FDF", 4063, 0x9000, id="the most that the buffer holds"),
        pytest.param("0000", 4063, 0x9000, id="extended: as many as the buffer holds"),
        pytest.param("0FE0", 0, 0x6700, id="extended: one too many"),
    ],
)
def test_le_under_a_session(session: Session, le: str, length: int, sw: int) -> None:
    session.select_application()
    data, status = session.send("00B08200", le=le)
    assert (data, f"{status:04X}") == (DG2[:length], f"{sw:04X}")


@pytest.mark.parametrize("block", ["0040", "00DF", "0FDF"])
def test_a_long_file_is_read_whole(session: Session, block: str) -> None:
    session.select_application()
    le = block if int(block, 16) > 256 else block[2:]
    read = b""
    status = 0x9000
    while status == 0x9000 and len(read) < len(DG2):
        header = "00B08200" if not read else f"00B0{len(read):04X}"
        data, status = session.send(header, le=le)
        read += data
    assert read == DG2


def test_plain_reads_have_the_size_of_le(card: EmrtdCard) -> None:
    send(card, "00A4020C02011C")
    assert len(send(card, "00B00000000020")[0]) == 0x20
    assert send(card, "00B00000001000") == (b"", 0x6700)
    assert len(send(card, "00B00000000000")[0]) == 54
