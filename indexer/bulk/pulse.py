"""Waiting that can be broken off: what takes minutes to give something must not keep a build from stopping."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Generator, Iterator
from typing import TypeVar

from errors import EncoderError

T = TypeVar("T")

PULSE = 0.5
"""Seconds after which a build that waits looks whether it is to stop."""
LONGEST = 3600.0
"""Seconds without an answer after which the workers are given up."""


def pulsing(answers: Iterator[T]) -> Generator[T | None, None, None]:
    """What an iterator gives, and ``None`` every ``PULSE`` while it gives nothing. It runs in a thread of its own.

    Raises:
        EncoderError: It has given nothing for ``LONGEST``; or what it raised itself.
    """
    came: queue.Queue[T | BaseException | None] = queue.Queue()

    def pull() -> None:
        try:
            for answer in answers:
                came.put(answer)
            came.put(None)
        except BaseException as error:  # raised where the answers are wanted
            came.put(error)

    threading.Thread(target=pull, daemon=True, name="answers of the cluster").start()
    last = time.monotonic()
    while True:
        try:
            answer = came.get(timeout=PULSE)
        except queue.Empty:
            if time.monotonic() - last > LONGEST:
                raise EncoderError(
                    f"The workers came no further for {LONGEST / 60:.0f} minutes; see what the cluster does (ray status), then index again: what is encoded is kept"
                ) from None
            yield None
            continue
        if answer is None:
            return
        if isinstance(answer, BaseException):
            raise answer
        last = time.monotonic()
        yield answer
