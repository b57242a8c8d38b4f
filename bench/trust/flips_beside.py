"""What lies beside a version, damaged: caches, the log of fresh encodings, the journal, settings, sidecars, collected excerpts.

None of these has to survive; but a cache gives no wrong value, a log no wrong vector, and nothing ends in anything but a sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random

from bench.trust.damaging import damages, put
from bench.trust.flips_index import Whole, told_by
from bench.trust.model_checks import WatchedEncoder
from briefing.excerpt import excerpt_of_hit
from corpus.folder import survey
from errors import FajianError
from indexer.build import build_index
from indexer.index import Index
from indexer.journal import JOURNAL, read_state, who_is_at_it
from indexer.kept import LOG
from insight.derived import FOLDER, Derived
from search.engine import Engine
from web.excerpts.basket import Kept
from web.excerpts.database import Database
from web.excerpts.store import FILE, ExcerptStore
from web.settings import SETTINGS, read_settings

_KEYS = [f"{number:04x}" for number in range(64)]
_VISITOR = "somebody"


class InterruptedBuildError(Exception):
    """What ends a build before it is published."""


@dataclass(frozen=True, slots=True)
class _File:
    """A file that may be damaged: where it lies, and what is done with it afterwards, which says what is wrong or ``""``."""

    path: Path
    use: Callable[[], str]


def damage_beside(home: Path, whole: Whole, count: int, chance: Random) -> tuple[int, list[str]]:
    """Damage each of these files so many times: how often that was done, and a sentence for each time it went wrong."""
    done, wrong = 0, []
    for file in _files(home, whole):
        data = file.path.read_bytes()
        for damage in damages({file.path.name: data}, count, chance):
            put(file.path, damage.done_to({file.path.name: data}))
            done += 1
            wrong += [f"{damage}: {said}" for said in [_used(file)] if said]
            for left in file.path.parent.glob(f"{file.path.name}-*"):
                left.unlink()
            put(file.path, data)
    return done, wrong


def _used(file: _File) -> str:
    try:
        return file.use()
    except FajianError as error:
        return f"the sentence has several lines: {error}" if "\n" in str(error) else ""
    except Exception as error:  # anything but a sentence is what is looked for
        return f"{type(error).__name__}: {error}"


def _files(home: Path, whole: Whole) -> Iterator[_File]:
    derived = Derived(home, "view", 1)
    derived.put({key: [key, "法治" * 20] for key in _KEYS})
    _fold(derived._db)
    derived.close()
    yield _File(home / FOLDER / "view-1.sqlite", partial(_use_derived, home))

    store = ExcerptStore(Database(home / FILE))
    store.add(_VISITOR, _excerpts(whole))
    with store.database.transaction():
        pass
    _fold(store.database._opened())
    store.database.close()
    yield _File(home / FILE, partial(_use_excerpts, home / FILE))

    (home / SETTINGS).write_text('read_only = true\nupload_files = 20\nbase_path = "fajian"\n', encoding="utf-8")
    yield _File(home / SETTINGS, partial(_use_settings, home))

    folder = whole.directory.parent / "reports"
    yield _File(folder / "metadata.csv", partial(_use_sidecar, folder))

    whole.reset()
    build_index(whole.directory, [], WatchedEncoder())
    yield _File(whole.directory / JOURNAL, partial(_use_journal, whole.directory))
    yield _File(_log(home, whole), partial(_use_log, whole))


def _fold(db: object) -> None:
    """Have everything in the one file that will be damaged."""
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[attr-defined]


def _use_derived(home: Path) -> str:
    with closing(Derived(home, "view", 1)) as derived:
        found = derived.get(_KEYS)
        wrong = [key for key, value in found.items() if value != [key, "法治" * 20]]
        made = derived.fill(_KEYS, lambda key: [key, "法治" * 20])
        derived.keep_only(_KEYS[:32])
    return f"a wrong value of {wrong}" if wrong or set(made) != set(_KEYS) else ""


def _excerpts(whole: Whole) -> list[Kept]:
    with closing(Index.open(whole.directory)) as index:
        return [Kept(excerpt_of_hit(hit)) for hit in Engine(index, WatchedEncoder()).search("执法人员不足").hits]


def _use_excerpts(path: Path) -> str:
    """Read, add and read again; a file set aside is taken away here."""
    store = ExcerptStore(Database(path))
    try:
        for _ in range(2):
            try:
                store.basket(_VISITOR).briefing("title", "2026-01-01", "zh")
                store.name(_VISITOR, "again")
            except FajianError as error:
                if "\n" in str(error):
                    raise
    finally:
        store.database.close()
        for aside in path.parent.glob(f"{path.stem}-damaged-*"):
            aside.unlink()
    return ""


def _use_settings(home: Path) -> str:
    read_settings(home)
    return ""


def _use_sidecar(folder: Path) -> str:
    files = [file.name for file in survey(folder).files]
    return "" if len(files) == len(list(folder.glob("*.txt"))) else f"only {files} are left"


def _use_journal(directory: Path) -> str:
    read_state(directory)
    return "a sentence of several lines" if "\n" in who_is_at_it(directory) else ""


def _log(home: Path, whole: Whole) -> Path:
    """The log of a build that was interrupted when everything was encoded."""
    whole.reset()
    for name in whole.files:
        whole.path(name).unlink()
    _interrupted(whole)
    path = whole.directory / LOG
    assert path.stat().st_size > 1000, "nothing was kept of an interrupted build"
    return path


def _interrupted(whole: Whole) -> None:
    def stop(stage: str, done: int, total: int) -> None:
        if stage == "write":
            raise InterruptedBuildError

    try:
        build_index(whole.directory, [whole.directory.parent / "reports"], WatchedEncoder(), progress=stop)
    except InterruptedBuildError:
        return


def _use_log(whole: Whole) -> str:
    """The build goes on: what it makes is the same, whatever had to be encoded again."""
    build_index(whole.directory, [whole.directory.parent / "reports"], WatchedEncoder())
    same = told_by(whole.directory) == whole.told
    for path in whole.directory.iterdir():
        if path.is_file():
            path.unlink()
    return "" if same else "another index came of it"
