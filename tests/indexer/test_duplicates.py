"""Several sources of one report in an index that grows and shrinks: at any moment it is as if made anew."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from docx import Document
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from embeddings import HashingEncoder
from indexer.build import BuildResult, build_index
from indexer.catalogue import Catalogue
from indexer.index import ENCODINGS, WORDS, Index
from indexer.status import find_damage, index_status
from search.contract import answer_json
from search.engine import Engine
from tests.corpus.duplicates.versions import COUNTY, TOWN, bare, on_a_site, report_text
from tests.indexer.counting import CountingEncoder

TEXT = report_text()
CORRECTED = TEXT.replace("28人次", "31人次")


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "f").mkdir()
    return tmp_path / "f"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _build(directory: Path, *folders: Path, **options: Any) -> BuildResult:
    return build_index(directory, folders, HashingEncoder(), **options)


def _held(directory: Path) -> list[tuple[str, tuple[str, ...]]]:
    index = Index.open(directory)
    return [(report.source, report.other_sources) for report in index.reports]


def _snapshot(directory: Path) -> Any:
    """Everything that a version holds."""
    index = Index.open(directory)
    catalogue = index.catalogue
    reports = list(catalogue.reports())
    passages = [catalogue.passages_in(report) for report in reports]
    vectors = index.vectors.take(np.arange(index.vectors.count)) if index.vectors.count else np.zeros((0, 1))
    readings = [catalogue.reading(entry) for entry in catalogue.files()]
    words = {path.name: path.read_bytes() for path in (index.version / WORDS).rglob("*") if path.is_file()}
    columns = index.reports, *(column.tolist() for column in (index.report_of, index.role_of, index.themes_of))
    codes = [index.tokens.take(position).tobytes() for position in range(len(vectors))] if index.tokens else []
    rows = (index.version / ENCODINGS).read_bytes()
    return (
        reports,
        catalogue.files(),
        readings,
        passages,
        vectors.tolist(),
        columns,
        words,
        codes,
        rows,
        catalogue.heads(),
    )


def test_formats_of_one_report_are_one_report_with_sources(folder: Path, directory: Path) -> None:
    _write(folder / "a.txt", TEXT)
    document = Document()
    for line in TEXT.splitlines():
        document.add_paragraph(line)
    document.save(str(folder / "b.docx"))
    paragraphs = "".join(f"<p>{line}</p>" for line in TEXT.splitlines())
    _write(folder / "c.html", f"<html><body><nav>首页 政务公开</nav><article>{paragraphs}</article></body></html>")
    result = _build(directory, folder)
    assert (result.reports, result.added, result.duplicates) == (1, 3, 2)
    [(source, others)] = _held(directory)
    assert {source, *others} == {"f/a.txt", "f/b.docx", "f/c.html"}
    status = index_status(directory)
    assert status["duplicates"] == 2
    assert [(item["source"], tuple(item["other_sources"])) for item in status["joined"]] == [(source, others)]
    hit = answer_json(Engine(Index.open(directory), HashingEncoder()).search("普法夜校"))["hits"][0]
    assert hit["sources"] == [hit["source"], *others]


def test_a_duplicate_added_later_encodes_nothing(folder: Path, directory: Path) -> None:
    _write(folder / "a.txt", TEXT)
    _build(directory, folder)
    _write(folder / "b.txt", TEXT)
    encoder = CountingEncoder()
    assert build_index(directory, [folder], encoder).reports == 1
    assert encoder.encoded == 0
    assert _held(directory) == [("f/a.txt", ("f/b.txt",))]


def test_the_other_source_takes_over_even_if_it_cannot_be_read_any_more(tmp_path: Path, directory: Path) -> None:
    _write(tmp_path / "one" / "a（更正）.txt", CORRECTED)
    _write(tmp_path / "two" / "b.txt", TEXT)
    _build(directory, tmp_path / "one", tmp_path / "two")
    assert _held(directory) == [("one/a（更正）.txt", ("two/b.txt",))]
    shutil.rmtree(tmp_path / "two")
    result = _build(directory, remove=[tmp_path / "one"])
    assert (result.reports, result.removed) == (1, 1)
    assert _held(directory) == [("two/b.txt", ())]
    report = next(Index.open(directory).catalogue.reports())
    assert "28人次" in report.text and report.notes == ()


def test_a_corrected_version_replaces(folder: Path, directory: Path) -> None:
    _write(folder / "a.txt", TEXT)
    _build(directory, folder)
    _write(folder / "b更正.txt", CORRECTED)
    _build(directory, folder)
    hits = Engine(Index.open(directory), HashingEncoder()).search("执法人员参加培训").hits
    assert any("31人次" in hit.passage.text for hit in hits)
    assert not any("28人次" in hit.passage.text for hit in hits)
    assert any("已由更正版取代：f/a.txt" in note for note in next(Index.open(directory).catalogue.reports()).notes)
    (folder / "b更正.txt").unlink()
    _build(directory, folder)
    assert _held(directory) == [("f/a.txt", ())]


def test_metadata_leaves_with_its_folder(tmp_path: Path, directory: Path) -> None:
    _write(tmp_path / "one" / "a.txt", TEXT)
    _write(tmp_path / "one" / "metadata.csv", "source,county,township,year,fictional\na.txt,子虚县,乌有乡,2021,true\n")
    _write(tmp_path / "two" / "a.txt", TEXT)
    for order in (["one", "two"], ["two", "one"]):
        for name in order:
            _build(directory, tmp_path / name)
        facts = Index.open(directory).reports
        assert [(f.place.township, f.year, f.fictional) for f in facts] == [("乌有乡", 2021, True)]
        _build(directory, remove=[tmp_path / "one"])
        facts = Index.open(directory).reports
        assert [(f.place.township, f.year, f.fictional, f.source) for f in facts] == [(TOWN, 2023, False, "two/a.txt")]
        _build(directory, remove=[tmp_path / "two"])


def test_the_same_text_of_two_places_is_two_reports_with_their_own_passages(folder: Path, directory: Path) -> None:
    text = bare(TEXT)
    _write(folder / "a.txt", text)
    _write(folder / "b.txt", text)
    row = f"青海省,{COUNTY}"
    _write(
        folder / "metadata.csv",
        f"source,province,county,township,year\na.txt,{row},{TOWN},2023\nb.txt,{row},泉吉乡,2023\n",
    )
    assert _build(directory, folder).reports == 2
    index = Index.open(directory)
    assert len({report.id for report in index.reports}) == 2
    assert {report.place.township for report in index.reports} == {TOWN, "泉吉乡"}
    assert find_damage(directory) == []


def test_a_file_without_its_report_is_found(folder: Path, directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _write(folder / "a.txt", TEXT)
    _build(directory, folder)
    facts = Catalogue.facts
    monkeypatch.setattr(Catalogue, "facts", lambda self: [replace(f, id="0" * 16) for f in facts(self)])
    assert find_damage(directory)[:2] == ["the report of a.txt is not in the index", "no file holds the report f/a.txt"]


CONTENTS = {
    "text": TEXT,
    "site": on_a_site(TEXT),
    "correction": CORRECTED,
    "first page": TEXT[: len(TEXT) // 2],
    "nameless": bare(TEXT),
    "neighbour": report_text(township="泉吉乡"),
    "next year": report_text(year=2024),
}
SIDECARS = {
    "none": "",
    "place": f"source,county,township,year\na.txt,{COUNTY},{TOWN},2023\nb.txt,{COUNTY},{TOWN},2023\n",
    "other place": f"source,county,township,year\na.txt,{COUNTY},泉吉乡,2023\n",
}
FOLDERS = ("one", "two")
NAMES = ("a.txt", "b.txt", "c更正.txt")


class GrowingIndex(RuleBasedStateMachine):
    """Files come, change, move and go; an index brought up to date is always the one made from nothing."""

    @initialize()
    def start(self) -> None:
        """Two folders, one report, an index of both."""
        self.root = Path(tempfile.mkdtemp(prefix="growing"))
        for name in FOLDERS:
            (self.root / name).mkdir()
        _write(self.root / "one" / "a.txt", TEXT)
        self.known = set(FOLDERS)
        self.stale: set[str] = set(FOLDERS)
        self.refresh()

    @rule(folder=st.sampled_from(FOLDERS), name=st.sampled_from(NAMES), content=st.sampled_from(sorted(CONTENTS)))
    def put(self, folder: str, name: str, content: str) -> None:
        """Add or change a file."""
        _write(self.root / folder / name, CONTENTS[content])
        self.stale.add(folder)

    @rule(folder=st.sampled_from(FOLDERS), content=st.sampled_from(sorted(SIDECARS)))
    def describe(self, folder: str, content: str) -> None:
        """Change or take away a sidecar."""
        path = self.root / folder / "metadata.csv"
        if SIDECARS[content]:
            _write(path, SIDECARS[content])
        else:
            path.unlink(missing_ok=True)
        self.stale.add(folder)

    @rule(folder=st.sampled_from(FOLDERS), name=st.sampled_from(NAMES))
    def delete(self, folder: str, name: str) -> None:
        """Take a file away."""
        (self.root / folder / name).unlink(missing_ok=True)
        self.stale.add(folder)

    @rule(name=st.sampled_from(NAMES))
    def move(self, name: str) -> None:
        """Move a file to the other folder."""
        if (self.root / "one" / name).exists():
            shutil.move(self.root / "one" / name, self.root / "two" / name)
        self.stale.update(FOLDERS)

    @precondition(lambda self: len(self.known) == 2)
    @rule(folder=st.sampled_from(FOLDERS))
    def leave(self, folder: str) -> None:
        """Take a folder out of the index; it comes back with the next refresh."""
        _build(self.root / "index", remove=[self.root / folder])
        self.known.discard(folder)

    @rule()
    def refresh(self) -> None:
        """Bring the index up to date."""
        _build(self.root / "index", *(self.root / name for name in FOLDERS))
        self.known, self.stale = set(FOLDERS), set()

    @invariant()
    def every_file_has_its_report(self) -> None:
        """No row of a file points to nothing, and no report stands without a file."""
        assert find_damage(self.root / "index") == []

    @invariant()
    def as_if_made_anew(self) -> None:
        """Compared where the folders have been read since they changed."""
        if self.stale & self.known:
            return
        shutil.rmtree(self.root / "anew", ignore_errors=True)
        _build(self.root / "anew", *(self.root / name for name in sorted(self.known, reverse=True)))
        assert _snapshot(self.root / "index") == _snapshot(self.root / "anew")

    def teardown(self) -> None:
        """Remove the files."""
        if hasattr(self, "root"):
            shutil.rmtree(self.root, ignore_errors=True)


GrowingIndex.TestCase.settings = settings(
    max_examples=12,
    stateful_step_count=12,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
TestGrowingIndex = pytest.mark.slow(GrowingIndex.TestCase)
