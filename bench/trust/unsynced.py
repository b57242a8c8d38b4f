"""What a disk may hold after a power cut: only what was synced is certain, everything else may have come to it, or not, or in part.

A recorder in the process at work keeps, before each of its steps, what its files and folders hold and what of that is durable: a file's bytes and a folder's
entries as they were at their last ``os.fsync``. That is the strict reading of POSIX, but for renaming, which is taken to be one step; most disks keep more. From one such
moment any number of disks follow
(:func:`some_disk`).
"""

from __future__ import annotations

import hashlib
import os
import pickle
import random
import shutil
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from bench.trust.steps import watch

PAGE = 4096
_Entries = Mapping[str, int]
Tree = Mapping[str, "Tree | bytes"]
"""A folder's entries by name: folders and the bytes of files."""


@dataclass(frozen=True, slots=True)
class Moment:
    """The disk before one step, by inodes: what is there now, and what is durable of it. Contents are named by their SHA-256."""

    step: str
    root: int
    entries: Mapping[int, _Entries]
    durable_entries: Mapping[int, _Entries]
    contents: Mapping[int, str]
    durable_contents: Mapping[int, str]
    over: bool = False


@dataclass(frozen=True, slots=True)
class Recording:
    """All moments of a work, and the bytes behind the names of contents."""

    moments: tuple[Moment, ...]
    bytes_of: Mapping[str, bytes]


class Recorder:
    """Keeps every moment of the work of this process; what lies in the folder at the beginning is durable."""

    def __init__(self, root: Path, syncing: Collection[str] = ()) -> None:
        """Begin to watch a folder, its own entries among what is watched; files named in ``syncing`` are synced by SQLite, out of our sight."""
        self._root = root
        self._syncing = syncing
        self._bytes: dict[str, bytes] = {}
        self._moments: list[Moment] = []
        self._held: dict[int, int] = {}
        self._entries: dict[int, _Entries] = {}
        self._contents: dict[int, str] = {}
        entries, contents = self._look()
        self._entries.update(entries)
        self._contents.update(contents)
        watch(root, self._before)

    def finish(self, path: Path) -> None:
        """Keep the moment after the last step, and write the recording to a file that lies elsewhere."""
        self._keep("the end", over=True)
        path.write_bytes(pickle.dumps(Recording(tuple(self._moments), self._bytes)))

    def _before(self, kind: str, path: str) -> None:
        self._keep(f"{kind} {Path(path).name}")
        if kind == "fsync":
            self._sync(Path(path))

    def _keep(self, step: str, *, over: bool = False) -> None:
        entries, contents = self._look()
        root = self._root.stat().st_ino
        moment = Moment(step, root, entries, dict(self._entries), contents, dict(self._contents), over=over)
        if self._moments and not over and replace(self._moments[-1], step=step) == moment:
            return  # nothing has changed since, as between two statements of a transaction
        self._moments.append(moment)

    def _sync(self, path: Path) -> None:
        """What is synced now is what stands there now; a file removed meanwhile has no name to be found by."""
        if not path.exists():
            return
        number = path.stat().st_ino
        if path.is_dir():
            self._entries[number] = self._moments[-1].entries[number]
        else:
            self._contents[number] = self._moments[-1].contents[number]

    def _look(self) -> tuple[dict[int, _Entries], dict[int, str]]:
        entries: dict[int, _Entries] = {}
        contents: dict[int, str] = {}
        for place, _, names in os.walk(self._root):
            with os.scandir(place) as found:
                entries[self._number(Path(place))] = {entry.name: self._number(Path(entry.path)) for entry in found}
            for name in names:
                data = Path(place, name).read_bytes()
                told = hashlib.sha256(data).hexdigest()
                self._bytes[told] = data
                contents[self._number(Path(place, name))] = told
                if name in self._syncing:
                    self._contents[self._number(Path(place, name))] = told
        return entries, contents

    def _number(self, path: Path) -> int:
        """The inode of a file or folder, which is held open: its number must not be given to another when it is removed."""
        number = path.stat().st_ino
        if number not in self._held:
            self._held[number] = os.open(path, os.O_RDONLY)
        return number


def read_recording(path: Path) -> Recording:
    """What a recorder wrote, in a process of ours a moment ago."""
    recording: Recording = pickle.loads(path.read_bytes())  # noqa: S301
    return recording


def some_disk(recording: Recording, moment: Moment, chance: random.Random) -> Tree:
    """One of the disks that a power cut at this moment may leave."""
    # Disks differ in how much they write by themselves: from nothing to everything.
    entries, contents = chance.choice((0.0, 0.3, 0.7, 1.0)), chance.choice((0.0, 0.3, 0.7, 1.0))
    moved = {number: certain or chance.random() < entries for number, certain in _moved(moment).items()}

    def folder(number: int) -> Tree:
        old, new = moment.durable_entries.get(number, {}), moment.entries.get(number, {})
        found: dict[str, Tree | bytes] = {}
        for name in sorted({*old, *new}):
            done = [moved[number] for number in (old.get(name), new.get(name)) if number in moved]
            chosen = (new if (any(done) if done else chance.random() < entries) else old).get(name)
            if chosen is None:
                continue
            is_file = chosen in moment.contents or chosen in moment.durable_contents
            is_folder = chosen in moment.entries or chosen in moment.durable_entries
            # What was made and removed before it ever was durable may come back as a name with nothing behind it.
            found[name] = file(chosen) if is_file else folder(chosen) if is_folder else b""
        return found

    def file(number: int) -> bytes:
        durable = recording.bytes_of.get(moment.durable_contents.get(number, ""), b"")
        now = recording.bytes_of[moment.contents[number]] if number in moment.contents else durable
        return now if now == durable or chance.random() < contents else _partly_written(durable, now, chance)

    return folder(moment.root)


def _moved(moment: Moment) -> dict[int, bool]:
    """Inodes that have another name now than is durable, and whether the new one certainly is: a renaming came to the disk or it did not, in one step."""
    before: dict[int, set[tuple[int, str]]] = {}
    for folder, names in moment.durable_entries.items():
        for name, number in names.items():
            before.setdefault(number, set()).add((folder, name))
    now = {number: (folder, name) for folder, names in moment.entries.items() for name, number in names.items()}
    return {number: place in before[number] for number, place in now.items() if before.get(number, {place}) != {place}}


def _partly_written(durable: bytes, now: bytes, chance: random.Random) -> bytes:
    """What may stand in a file that was not synced since it was ``durable``; what was only appended leaves the durable part as it is."""
    kept = durable if now.startswith(durable) else b""
    rest = now[len(kept) :]
    cut = chance.randrange(0, len(rest) // PAGE + 1) * PAGE
    outcomes = (durable, kept, kept + rest[:cut], kept + bytes(len(rest)), kept + rest[:cut] + bytes(len(rest) - cut))
    return chance.choice(outcomes)


def lay_out(tree: Tree, folder: Path) -> None:
    """Put a tree into the place of a folder."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, found in tree.items():
        if isinstance(found, bytes):
            (folder / name).write_bytes(found)
        else:
            lay_out(found, folder / name)


def told(tree: Tree) -> str:
    """Equal for equal trees."""
    digest = hashlib.sha256()
    for name, found in tree.items():
        digest.update(f"{name}\n{told(found) if not isinstance(found, bytes) else len(found)}\n".encode())
        if isinstance(found, bytes):
            digest.update(found)
    return digest.hexdigest()
