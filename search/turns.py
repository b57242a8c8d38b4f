"""Turns: however many ask at once, only so many searches are at work, and the others wait in line.

More at once than there are cores makes nothing faster. It costs memory, since each holds scores of every passage, and OpenBLAS, which numpy and FAISS multiply with,
has room for a fixed number of products at once: beyond it the whole process may end.
"""

from __future__ import annotations

import functools
import os
import threading
from collections.abc import Callable
from typing import ParamSpec, TypeVar

AT_ONCE = max(8, min(32, 4 * (os.cpu_count() or 1)))
"""Searches at work in one process."""
_turns = threading.BoundedSemaphore(AT_ONCE)
_mine = threading.local()
Inputs = ParamSpec("Inputs")
Result = TypeVar("Result")


def in_turn(work: Callable[Inputs, Result]) -> Callable[Inputs, Result]:
    """A function that waits for its turn; what it calls of the kind itself belongs to the same turn."""

    @functools.wraps(work)
    def waiting(*arguments: Inputs.args, **named: Inputs.kwargs) -> Result:
        if getattr(_mine, "turn", False):
            return work(*arguments, **named)
        with _turns:
            _mine.turn = True
            try:
                return work(*arguments, **named)
            finally:
                _mine.turn = False

    return waiting
