"""The gate: nothing passes to Streamlit, no page, no websocket, no download, no upload, before the login; and what every answer says to browsers."""

from __future__ import annotations

import logging
from collections.abc import MutableMapping
from typing import Any
from urllib.parse import quote, urlsplit

from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

from web.gate.answering import LoginDesk, from_elsewhere, language_of
from web.gate.door import COOKIE, Door, is_this_machine
from web.gate.form import refused_page
from web.texts import texts

HEALTH = "_stcore/health"
CLOSED = ("_stcore/agent", "_stcore/metrics")
"""What Streamlit offers to programs and nobody here needs."""
CONTENT = "; ".join((
    "default-src 'self'",
    # Streamlit's charts compile expressions, and what st.html runs stands in the page itself.
    "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "media-src 'self' blob:",
    "connect-src 'self' data: blob:{sockets}",
    "worker-src 'self' blob:",
    "frame-src 'self' blob: data:",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'self'",
))  # fmt: skip
"""What a browser may load, and from where: this server alone. Held by the browser, whatever a page may contain."""
MOST_SOCKETS = 1000
"""Pages open at once; each costs a session's memory, and a thread while it is drawn."""
_HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "SAMEORIGIN",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
_log = logging.getLogger(__name__)


class Gate:
    """ASGI middleware before Streamlit's own.

    Args:
        app: What lies behind the gate.
        door: Who may come in.
    """

    def __init__(self, app: ASGIApp, door: Door) -> None:
        self._app = app
        self._door = door
        self._desk = LoginDesk(door)
        self._sockets = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let pass, ask for the password, or refuse."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        if scope["type"] == "http":
            send = _with_headers(scope, send, self._door)
        answer = await self._answer(scope, receive)
        if answer is None and scope["type"] == "websocket":
            await self._open_socket(scope, receive, send)
        elif answer is None:
            with self._door.uploads.admit(scope, self._path(scope)) as refusal:
                await (refusal or self._app)(scope, receive, send)
        elif scope["type"] == "websocket":
            # Before it was accepted: the browser sees 403 and nothing else.
            await send({"type": "websocket.close", "code": 1008})
        else:
            await answer(scope, receive, send)

    async def _open_socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._sockets >= MOST_SOCKETS:
            _log.warning("refused a page: %s are open", self._sockets)
            # Try again later; the browser does so by itself.
            await send({"type": "websocket.close", "code": 1013})
            return
        self._sockets += 1
        try:
            await self._app(scope, self._watched(scope, receive), send)
        finally:
            self._sockets -= 1

    def _watched(self, scope: Scope, receive: Receive) -> Receive:
        """What a websocket says, which may be open for longer than its login.

        Afterwards only runs of the whole page pass, at whose head the page asks again and says so; not those of a part of it.
        """
        if self._door.settings.login != "password":
            return receive
        token = HTTPConnection(scope).cookies.get(COOKIE)

        async def watched() -> Message:
            while True:
                message = await receive()
                if message["type"] != "websocket.receive" or self._door.tokens.holds(token) or _runs_all(message):
                    return message

        return watched

    def _path(self, scope: Scope) -> str:
        path: str = scope["path"]
        return path.removeprefix(self._door.base)

    async def _answer(self, scope: Scope, receive: Receive) -> Response | None:
        """The gate's own answer; ``None`` lets pass."""
        asked = HTTPConnection(scope)
        path = self._path(scope)
        if path == HEALTH and scope["type"] == "http":
            return None
        if path.startswith(CLOSED):
            return PlainTextResponse("not found", 404)
        if self._door.settings.login == "password":
            return await self._for_password(asked, path, receive)
        if from_elsewhere(asked, scope["type"]):
            # A page of any other program on this machine is another site too; and Streamlit would ask the internet for its own address to decide.
            return PlainTextResponse("another site may not use this page", 403)
        # With a provider the page itself asks who it is, before it shows anything.
        return None if self._door.settings.login or _at_this_machine(asked) else _refused(asked)

    async def _for_password(self, asked: HTTPConnection, path: str, receive: Receive) -> Response | None:
        scope = asked.scope
        if scope["type"] == "http" and path in {"login", "logout"}:
            return await self._desk.answer(Request(scope, receive), path)
        if self._door.tokens.holds(asked.cookies.get(COOKIE)) and not from_elsewhere(asked, scope["type"]):
            return None
        if scope["type"] == "http" and scope["method"] == "GET" and "text/html" in asked.headers.get("accept", ""):
            onward = scope["path"] + (f"?{asked.url.query}" if asked.url.query else "")
            return RedirectResponse(f"{self._door.base}login?next={quote(onward)}", 303)
        return PlainTextResponse("log in first", 401)


def _runs_all(message: Message) -> bool:
    """Whether a browser's message asks Streamlit to run the whole page."""
    asked = BackMsg()
    try:
        asked.ParseFromString(message.get("bytes") or b"")
    except DecodeError:
        return False
    return asked.WhichOneof("type") == "rerun_script" and not asked.rerun_script.fragment_id


def _at_this_machine(asked: HTTPConnection) -> bool:
    """Whether a browser of this machine asks, under a name of this machine: a page elsewhere may let its own name point here."""
    host = urlsplit(f"//{asked.headers.get('host', '')}").hostname
    return is_this_machine(asked.client.host if asked.client else None) and is_this_machine(host)


def _refused(asked: HTTPConnection) -> Response:
    language = language_of(asked)
    _log.warning("refused %s: the page has no login", asked.client.host if asked.client else "somebody")
    return HTMLResponse(refused_page(language, texts(language).login.local_only), 403)


def _with_headers(scope: Scope, send: Send, door: Door) -> Send:
    """Add to every answer what browsers should hold to, unless it says so itself."""
    host = HTTPConnection(scope).headers.get("host", "")
    # Older browsers do not count a websocket of the same host as the same origin.
    known = all(character.isalnum() or character in "-.:[]" for character in host)
    sockets = f" ws://{host} wss://{host}" if host and known else ""
    headers = {**_HEADERS, "content-security-policy": CONTENT.format(sockets=sockets)}
    if door.settings.login and scope["path"].removeprefix(door.base).startswith(("media/", "login", "logout")):
        headers["cache-control"] = "private, no-store"

    async def told(message: Message) -> None:
        if message["type"] == "http.response.start":
            _complete(message, headers)
        await send(message)

    return told


def _complete(message: MutableMapping[str, Any], headers: dict[str, str]) -> None:
    there = {name.lower() for name, _ in message.get("headers", ())}
    more = [(name.encode(), value.encode("latin-1")) for name, value in headers.items() if name.encode() not in there]
    message["headers"] = [*message.get("headers", ()), *more]
