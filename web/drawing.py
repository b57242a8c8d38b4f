"""Only so many pages are drawn at once; who comes then waits in line.

Every visitor's page is drawn by a thread of its own. Two hundred of them at work would keep the one thread that speaks with browsers from its turn for so long that these
take the server for gone.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

AT_ONCE = max(16, 4 * (os.cpu_count() or 1))
"""Pages; one that waits for the disk, or works something out for the first time, must not stop the others."""
_turns = threading.BoundedSemaphore(AT_ONCE)


@contextmanager
def in_turn() -> Iterator[None]:
    """Wait until there is room, and give it to the next afterwards, however the drawing ends."""
    with _turns:
        yield
