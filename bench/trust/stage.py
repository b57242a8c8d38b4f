"""What is done to an index while somebody pulls the plug: small scenes, each with an index as before, reports that changed, and the index as it must come out."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import tarfile
import threading
from collections.abc import Callable, Collection
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import numpy as np

from bench.trust.apart import BrokenPromiseError
from bench.trust.slow_encoder import SlowEncoder
from embeddings import HashingEncoder
from errors import FajianError
from indexer import gathering, storage
from indexer.build import build_index
from indexer.index import Index
from indexer.manifest import MANIFEST
from indexer.status import find_damage
from search.engine import Engine

ROOT = Path(__file__).resolve().parents[2]
FORMAT_4 = ROOT / "tests" / "data" / "format_4.tar.xz"
QUESTION = "执法人员不足"
_FOLDERS = {"reports", "more"}


def write_report(folder: Path, township: str, staff: int) -> None:
    """Write a report of six passages, other ones for each number."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{township}.txt").write_text(
        f"甲县{township}2023年法治政府建设工作报告\n\n2023年，{township}认真推进法治政府建设，现将有关情况报告如下：\n\n"
        f"一、工作开展情况\n（一）加强执法队伍建设。全年培训执法人员{staff}次，{staff}人取得行政执法证。\n"
        f"（二）化解矛盾纠纷。全年调解矛盾纠纷{staff * 10}件，调解成功率100%。\n"
        f"二、存在的问题\n一是执法人员不足，{township}只有{staff}名执法人员。二是普法形式单一，群众参与的积极性不高。\n"
        f"三、下一步打算\n（一）充实执法力量。计划再招录{staff}名执法人员。\n",
        encoding="utf-8",
    )


@dataclass(frozen=True, slots=True)
class Scene:
    """Something that is done to an index. ``begin`` makes ``reports`` and ``index`` in a folder as before, ``change`` what is different now, ``work`` brings the index up to date."""

    name: str
    begin: Callable[[Path], None]
    change: Callable[[Path], None]
    work: Callable[[Path, HashingEncoder], object]
    command: tuple[str, ...] | None = None
    """What a person types for it, folders without the path to them; ``None`` where nobody can."""


class Stage:
    """A scene on disk, that can be put back and looked at. The work changes only what lies in ``changing``: the index."""

    def __init__(self, scene: Scene, home: Path) -> None:
        """Set the scene in a folder, and do its work once to know how it must come out."""
        self.name = scene.name
        self.syncing: Collection[str] = ()
        self.scene = scene
        self.home = home
        self.changing = home / "disk"
        self.index = _index(home)
        self._template = home / "template"
        self.changing.mkdir(parents=True, exist_ok=True)
        scene.begin(home)
        scene.change(home)
        if self.index.exists():
            shutil.copytree(self.index, self._template)
        self.before = contents(self.index)
        scene.work(home, HashingEncoder())
        self.after = contents(self.index)
        assert self.before != self.after, f"{scene.name}: a scene in which nothing happens shows nothing"
        self._names = _names(self.index)
        self.reset()

    def work(self, log: Path) -> None:
        """Do it with a slow encoder."""
        self.scene.work(self.home, SlowEncoder(log))

    def command(self) -> list[str]:
        """The arguments of ``cli.py`` that do the work."""
        assert self.scene.command is not None
        folders = [str(self.home / word) if word in _FOLDERS else word for word in self.scene.command]
        return ["index", *folders, "--index", str(self.index), "--model", "hashing", "--readers", "0"]

    def reset(self) -> None:
        """Put the index back as it was before."""
        # Not the folder itself, which may be a disk of its own.
        shutil.rmtree(self.index, ignore_errors=True)
        if self._template.exists():
            shutil.copytree(self._template, self.index)

    def standing(self) -> bool:
        """Whether the index is as after the work; as before it otherwise.

        Raises:
            BrokenPromiseError: It is neither, does not open, answers nothing, or is damaged.
        """
        try:
            found = contents(self.index)
            damage = find_damage(self.index) if found is not None else []
            answers = found is None or is_answering(self.index)
        except (FajianError, OSError) as error:
            raise BrokenPromiseError(f"does not open: {error}") from error
        if damage:
            raise BrokenPromiseError(f"is damaged: {damage[0]}")
        if found not in {self.before, self.after}:
            raise BrokenPromiseError("is neither as before nor as after")
        if not answers:
            raise BrokenPromiseError("finds nothing")
        return found == self.after

    def check_finished(self) -> None:
        """The work was done to its end, and left nothing lying about.

        Raises:
            BrokenPromiseError: It was not, or it did.
        """
        if not self.standing():
            raise BrokenPromiseError("is as before, although the work was done")
        versions = [path.name for path in (self.index / storage.VERSIONS).iterdir()]
        litter = sorted(_names(self.index) - self._names)
        if len(versions) > 2 or litter:
            raise BrokenPromiseError(f"has {len(versions)} versions and in the way {litter}")


