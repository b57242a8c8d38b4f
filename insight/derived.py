"""What was worked out of reports, kept beside the index, so that adding one report costs one report.

Entries belong to a view and a version of its code, under keys that tell what they were made of: the id of a report, which comes from its content, or the
name of an index version. It is only a cache: it may be deleted at any time, a damaged file is made anew, and where the disk is read-only entries are kept in memory.
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
import sqlite3
import threading
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

FOLDER = "derived"
_BUSY_SECONDS = 30.0
_AT_ONCE = 500
_SUM = 8
_SCHEMA = "CREATE TABLE IF NOT EXISTS entries (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID"

_VERSION = re.compile(r"(\d+)\.sqlite(?:-wal|-shm)?")

_log = logging.getLogger(__name__)


class Derived:
    """A mapping from keys to JSON values on disk. May be used by several threads and processes at once."""

    def __init__(self, index_directory: Path, view: str, version: int) -> None:
        """Open, or make, the entries of a view.

        Args:
            index_directory: Where the index lies; entries are kept in its folder ``derived``.
            view: Name of the view.
            version: Of its code: entries of another version are not looked at, and their file is removed.
        """
        self._lock = threading.Lock()
        folder = index_directory / FOLDER
        path = folder / f"{view}-{version}.sqlite"
        self._db = _open(path)
        for other in folder.glob(f"{view}-*.sqlite*"):
            found = _VERSION.fullmatch(other.name.removeprefix(f"{view}-"))
            if found and int(found[1]) != version:
                with suppress(OSError):  # where the disk is read-only it may stay
                    other.unlink()

    def close(self) -> None:
        """Release the file."""
        self._db.close()

    def get(self, keys: Sequence[str]) -> dict[str, Any]:
        """The values of those keys that have one."""
        found: dict[str, Any] = {}
        with self._lock:
            for begin in range(0, len(keys), _AT_ONCE):
                chunk = list(keys[begin : begin + _AT_ONCE])
                marks = ",".join("?" * len(chunk))
                try:
                    rows = self._db.execute(f"SELECT key, value FROM entries WHERE key IN ({marks})", chunk).fetchall()
                    found.update(
                        (key, json.loads(zlib.decompress(value[_SUM:]))) for key, value in rows if _sound(key, value)
                    )
                except (sqlite3.Error, zlib.error, ValueError, TypeError) as error:
                    # What cannot be read is worked out again.
                    _log.debug("derived entries cannot be read: %s", error)
        return found

    def put(self, values: Mapping[str, Any]) -> None:
        """Keep values; a disk that is full or busy loses nothing but the time to work them out again."""
        packed = {
            key: zlib.compress(json.dumps(value, ensure_ascii=False).encode("utf-8"), 1)
            for key, value in values.items()
        }
        rows = [(key, _sum(key, value) + value) for key, value in packed.items()]
        with self._lock:
            try:
                with self._db:
                    self._db.executemany("INSERT OR REPLACE INTO entries VALUES (?, ?)", rows)
            except sqlite3.Error as error:
                _log.debug("derived entries cannot be kept: %s", error)

    def fill(self, keys: Sequence[str], make: Callable[[str], Any], *, at_once: int = 200) -> dict[str, Any]:
        """The values of all keys; those that are not there yet are made, and kept as they come.

        Args:
            keys: What is wanted.
            make: Makes the value of one key.
            at_once: After so many new values what was made is written.
        """
        found = self.get(keys)
        fresh: dict[str, Any] = {}
        for key in keys:
            if key not in found:
                found[key] = fresh[key] = make(key)
                if len(fresh) >= at_once:
                    self.put(fresh)
                    fresh = {}
        if fresh:
            self.put(fresh)
        return found

    def keep_only(self, keys: Iterable[str]) -> None:
        """Forget what belongs to none of these keys: reports that left the index."""
        with self._lock:
            try:
                with self._db:
                    self._db.execute("CREATE TEMP TABLE IF NOT EXISTS wanted (key TEXT PRIMARY KEY)")
                    self._db.execute("DELETE FROM wanted")
                    self._db.executemany("INSERT OR IGNORE INTO wanted VALUES (?)", ((key,) for key in keys))
                    self._db.execute("DELETE FROM entries WHERE key NOT IN (SELECT key FROM wanted)")
            except sqlite3.Error as error:
                _log.debug("derived entries cannot be removed: %s", error)


def _sum(key: str, value: bytes) -> bytes:
    """What stands before a value: a damaged file must not give out another one, nor that of another key."""
    return hashlib.blake2b(
        value, key=hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest(), digest_size=_SUM
    ).digest()


def _sound(key: object, value: object) -> bool:
    return isinstance(key, str) and isinstance(value, bytes) and value[:_SUM] == _sum(key, value[_SUM:])


def _open(path: Path) -> sqlite3.Connection:
    """The file's database; a damaged one is made anew, and without a place to write there is one in memory."""
    for attempt in range(2):
        try:
            path.parent.mkdir(exist_ok=True)
            db = sqlite3.connect(path, timeout=_BUSY_SECONDS, check_same_thread=False)
            db.execute("PRAGMA journal_mode = WAL")
            # A cache need not survive a power cut.
            db.execute("PRAGMA synchronous = OFF")
            db.execute(_SCHEMA)
            db.execute("SELECT count(*) FROM (SELECT 1 FROM entries LIMIT 1)")
            return db
        except sqlite3.DatabaseError as error:
            if attempt == 0 and not isinstance(error, sqlite3.OperationalError):
                _log.debug("%s is damaged and made anew: %s", path, error)
                for suffix in ("", "-wal", "-shm"):
                    path.with_name(path.name + suffix).unlink(missing_ok=True)
                continue
            break
        except OSError:
            break
    db = sqlite3.connect(":memory:", check_same_thread=False)
    db.execute(_SCHEMA)
    return db
