"""Attacks on the gate: what lies behind it, here a server of secrets, must never answer."""

from __future__ import annotations

import html
import logging
import re
from collections.abc import Callable, Iterator

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect
from streamlit.proto.BackMsg_pb2 import BackMsg

from tests.web.gate.test_patience import Clock
from web.gate.door import COOKIE, Door
from web.gate.middleware import Gate
from web.gate.password import hash_password
from web.gate.patience import Patience
from web.gate.tokens import Tokens
from web.settings import PageSettings

PASSWORD = "correct horse battery"
SECRET = "一是执法人员不足"
SOCKET = "wss://fajian.example/_stcore/stream"
BEHIND = [
    "/",
    "/report?report=0123456789abcdef",
    "/_stcore/host-config",
    "/_stcore/script-health-check",
    "/_stcore/upload_file/a/b",
    "/media/0123.csv",
    "/static/js/index.js",
    "/component/x/index.html",
    "/loginx",
    "/login/../report",
    "//login",
    "/LOGIN",
    "/_stcore/health/../../report",
    "/%2e%2e/report",
]
Visit = Callable[..., TestClient]


async def _secret(request: object) -> PlainTextResponse:
    return PlainTextResponse(SECRET)


async def _socket(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_text(SECRET)
    async for said in socket.iter_bytes():
        await socket.send_bytes(said)


@pytest.fixture(scope="module")
def hashed() -> str:
    with pytest.MonkeyPatch.context() as patch:
        # The cheapest hash that the settings take; these tests try many passwords.
        patch.setattr("web.gate.password._COST", 2**14)
        patch.setattr("web.gate.password._PARALLEL", 1)
        return hash_password(PASSWORD)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def visit(hashed: str, clock: Clock) -> Iterator[Visit]:
    """Makes visitors of one server."""
    methods = ["GET", "POST", "PUT", "DELETE", "OPTIONS"]
    behind = Starlette(
        routes=[WebSocketRoute("/_stcore/stream", _socket), Route("/{path:path}", _secret, methods=methods)]
    )
    doors: dict[PageSettings, Gate] = {}

    def visitor(
        settings: PageSettings | None = None, client: str = "203.0.113.7", url: str = "https://fajian.example"
    ) -> TestClient:
        settings = settings or PageSettings(login="password", password=hashed)
        if settings not in doors:
            doors[settings] = Gate(behind, Door(settings, Tokens(settings.session_hours, clock), Patience(clock)))
        return TestClient(doors[settings], base_url=url, client=(client, 5), follow_redirects=False)

    yield visitor


def log_in(visitor: TestClient, password: str = PASSWORD, **fields: str) -> int:
    return visitor.post("/login", data={"password": password, **fields}).status_code


@pytest.mark.parametrize("path", BEHIND)
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "OPTIONS"])
def test_without_a_login_nothing_is_reachable(visit: Visit, path: str, method: str) -> None:
    answer = visit().request(method, path, headers={"accept": "*/*"})
    assert answer.status_code == 401
    assert SECRET not in answer.text


def test_without_a_login_no_websocket_opens(visit: Visit) -> None:
    with pytest.raises(WebSocketDisconnect), visit().websocket_connect(SOCKET):
        pass


def test_a_direct_link_leads_to_the_form_and_back(visit: Visit) -> None:
    visitor = visit()
    link = "/report?report=0123456789abcdef&lang=en&q=%E6%B3%95"
    sent = visitor.get(link, headers={"accept": "text/html"})
    assert sent.status_code == 303
    form = visitor.get(sent.headers["location"])
    assert SECRET not in form.text and "Password" in form.text
    onward = re.search('name="next" value="([^"]*)"', form.text)
    assert onward is not None
    onwards = visitor.post("/login", data={"password": PASSWORD, "next": html.unescape(onward[1])})
    assert (onwards.status_code, onwards.headers["location"]) == (303, link)
    assert visitor.get(link).text == SECRET
    with visitor.websocket_connect(SOCKET) as socket:
        assert socket.receive_text() == SECRET


