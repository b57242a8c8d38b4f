"""Disks that really are too small or read-only: memory disks in a namespace of our own, where the system allows that to everybody.

Where it does not, folders are closed by their mode, which keeps out everybody but the administrator.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

import cli
from bench.trust.apart import ALONE, BrokenPromiseError, Child
from bench.trust.refusing import by_hand, check_words, does_or_tells
from bench.trust.stage import QUESTION, ROOT, SCENES, Stage, contents, warm_up
from indexer.index import Index

_ROOM = 64 << 20
_NEEDED = 600_000
"""Bytes with which any of the works comes to its end."""
_NAMESPACE = ("unshare", "--user", "--map-root-user", "--mount")
_VIEWS = ("themes", "followup", "indicators", "copying", "completeness", "overview", "status", "verify")


@dataclass(frozen=True, slots=True)
class RealDisks:
    """Runs on small disks, and commands on read-only ones; ``skipped`` says why there were no small ones."""

    small: int = 0
    read_only: int = 0
    broken: tuple[str, ...] = ()
    skipped: str = ""


def try_real_disks(sizes: int) -> RealDisks:
    """Run on disks of so many sizes, and every command on a read-only one; in a process with disks of its own."""
    own = _has_namespaces()
    if not own and os.geteuid() == 0:
        return RealDisks(skipped="this system gives no namespaces, and no mode keeps the administrator out")
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "bench.trust.small_disk", folder, str(sizes if own else 0)]
        subprocess.run([*(_NAMESPACE if own else ()), *command], cwd=ROOT, env=os.environ | ALONE, check=True)
        fields = json.loads(Path(folder, "found.json").read_text(encoding="utf-8"))
    skipped = "" if own else "this system gives no namespaces"
    return RealDisks(fields["small"], fields["read_only"], tuple(fields["broken"]), skipped)


def _has_namespaces() -> bool:
    if shutil.which("unshare") is None:
        return False
    mounted = subprocess.run([*_NAMESPACE, "mount", "-t", "tmpfs", "tmpfs", "/mnt"], capture_output=True, check=False)
    return mounted.returncode == 0


def _on_small_disks(stages: Sequence[Stage], sizes: int, log: Path) -> Iterator[str]:
    """Sentences about what went wrong on disks with ever more room."""
    for number in range(sizes):
        stage = stages[number % len(stages)]
        room = _NEEDED * (number + 1) // sizes

        def run(stage: Stage = stage, room: int = room) -> int:
            _resize(stage.changing, room)
            return by_hand(stage, log)

        try:
            does_or_tells(stage, run, log, partial(_mount, stage.changing, f"remount,size={_ROOM}"))
        except BrokenPromiseError as error:
            yield f"{stage.name}, on a disk with {room} bytes left: {error}"


def _on_read_only_disk(
    stage: Stage, closed: Callable[[Path], None], opened: Callable[[Path], None]
) -> list[str | None]:
    """For each command what went wrong, or ``None``."""
    stage.reset()
    derived = stage.index / "derived"
    derived.mkdir()
    for view in _VIEWS:
        # What another release worked out may lie there; it can be neither used nor removed.
        (derived / f"{view}-0.sqlite").touch()
    with closing(Index.open(stage.index)) as index:
        report = next(index.catalogue.reports())
        passage = index.catalogue.passages_in(report)[0][1].passage.id
    asked = [
        ["search", QUESTION, "--model", "hashing"],
        ["practices", QUESTION, "--model", "hashing"],
        ["similar", passage, "--model", "hashing"],
        ["report", report.id],
        *([view] for view in _VIEWS),
    ]
    closed(stage.changing)
    try:
        found = [_wrong([*words, "--index", str(stage.index)], 0) for words in asked]
        found.append(_wrong(stage.command(), 1))
        if contents(stage.index) != stage.before:
            found.append("the index has changed on a read-only disk")
    finally:
        opened(stage.changing)
    return found


def _wrong(words: Sequence[str], expected: int) -> str | None:
    child = Child(lambda: cli.main(list(words)))
    code = child.wait()
    try:
        check_words(code, child)
    except BrokenPromiseError as error:
        return f"{words[0]} on a read-only disk {error}"
    return None if code == expected else f"{words[0]} on a read-only disk ended with {code}: {child.last_words}"


def _mount(folder: Path, options: str) -> None:
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], check=True)


def _resize(folder: Path, room: int) -> None:
    """Leave so many bytes free."""
    disk = os.statvfs(folder)
    _mount(folder, f"remount,size={(disk.f_blocks - disk.f_bfree) * disk.f_frsize + room}")


def _close_by_mode(folder: Path, *, closed: bool) -> None:
    for path in (folder, *folder.rglob("*")):
        path.chmod((0o555 if path.is_dir() else 0o444) if closed else (0o755 if path.is_dir() else 0o644))


def _close_mount(folder: Path) -> None:
    """Read-only from now on: a second mount over the first, since a disk with deleted files that are still open cannot be closed itself."""
    subprocess.run(["mount", "--bind", str(folder), str(folder)], check=True)
    subprocess.run(["mount", "-o", "remount,bind,ro", str(folder)], check=True)


def _open_mount(folder: Path) -> None:
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def _stages(home: Path, *, real: bool) -> list[Stage]:
    """Two works, each on a memory disk if ``real``; the disks go with the namespace."""
    found = []
    for number in range(2):
        disk = home / str(number) / "disk"
        disk.mkdir(parents=True)
        if real:
            _mount(disk, f"size={_ROOM}")
        found.append(Stage(SCENES[number], disk.parent))
    return found


def main(arguments: Sequence[str]) -> int:
    """Run in a namespace: in the folder named first, on as many sizes as named second (0: there are no memory disks); leaves ``found.json`` there."""
    home, sizes = Path(arguments[0]).resolve(), int(arguments[1])
    warm_up(home / "warm")
    stages = _stages(home, real=sizes > 0)
    broken = list(_on_small_disks(stages, sizes, home / "log"))
    closed, opened = partial(_close_by_mode, closed=True), partial(_close_by_mode, closed=False)
    commands = _on_read_only_disk(stages[1], _close_mount if sizes else closed, _open_mount if sizes else opened)
    found = RealDisks(sizes, len(commands), (*broken, *(told for told in commands if told)))
    (home / "found.json").write_text(json.dumps(asdict(found)), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
