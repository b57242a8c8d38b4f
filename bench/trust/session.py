"""A visitor of the real server who does what a browser does: opens links, presses buttons, ticks boxes, drops files, downloads.

It speaks Streamlit's protocol over its websocket and plain HTTP for files. Widgets are found by the ends of their ids, which are the keys that the page
gives them.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

PATIENCE = 600.0
"""Seconds that a page may take on a machine with other work to do."""
COOKIE = "fajian-visitor"
_TRIES = 4


class PageFaultError(Exception):
    """The page showed a fault of its own, or something that it should show is not there."""


@dataclass
class Session:
    """An open page.

    ``widgets`` are ids by key and ``files`` what can be downloaded by key, as the page last drew them; ``shown`` are the texts of its HTML.
    """

    port: int
    socket: ClientConnection
    cookie: str
    widgets: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    shown: list[str] = field(default_factory=list)
    pressed_again: int = 0
    _query: str = ""
    _page: str = ""
    _hash: str = ""
    _identity: str = ""

    @classmethod
    async def open(cls, port: int, visitor: str | None = None) -> Self:
        """A new window of a visitor, who is known by 40 hexadecimal digits; of somebody new if ``None``."""
        cookie = f"{COOKIE}={visitor}" if visitor else ""
        socket = await connect(
            f"ws://127.0.0.1:{port}/_stcore/stream",
            subprotocols=["streamlit"],  # type: ignore[list-item]
            additional_headers={"Cookie": cookie} if cookie else {},
            max_size=None,
        )
        return cls(port, socket, cookie)

    async def see(self, page: str = "", **params: str) -> Self:
        """Open a page by its link and wait until it is drawn."""
        self._query, self._page, self._hash = urlencode(params), page, ""
        return await self._run({})

    async def press(self, key: str, **values: str | bool) -> Self:
        """Press a button, after filling in other widgets: a text, or whether a box is ticked."""
        return await self._run(values, trigger=key)

    async def fill(self, **values: str | bool) -> Self:
        """Fill in widgets, pressing nothing."""
        return await self._run(values)

    async def drop(self, key: str, name: str, content: bytes) -> Self:
        """Put a file into an upload box."""
        asked = BackMsg()
        asked.file_urls_request.request_id = secrets.token_hex(8)
        asked.file_urls_request.session_id = self._identity
        asked.file_urls_request.file_names.append(name)
        await self.socket.send(asked.SerializeToString())
        while True:
            message = await self._receive()
            if message.HasField("file_urls_response"):
                break
        [urls] = message.file_urls_response.file_urls
        await asyncio.to_thread(_put, self.port, urls.upload_url, self.cookie, name, content)
        asked = self._asked()
        state = asked.rerun_script.widget_states.widgets.add()
        state.id = self._widget(key)
        info = state.file_uploader_state_value.uploaded_file_info.add()
        info.file_id, info.name, info.size = urls.file_id, name, len(content)
        info.file_urls.CopyFrom(urls)
        return await self._drawn(asked)

    async def download(self, key: str) -> bytes:
        """What a download button gives. Pressed again, as a person does, where the file was gone before it was fetched.

        Streamlit forgets a file that nobody has fetched when two other pages were drawn meanwhile.
        """
        if key not in self.files:
            raise PageFaultError(f"no file {key} on the page {self._page!r}?{self._query}")
        for _ in range(_TRIES):
            url = await self._made(key)
            try:
                return await asyncio.to_thread(_get, self.port, url, self.cookie)
            except urllib.error.HTTPError as error:
                if error.code != 404:
                    raise
                self.pressed_again += 1
        raise PageFaultError(f"{key} was gone {_TRIES} times before it was fetched")

    async def _made(self, key: str) -> str:
        """Have the file made; where it lies."""
        asked = BackMsg()
        asked.backend_operation_request.request_id = secrets.token_hex(8)
        asked.backend_operation_request.session_id = self._identity
        asked.backend_operation_request.deferred_file.file_id = self.files[key]
        await self.socket.send(asked.SerializeToString())
        while True:
            message = await self._receive()
            if message.HasField("backend_operation_response"):
                break
        answer = message.backend_operation_response
        if answer.error_msg:
            raise PageFaultError(f"{key}: {answer.error_msg}")
        return str(answer.deferred_file.url)

    async def walk_away(self, page: str = "", **params: str) -> None:
        """Open a link and close the window before anything is drawn."""
        self._query, self._page, self._hash = urlencode(params), page, ""
        await self.socket.send(self._asked().SerializeToString())
        await self.socket.close()

    async def leave(self) -> None:
        """Close the window."""
        await self.socket.close()

    def key(self, beginning: str) -> str | None:
        """The first widget whose key begins so."""
        return next((key for key in self.widgets if key.startswith(beginning)), None)

    def _widget(self, key: str) -> str:
        if key not in self.widgets:
            raise PageFaultError(f"no {key} on the page {self._page!r}?{self._query}")
        return self.widgets[key]

    def _asked(self) -> BackMsg:
        asked = BackMsg()
        asked.rerun_script.query_string = self._query
        if self._hash:
            asked.rerun_script.page_script_hash = self._hash
        else:
            asked.rerun_script.page_name = self._page
        return asked

    async def _run(self, values: dict[str, str | bool], trigger: str | None = None) -> Self:
        asked = self._asked()
        states = asked.rerun_script.widget_states.widgets
        for key, value in values.items():
            state = states.add()
            state.id = self._widget(key)
            if isinstance(value, bool):
                state.bool_value = value
            else:
                state.string_value = value
        if trigger is not None:
            state = states.add()
            state.id, state.trigger_value = self._widget(trigger), True
        return await self._drawn(asked)

    async def _drawn(self, asked: BackMsg) -> Self:
        """Send, and take up what is drawn until the script is through; a run that begins another is waited for as well."""
        await self.socket.send(asked.SerializeToString())
        while True:
            message = await self._receive()
            kind = message.WhichOneof("type")
            if kind == "new_session":
                self._identity = message.new_session.initialize.session_id
                self.widgets, self.files, self.shown = {}, {}, []
            elif kind == "navigation":
                self._hash = message.navigation.page_script_hash
            elif kind == "page_info_changed":
                self._query = message.page_info_changed.query_string
            elif kind == "delta" and message.delta.HasField("new_element"):
                self._take(message.delta.new_element)
            elif kind == "script_finished":
                if message.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                    raise PageFaultError(f"{self._page!r}?{self._query} does not run")
                if message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                    return self

    def _take(self, element: Element) -> None:
        kind = element.WhichOneof("type")
        body = getattr(element, str(kind))
        if kind == "exception":
            raise PageFaultError(f"{self._page!r}?{self._query} shows a fault: {body.type} {body.message}")
        if kind == "html":
            self.shown.append(body.body)
        identity = getattr(body, "id", "")
        if identity.startswith("$$ID-"):
            key = identity.split("-", 2)[2]
            self.widgets[key] = identity
            if kind == "download_button":
                self.files[key] = body.deferred_file_id

    async def _receive(self) -> ForwardMsg:
        raw = await asyncio.wait_for(self.socket.recv(), PATIENCE)
        assert isinstance(raw, bytes)
        message = ForwardMsg()
        message.ParseFromString(raw)
        return message


def _opener() -> urllib.request.OpenerDirector:
    return urllib.request.build_opener(urllib.request.ProxyHandler({}))


def _get(port: int, path: str, cookie: str) -> bytes:
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Cookie": cookie})
    with _opener().open(request, timeout=PATIENCE) as answer:
        return bytes(answer.read())


def _put(port: int, path: str, cookie: str, name: str, content: bytes) -> None:
    """Send a file as a browser does, with the server's token against requests from other sites."""
    with _opener().open(f"http://127.0.0.1:{port}/_stcore/health", timeout=PATIENCE) as answer:
        given = [line.split(";")[0] for line in answer.headers.get_all("Set-Cookie") or []]
        answer.read()
    token = next((one.partition("=")[2] for one in given if one.startswith("_streamlit_xsrf=")), "")
    mark = secrets.token_hex(16)
    head = (
        f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename={json.dumps(name, ensure_ascii=False)}\r\n'
    )
    body = f"{head}Content-Type: application/octet-stream\r\n\r\n".encode() + content + f"\r\n--{mark}--\r\n".encode()
    headers = {
        "Content-Type": f"multipart/form-data; boundary={mark}",
        "Cookie": "; ".join(filter(None, [cookie, f"_streamlit_xsrf={token}"])),
        "X-Xsrftoken": token.strip('"'),
    }
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", body, headers, method="PUT")
    with _opener().open(request, timeout=PATIENCE) as answer:
        answer.read()