@pytest.mark.parametrize(
    "onward",
    ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "/a\r\nSet-Cookie: a=b", "/login", "x", "/" + "a" * 5000],
)  # fmt: skip
def test_the_form_leads_nowhere_else(visit: Visit, onward: str) -> None:
    answer = visit().post("/login", data={"password": PASSWORD, "next": onward})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert len(answer.headers.get_list("set-cookie")) == 1


def test_what_the_link_says_is_text_in_the_form(visit: Visit) -> None:
    shown = visit().get("/login", params={"next": '/"><script>alert(1)</script>', "lang": '"><script>'})
    assert "<script" not in shown.text


@pytest.mark.parametrize("forged", ["", "x", "../../etc/passwd", "A" * 43, "a" * 20_000, "\x00"])
def test_a_forged_cookie_opens_nothing(visit: Visit, forged: str) -> None:
    answer = visit().get("/", headers={"cookie": f"{COOKIE}={forged}"})
    assert answer.status_code == 401


def test_the_cookie_is_kept_from_scripts_and_from_other_sites(visit: Visit) -> None:
    for url, secure in (("https://fajian.example", True), ("http://fajian.example", False)):
        set_by = visit(url=url).post("/login", data={"password": PASSWORD}).headers["set-cookie"]
        assert "HttpOnly" in set_by and "SameSite=lax" in set_by and "Path=/;" in set_by
        assert ("Secure" in set_by) is secure


def test_a_login_ends_by_time_and_by_logging_out(visit: Visit, clock: Clock) -> None:
    visitor = visit()
    assert log_in(visitor) == 303
    assert visitor.get("/").text == SECRET
    token = visitor.cookies[COOKIE]
    assert visitor.get("/logout").status_code == 200
    assert visitor.get("/").text == SECRET
    assert visitor.post("/logout").status_code == 303
    assert visit().get("/", headers={"cookie": f"{COOKIE}={token}"}).status_code == 401
    assert log_in(visitor) == 303
    clock.now += 12 * 3600
    visitor.cookies.set(COOKIE, visitor.cookies[COOKIE])
    assert visitor.get("/").status_code == 401


def test_a_websocket_left_open_says_no_more_than_that_the_login_ended(visit: Visit) -> None:
    whole, part, stop = BackMsg(), BackMsg(), BackMsg()
    whole.rerun_script.query_string = "q=1"
    part.rerun_script.fragment_id = "a part of the page"
    stop.stop_script = True
    visitor, other = visit(), visit()
    assert log_in(visitor) == 303
    with visitor.websocket_connect(SOCKET) as socket:
        assert socket.receive_text() == SECRET
        socket.send_bytes(part.SerializeToString())
        assert socket.receive_bytes() == part.SerializeToString()
        other.post("/logout", headers={"cookie": f"{COOKIE}={visitor.cookies[COOKIE]}"})
        for dropped in (part.SerializeToString(), stop.SerializeToString(), b"\xff\xff", b""):
            socket.send_bytes(dropped)
        # At this the page asks again who it is: tests/web/test_login.py.
        socket.send_bytes(whole.SerializeToString())
        assert socket.receive_bytes() == whole.SerializeToString()


def test_guessing_is_slowed_and_others_still_come_in(visit: Visit, clock: Clock) -> None:
    guesser = visit(client="203.0.113.66")
    assert [log_in(guesser, f"guess {number}") for number in range(5)] == [403, 403, 403, 429, 429]
    waiting = guesser.post("/login", data={"password": PASSWORD})
    assert (waiting.status_code, waiting.headers["retry-after"]) == (429, "2")
    assert COOKIE not in guesser.cookies
    assert log_in(visit(client="203.0.113.8")) == 303
    clock.now += 2
    assert log_in(guesser) == 303


