"""What a running program holds: memory, open files, threads, child processes, and what lies in folders that it writes to."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import psutil

MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Held:
    """What a process holds at one moment. ``memory`` is in bytes that lie in memory, ``handles`` are open files and sockets."""

    memory: int
    handles: int
    threads: int
    children: int


@dataclass(frozen=True, slots=True)
class Lying:
    """What lies below a folder: files, and their bytes."""

    files: int
    bytes: int


def held(process: psutil.Process) -> Held:
    """What a process holds now; children are those of children too, ended ones that nobody asked after among them."""
    with process.oneshot():
        # Each system has but one of the two.
        handles = int(getattr(process, "num_fds" if os.name == "posix" else "num_handles")())
        return Held(process.memory_info().rss, handles, process.num_threads(), len(process.children(recursive=True)))


def lying(*folders: Path) -> Lying:
    """What lies below folders; what goes away meanwhile does not count."""
    files = total = 0
    for folder in folders:
        for place, _, names in os.walk(folder):
            for name in names:
                try:
                    total += (Path(place) / name).stat().st_size
                except OSError:
                    continue
                files += 1
    return Lying(files, total)


def left_over(folder: Path) -> list[str]:
    """Command lines of processes that still work on a folder, other than this one; told by their arguments and their environment."""
    name, own = str(folder), os.getpid()
    found = []
    for process in psutil.process_iter():
        try:
            if process.pid != own and (name in " ".join(process.cmdline()) or name in str(process.environ().values())):
                found.append(" ".join(process.cmdline())[:200])
        except (psutil.Error, OSError):
            continue
    return found
