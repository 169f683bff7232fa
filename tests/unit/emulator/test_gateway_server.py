"""The gateway simulator over real HTTP: sessions, bodies, faults, going down and coming back."""

import http.client
import json
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest

from emulator.citizens import by_name, load
from emulator.gateway import Account, Call, Fault, GatewaySimulator, Sessions, Target, TokenFailure

LOOKUP = "/api/egw/KQNhanLichSuKCB2024"
CITIZEN = by_name("nguyen-van-mau")
JSON_TYPE = "application/json; charset=utf-8"
FORM_TYPE = "application/x-www-form-urlencoded"


@dataclass
class Clock:
    """A clock that is set by hand."""

    now: datetime = datetime(2026, 11, 21, 6, 42, 0, 123456, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Answer:
    status: int
    body: bytes

    @property
    def json(self) -> dict[str, object]:
        value = json.loads(self.body)
        assert isinstance(value, dict)
        return value


class Client:
    """A plain HTTP client over one kept-alive connection."""

    def __init__(self, gateway: GatewaySimulator) -> None:
        host, port = gateway.url.removeprefix("http://").split(":")
        self.account = gateway.account
        self.connection = http.client.HTTPConnection(host, int(port), timeout=5)
        self.query = ""

    def post(self, path: str, body: str, kind: str = FORM_TYPE) -> Answer:
        self.connection.request("POST", path, body.encode(), {"Content-Type": kind})
        response = self.connection.getresponse()
        return Answer(response.status, response.read())

    def take_token(self, **changes: str) -> Answer:
        fields = {"username": self.account.username, "password": self.account.password_hash, **changes}
        answer = self.post("/api/token/take", urlencode(fields))
        if answer.json["maKetQua"] == "200":
            key = answer.json["APIKey"]
            assert isinstance(key, dict)
            self.query = urlencode({"token": key["access_token"], "id_token": key["id_token"], **fields})
        return answer

    def look_up(self, kind: str = JSON_TYPE) -> Answer:
        fields = {
            "maThe": CITIZEN.number,
            "hoTen": CITIZEN.full_name,
            "ngaySinh": f"{CITIZEN.birth_date:%d/%m/%Y}",
            "hoTenCb": self.account.staff_name,
            "cccdCb": self.account.staff_number,
        }
        body = json.dumps(fields) if kind == JSON_TYPE else urlencode(fields)
        return self.post(f"{LOOKUP}?{self.query}", body, kind)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def gateway(clock: Clock) -> Iterator[GatewaySimulator]:
    with GatewaySimulator(load(), sessions=Sessions(Account(), clock)) as simulator:
        yield simulator


@pytest.fixture
def client(gateway: GatewaySimulator) -> Iterator[Client]:
    client = Client(gateway)
    yield client
    client.connection.close()


def test_token_has_the_form_of_the_letters(client: Client) -> None:
    answer = client.take_token()
    key = answer.json["APIKey"]
    assert isinstance(key, dict)
    assert set(key) == {"access_token", "id_token", "token_type", "username", "expires_in"}
    assert key["token_type"] == "Bearer"
    assert key["expires_in"] == "2026-11-21T06:52:00.1234565Z"
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", key["id_token"])


@pytest.mark.parametrize("wrong", ["lower", "plain", "empty"])
def test_password_must_be_the_upper_case_md5(client: Client, wrong: str) -> None:
    given = {"lower": client.account.password_hash.lower(), "plain": client.account.password, "empty": ""}[
        wrong
    ]
    answer = client.take_token(password=given)
    assert (answer.status, answer.json) == (200, {"maKetQua": "401", "APIKey": None})


def test_unknown_username_is_refused(client: Client) -> None:
    assert client.take_token(username="01998_BV").json["maKetQua"] == "401"


@pytest.mark.parametrize("kind", [JSON_TYPE, FORM_TYPE])
def test_look_up_answers_either_body(client: Client, gateway: GatewaySimulator, kind: str) -> None:
    client.take_token()
    answer = client.look_up(kind)
    assert (answer.status, answer.json["maKetQua"]) == (200, "000")
    assert gateway.calls == (Call(Target.TOKEN, 200, "200"), Call(Target.LOOKUP, 200, "000"))


def test_session_ends_after_ten_minutes_with_an_empty_401(client: Client, clock: Clock) -> None:
    client.take_token()
    clock.now += timedelta(minutes=10) - timedelta(microseconds=1)
    assert client.look_up().status == 200
    clock.now += timedelta(microseconds=1)
    answer = client.look_up()
    assert (answer.status, answer.body) == (401, b"")
    client.take_token()
    assert client.look_up().status == 200


def test_look_up_without_a_session_is_refused(client: Client) -> None:
    assert client.look_up().status == 401


def test_token_of_one_session_does_not_open_another(client: Client) -> None:
    client.take_token()
    first = dict(pair.split("=") for pair in client.query.split("&"))
    client.take_token()
    second = dict(pair.split("=") for pair in client.query.split("&"))
    client.query = urlencode({**second, "token": first["token"]})
    assert client.look_up().status == 401


@pytest.mark.parametrize("failure", [TokenFailure.CODE_401, TokenFailure.CODE_501, TokenFailure.CODE_999])
def test_token_failure_may_come_as_a_code(
    client: Client, gateway: GatewaySimulator, failure: TokenFailure
) -> None:
    gateway.token_failure = failure
    client.take_token()
    gateway.sessions.expire_all()
    answer = client.look_up()
    assert (answer.status, answer.json["maKetQua"]) == (200, failure.value)


@pytest.mark.parametrize(
    ("fault", "status", "start"),
    [
        (Fault.SERVER_ERROR, 500, b"<html>"),
        (Fault.UNAUTHORIZED, 401, b""),
        (Fault.FORBIDDEN, 403, b"<html>"),
        (Fault.GARBAGE, 200, b"\xff\xfe{"),
        (Fault.WRONG_SHAPE, 200, b'{"maKetQua": 0'),
    ],
)
def test_fault_strikes_its_target_only(
    client: Client, gateway: GatewaySimulator, fault: Fault, status: int, start: bytes
) -> None:
    gateway.fail(fault, Target.LOOKUP)
    assert client.take_token().status == 200
    answer = client.look_up()
    assert (answer.status, answer.body[: len(start)]) == (status, start)
    gateway.fail(Fault.NONE)
    assert client.look_up().json["maKetQua"] == "000"


def test_huge_answer_is_many_megabytes(client: Client, gateway: GatewaySimulator) -> None:
    gateway.fail(Fault.HUGE)
    client.connection.request("POST", LOOKUP, b"", {"Content-Type": JSON_TYPE})
    response = client.connection.getresponse()
    assert response.length is not None
    assert response.length > 50_000_000
    response.close()


def test_cut_answer_ends_early(client: Client, gateway: GatewaySimulator) -> None:
    gateway.fail(Fault.CUT)
    with pytest.raises(http.client.IncompleteRead):
        client.look_up()


def test_reset_closes_without_a_word(client: Client, gateway: GatewaySimulator) -> None:
    gateway.fail(Fault.RESET)
    with pytest.raises(http.client.RemoteDisconnected):
        client.look_up()


def test_hanging_request_ends_when_the_fault_is_lifted(client: Client, gateway: GatewaySimulator) -> None:
    gateway.fail(Fault.HANG)
    client.connection.connect()
    client.connection.sock.settimeout(0.2)
    with pytest.raises(TimeoutError):
        client.look_up()
    gateway.fail(Fault.NONE)
    client.connection.close()
    client.connection.timeout = 5
    assert client.take_token().json["maKetQua"] == "200"


def test_slow_answer_is_right_and_ends_early_when_lifted(client: Client, gateway: GatewaySimulator) -> None:
    client.take_token()
    gateway.fail(Fault.SLOW, delay_s=60)
    answers: list[Answer] = []
    asking = threading.Thread(target=lambda: answers.append(client.look_up()))
    asking.start()
    asking.join(0.2)
    assert asking.is_alive()
    gateway.fail(Fault.NONE)
    asking.join(5)
    assert [answer.json["maKetQua"] for answer in answers] == ["000"]


def test_down_refuses_and_cuts_and_up_takes_the_same_address(
    client: Client, gateway: GatewaySimulator
) -> None:
    client.take_token()
    url = gateway.url
    gateway.down()
    with pytest.raises((http.client.RemoteDisconnected, ConnectionError)):
        client.look_up()
    client.connection.close()
    with pytest.raises(ConnectionRefusedError):
        client.look_up()
    client.connection.close()
    gateway.up()
    assert gateway.url == url
    assert client.look_up().json["maKetQua"] == "000"


@pytest.mark.parametrize("path", ["/", "/api/egw/KQNhanLichSuKCB2018", "/api/token/take/"])
def test_other_paths_are_not_there(client: Client, path: str) -> None:
    assert client.post(path, "").status == 404


@pytest.mark.parametrize(("length", "status"), [("70000", 413), ("-1", 411), ("x", 411), ("9" * 30, 411)])
def test_request_of_unreasonable_length_is_refused_unread(client: Client, length: str, status: int) -> None:
    client.connection.putrequest("POST", LOOKUP)
    client.connection.putheader("Content-Length", length)
    client.connection.endheaders()
    assert client.connection.getresponse().status == status


@pytest.mark.parametrize("body", ["", "[]", "{", '{"maThe": 1}', "[" * 60_000])
def test_malformed_json_is_a_bad_parameter(client: Client, body: str) -> None:
    client.take_token()
    answer = client.post(f"{LOOKUP}?{client.query}", body, JSON_TYPE)
    assert (answer.status, answer.json["maKetQua"]) == (200, "205")


def test_nothing_of_a_request_is_logged(client: Client, capfd: pytest.CaptureFixture[str]) -> None:
    client.take_token()
    client.look_up()
    client.post("/nowhere", CITIZEN.full_name)
    assert capfd.readouterr() == ("", "")


def test_account_hides_its_secrets() -> None:
    assert repr(Account(password="x")) == "Account(username='01999_BV')"
