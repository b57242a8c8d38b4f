"""Attacks on a page with a password, its log at its most talkative: what is told before the login, after it, and to whoever reads what the server writes."""

from __future__ import annotations

import asyncio
import re
import time
from pathlib import Path
from urllib.parse import quote

from bench.trust.attacks_open import HELD_TO, OPEN, Answer, ask, connects
from bench.trust.served import Served, visit
from web.gate.door import COOKIE

PASSWORD = "correct horse battery staple"
WRONG = "an entirely different guess"
_FORGED = ("", "x", "0" * 43, "../../page.toml", "' OR 1=1", "a" * 8000, "\\054", '"', "%00", "None", "true")
_COOKIE = re.compile(rf"{COOKIE}=([^;]+)")
_OTHERS = 20
"""Addresses that guess; each is told apart by what a proxy of this machine says of it."""


async def before_the_login(served: Served, data: Path) -> tuple[int, list[str]]:
    """Nothing but the form and the word for monitors; nothing for forged cookies, nor for one that the attacker set before."""
    tried, broken = 0, []
    for path in (path for path in OPEN if path != "/_stcore/health"):
        for method in ("GET", "POST", "PUT", "DELETE", "OPTIONS", "HEAD"):
            tried += 1
            answer = ask(served, path, method, {"Accept": "*/*"}, b"" if method in {"POST", "PUT"} else None)
            if answer.status not in {401, 404, 405}:
                broken.append(f"{method} {path} is answered with {answer.status}")
            broken += [f"{method} {path} lacks {name}" for name in HELD_TO if name not in answer.headers]
    for forged in _FORGED:
        tried += 2
        if ask(served, "/_stcore/host-config", headers={"Cookie": f"{COOKIE}={forged}"}).status < 400:
            broken.append(f"the cookie {forged[:20]!r} opens the page")
        if await connects(served, {"Cookie": f"{COOKIE}={forged}"}):
            broken.append(f"the cookie {forged[:20]!r} opens a websocket")
    fixed = "F" * 43
    given = _log_in(served, PASSWORD, "203.0.113.200", {"Cookie": f"{COOKIE}={fixed}"})
    token = _COOKIE.search(given.headers.get("set-cookie", ""))
    if given.status != 303 or token is None or token[1] == fixed:
        broken.append("a cookie that was there before the login is kept")
    if ask(served, "/_stcore/host-config", headers={"Cookie": f"{COOKIE}={fixed}"}).status < 400:
        broken.append("a cookie that was there before the login opens the page")
    return tried + 2, broken


async def guessing(served: Served, data: Path) -> tuple[int, list[str]]:
    """One address is slowed and then waits; others still come in; what is answered does not tell how near a guess was."""
    tried, broken = 0, []
    statuses = [_log_in(served, f"{WRONG} {number}", "203.0.113.66").status for number in range(8)]
    tried += len(statuses)
    if statuses[:3] != [403] * 3 or set(statuses[3:]) != {429}:
        broken.append(f"guesses of one address are answered with {statuses}")
    if _log_in(served, PASSWORD, "203.0.113.66").status != 429:
        broken.append("whoever has to wait is let in")
    bodies = set()
    for number, guess in enumerate(
        (PASSWORD[:-1], PASSWORD + "x", PASSWORD.upper(), "x" * 1000, "\x00", "密码密码密码密码", "")
    ):
        answer = _log_in(served, guess, f"198.51.100.{number}")
        bodies.add((answer.status, answer.body))
        tried += 1
    if len(bodies) != 1:
        broken.append(f"wrong passwords are told apart: {sorted(status for status, _ in bodies)}")
    for number in range(_OTHERS):
        tried += 1
        if _log_in(served, WRONG, f"192.0.2.{number}").status != 403:
            broken.append("another address is refused before it tried")
    if _log_in(served, PASSWORD, "203.0.113.77").status != 303:
        broken.append("whoever knows the password is kept out by those who do not")
    for body in (b"password=" + b"x" * 5_000_000, b"&" * 1_000_000, b"\xff" * 10_000, b"password[]=x", b"a=b;" * 4000):
        tried += 1
        answer = _post(served, "/login", body, "203.0.113.201")
        if answer.status not in {403, 429, 413}:
            broken.append(f"a form of {len(body)} bytes is answered with {answer.status}")
    return tried + 2, broken


