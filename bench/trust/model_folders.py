"""The part of the machine that changes what lies in the folders of reports: what people do without a word to the index."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from bench.trust.model_state import NOISE, Disk
from bench.trust.small_reports import write_report

FOLDERS = st.sampled_from(("东片", "西片", "南片"))
NAMES = st.sampled_from(("甲.txt", "乙.txt", "丙.txt"))
YEARS = st.sampled_from((2011, 2012, None))
SELDOM = st.sampled_from((False, False, False, True))
WHICH = st.integers(0, 8)


class FoldersMachine(RuleBasedStateMachine):
    """Writes, copies and removes reports; ``disk`` is what lies there, ``written`` how many reports were ever written."""

    def __init__(self) -> None:
        super().__init__()
        self.home = Path(tempfile.mkdtemp(prefix="fajian-model-"))
        self.disk = Disk()
        self.written = 0

    @rule(folder=FOLDERS, name=NAMES)
    def write(self, folder: str, name: str) -> None:
        """A new report, in a new file or in the place of another."""
        write_report(self.home / folder / name, self.written)
        self._enter(folder)[name] = self.written
        self.written += 1

    @rule(folder=FOLDERS, name=NAMES)
    def spoil(self, folder: str, name: str) -> None:
        """A file that cannot be read."""
        self._enter(folder)[name] = NOISE
        (self.home / folder).mkdir(exist_ok=True)
        (self.home / folder / name).write_bytes(bytes(range(256)) * 8)

    @precondition(lambda self: self._there())
    @rule(which=WHICH, to_folder=FOLDERS, to_name=NAMES, keep=st.booleans())
    def copy_or_move(self, which: int, to_folder: str, to_name: str, *, keep: bool) -> None:
        """A file in a second place, or under another name."""
        folder, name = self._one(which)
        files = self.disk.files[folder]
        if (folder, name) == (to_folder, to_name):
            return
        self._enter(to_folder)[to_name] = files[name]
        (self.home / to_folder).mkdir(exist_ok=True)
        if keep:
            shutil.copy(self.home / folder / name, self.home / to_folder / to_name)
        else:
            (self.home / folder / name).replace(self.home / to_folder / to_name)
            del files[name]

    @precondition(lambda self: self._there())
    @rule(which=WHICH)
    def remove_file(self, which: int) -> None:
        """A file less."""
        folder, name = self._one(which)
        del self.disk.files[folder][name]
        (self.home / folder / name).unlink()

    @rule(folder=FOLDERS)
    def remove_folder(self, folder: str) -> None:
        """A whole folder gone from the disk."""
        if self.disk.files.pop(folder, None) is not None:
            self.disk.rows.pop(folder)
            shutil.rmtree(self.home / folder)

    @precondition(lambda self: self._there())
    @rule(which=WHICH, year=YEARS, absent=SELDOM)
    def say_year(self, which: int, year: int | None, *, absent: bool) -> None:
        """A row of a sidecar that gives a file's year, or none any more; seldom of a file that is not there."""
        folder, name = self._one(which)
        name = "丁.txt" if absent else name
        rows = self.disk.rows[folder]
        rows.pop(name, None)
        if year is not None:
            rows[name] = year
        lines = ["source,year", *(f"{name},{year}" for name, year in rows.items())]
        (self.home / folder / "metadata.csv").write_text("\n".join(lines), encoding="utf-8")

    def _there(self) -> list[tuple[str, str]]:
        """Every file that lies in a folder."""
        return sorted((folder, name) for folder, names in self.disk.files.items() for name in names)

    def _one(self, which: int) -> tuple[str, str]:
        there = self._there()
        return there[which % len(there)]

    def _enter(self, folder: str) -> dict[str, int]:
        self.disk.rows.setdefault(folder, {})
        return self.disk.files.setdefault(folder, {})
