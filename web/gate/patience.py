"""How long whoever guesses passwords has to wait: longer after every failure, for their own address, and a little for everybody."""

from __future__ import annotations

import ipaddress
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable

FREE = 3
"""Failures of an address without a wait: people mistype."""
LONGEST = 300.0
"""Seconds that an address waits at most."""
FORGOTTEN = 3600.0
"""Seconds after which the failures of an address are forgotten."""
ADDRESSES = 2000
"""Addresses remembered; beyond that the oldest is forgotten, and what slows everybody holds."""
WINDOW = 600.0
"""Seconds over which the failures of all addresses are counted."""
CALM = 20
"""Failures of all addresses in that time that slow nobody down."""
PAUSE = 2.0
"""Seconds that every try takes at most, however many fail: slow for whoever guesses from many addresses, no lockout for whoever knows."""


class Patience:
    """Counts failures in bounded memory. May be used by several threads at once.

    Args:
        clock: Seconds that only grow; tests give their own.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures: OrderedDict[str, tuple[int, float]] = OrderedDict()
        self._all: deque[float] = deque(maxlen=1000)

    def try_now(self, address: str) -> float:
        """Seconds until this address may try; 0 lets it try now and counts a failure until :meth:`forgive` takes it back.

        Counted before the password is looked at, so that many tries at once gain nothing.
        """
        who, now = _network(address), self._clock()
        with self._lock:
            count, last = self._failures.get(who, (0, now))
            if now - last > FORGOTTEN:
                count = 0
            wait = last + _wait(count) - now
            if wait > 0:
                return wait
            self._failures[who] = (count + 1, now)
            self._failures.move_to_end(who)
            if len(self._failures) > ADDRESSES:
                self._failures.popitem(last=False)
            self._all.append(now)
        return 0.0

    def forgive(self, address: str) -> None:
        """The address knew the password."""
        with self._lock:
            self._failures.pop(_network(address), None)
            if self._all:
                self._all.pop()

    def pause(self) -> float:
        """Seconds that any try takes longer now, after many failures from whatever addresses."""
        now = self._clock()
        with self._lock:
            while self._all and now - self._all[0] > WINDOW:
                self._all.popleft()
            return min(PAUSE, max(len(self._all) - CALM, 0) * PAUSE / 100)

    def __len__(self) -> int:
        """Addresses remembered."""
        return len(self._failures)


def _wait(failures: int) -> float:
    """Seconds to wait after so many failures, doubled by each."""
    return 0.0 if failures < FREE else float(min(LONGEST, 2.0 ** min(failures - FREE + 1, 20)))


def _network(address: str) -> str:
    """Whose address it is: one household or attacker has a whole /64 of IPv6."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((int(parsed), 64), strict=False))
    return str(parsed)
