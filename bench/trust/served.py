"""The page's real server with everything that it logs kept, and visitors who speak its protocol without a browser, as an attacker would."""

from __future__ import annotations

import asyncio
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from web.server import APP, check_port, command, environment, is_up
from web.settings import data_directory, read_settings

PATIENCE = 600.0
"""Seconds that a page may take on a busy machine."""


@dataclass(frozen=True, slots=True)
class Served:
    """A server at work. ``log`` is the file that takes what it writes."""

    port: int
    process: int
    log: Path

    @property
    def host(self) -> str:
        """Its name and port."""
        return f"127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://{self.host}"

    def logged(self) -> str:
        """What it wrote until now."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def memory(self) -> float:
        """Megabytes of it that lie in memory."""
        told = subprocess.run(["ps", "-o", "rss=", "-p", str(self.process)], capture_output=True, text=True, check=True)
        return int(told.stdout) / 1024

    def threads(self) -> int:
        """How many threads it has."""
        told = subprocess.run(
            ["ps", "-o", "nlwp=", "-p", str(self.process)], capture_output=True, text=True, check=True
        )
        return int(told.stdout)


@contextmanager
def serving(index: Path, log: Path, model: str | None = "hashing", *, level: str = "warning") -> Iterator[Served]:
    """Run the page of an index on a free port of this machine.

    Args:
        index: Its directory; the settings lie in the data directory beside it.
        log: Takes what the server writes.
        model: The encoder; ``None`` is the bundled one.
        level: Of Streamlit's own log.

    Raises:
        RuntimeError: It does not come up.
    """
    port = check_port(0)
    settings = read_settings(data_directory(index))
    line = [
        f"--logger.level={level}" if part.startswith("--logger.level=") else part
        for part in command(port, settings=settings)
    ]
    base = f"/{settings.base_path}" if settings.base_path else ""
    with log.open("wb") as output:
        process = subprocess.Popen(
            line,
            cwd=APP.parent,
            env={**environment(index, model), "PYTHONUNBUFFERED": "1"},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            deadline = time.monotonic() + PATIENCE
            while not is_up(f"http://127.0.0.1:{port}{base}"):
                if process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError(f"the server did not come up: {log.read_text(errors='replace')[-500:]}")
                time.sleep(0.1)
            yield Served(port, process.pid, log)
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@dataclass
class Seen:
    """What a page sent: its HTML, errors that it showed as such, addresses of downloads, ids of its widgets, and how many bytes."""

    html: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    media: list[str] = field(default_factory=list)
    uploaders: list[str] = field(default_factory=list)
    buttons: list[str] = field(default_factory=list)
    sent: int = 0
    session: str = ""

    @property
    def body(self) -> str:
        """All HTML."""
        return "\n".join(self.html)

    @property
    def hits(self) -> list[str]:
        """The HTML of every hit."""
        return [html for html in self.html if html.startswith('<article class="fj-hit">')]


@dataclass
class Client:
    """A session of the server, without a browser."""

    socket: ClientConnection
    session: str = ""

    async def see(self, path: str = "", params: Mapping[str, str] | None = None) -> Seen:
        """Ask for a page by its link and wait until it is drawn."""
        asked = BackMsg()
        asked.rerun_script.query_string = urlencode(dict(params or {}), errors="surrogatepass")
        asked.rerun_script.page_name = path
        return await self.say(asked)

    async def say(self, asked: BackMsg) -> Seen:
        """Send a message of any kind that has the page drawn, and wait until it is."""
        await self.socket.send(asked.SerializeToString())
        seen = Seen(session=self.session)
        while True:
            raw = await asyncio.wait_for(self.socket.recv(), PATIENCE)
            assert isinstance(raw, bytes)
            seen.sent += len(raw)
            message = ForwardMsg()
            message.ParseFromString(raw)
            if message.WhichOneof("type") == "new_session":
                self.session = seen.session = message.new_session.initialize.session_id
            element = message.delta.new_element
            kind = element.WhichOneof("type")
            if kind == "html":
                seen.html.append(element.html.body)
            elif kind == "exception":
                seen.errors.append(f"{element.exception.type}: {element.exception.message}")
            elif kind == "download_button":
                seen.media.append(element.download_button.url)
            elif kind == "file_uploader":
                seen.uploaders.append(element.file_uploader.id)
            elif kind == "button":
                seen.buttons.append(element.button.id)
            if message.WhichOneof("type") == "script_finished" and message.script_finished in {
                ForwardMsg.FINISHED_SUCCESSFULLY,
                ForwardMsg.FINISHED_WITH_COMPILE_ERROR,
            }:
                return seen


async def visit(served: Served, *, base: str = "", headers: Mapping[str, str] | None = None) -> Client:
    """Open a session.

    Raises:
        websockets.exceptions.InvalidStatus: The server refuses.
    """
    url = f"ws://{served.host}{base}/_stcore/stream"
    socket = await connect(
        url,
        subprotocols=["streamlit"],  # type: ignore[list-item]
        max_size=None,
        # As browsers, which answer pings and send none.
        ping_interval=None,
        additional_headers=dict(headers or {}),
    )
    return Client(socket)
