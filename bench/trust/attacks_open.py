"""Attacks on a page without a login, which serves this machine alone: by other names, from other origins, along other paths."""

from __future__ import annotations

import http.client
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from websockets.exceptions import InvalidStatus

from bench.trust.served import Served, visit
from web.gate.middleware import CONTENT

NAMES = ("evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "0.0.0.0", "10.0.0.1", "[::ffff:7f00:1]x", "evil.example:{port}", "a@127.0.0.1.evil", "")  # fmt: skip
"""What the Host may be where a page elsewhere lets its own name point to this machine."""
ORIGINS = ("http://evil.example", "https://evil.example", "null", "http://127.0.0.1:1", "http://localhost:1", "http://127.0.0.1", "file://", "http://127.0.0.1:{port}.evil.example", "http://evil.example/@127.0.0.1:{port}")  # fmt: skip
"""Whose scripts may ask: other hosts, and other programs of this machine."""
OPEN = (
    "/", "/overview", "/report?report=0", "/_stcore/health", "/_stcore/host-config", "/favicon.png", "/manifest.json", "/_stcore/script-health-check", "/_stcore/bidi-components/x", "/component/x/index.html",
    "/media/0", "/media/", "/static/", "/static/js/", "/app/static/x", "/_stcore/upload_file/a/b", "/_stcore/metrics", "/_stcore/agent/mcp", "/_stcore/message", "/nothing/there", "/healthz", "/debug", "/oauth2callback", "/auth/login",
)  # fmt: skip
"""Every kind of address that Streamlit or the page might answer."""
HELD_TO = ("x-content-type-options", "x-frame-options", "referrer-policy", "content-security-policy", "permissions-policy", "cross-origin-opener-policy", "cross-origin-resource-policy")  # fmt: skip
_STEPS = (
    "../",
    "..%2f",
    "%2e%2e/",
    "%2e%2e%2f",
    "..%5c",
    "..\\",
    "....//",
    "%252e%252e%252f",
    "..%c0%af",
    "..;/",
    "%00/../",
    "//",
    "/.//../",
)
_AIMS = ("etc/passwd", "page.toml", "index-data/page.toml", "app.py", "web/gate/tokens.py", ".streamlit/config.toml", ".git/config", "proc/self/environ", "index/CURRENT")  # fmt: skip
_BELOW = (
    "/",
    "/static/",
    "/media/",
    "/component/",
    "/_stcore/bidi-components/",
    "/app/static/",
    "/_stcore/upload_file/",
)
_TELLING = (
    "root:x:",
    "MARK-9f31c6",
    "def main",
    "class Tokens",
    "[server]",
    "[core]",
    "FAJIAN_INDEX=",
    "require_login",
)
"""What stands in those files and in nothing that is served."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server answered; header names in small letters."""

    status: int
    headers: Mapping[str, str]
    body: str


def ask(
    served: Served, path: str, method: str = "GET", headers: Mapping[str, str] | None = None, body: bytes | None = None
) -> Answer:
    """Send a request as it is, the path not tidied."""
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=60)
    given = {"Host": served.host, **(headers or {})}
    try:
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in {**given, **({"Content-Length": str(len(body))} if body is not None else {})}.items():
            connection.putheader(name, value)
        connection.endheaders(body)
        answer = connection.getresponse()
        text = answer.read(2_000_000).decode("utf-8", "replace")
        return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, text)
    finally:
        connection.close()


async def other_names(served: Served, data: Path) -> tuple[int, list[str]]:
    """A page elsewhere whose own name points to this machine."""
    tried, broken = 0, []
    for name in (name.format(port=served.port) for name in NAMES):
        for path in ("/", "/_stcore/host-config", "/media/0", "/static/index.html"):
            tried += 1
            answer = ask(served, path, headers={"Host": name})
            if answer.status < 400:
                broken.append(f"{name!r} is given {path} ({answer.status})")
        tried += 1
        if name and await connects(served, {"Host": name}):
            broken.append(f"{name!r} opens a websocket")
    return tried, broken


