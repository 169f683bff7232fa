"""The client against a strict fake: what goes over the wire, tokens, and every kind of bad answer within the time limit."""

from __future__ import annotations

import json
import logging
import socket
import threading
import time
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Literal

import pytest

from kiosk.insurance.breaker import Breaker
from kiosk.insurance.channel import LARGEST_ANSWER, GatewayChannel
from kiosk.insurance.client import Account, GatewayClient
from kiosk.insurance.coverage import Rules
from kiosk.insurance.lookup import GatewayInsurance
from kiosk.model import CoverageKind, PatientIdentity, Sex
from tests.unit.kiosk.insurance.gateway_fake import (
    CARD_PATH,
    TOKEN_PATH,
    GatewayFake,
    Step,
    answer,
    card_body,
    drip,
    look_up,
    raw,
    silence,
    take_token,
    token_body,
)

if TYPE_CHECKING:
    from collections.abc import Callable

VIETNAM = timezone(timedelta(hours=7))
START = datetime(2026, 11, 22, 7, 0, tzinfo=VIETNAM)
ACCOUNT = Account("01999_BV", "Mật khẩu-1", "CÁN BỘ MẪU", "000080000001")
DIGEST = "7A0CB4858EA044B8F42A311F8281D033"  # md5sum of the password, in capitals
PERSON = PatientIdentity(
    personal_number="000085123456",
    full_name="Nguye\u0302\u0303n  Va\u0306n Ma\u0302\u0303u",
    birth_text="15/03/1985",
    birth_date=date(1985, 3, 15),
    sex=Sex.MALE,
    document_number="085123456",
    expiry_date=None,
)


@dataclass
class HandClock:
    """Wall time set by hand; the monotonic clock is the real one unless ``skip`` moves it."""

    at: datetime = START
    skip: float = 0.0

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return time.monotonic() + self.skip


@dataclass
class Rig:
    """A whole look-up on a fake."""

    url: str
    clock: HandClock = field(default_factory=HandClock)
    body: Literal["json", "form"] = "json"
    timeout_s: float = 5.0

    def __post_init__(self) -> None:
        channel = GatewayChannel(self.url)
        self.insurance = GatewayInsurance(
            client=GatewayClient(channel, ACCOUNT, self.clock.now, self.body),
            channel=channel,
            breaker=Breaker(3, 30.0, self.clock.monotonic),
            rules=Rules("01999", ("01888",)),
            clock=self.clock,
            timeout_s=self.timeout_s,
        )

    def __enter__(self) -> GatewayInsurance:
        return self.insurance

    def __exit__(self, *_: object) -> None:
        self.insurance.close()


def test_calls_are_written_as_the_letters_say() -> None:
    with GatewayFake([take_token(), look_up()]) as fake, Rig(fake.url) as insurance:
        coverage = insurance.look_up(PERSON)
    assert (coverage.kind, coverage.code, coverage.ours, coverage.name_matches) == (
        CoverageKind.VALID,
        "000",
        True,
        True,
    )
    assert coverage.card_number == "GD4990099000001"
    assert coverage.valid_to == date(2049, 12, 31)
    assert coverage.answered_at == START
    assert json.loads(coverage.raw_answer)["maThe"] == "GD4990099000001"
    token, card = fake.requests
    assert token.headers["content-type"] == "application/x-www-form-urlencoded"
    assert token.query == {}
    assert token.body == b"username=01999_BV&password=" + DIGEST.encode()
    assert card.headers["content-type"].startswith("application/json")
    assert card.query == {
        "token": ["access-1"],
        "id_token": ["id-1"],
        "username": ["01999_BV"],
        "password": [DIGEST],
    }
    assert json.loads(card.body) == {
        "maThe": "000085123456",
        "hoTen": "NGUYỄN VĂN MẪU",
        "ngaySinh": "15/03/1985",
        "hoTenCb": "CÁN BỘ MẪU",
        "cccdCb": "000080000001",
    }
    assert fake.connections == 1


def test_form_body_carries_the_same_fields() -> None:
    with GatewayFake([take_token(), look_up()]) as fake, Rig(fake.url, body="form") as insurance:
        assert insurance.look_up(PERSON).kind is CoverageKind.VALID
    assert fake.requests[1].headers["content-type"] == "application/x-www-form-urlencoded"
    assert b"hoTen=NGUY%E1%BB%84N+V%C4%82N+M%E1%BA%AAU&ngaySinh=15%2F03%2F1985" in fake.requests[1].body


