"""The page's own stores, as works that can be killed and cut off: corrections, uploads that become reports, reports taken out, settings, and excerpts."""

from __future__ import annotations

import os
import shutil
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from bench.trust.apart import BrokenPromiseError
from briefing.excerpt import Excerpt
from corpus.correcting import correct_sidecar, sidecar_rows
from corpus.durable import make_folder, sync
from corpus.report import Level, Place, Role
from corpus.sidecar import SIDECAR
from errors import FajianError
from indexer.catalogue import ReportFacts
from web.corpus_removal import REMOVED, remove, removed_entries
from web.corpus_shelf import REPORTS, drop, own_shelf, staging_shelf, take_over
from web.excerpts.basket import Kept
from web.excerpts.database import Database
from web.excerpts.store import FILE, ExcerptStore
from web.gate.password import hash_password, write_password
from web.settings import SETTINGS, read_settings

VISITOR = "0" * 32
_FILES = 4
"""Files, or excerpts; fewer than ten, since one digit says which was acknowledged."""
_ROWS = 300
"""Enough that the table is longer than a page of the disk."""
_SYNCED = 2
"""``PRAGMA synchronous`` from which SQLite has a transaction on disk when it is over."""
_LOCK = ".metadata.lock"
_HASHED = hash_password("correct horse battery staple")


class _Store(ABC):
    """A folder that is put back from a copy."""

    name: str
    syncing: Collection[str] = ()

    def __init__(self, home: Path) -> None:
        """Set up in a folder; what :meth:`_begin` puts into ``data`` is how it is before."""
        self.changing = home / "data"
        self._template = home / "template"
        self.changing.mkdir(parents=True)
        self._begin()
        shutil.copytree(self.changing, self._template)

    @abstractmethod
    def work(self, log: Path) -> None:
        """Do it."""

    def reset(self) -> None:
        """Put the folder back as it was before."""
        shutil.rmtree(self.changing, ignore_errors=True)
        shutil.copytree(self._template, self.changing)

    @abstractmethod
    def standing(self) -> bool:
        """Whether the work is done."""

    def check_finished(self) -> None:
        """The work was done to its end."""
        if not self.standing():
            raise BrokenPromiseError("is not done, although the work came to its end")

    def _begin(self) -> None:  # noqa: B027  (most begin with nothing)
        """Nothing is there yet."""


class Corrections(_Store):
    """One cell of a long table is corrected."""

    name = "a correction in metadata.csv"

    def work(self, log: Path) -> None:
        """Correct the year of one file."""
        del log
        correct_sidecar(self.changing, {"17.txt": {"year": "2024"}})

    def standing(self) -> bool:
        """Whether the cell is changed; every other row is as it was."""
        try:
            rows = sidecar_rows(self.changing)
        except FajianError as error:
            raise BrokenPromiseError(str(error)) from error
        year = rows.get("17.txt", {}).get("year")
        others = {name: row["title"] for name, row in rows.items()}
        if year not in {"2022", "2024"} or others != {f"{number}.txt": f"报告{number}" for number in range(_ROWS)}:
            raise BrokenPromiseError(f"{SIDECAR} has {len(rows)} of {_ROWS} rows, and {year} for the year")
        return year == "2024"

    def check_finished(self) -> None:
        """Nothing but the table and its lock is left."""
        super().check_finished()
        litter = {path.name for path in self.changing.iterdir()} - {SIDECAR, _LOCK}
        if litter:
            raise BrokenPromiseError(f"left {sorted(litter)}")

    def _begin(self) -> None:
        rows = {f"{number}.txt": {"title": f"报告{number}", "year": "2022"} for number in range(_ROWS)}
        correct_sidecar(self.changing, rows)


@dataclass(frozen=True)
class _Dropped:
    name: str
    content: bytes

    def getvalue(self) -> bytes:
        """As the browser sent it."""
        return self.content


class Uploads(_Store):
    """Files are dropped on the page with a table that describes them, and taken over as reports."""

    name = "uploads become reports"

    def __init__(self, home: Path) -> None:
        """Think of the files."""
        self._contents = {f"{number}.txt": f"第{number}份报告。".encode() * 600 for number in range(_FILES)}
        super().__init__(home)

    def work(self, log: Path) -> None:
        """Drop them all, and take over what is there: a person who tries again after a crash does the same."""
        del log
        table = "source,year\n" + "".join(f"{name},2023\n" for name in self._contents)
        uploads = [_Dropped(name, content) for name, content in self._contents.items()]
        drop(self.changing, VISITOR, [*uploads, _Dropped(SIDECAR, table.encode())])
        take_over(self.changing, VISITOR, staging_shelf(self.changing, VISITOR).names())

    def standing(self) -> bool:
        """Whether all are reports; every file that can be seen is whole, and known by one name."""
        reports = own_shelf(self.changing)
        found = {name: (reports.folder / name).read_bytes() for name in reports.names()}
        staged = staging_shelf(self.changing, VISITOR)
        seen = {**found, **{name: (staged.folder / name).read_bytes() for name in staged.names()}}
        for name, content in seen.items():
            if content != self._contents.get(name):
                raise BrokenPromiseError(f"{name} is no file that was dropped ({len(content)} bytes)")
        try:
            rows = sidecar_rows(self.changing / REPORTS)
        except FajianError as error:
            raise BrokenPromiseError(str(error)) from error
        lost = [name for name in found if rows.get(name, {}).get("year") != "2023"]
        if lost:
            raise BrokenPromiseError(f"{lost[0]} came without what was known of it")
        return found == self._contents