async def after_the_logout(served: Served, data: Path) -> tuple[int, list[str]]:
    """A websocket that was open during the logout tells no more of the corpus; the cookie opens nothing."""
    broken = []
    cookie = {"Cookie": f"{COOKIE}={_token(served)}"}
    client = await visit(served, headers=cookie)
    seen = await client.see("", {"q": "执法人员不足怎么解决"})
    if not seen.hits:
        broken.append("whoever is logged in finds nothing")
    if ask(served, "/logout", "POST", {**cookie, "Origin": "http://evil.example"}, b"").status != 403:
        broken.append("another site can log people out")
    ask(served, "/logout", "POST", {**cookie, "Origin": served.url}, b"")
    seen = await client.see("", {"q": "普法形式单一怎么解决"})
    if seen.hits or "执法" in re.sub(r"<style>.*?</style>", "", seen.body, flags=re.DOTALL):
        broken.append("a page left open goes on after the logout")
    await client.socket.close()
    if await connects(served, cookie) or ask(served, "/_stcore/host-config", headers=cookie).status < 400:
        broken.append("the cookie still opens the page after the logout")
    return 5, broken


async def secrets(served: Served, data: Path) -> tuple[int, list[str]]:
    """Every secret of this server, looked for in all that it wrote, showed, and in what a list of processes tells."""
    token = _token(served)
    cookie = {"Cookie": f"{COOKIE}={token}; fajian-visitor={'ab' * 20}"}
    client = await visit(served, headers=cookie)
    seen = await client.see("corpus")
    shown = [
        seen.body,
        *(ask(served, path, headers=cookie).body for path in ("/nothing", "/media/x", "/_stcore/upload_file/a/b")),
    ]
    ask(served, f"/login?password={quote(WRONG)}&next=%2Freport", headers={"Accept": "text/html"})
    await client.socket.close()
    await asyncio.sleep(0.5)
    hashed = next(
        line for line in (data / "page.toml").read_text(encoding="utf-8").splitlines() if line.startswith("password")
    )
    salt, digest = hashed.split('"')[1].split("$")[-2:]
    words = {"password": PASSWORD, "guess": WRONG, "hash": digest, "salt": salt, "login": token, "visitor": "ab" * 20}
    told = {"the log": served.logged(), "a page": "\n".join(shown)}
    for name in ("cmdline", "environ"):
        file = Path(f"/proc/{served.process}/{name}")
        if file.is_file():
            told[f"/proc/PID/{name}"] = file.read_bytes().decode("utf-8", "replace")
    # A visitor's own page tells their browser which id to keep; nobody else's, and no log.
    own = {("visitor", "a page")}
    broken = [
        f"the {name} is in {where}"
        for where, text in told.items()
        for name, word in words.items()
        if (word in text or quote(word) in text) and (name, where) not in own
    ]
    return len(words) * len(told), broken


ATTACKS = (before_the_login, guessing, after_the_logout, secrets)


def _log_in(served: Served, password: str, address: str, headers: dict[str, str] | None = None) -> Answer:
    return _post(served, "/login", f"password={quote(password)}".encode(), address, headers)


def _post(served: Served, path: str, body: bytes, address: str, headers: dict[str, str] | None = None) -> Answer:
    # As a proxy of this machine would tell whom it asks for.
    told = {"Content-Type": "application/x-www-form-urlencoded", "X-Forwarded-For": address, **(headers or {})}
    try:
        return ask(served, path, "POST", told, body)
    except (BrokenPipeError, ConnectionResetError):
        return Answer(413, {}, "the server hung up")


def _token(served: Served) -> str:
    for number in range(20):
        found = _COOKIE.search(_log_in(served, PASSWORD, f"10.9.8.{number}").headers.get("set-cookie", ""))
        if found:
            return found[1]
        time.sleep(1)
    raise RuntimeError("nobody can log in")
