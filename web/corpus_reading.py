"""Reads files in the background, so that the page stays alive: a thread asks a process of its own, and the page looks at what is there."""

from __future__ import annotations

import logging
import threading
from collections import deque
from pathlib import Path

from indexer.preview import PreviewReader
from web.corpus_shelf import Shelf

_SLOTS = threading.BoundedSemaphore(2)
"""Processes that read at once, whoever asked; the others wait in turn."""

_log = logging.getLogger(__name__)
_lock = threading.Lock()
_waiting: dict[Path, deque[str]] = {}
"""Files still to be read, by the folder of their shelf; a folder has one thread while it is in here."""


def ask_for(shelf: Shelf, names: list[str]) -> None:
    """Have these files of a shelf read. Returns at once; asking again for what is being read already does no harm."""
    if not names:
        return
    with _lock:
        queue = _waiting.get(shelf.folder)
        if queue is not None:
            queue.extend(name for name in names if name not in queue)
            return
        _waiting[shelf.folder] = deque(names)
    threading.Thread(target=_work, args=(shelf,), daemon=True, name="fajian-preview").start()


def is_reading(shelf: Shelf) -> bool:
    """Whether files of a shelf are waiting to be read."""
    with _lock:
        return shelf.folder in _waiting


def _work(shelf: Shelf) -> None:
    try:
        with _SLOTS, PreviewReader() as reader:
            while (name := _next(shelf)) is not None:
                file = shelf.find(name)
                if file is None or shelf.reading(file) is not None:
                    continue
                reading = reader.read(shelf.folder, name)
                # The folder may have been swept away meanwhile; its readings are of no use then.
                if shelf.folder.is_dir():
                    shelf.keep(name, reading)
    except Exception:  # whatever it is, the page must not wait for a thread that is gone
        _log.exception("reading files of %s failed", shelf.folder)
        with _lock:
            _waiting.pop(shelf.folder, None)


def _next(shelf: Shelf) -> str | None:
    with _lock:
        queue = _waiting[shelf.folder]
        if queue:
            return queue.popleft()
        del _waiting[shelf.folder]
        return None
