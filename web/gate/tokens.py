"""Who is logged in: random tokens, of which the server keeps only hashes, in memory and for a time."""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

MOST = 10_000
"""Logins remembered; the oldest is forgotten beyond that."""


class Tokens:
    """Gives out tokens and knows them again. May be used by several threads at once.

    Args:
        hours: How long a login lasts.
        clock: Seconds that only grow; tests give their own.
    """

    def __init__(self, hours: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.seconds = int(hours * 3600)
        self._clock = clock
        self._lock = threading.Lock()
        self._ends: OrderedDict[bytes, float] = OrderedDict()

    def give(self) -> str:
        """A new token of 256 random bits."""
        token = secrets.token_urlsafe(32)
        with self._lock:
            self._ends[_hashed(token)] = self._clock() + self.seconds
            if len(self._ends) > MOST:
                self._ends.popitem(last=False)
        return token

    def holds(self, token: str | None) -> bool:
        """Whether the token was given out, was not taken back and has not expired."""
        if not isinstance(token, str):
            return False
        key = _hashed(token)
        with self._lock:
            end = self._ends.get(key)
            if end is not None and end <= self._clock():
                del self._ends[key]
                end = None
        return end is not None

    def take_back(self, token: str | None) -> None:
        """Log out."""
        with self._lock:
            self._ends.pop(_hashed(token or ""), None)

    def __len__(self) -> int:
        """Logins remembered."""
        return len(self._ends)


def _hashed(token: str) -> bytes:
    # Looked up by hash, so how long a look-up takes tells nothing about a token.
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
