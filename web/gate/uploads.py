"""How much the server takes from browsers before the page has looked at it, whatever a client sends that knows no page: files and bytes, by session and altogether."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, Response
from starlette.types import Scope
from streamlit import runtime

from web.settings import PageSettings

UPLOADS = "_stcore/upload_file/"
GENEROUS = 2
"""So many times what the page keeps may come in, so that what is a little too much is refused by the page, file by file and with the reason."""
TOGETHER = 8
"""Sessions that may bring as much as one may, at the same time; what waits lies in memory."""
_MOST_SESSIONS = 1000
_FRAMING = 2**20
"""Bytes that a form adds to its file at most."""


@dataclass
class Uploads:
    """Refuses what would be too much. Files that the page took over no longer count (``web/corpus_intake.py`` lets them go).

    ``turned_away`` counts refusals by session, for the page to tell.
    """

    settings: PageSettings
    turned_away: Counter[str] = field(default_factory=Counter)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _files_coming: Counter[str] = field(default_factory=Counter)
    _bytes_coming: Counter[str] = field(default_factory=Counter)

    @contextmanager
    def admit(self, scope: Scope, path: str) -> Iterator[Response | None]:
        """The refusal of a request, or ``None``; one that is let pass counts until it ends.

        Args:
            scope: Of the request.
            path: Below the page's own.
        """
        if scope["type"] != "http" or not path.startswith(UPLOADS) or scope["method"] not in {"PUT", "POST"}:
            yield None
            return
        session = path.removeprefix(UPLOADS).partition("/")[0]
        one = (self.settings.upload_megabytes << 20) + _FRAMING
        size = _size(Headers(scope=scope).get("content-length"), one)
        refusal = self._enter(session, size, GENEROUS * one)
        try:
            yield refusal
        finally:
            if refusal is None:
                self._leave(session, size)

    def _enter(self, session: str, size: int, most: int) -> Response | None:
        if self.settings.read_only:
            return PlainTextResponse("this page is read-only", 403)
        files, held, everybody = _waiting(session)
        with self._lock:
            files += self._files_coming[session]
            held += self._bytes_coming[session]
            everybody += self._bytes_coming.total()
            if files >= GENEROUS * self.settings.upload_files or held + size > most:
                if len(self.turned_away) > _MOST_SESSIONS:
                    self.turned_away.clear()
                self.turned_away[session] += 1
                return PlainTextResponse("more than one visitor may upload at once", 413)
            if everybody + size > TOGETHER * most:
                return PlainTextResponse(
                    "too many uploads at once; try again in a minute", 503, headers={"retry-after": "60"}
                )
            self._files_coming[session] += 1
            self._bytes_coming[session] += size
        return None

    def _leave(self, session: str, size: int) -> None:
        with self._lock:
            self._files_coming[session] -= 1
            self._bytes_coming[session] -= size
            if not self._files_coming[session]:
                del self._files_coming[session], self._bytes_coming[session]


def _size(told: str | None, most: int) -> int:
    """Bytes that a request announces; one that announces none may bring all that a file may have."""
    return int(told) if told and told.isascii() and told.isdigit() and len(told) < 16 else most


def _waiting(session: str) -> tuple[int, int, int]:
    """Files and bytes of a session that lie in memory, and bytes of all sessions."""
    if not runtime.exists():
        return 0, 0, 0
    storage = getattr(runtime.get_instance().uploaded_file_mgr, "file_storage", {})
    # Copied first: uploads of others come and go meanwhile.
    everybody = {name: list(files.values()) for name, files in list(storage.items())}
    own = everybody.get(session, [])
    return (
        len(own),
        sum(len(file.data) for file in own),
        sum(len(f.data) for files in everybody.values() for f in files),
    )