def test_another_site_can_neither_log_in_nor_out_nor_write(visit: Visit) -> None:
    visitor = visit()
    assert log_in(visitor) == 303
    for elsewhere in ({"origin": "https://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}):
        assert visitor.post("/login", data={"password": PASSWORD}, headers=elsewhere).status_code == 403
        assert visitor.post("/logout", headers=elsewhere).status_code == 403
        assert visitor.put("/_stcore/upload_file/a/b", headers=elsewhere).status_code == 401
        with pytest.raises(WebSocketDisconnect), visitor.websocket_connect(SOCKET, headers=elsewhere):
            pass
    assert visitor.get("/").text == SECRET


def test_a_form_too_long_is_no_password(visit: Visit) -> None:
    assert log_in(visit(), PASSWORD, more="x" * 100_000) == 403


def test_the_log_names_the_address_and_no_secret(visit: Visit, hashed: str, caplog: pytest.LogCaptureFixture) -> None:
    visitor = visit()
    with caplog.at_level(logging.DEBUG):
        wrong = visitor.post("/login", data={"password": "my other password"})
        log_in(visitor)
    assert "login refused for 203.0.113.7" in caplog.text
    for secret in (hashed, hashed.rsplit("$", maxsplit=1)[-1], PASSWORD, "my other password", visitor.cookies[COOKIE]):
        assert secret not in caplog.text
        assert secret not in wrong.text


def test_monitors_see_that_it_is_up_and_programs_nothing_else(visit: Visit) -> None:
    visitor = visit()
    assert visitor.get("/_stcore/health").status_code == 200
    log_in(visitor)
    for path in ("/_stcore/agent/interact", "/_stcore/agent/mcp", "/_stcore/metrics"):
        assert visitor.post(path).status_code == 404


def test_below_a_base_path(visit: Visit, hashed: str) -> None:
    visitor = visit(PageSettings(login="password", password=hashed, base_path="fajian"))
    sent = visitor.get("/fajian/report?q=1", headers={"accept": "text/html"})
    assert sent.headers["location"].startswith("/fajian/login?next=")
    done = visitor.post("/fajian/login", data={"password": PASSWORD, "next": "/elsewhere"})
    assert done.headers["location"] == "/fajian/"
    assert "Path=/fajian/" in done.headers["set-cookie"]
    assert visitor.get("/fajian/report").text == SECRET


@pytest.mark.parametrize(
    ("client", "url", "status"),
    [
        ("127.0.0.1", "http://127.0.0.1:8501", 200),
        ("::1", "http://localhost:8501", 200),
        ("127.0.0.1", "http://[::1]:8501", 200),
        ("127.0.0.1", "http://rebound.example", 403),
        ("203.0.113.7", "http://127.0.0.1:8501", 403),
        ("203.0.113.7", "http://10.0.0.1:8501", 403),
    ],
)
def test_without_a_password_only_this_machine_is_served(visit: Visit, client: str, url: str, status: int) -> None:
    answer = visit(PageSettings(), client, url).get("/")
    assert answer.status_code == status
    assert (SECRET in answer.text) is (status == 200)


def test_with_a_provider_the_page_itself_asks(visit: Visit) -> None:
    visitor = visit(PageSettings(login="oidc", allowed=("@example.gov.cn",)))
    assert visitor.get("/").status_code == 200


@pytest.mark.parametrize("path", ["/", "/login", "/media/x", "/_stcore/health"])
def test_every_answer_tells_browsers_to_hold_to_this_server(visit: Visit, path: str) -> None:
    headers = visit().get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "SAMEORIGIN"
    assert headers["referrer-policy"] == "same-origin"
    policy = headers["content-security-policy"]
    assert set(re.findall(r"\bwss?://\S+?(?=;| )", policy)) == {"ws://fajian.example", "wss://fajian.example"}
    assert "http:" not in policy and "https:" not in policy and "*" not in policy


def test_a_hostile_host_writes_nothing_into_the_policy(visit: Visit) -> None:
    headers = visit().get("/", headers={"host": "a; script-src *"}).headers
    assert "*" not in headers["content-security-policy"]