async def other_origins(served: Served, data: Path) -> tuple[int, list[str]]:
    """A page of another site or program in the browser of this machine."""
    tried, broken = 0, []
    for origin in (origin.format(port=served.port) for origin in ORIGINS):
        tried += 1
        if await connects(served, {"Origin": origin}):
            broken.append(f"{origin} opens a websocket")
        for path in ("/", "/_stcore/health", "/_stcore/host-config", "/media/0", "/_stcore/upload_file/a/b"):
            for method in ("GET", "OPTIONS", "PUT", "POST", "DELETE"):
                tried += 1
                answer = ask(served, path, method, {"Origin": origin}, b"")
                if answer.headers.get("access-control-allow-origin") in {"*", origin}:
                    broken.append(f"{origin} may read {method} {path}")
                if method in {"PUT", "POST", "DELETE"} and answer.status < 400:
                    broken.append(f"{origin} may {method} {path} ({answer.status})")
    return tried, broken


async def other_paths(served: Served, data: Path) -> tuple[int, list[str]]:
    """Out of the folders that are served, into those that are not."""
    tried, broken = 0, []
    for below in _BELOW:
        for step in _STEPS:
            for aim in _AIMS:
                tried += 1
                answer = ask(served, f"{below}{step * 8}{aim}")
                if any(word in answer.body for word in _TELLING):
                    broken.append(f"{below}{step}…{aim} is given out")
                if answer.status >= 500:
                    broken.append(f"{below}{step}…{aim} ended in {answer.status}")
    return tried, broken


async def open_addresses(served: Served, data: Path) -> tuple[int, list[str]]:
    """What is answered at all: never by an error of ours, always with what browsers should hold to."""
    tried, broken = 0, []
    for path in OPEN:
        for method in ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "X"):
            tried += 1
            answer = ask(served, path, method, body=b"x" if method in {"POST", "PUT", "PATCH"} else None)
            if answer.status >= 500:
                broken.append(f"{method} {path} ended in {answer.status}")
            broken += [f"{method} {path} lacks {name}" for name in HELD_TO if name not in answer.headers]
            if CONTENT.split("{")[0] not in answer.headers.get("content-security-policy", ""):
                broken.append(f"{method} {path} has another policy")
    for path in ("/_stcore/metrics", "/_stcore/agent/mcp", "/_stcore/agent/interact"):
        tried += 1
        if ask(served, path).status != 404:
            broken.append(f"{path} is open")
    return tried, broken


async def odd_requests(served: Served, data: Path) -> tuple[int, list[str]]:
    """Too long, too many, of no form."""
    tried, broken = 0, []
    odd: list[dict[str, str]] = [
        {"Cookie": "fajian_login=" + "a" * 30_000},
        {"Cookie": "; ".join(f"c{number}=x" for number in range(2000))},
        {"Cookie": 'fajian-visitor="\\054\\"; _streamlit_xsrf=2|x|y|z'},
        {"Cookie": "fajian-visitor=" + ".".join(["0" * 40] * 500)},
        {"Accept-Language": "*" * 30_000},
        {"X-Forwarded-For": ", ".join(["203.0.113.1"] * 2000)},
        {"X-Forwarded-For": "\x7f'"},
        {"Content-Length": "-1"},
        {"Range": "bytes=" + ",".join("0-1" for _ in range(3000))},
        {f"X-{number}": "x" for number in range(300)},
    ]
    for headers in odd:
        tried += 1
        if ask(served, "/", headers=headers).status >= 500:
            broken.append(f"{str(headers)[:60]} ended in an error of ours")
    for length in (10_000, 100_000, 1_000_000):
        tried += 1
        if status_of_link(served, length) >= 500:
            broken.append(f"a link of {length} characters ended in an error of ours")
    if ask(served, "/_stcore/health").status != 200:
        broken.append("the server is no longer there")
    return tried, broken


def status_of_link(served: Served, length: int) -> int:
    """Of a link that long; 400 where the server hangs up on whoever sends it."""
    try:
        return ask(served, "/?q=" + "a" * length).status
    except (BrokenPipeError, ConnectionResetError):
        return 400


async def connects(served: Served, headers: Mapping[str, str]) -> bool:
    """Whether a websocket with these headers is opened."""
    try:
        client = await visit(served, headers=headers)
    except InvalidStatus:
        return False
    await client.socket.close()
    return True


ATTACKS = (other_names, other_origins, other_paths, open_addresses, odd_requests)
