"""A machine of hypothesis that does to an index whatever people do, in any order, and compares it with the model after every step."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from bench.trust.model_checks import (
    Reader,
    WatchedEncoder,
    check_published,
    open_reader,
    versions_on_disk,
)
from bench.trust.model_folders import FOLDERS, SELDOM, FoldersMachine
from bench.trust.model_state import Counts, Held, after
from errors import IndexUnusableError, UnreadableFileError
from indexer.build import BuildResult, build_index
from indexer.index import Index
from indexer.journal import BuildCancelledError, Journal, ask_to_cancel, new_build
from indexer.manifest import MANIFEST
from indexer.status import find_damage
from indexer.storage import current_version

MOST_READERS = 3

Progress = Callable[[str, int, int], None]


class InterruptedBuildError(Exception):
    """What a build is interrupted by."""


class IndexMachine(FoldersMachine):
    """Does to an index whatever people do. ``done`` counts, over all examples, what was done."""

    done: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.directory = self.home / "index"
        self.held = Held()
        self.readers: list[Reader] = []
        self.late = True
        self.version = ""
        self.texts: frozenset[str] = frozenset()
        self.done["examples"] += 1

    @initialize(count=st.integers(0, 4))
    def begin(self, count: int) -> None:
        """Some reports, indexed."""
        for folder, name in (("东片", "甲.txt"), ("东片", "乙.txt"), ("西片", "甲.txt"), ("西片", "丙.txt"))[:count]:
            self.write(folder, name)
        self._build(set(self.disk.files))

    # What is done to the index.

    @rule(late=st.sampled_from((None, None, None, True, False)))
    def index_all(self, late: bool | None) -> None:
        """Every folder there is, or those known where there is none."""
        self._build(set(self.disk.files), late=late)

    @rule(folders=st.sets(FOLDERS, max_size=2), rebuild=st.booleans(), absent=SELDOM)
    def index_some(self, folders: set[str], *, rebuild: bool, absent: bool) -> None:
        """Some folders, or with none named those known; seldom one that is not there."""
        self._build(folders if absent else folders & set(self.disk.files), rebuild=rebuild)

    @rule(folders=st.sets(FOLDERS, max_size=1), remove=st.sets(FOLDERS, min_size=1, max_size=2), absent=SELDOM)
    def index_removing(self, folders: set[str], remove: set[str], *, absent: bool) -> None:
        """Folders out of the index, and perhaps others into it; seldom ones that are not there."""
        if absent:
            self._build(folders, remove)
        elif remove & self.held.folders:
            self._build(folders & set(self.disk.files), remove & self.held.folders)

    @rule(at=st.integers(1, 12))
    def interrupt(self, at: int) -> None:
        """A build that ends by an error at some call of its progress."""

        def fail(stage: str, done: int, total: int) -> None:
            nonlocal at
            at -= 1
            if at == 0:
                raise InterruptedBuildError(stage, done, total)

        self._build(set(self.disk.files), progress=fail)

    @rule(at=st.integers(1, 12))
    def cancel(self, at: int) -> None:
        """A build that somebody asks to stop."""
        build = new_build()

        def ask(stage: str, done: int, total: int) -> None:
            nonlocal at
            at -= 1
            if at == 0:
                ask_to_cancel(self.directory, build)

        self._build(set(self.disk.files), progress=ask, journal=Journal(self.directory, build=build))

    @precondition(lambda self: self.held.folders and self.held.folders <= set(self.disk.files))
    @rule(which=st.integers(0, 99), where=st.floats(0, 1), how=st.sampled_from(("flip", "cut", "gone")))
    def damage(self, which: int, where: float, how: str) -> None:
        """A file of the index damaged: it is found, named, and mended by the next build, which loses nothing."""
        self._build(set(self.held.folders))
        index = Index.open(self.directory)
        name = (*index.manifest.files, MANIFEST)[which % (len(index.manifest.files) + 1)]
        index.close()
        self._release(self.version)
        path = self.directory / "versions" / self.version / name
        data = bytearray(path.read_bytes())
        place = min(int(where * len(data)), len(data) - 1)
        if how == "gone":
            path.unlink()
        else:
            data[place] ^= 1
            path.write_bytes(data[:place] if how == "cut" else data)
        try:
            damage = find_damage(self.directory)
        except IndexUnusableError as error:
            damage = [str(error)]
        assert any(name in sentence for sentence in damage), (name, damage)
        encoder = WatchedEncoder()
        result = build_index(self.directory, [], encoder)
        assert any(name in sentence for sentence in result.repaired), (name, result.repaired)
        if name.startswith(("words", "catalogue", "manifest")):
            assert not encoder.asked, (name, encoder.asked)
        assert (result.reports, result.passages > 0) == (len(self.held.reports()), bool(self.held.files))
        self.done["repairs"] += 1
        self._published()

    # Who reads meanwhile.

    @precondition(lambda self: self.version and len(self.readers) < MOST_READERS)
    @rule(lazy=st.booleans())
    def open_reader(self, *, lazy: bool) -> None:
        """A reader that stays; a lazy one opens the parts of its version only when it is closed."""
        reader = open_reader(self.directory, self.held, range(self.written), late=self.late, lazy=lazy)
        self.readers.append(reader)
        self.done["readers"] += 1

    @precondition(lambda self: self.readers)
    @rule(which=st.integers(0, MOST_READERS - 1))
    def close_reader(self, which: int) -> None:
        """A reader that goes; it still has what it opened."""
        reader = self.readers.pop(which % len(self.readers))
        reader.check()
        reader.close()

    @invariant()
    def readers_keep_what_they_opened(self) -> None:
        """A held reader answers what it answered when it was opened."""
        self.done["steps"] += 1
        for reader in self.readers:
            if not reader.lazy:
                reader.check()

    def teardown(self) -> None:
        """Close what is open."""
        try:
            for reader in self.readers:
                reader.check()
        finally:
            for reader in self.readers:
                reader.close()
            shutil.rmtree(self.home)

    def _release(self, version: str) -> None:
        """Close the readers of a version whose files are about to be damaged."""
        for reader in [reader for reader in self.readers if reader.version == version]:
            self.readers.remove(reader)
            reader.check()
            reader.close()

    def _build(
        self,
        folders: set[str],
        remove: set[str] | None = None,
        *,
        rebuild: bool = False,
        late: bool | None = None,
        progress: Progress | None = None,
        journal: Journal | None = None,
    ) -> None:
        """Index, and compare what came of it with what the model expects."""
        expected = after(self.held, self.disk, folders, remove or set(), rebuild=rebuild)
        encoder = WatchedEncoder()
        self.done["builds"] += 1
        before = self.version
        result = None
        try:
            result = build_index(
                self.directory,
                [self.home / folder for folder in sorted(folders)],
                encoder,
                remove=[self.home / folder for folder in sorted(remove or ())],
                rebuild=rebuild,
                late=late,
                progress=progress,
                journal=journal,
            )
        except UnreadableFileError:
            assert expected is None
        except (InterruptedBuildError, BuildCancelledError):
            self.done["interrupted"] += 1
        current = current_version(self.directory) if result or before else None
        self.version = current.name if current else self._first_version()
        if expected is None or self.version == before:
            assert result is None
            self.done["refused"] += expected is None
            return
        had_tokens = self.late and bool(before) and bool(self.texts)
        self.late = (self.late if self.texts and before else True) if late is None else late
        if had_tokens or not self.late:
            assert not self.texts.intersection(encoder.asked), "what was encoded before was encoded again"
        self.held, counts = expected
        if result is not None:
            assert _counted(result) == counts, (result, counts)
            assert {(Path(item.folder).name, item.name) for item in result.skipped} == self.held.skipped
        self._published()

    def _first_version(self) -> str:
        """The version that a build published although it ended by an error right afterwards."""
        current = current_version(self.directory)
        return current.name if current else ""

    def _published(self) -> None:
        current = current_version(self.directory)
        assert current is not None
        self.version = current.name
        self.texts = check_published(self.directory, self.held, range(self.written), late=self.late)
        held = {reader.version for reader in self.readers} | {self.version}
        assert versions_on_disk(self.directory) <= len(held) + 2


def _counted(result: BuildResult) -> Counts:
    return Counts(result.reports, result.added, result.replaced, result.removed, result.unchanged, result.duplicates)