def contents(index: Path) -> frozenset[str] | None:
    """Everything that an index holds: files with fingerprints, reports with text, passages with vectors; ``None`` where there is no index yet.

    A first version that is sealed and not yet published is none: whoever opens it is told to index again.
    """
    if not (index / storage.CURRENT).exists():
        return None
    with closing(Index.open(index)) as opened:
        vectors = opened.vectors.take(np.arange(opened.manifest.passages)) if opened.manifest.passages else np.zeros(0)
        found = {f"{entry.name} {entry.fingerprint} {entry.report_id}" for entry in opened.catalogue.files()}
        for report in opened.catalogue.reports():
            found.add(f"{report.id} {report.source} {hashlib.sha256(report.text.encode()).hexdigest()}")
            for position, item in opened.catalogue.passages_in(report):
                found.add(f"{item.passage.id} {hashlib.sha256(vectors[position].tobytes()).hexdigest()}")
        return frozenset(found)


def is_answering(index: Path) -> bool:
    """Whether a question finds something, in an index that holds something."""
    with closing(Index.open(index)) as opened:
        return not opened.manifest.passages or bool(Engine(opened, HashingEncoder()).search(QUESTION).hits)


def warm_up(home: Path) -> None:
    """Load all that a build and a search need, once, so that children have it; and have no thread started in passing."""
    import tqdm

    tqdm.tqdm.monitor_interval = 0
    # Its own lock is one for all forked processes: a child killed while it holds that would hold up all after it.
    tqdm.tqdm.set_lock(threading.RLock())
    write_report(home / "reports", "甲乡", 3)
    build_index(_index(home), [home / "reports"], HashingEncoder())
    is_answering(_index(home))


def _index(home: Path) -> Path:
    """Where the index of a scene lies: alone in a folder, so that its own entry can be lost too."""
    return home / "disk" / "index"


def _names(index: Path) -> set[str]:
    """Names of what lies in an index, versions apart."""
    found = {path.name for path in index.iterdir()}
    return found | {
        f"{storage.VERSIONS}/{path.relative_to(version).as_posix()}"
        for version in (index / storage.VERSIONS).iterdir()
        for path in version.rglob("*")
    }


def _nothing(home: Path) -> None:
    """No index yet, and reports to be read."""
    for township, staff in (("甲乡", 3), ("乙镇", 5), ("丙街道", 7)):
        write_report(home / "reports", township, staff)


def _indexed(home: Path) -> None:
    _nothing(home)
    write_report(home / "more", "丁乡", 9)
    build_index(_index(home), [home / "reports", home / "more"], HashingEncoder())


def _in_format_4(home: Path) -> None:
    """An index that an earlier release made (tests/data/README.md), moved here."""
    with tarfile.open(FORMAT_4) as archive:
        archive.extractall(home, filter="data")
    (home / "index").rename(_index(home))
    [catalogue] = _index(home).glob("versions/*/catalogue.sqlite")
    with closing(sqlite3.connect(catalogue)) as db, db:
        [[old]] = db.execute("SELECT path FROM folders").fetchall()
        for table, column in (("folders", "path"), ("files", "folder"), ("readings", "folder"), ("skipped", "folder")):
            db.execute(f"UPDATE {table} SET {column} = ? WHERE {column} = ?", (str(home / "reports"), old))
    manifest = catalogue.with_name(MANIFEST)
    fields = json.loads(manifest.read_text(encoding="utf-8"))
    data = catalogue.read_bytes()
    fields["files"][catalogue.name] = {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    manifest.write_text(json.dumps(fields), encoding="utf-8")


def _some_change(home: Path) -> None:
    write_report(home / "reports", "甲乡", 31)
    write_report(home / "reports", "戊乡", 11)
    (home / "reports" / "丙街道.txt").unlink()


def _one_goes(home: Path) -> None:
    (home / "reports" / "乙镇.txt").unlink()


def _none_changes(home: Path) -> None:
    """Everything stays."""


def _bring_up_to_date(home: Path, encoder: HashingEncoder) -> object:
    return build_index(_index(home), [home / "reports"], encoder)


def _remove_folder(home: Path, encoder: HashingEncoder) -> object:
    removed = [home / "more"]
    with closing(Index.open(_index(home))) as index:
        there = str(home / "more") in index.catalogue.folders()
    return build_index(_index(home), [home / "reports"], encoder, remove=removed if there else ())


def _reread(home: Path, encoder: HashingEncoder) -> object:
    with patch.object(gathering, "READING", "reader of the next release"):
        return build_index(_index(home), [home / "reports", home / "more"], encoder)


def _rebuild(home: Path, encoder: HashingEncoder) -> object:
    return build_index(_index(home), [home / "reports"], encoder, rebuild=True)


SCENES = (
    Scene("first index", _nothing, _none_changes, _bring_up_to_date, ("reports",)),
    Scene("reports added, changed and gone", _indexed, _some_change, _bring_up_to_date, ("reports",)),
    Scene("a folder removed", _indexed, _one_goes, _remove_folder, ("reports", "--remove", "more")),
    Scene("read anew by another reader", _indexed, _some_change, _reread),
    Scene("rebuilt", _indexed, _some_change, _rebuild, ("reports", "--rebuild")),
    Scene("migrated from format 4", _in_format_4, _some_change, _bring_up_to_date, ("reports",)),
)
