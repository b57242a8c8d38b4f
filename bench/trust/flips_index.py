"""An index with every part, kept as bytes, so that it can be damaged and put back again and again; and what of it must stay."""

from __future__ import annotations

import shutil
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bench.trust.damaging import Damage, put
from bench.trust.model_checks import WatchedEncoder, encoded_texts
from bench.trust.small_reports import write_report
from indexer.build import build_index
from indexer.index import Index
from indexer.manifest import MANIFEST
from indexer.storage import CURRENT, VERSIONS
from search.engine import Engine

QUESTIONS = ("执法人员不足怎么办", "调解矛盾纠纷 publicity of law")
REPORTS = 6


@dataclass(frozen=True, slots=True)
class Whole:
    """A sound index in a folder of its own.

    ``files`` holds ``CURRENT`` and every file of its version, by their names there; ``told`` is what is asked of it and must stay, ``texts`` what was encoded.
    """

    directory: Path
    version: Path
    files: dict[str, bytes]
    told: dict[str, Any]
    texts: frozenset[str]

    def path(self, name: str) -> Path:
        """Where a file lies."""
        return (self.directory if name == CURRENT else self.version) / name

    def damage(self, damage: Damage) -> None:
        """Do it; :meth:`mend` undoes it."""
        put(self.path(damage.name), damage.done_to(self.files))

    def mend(self, damage: Damage) -> None:
        """Put back what was damaged."""
        put(self.path(damage.name), self.files[damage.name])

    def reset(self) -> None:
        """Put back everything, whatever was built meanwhile."""
        shutil.rmtree(self.directory)
        self.directory.mkdir()
        for name, data in self.files.items():
            self.path(name).parent.mkdir(parents=True, exist_ok=True)
            self.path(name).write_bytes(data)


def make_whole(home: Path) -> Whole:
    """Reports, one of them twice, a file that cannot be read, a sidecar; and an index of them."""
    for number in range(REPORTS):
        write_report(home / "reports" / f"{number}.txt", number)
    write_report(home / "reports" / "copy.txt", 0)
    (home / "reports" / "noise.txt").write_bytes(bytes(range(256)) * 4)
    (home / "reports" / "metadata.csv").write_text("source,year\n1.txt,2012\n", encoding="utf-8")
    directory = home / "index"
    build_index(directory, [home / "reports"], WatchedEncoder())
    with closing(Index.open(directory)) as index:
        version = index.version
    names = sorted(path.relative_to(version).as_posix() for path in version.rglob("*") if path.is_file())
    assert MANIFEST in names
    files = {name: (version / name).read_bytes() for name in names}
    files[CURRENT] = (directory / CURRENT).read_bytes()
    assert {path.name for path in (directory / VERSIONS).iterdir()} == {version.name}
    with closing(Index.open(directory)) as index:
        texts = encoded_texts(index)
    return Whole(directory, version, files, told_by(directory), texts)


def told_by(directory: Path) -> dict[str, Any]:
    """Everything that an index holds and answers, to be compared.

    Raises:
        IndexUnusableError: It says itself that it is damaged.
    """
    with closing(Index.open(directory)) as index:
        reports = list(index.catalogue.reports())
        passages = [index.catalogue.passages_in(report) for report in reports]
        every = np.arange(index.manifest.passages)
        engine = Engine(index, WatchedEncoder())
        answers = [engine.search(question) for question in QUESTIONS]
        return {
            "folders": index.catalogue.folders(),
            "files": index.catalogue.files(),
            "skipped": index.catalogue.skipped(),
            "reports": reports,
            "passages": passages,
            "vectors": index.vectors.take(every).tobytes(),
            "tokens": [index.tokens.take(int(place)).tobytes() for place in every] if index.tokens else None,
            "answers": [[(hit.passage, hit.score, hit.report) for hit in answer.hits] for answer in answers],
        }
