"""Reads the files of a build in a few processes, one at a time in each (:mod:`indexer.reading_worker`)."""

from __future__ import annotations

import os
import queue
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from corpus.folder import ReportFile
from indexer.reading import Taken
from indexer.reading_worker import COMMAND, MAX_MEMORY, MAX_SECONDS, ReadingProcess

__all__ = ["COMMAND", "MAX_SECONDS", "ReadingPool", "ReadingProcess", "usual_readers"]

MAX_READERS = 4
"""Processes at most; each takes about 80 MB."""
_AHEAD = 32
"""Files begun for each process before the result of the first is asked for: one that hangs keeps the others waiting only beyond these."""


def usual_readers() -> int:
    """How many processes are of use on this machine."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(cores, MAX_READERS))


class ReadingPool:
    """Reads files in a few processes; each is started when there is work for it, and all end together."""

    def __init__(
        self,
        readers: int | None = None,
        command: Sequence[str] = COMMAND,
        *,
        seconds: float = MAX_SECONDS,
        memory: int = MAX_MEMORY,
    ) -> None:
        """Nothing is started yet.

        Args:
            readers: How many processes; ``None``: as many as are of use here.
            command: As in :class:`ReadingProcess`, like ``seconds`` and ``memory``.
            seconds: What one file may take.
            memory: Bytes of address space for each process.
        """
        self._readers = usual_readers() if readers is None else readers
        self._limits: dict[str, Any] = {"command": tuple(command), "seconds": seconds, "memory": memory}
        self._threads: ThreadPoolExecutor | None = None
        self._processes: list[ReadingProcess] = []
        self._idle: queue.LifoQueue[ReadingProcess] = queue.LifoQueue()

    @property
    def window(self) -> int:
        """Files that are begun before the result of the first is asked for."""
        return _AHEAD * self._readers

    def begin(self, file: ReportFile) -> Future[Taken]:
        """Have a file read; the future raises ReadingError where no process can be started."""
        if self._threads is None:
            self._threads = ThreadPoolExecutor(self._readers, thread_name_prefix="fajian-reading")
            self._processes = [ReadingProcess(**self._limits) for _ in range(self._readers)]
            self._idle = queue.LifoQueue()
            for process in self._processes:
                self._idle.put(process)
        return self._threads.submit(self._take, file)

    def end(self) -> None:
        """Give up what is under way, and end the processes; the next file starts new ones."""
        threads, self._threads = self._threads, None
        if threads is None:
            return
        for process in self._processes:
            process.stop()
        threads.shutdown(cancel_futures=True)
        for process in self._processes:
            process.end()
        self._processes = []

    def _take(self, file: ReportFile) -> Taken:
        # The one used last first: a process that was never needed is never started.
        process = self._idle.get()
        try:
            return process.read(file)
        finally:
            self._idle.put(process)
