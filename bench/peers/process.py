"""The process of one peer: reads a task, builds or searches, writes what it took. Nothing of any other peer is loaded here.

python -m bench.peers.process TASK.json RESULT.json
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import asdict
from importlib import import_module
from pathlib import Path

from bench.peers.task import Built, Peer, Question, Searched, Task, read_task

_STATUS = Path("/proc/self/status")


def main() -> None:
    """Do what the task says."""
    task, result = read_task(Path(sys.argv[1])), Path(sys.argv[2])
    done = search(task) if task.questions else build(task)
    result.write_text(json.dumps(asdict(done), ensure_ascii=False), encoding="utf-8")


def build(task: Task) -> Built:
    """Build the index and say what that took."""
    began = time.perf_counter()
    peer = _peer(task)
    peer.warm()
    start = time.perf_counter() - began
    folder = Path(task.folder)
    clock, cpu = time.perf_counter(), time.process_time()
    peer.build(task.texts, folder, whole=task.whole)
    seconds, cpu = time.perf_counter() - clock, time.process_time() - cpu
    peak, disk = peak_memory(), size_of(folder)
    return Built(start, seconds, cpu, peak, disk, tuple(peer.passages(folder)))


def search(task: Task) -> Searched:
    """Ask every question: once for what it finds, then for its time, in turn with its encoding alone, so that both meet the same load."""
    peer = _peer(task)
    peer.warm()
    began = time.perf_counter()
    peer.open(Path(task.folder))
    opening = time.perf_counter() - began
    found = tuple((q.language, q.id, tuple(peer.search(q.text, task.depth))) for q in task.questions)
    every = [_timed(peer, question, task.top) for question in task.questions * task.rounds]
    clock, cpu = (tuple(times) for times in list(zip(*every, strict=True))[:2])
    encoding = tuple(alone for _, _, alone in every if alone is not None)
    return Searched(opening, peak_memory(), clock, cpu, encoding, found)


def _timed(peer: Peer, question: Question, top: int) -> tuple[float, float, float | None]:
    """Milliseconds of a search by the clock and by the processor, and of its question's encoding alone just before."""
    began = time.process_time()
    encodes = peer.encode(question.text)
    clock, middle = time.perf_counter(), time.process_time()
    peer.search(question.text, top)
    clock, cpu = time.perf_counter() - clock, time.process_time() - middle
    return clock * 1000, cpu * 1000, (middle - began) * 1000 if encodes else None


def _peer(task: Task) -> Peer:
    peer: Peer = import_module(f"bench.peers.{task.module}").make(task.settings, task.model)
    return peer


def peak_memory() -> int:
    """Bytes that the process held at most. Where the kernel tells it, not the peak of whoever started it, which getrusage would count in."""
    if _STATUS.exists():
        for line in _STATUS.read_text(encoding="ascii", errors="replace").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def size_of(folder: Path) -> int:
    """Bytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


if __name__ == "__main__":
    main()