@pytest.mark.parametrize(
    ("text", "day", "sent"),
    [
        ("15/03/1985", None, "15/03/1985"),
        ("03/1985", None, "03/1985"),
        ("1985", None, "1985"),
        ("1/3/1985", date(1985, 3, 1), "01/03/1985"),
        ("??/??/1985", None, "1985"),
    ],
)
def test_birth_is_sent_as_far_as_it_is_known(text: str, day: date | None, sent: str) -> None:
    person = replace(PERSON, birth_text=text, birth_date=day)
    with GatewayFake([take_token(), look_up()]) as fake, Rig(fake.url) as insurance:
        insurance.look_up(person)
    assert json.loads(fake.requests[1].body)["ngaySinh"] == sent


def test_token_is_kept_until_a_minute_before_its_end() -> None:
    clock = HandClock()
    steps = [
        take_token(expires="2026-11-22T00:10:00.1234567Z"),
        look_up(),
        look_up(),
        take_token(token="access-2"),
        look_up(),
    ]
    with GatewayFake(steps) as fake, Rig(fake.url, clock) as insurance:
        insurance.look_up(PERSON)
        clock.at = datetime(2026, 11, 22, 0, 8, 59, tzinfo=UTC)
        insurance.look_up(PERSON)
        clock.at = datetime(2026, 11, 22, 0, 9, 1, tzinfo=UTC)
        insurance.look_up(PERSON)
    assert [request.query.get("token", [""])[0] for request in fake.requests] == [
        "",
        "access-1",
        "access-1",
        "",
        "access-2",
    ]


@pytest.mark.parametrize("expires", ["", "3600", "soon", "2026-13-45T00:00:00Z"])
def test_token_with_unreadable_end_serves_once(expires: str) -> None:
    with (
        GatewayFake([take_token(expires=expires), look_up(), take_token(), look_up()]) as fake,
        Rig(fake.url) as insurance,
    ):
        assert insurance.look_up(PERSON).kind is CoverageKind.VALID
        assert insurance.look_up(PERSON).kind is CoverageKind.VALID


@pytest.mark.parametrize(
    "refusal",
    [
        answer(b"", "401 Unauthorized"),
        answer(card_body(maKetQua="401")),
        answer(card_body(maKetQua="501")),
        answer(card_body(maKetQua="999")),
    ],
)
def test_forgotten_token_is_renewed_once(refusal: Callable[[socket.socket, threading.Event], bool]) -> None:
    steps = [take_token(), look_up(), Step(CARD_PATH, refusal), take_token(token="access-2"), look_up()]
    with GatewayFake(steps) as fake, Rig(fake.url) as insurance:
        insurance.look_up(PERSON)
        assert insurance.look_up(PERSON).kind is CoverageKind.VALID
    assert fake.requests[4].query["token"] == ["access-2"]