class Removals(_Store):
    """Reports are taken out, to be put back some day."""

    name = "reports taken out"

    def work(self, log: Path) -> None:
        """Take out those that are there."""
        del log
        there = own_shelf(self.changing).names()
        if there:
            remove(self.changing, there)

    def standing(self) -> bool:
        """Whether all are out; each lies among the reports or where it can be put back from, whole, with what is known of it."""
        reports = self.changing / REPORTS
        found: dict[str, bytes] = {}
        for entry in removed_entries(self.changing):
            place = self.changing / REMOVED / entry.entry / "files"
            if any(entry.rows.get(name, {}).get("year") != "2023" for name in entry.names):
                raise BrokenPromiseError("a removal has lost what was known of its files")
            found |= {name: (place / name).read_bytes() for name in entry.names if (place / name).exists()}
        found |= {name: (reports / name).read_bytes() for name in own_shelf(self.changing).names()}
        if found != self._contents():
            raise BrokenPromiseError(f"only {sorted(found)} can be found again")
        return not own_shelf(self.changing).names()

    def _begin(self) -> None:
        for name, content in self._contents().items():
            make_folder(self.changing / REPORTS)
            (self.changing / REPORTS / name).write_bytes(content)
        correct_sidecar(self.changing / REPORTS, {name: {"year": "2023"} for name in self._contents()})

    @staticmethod
    def _contents() -> dict[str, bytes]:
        return {f"{number}.txt": f"第{number}份报告。".encode() * 600 for number in range(2)}


class Settings(_Store):
    """A password is set in ``page.toml``."""

    name = "a password is set"

    def work(self, log: Path) -> None:
        """Set it."""
        del log
        write_password(self.changing / SETTINGS, _HASHED)

    def standing(self) -> bool:
        """Whether it is set; the other settings are as they were."""
        try:
            settings = read_settings(self.changing)
        except FajianError as error:
            raise BrokenPromiseError(str(error)) from error
        if settings.upload_files != _FILES or settings.password not in {"", _HASHED}:
            raise BrokenPromiseError(f"the settings became {settings}")
        return bool(settings.password)

    def _begin(self) -> None:
        (self.changing / SETTINGS).write_text(f"upload_files = {_FILES}\n", encoding="utf-8")


class Excerpts(_Store):
    """A visitor collects passages, one after the other."""

    name = "excerpts collected"
    syncing = (FILE,)

    def work(self, log: Path) -> None:
        """Add some; each that was acknowledged is noted beside the data."""
        del log
        database = Database(self.changing / FILE)
        with closing(database):
            store = ExcerptStore(database)
            for number in range(1, _FILES):
                store.add(VISITOR, [_excerpt(number)])
                with suppress(OSError):  # what cannot be noted is not asked for later
                    self._acknowledge(database, number)

    def standing(self) -> bool:
        """Whether all are there; those that are there are the first ones, and none that was acknowledged is missing."""
        database = Database(self.changing / FILE)
        with closing(database):
            kept = [item.excerpt.passage_id for item in ExcerptStore(database).basket(VISITOR).kept]
            if database.warning:
                raise BrokenPromiseError(database.warning)
        # What was not yet synced of the notes may be anything.
        noted = max((int(char) for char in self._noted.read_text("utf-8", "replace") if char.isdigit()), default=0)
        if kept != [f"p{number}" for number in range(len(kept))] or len(kept) < min(noted + 1, _FILES):
            raise BrokenPromiseError(f"holds {kept}, and {noted} more than the first were acknowledged")
        return len(kept) == _FILES

    @property
    def _noted(self) -> Path:
        return self.changing / "acknowledged"

    def _acknowledge(self, database: Database, number: int) -> None:
        with database.transaction() as db:
            [[synchronous]] = db.execute("PRAGMA synchronous").fetchall()
        if synchronous >= _SYNCED:
            # SQLite has the log and its name on disk by now, which nobody sees from here: say so to whoever watches (bench.trust.power_cut).
            sync(self.changing / f"{FILE}-wal")
            sync(self.changing)
        with self._noted.open("ab", buffering=0) as noted:
            noted.write(str(number).encode("ascii"))
            os.fsync(noted.fileno())

    def _begin(self) -> None:
        database = Database(self.changing / FILE)
        with closing(database):
            ExcerptStore(database).add(VISITOR, [_excerpt(0)])
        self._noted.touch()


def _excerpt(number: int) -> Kept:
    place = Place("甲省", "乙市", "丙县", "丁乡", "123456789", certain=True)
    report = ReportFacts(number, "r", "reports/x.txt", "报告", place, Level.TOWNSHIP, 2023, fictional=True)
    return Kept(Excerpt(f"p{number}", report, Role.PROBLEM, (), "执法人员不足。" * 50))


STORES: tuple[Callable[[Path], _Store], ...] = (Corrections, Uploads, Removals, Settings, Excerpts)
