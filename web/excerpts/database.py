"""The SQLite file under collections of excerpts: opened when it is first needed, tidied, and set aside where it is damaged."""

from __future__ import annotations

import logging
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from errors import FajianError

YEAR = 365 * 24 * 3600
"""Seconds after which a collection that nobody opened is taken away."""
_PATIENCE = 10.0
"""Seconds to wait for another process that writes."""
_SCHEMA = """
CREATE TABLE IF NOT EXISTS baskets (visitor TEXT PRIMARY KEY, title TEXT NOT NULL DEFAULT '', touched REAL NOT NULL);
CREATE TABLE IF NOT EXISTS headings (
    visitor TEXT NOT NULL, number INTEGER NOT NULL, title TEXT NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (visitor, number)
);
CREATE TABLE IF NOT EXISTS excerpts (
    visitor TEXT NOT NULL, passage TEXT NOT NULL, heading INTEGER, position INTEGER NOT NULL, note TEXT NOT NULL, content TEXT NOT NULL,
    PRIMARY KEY (visitor, passage)
);
CREATE TABLE IF NOT EXISTS joined (visitor TEXT PRIMARY KEY, into_visitor TEXT NOT NULL);
"""
_TABLES = ("excerpts", "headings", "baskets")
_DAMAGED = (
    "摘录夹的文件已损坏，原文件已另存为{aside}，现在从空白的摘录夹开始。"
    "The file of the collections was damaged; it is kept as {aside}, and an empty one was begun."
)
_UNUSABLE = (
    "摘录夹无法读写（{error}），请检查磁盘空间和权限后重试。"
    "The collection cannot be read or written ({error}); check the disk and the rights on it, then try again."
)
_log = logging.getLogger(__name__)


class Database:
    """One file for all visitors, or memory for one visit. May be used by several threads, and the file by several processes.

    ``warning`` is a sentence for a person where the file was found damaged.
    """

    def __init__(self, path: Path | None, clock: Callable[[], float] = time.time) -> None:
        """Name the file, which is made when something is first kept; ``None`` keeps in memory."""
        self.path = path
        self.clock = clock
        self.warning: str | None = None
        self._lock = threading.RLock()
        self._depth = 0
        self._db: sqlite3.Connection | None = None

    @property
    def absent(self) -> bool:
        """Whether nothing was ever kept: looking makes no file."""
        return self._db is None and (self.path is None or not self.path.exists())

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All of a change or nothing of it; one inside another is part of that.

        Raises:
            FajianError: The file cannot be read or written, or was found damaged.
        """
        with self._lock:
            try:
                db = self._opened()
                if self._depth == 0:
                    db.execute("BEGIN IMMEDIATE")
                self._depth += 1
                try:
                    yield db
                finally:
                    self._depth -= 1
                if self._depth == 0:
                    db.execute("COMMIT")
            except BaseException as error:
                if self._depth == 0 and self._db is not None and self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                if type(error) is sqlite3.DatabaseError:
                    raise FajianError(self._set_aside()) from error
                if isinstance(error, sqlite3.OperationalError | OSError):
                    raise FajianError(_UNUSABLE.format(error=error)) from error
                raise

    def close(self) -> None:
        """Release the file."""
        with self._lock:
            if self._db is not None:
                self._db.close()
                self._db = None

    def _opened(self) -> sqlite3.Connection:
        if self._db is None:
            try:
                self._db = self._open()
            except sqlite3.DatabaseError as error:
                if type(error) is not sqlite3.DatabaseError:
                    raise
                self.warning = self._set_aside()
                self._db = self._open()
        return self._db

    def _open(self) -> sqlite3.Connection:
        if self.path is not None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        db = sqlite3.connect(self.path or ":memory:", timeout=_PATIENCE, isolation_level=None, check_same_thread=False)
        try:
            [[state]] = db.execute("PRAGMA quick_check(1)").fetchall()
            if state != "ok":
                raise sqlite3.DatabaseError(state)
            db.execute("PRAGMA journal_mode = WAL")
            # What a person sees kept is on disk; it is written so seldom that waiting for that is not felt.
            db.execute("PRAGMA synchronous = FULL")
            db.executescript(_SCHEMA)
            self._tidy(db)
        except BaseException:
            db.close()
            raise
        return db

    def _tidy(self, db: sqlite3.Connection) -> None:
        """Take away what nobody opened for a year."""
        db.execute("BEGIN IMMEDIATE")
        db.execute("DELETE FROM baskets WHERE touched < ?", (self.clock() - YEAR,))
        for table in ("excerpts", "headings"):
            db.execute(f"DELETE FROM {table} WHERE visitor NOT IN (SELECT visitor FROM baskets)")
        db.execute("DELETE FROM joined WHERE into_visitor NOT IN (SELECT visitor FROM baskets)")
        db.execute("COMMIT")

    def _set_aside(self) -> str:
        """Move a damaged file out of the way, and say so."""
        self.close()
        assert self.path is not None, "memory is not damaged"
        stamp = datetime.fromtimestamp(self.clock(), UTC).strftime("%Y%m%dT%H%M%S")
        aside = self.path.with_name(f"{self.path.stem}-damaged-{stamp}{self.path.suffix}")
        for ending in ("", "-wal", "-shm"):
            piece = self.path.with_name(self.path.name + ending)
            # Another process may have moved it a moment ago.
            if piece.exists():
                piece.replace(aside.with_name(aside.name + ending))
        _log.warning("%s is damaged and was set aside as %s", self.path, aside.name)
        return _DAMAGED.format(aside=aside.name)