def test_refused_new_token_is_later_and_not_tried_for_ever() -> None:
    refuse = Step(CARD_PATH, answer(b"", "401 Unauthorized"))
    with GatewayFake([take_token(), refuse]) as fake, Rig(fake.url) as insurance:
        coverage = insurance.look_up(PERSON)
    assert (coverage.kind, coverage.code) == (CoverageKind.LATER, "401")


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (answer(b"", "401 Unauthorized"), "401"),
        (answer(b'{"maKetQua": "401"}'), "401"),
        (answer(b'{"maKetQua": "200", "APIKey": null}'), "401"),
        (answer(b'{"maKetQua": "500"}'), "server-error"),
        (answer(b"", "403 Forbidden"), "refused"),
        (answer(b"<html>", "502 Bad Gateway"), "server-error"),
        (answer(b"", "302 Found", "Location: http://127.0.0.1:9/\r\n"), "server-error"),
        (answer(b"{"), "malformed"),
    ],
)
def test_token_trouble_is_later(reply: Callable[[socket.socket, threading.Event], bool], code: str) -> None:
    with GatewayFake([Step(TOKEN_PATH, reply)]) as fake, Rig(fake.url) as insurance:
        coverage = insurance.look_up(PERSON)
    assert (coverage.kind, coverage.code) == (CoverageKind.LATER, code)


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (answer(b""), "malformed"),
        (answer(b"[]"), "malformed"),
        (answer(b"null"), "malformed"),
        (answer(b"<html></html>"), "malformed"),
        (answer(b'{"maKetQua": null}'), "malformed"),
        (answer(b'{"maKetQua": {"a": 1}}'), "malformed"),
        (answer(b'{"maKetQua": "0\\u0000"}'), "malformed"),
        (answer(b'{"maKetQua": "000", "hoTen": "' + b"x" * 5000 + b'"}'), "malformed"),
        (answer(b'{"maKetQua": "000", "hoTen": "\xff"}'), "malformed"),
        (answer(b'{"maKetQua": "000", "ds": ' + b"[" * 200_000 + b"]" * 200_000 + b"}"), "malformed"),
        (answer(b"x" * (LARGEST_ANSWER + 1)), "malformed"),
        (answer(b"\x1f\x8b", headers="Content-Encoding: gzip\r\n"), "malformed"),
        (raw(HEAD + b"Content-Length: 100\r\n\r\n" + b'{"maKetQua"'), "malformed"),
        (raw(HEAD + b'Transfer-Encoding: chunked\r\n\r\n5\r\n{"maK'), "malformed"),
        (raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n"), "malformed"),
        (answer(b"", "403 Forbidden"), "refused"),
        (answer(b"", "500 Internal Server Error"), "server-error"),
        (answer(b"", "301 Moved", "Location: http://127.0.0.1:9/\r\n"), "server-error"),
        (answer(card_body(maKetQua="100")), "100"),
        (answer(card_body(maKetQua="101")), "101"),
        (answer(card_body(maKetQua="054")), "054"),
        (answer(card_body(maKetQua="205")), "205"),
    ],
)
def test_bad_card_answer_is_later_with_its_reason(
    reply: Callable[[socket.socket, threading.Event], bool], code: str
) -> None:
    with GatewayFake([take_token(), Step(CARD_PATH, reply)]) as fake, Rig(fake.url) as insurance:
        coverage = insurance.look_up(PERSON)
    assert (coverage.kind, coverage.code) == (CoverageKind.LATER, code)


