"""What the gate answers itself: the login with the password, and the way out."""

from __future__ import annotations

import asyncio
import logging
import math
from urllib.parse import parse_qs, urlsplit

from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from web.gate.door import COOKIE, Door
from web.gate.form import login_page, logout_page, refused_page
from web.gate.password import is_password
from web.link import LANGUAGES
from web.texts import texts

AT_ONCE = 2
"""Passwords looked at side by side; each takes a third of a second and 32 MB."""
WAITING = 32
"""Tries that may wait for their turn."""
_MOST_BYTES = 16_384
_LONGEST_LINK = 4000
_log = logging.getLogger(__name__)


class LoginDesk:
    """Answers ``login`` and ``logout``."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._waiting = 0

    async def answer(self, request: Request, path: str) -> Response:
        """Show the form, or take what was written into it."""
        if request.method in {"GET", "HEAD"}:
            language = language_of(request)
            if path == "logout":
                return HTMLResponse(logout_page(self._door.base, language))
            if self._door.tokens.holds(request.cookies.get(COOKIE)):
                return RedirectResponse(self._onward(request.query_params.get("next")), 303)
            return HTMLResponse(login_page(self._door.base, language, self._onward(request.query_params.get("next"))))
        if request.method != "POST":
            return HTMLResponse(refused_page(language_of(request), "405"), 405)
        if from_elsewhere(request, "post"):
            language = language_of(request)
            return HTMLResponse(refused_page(language, texts(language).login.elsewhere), 403)
        return self._out(request) if path == "logout" else await self._in(request)

    async def _in(self, request: Request) -> Response:
        fields = await _fields(request)
        language = fields.get("lang") if fields.get("lang") in LANGUAGES else language_of(request)
        assert language is not None
        words, onward = texts(language).login, self._onward(fields.get("next"))

        def again(told: str, status: int, seconds: float = 0) -> Response:
            headers = {"retry-after": str(math.ceil(seconds))} if seconds else {}
            return HTMLResponse(login_page(self._door.base, language, onward, told), status, headers)

        address = request.client.host if request.client else ""
        if self._waiting >= WAITING:
            return again(words.busy, 503, 5)
        wait = self._door.patience.try_now(address)
        if wait > 0:
            return again(words.wait.format(seconds=math.ceil(wait)), 429, wait)
        if not await self._right(fields.get("password", "")):
            # For whoever reads the log, and for programs that lock addresses out by it; never what was typed.
            _log.warning("login refused for %s", address)
            return again(words.wrong, 403)
        self._door.patience.forgive(address)
        answer = RedirectResponse(onward, 303)
        answer.set_cookie(
            COOKIE,
            self._door.tokens.give(),
            max_age=self._door.tokens.seconds,
            path=self._door.base,
            secure=request.url.scheme == "https",
            httponly=True,
            samesite="lax",
        )
        return answer

    async def _right(self, password: str) -> bool:
        self._waiting += 1
        try:
            async with self._turns:
                await asyncio.sleep(self._door.patience.pause())
                return await asyncio.to_thread(is_password, password, self._door.settings.password)
        finally:
            self._waiting -= 1

    def _out(self, request: Request) -> Response:
        self._door.tokens.take_back(request.cookies.get(COOKIE))
        answer = RedirectResponse(f"{self._door.base}login", 303)
        answer.delete_cookie(COOKIE, path=self._door.base, httponly=True, samesite="lax")
        return answer

    def _onward(self, link: str | None) -> str:
        """Where to go after the login: a path of this page and nothing else."""
        link = link or ""
        plain = len(link) <= _LONGEST_LINK and "\\" not in link and all(c.isprintable() and c != " " for c in link)
        if not plain or not link.startswith(self._door.base) or link.startswith("//"):
            return self._door.base
        return self._door.base if link.removeprefix(self._door.base).startswith(("login", "logout")) else link


def language_of(asked: HTTPConnection) -> str:
    """The language of the link, else the browser's, else Chinese."""
    chosen = (
        asked.query_params.get("lang")
        or parse_qs(urlsplit(asked.query_params.get("next", "").replace("[", "").replace("]", "")).query).get(
            "lang", [""]
        )[0]
    )
    if chosen in LANGUAGES:
        return chosen
    preferred = asked.headers.get("accept-language", "").split(",")[0].strip().lower()
    return "en" if preferred.startswith("en") else "zh"


def from_elsewhere(asked: HTTPConnection, what: str) -> bool:
    """Whether another site sent the browser here with something that is more than a link followed."""
    if what == "http" and asked.scope["method"] in {"GET", "HEAD"}:
        return False
    if asked.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        return True
    origin = asked.headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != asked.headers.get("host")


async def _fields(request: Request) -> dict[str, str]:
    """What was written into a form; nothing where it is too long to be one."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > _MOST_BYTES:
            return {}
    return {name: values[0] for name, values in parse_qs(body.decode("utf-8", "replace")).items()}