@pytest.mark.parametrize(
    "reply",
    [
        silence,
        drip(b"HTTP/1.1 200 OK\r\nX-Slow: ", b"x"),
        drip(HEAD + b"Content-Length: 100000\r\n\r\n", b" "),
        drip(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    ],
    ids=["silence", "dripping-head", "dripping-body", "continue-for-ever"],
)
def test_slow_gateway_costs_the_time_limit_and_no_more(
    reply: Callable[[socket.socket, threading.Event], bool],
) -> None:
    """The limit holds over the whole look-up, here the second of its calls, and the next look-up works."""
    steps = [take_token(), Step(CARD_PATH, reply), look_up()]
    with GatewayFake(steps) as fake, Rig(fake.url, timeout_s=0.4) as insurance:
        started = time.monotonic()
        coverage = insurance.look_up(PERSON)
        took = time.monotonic() - started
        assert (coverage.kind, coverage.code) == (CoverageKind.LATER, "timeout")
        assert 0.3 < took < 0.7
        patient = replace(insurance, timeout_s=5.0)
        assert patient.look_up(PERSON).kind is CoverageKind.VALID


def test_name_service_that_hangs_costs_the_time_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    release = threading.Event()

    def hang(*_: object, **__: object) -> list[object]:
        release.wait()
        raise socket.gaierror(socket.EAI_AGAIN, "late")

    monkeypatch.setattr(socket, "getaddrinfo", hang)
    with Rig("http://localhost:9", timeout_s=0.3) as insurance:
        started = time.monotonic()
        assert insurance.look_up(PERSON).code == "timeout"
        assert time.monotonic() - started < 0.6
    release.set()
    for thread in threading.enumerate():
        if thread.name == "insurance-look-up":
            thread.join(5)


def test_nobody_listening_is_unreachable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with Rig(f"http://127.0.0.1:{port}") as insurance:
        assert insurance.look_up(PERSON).code == "unreachable"


def test_connection_closed_while_idle_is_opened_anew() -> None:
    closing = answer(card_body(), headers="Connection: keep-alive\r\n")

    def close_after(peer: socket.socket, stop: threading.Event) -> bool:
        closing(peer, stop)
        return False

    with (
        GatewayFake([take_token(), Step(CARD_PATH, close_after), look_up()]) as fake,
        Rig(fake.url) as insurance,
    ):
        assert insurance.look_up(PERSON).kind is CoverageKind.VALID
        assert insurance.look_up(PERSON).kind is CoverageKind.VALID
    assert fake.connections == 2


def test_connection_cut_without_an_answer_is_tried_once_more() -> None:
    with (
        GatewayFake([take_token(), Step(CARD_PATH, raw(b"")), look_up()]) as fake,
        Rig(fake.url) as insurance,
    ):
        assert insurance.look_up(PERSON).kind is CoverageKind.VALID
    cut = Step(CARD_PATH, raw(b""))
    with GatewayFake([take_token(), cut, cut]) as fake, Rig(fake.url) as insurance:
        assert insurance.look_up(PERSON).code == "unreachable"


def test_wrong_birth_date_is_asked_once_more_with_the_year() -> None:
    with (
        GatewayFake([take_token(), look_up(maKetQua="070"), look_up(ngaySinh="1985")]) as fake,
        Rig(fake.url) as insurance,
    ):
        assert insurance.look_up(PERSON).kind is CoverageKind.VALID
    assert json.loads(fake.requests[2].body)["ngaySinh"] == "1985"


@pytest.mark.parametrize("second", ["070", "100", "205"])
def test_wrong_birth_date_stays_so_when_the_year_does_not_help(second: str) -> None:
    steps = [take_token(), look_up(maKetQua="070"), look_up(maKetQua=second)]
    with GatewayFake(steps) as fake, Rig(fake.url) as insurance:
        coverage = insurance.look_up(PERSON)
    assert (coverage.kind, coverage.code) == (CoverageKind.MISMATCH, "070")


def test_birth_year_alone_is_not_asked_twice() -> None:
    with GatewayFake([take_token(), look_up(maKetQua="070")]) as fake, Rig(fake.url) as insurance:
        assert insurance.look_up(replace(PERSON, birth_text="1985", birth_date=None)).code == "070"


def test_breaker_opens_after_three_failures_and_tries_again_after_its_rest() -> None:
    clock = HandClock()
    down = Step(TOKEN_PATH, answer(b"", "503 Service Unavailable"))
    with (
        GatewayFake([down, down, down, down, take_token(), look_up()]) as fake,
        Rig(fake.url, clock) as insurance,
    ):
        assert [insurance.look_up(PERSON).code for _ in range(5)] == ["server-error"] * 3 + [
            "breaker-open"
        ] * 2
        clock.skip = 31.0
        assert [insurance.look_up(PERSON).code for _ in range(2)] == ["server-error", "breaker-open"]
        clock.skip = 62.0
        assert insurance.look_up(PERSON).code == "000"
        assert not insurance.breaker.is_open
    assert len(fake.requests) == 6


def test_patient_side_refusals_do_not_open_the_breaker() -> None:
    with GatewayFake([take_token(), *[look_up(maKetQua="060")] * 5]) as fake, Rig(fake.url) as insurance:
        assert [insurance.look_up(PERSON).code for _ in range(5)] == ["060"] * 5


def test_without_a_number_nothing_is_asked() -> None:
    with Rig("http://127.0.0.1:9") as insurance:
        assert insurance.look_up(replace(PERSON, personal_number="")).code == "no-number"


def test_nothing_secret_or_personal_reaches_a_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for name in ("urllib3", "urllib3.connectionpool"):
        caplog.set_level(logging.DEBUG, logger=name)
    steps = [
        take_token(),
        look_up(),
        look_up(maKetQua="055"),
        Step(CARD_PATH, answer(b"", "500 Oops")),
        Step(CARD_PATH, answer(b"{")),
    ]
    with GatewayFake(steps) as fake, Rig(fake.url) as insurance:
        for _ in range(4):
            insurance.look_up(PERSON)
    assert "055" in caplog.text
    for word in (
        "access-1",
        DIGEST,
        "Mật khẩu",
        "000085123456",
        "NGUYỄN",
        "token=",
        "000080000001",
        "GD4990099000001",
    ):
        assert word not in caplog.text
    assert all(word not in repr(insurance.client) + repr(ACCOUNT) for word in ("01999_BV", "Mật", DIGEST))


def test_exceptions_carry_no_address() -> None:
    from kiosk.insurance.deadline import Deadline
    from kiosk.insurance.errors import GatewayError

    with GatewayFake([Step(TOKEN_PATH, answer(token_body())), Step(CARD_PATH, silence)]) as fake:
        channel = GatewayChannel(fake.url)
        client = GatewayClient(channel, ACCOUNT, lambda: START)
        with pytest.raises(GatewayError) as caught:
            client.ask(PERSON, Deadline(time.monotonic() + 0.2, time.monotonic))
        channel.close()
    error: BaseException | None = caught.value
    while error is not None:
        assert "access-1" not in str(error)
        assert error.__suppress_context__ or error.__context__ is None
        error = error.__cause__
