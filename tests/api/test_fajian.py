"""The Python API: the same answers as the engine's, loaded late, shared by threads, closed with the index."""

from __future__ import annotations

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from api import Fajian, Filters, IndexUnusableError, Kind, Level, QueryError, Role, Wish, make_filters
from embeddings import HashingEncoder
from indexer.build import build_index
from search.contract import answer_json
from search.engine import Engine

QUESTION = "执法人员不足怎么解决"


@pytest.fixture
def fajian(hashing_index: Path) -> Fajian:
    return Fajian.open(hashing_index, model=HashingEncoder())


def test_it_answers_as_the_engine_does(fajian: Fajian, hashing_engine: Engine) -> None:
    filters = make_filters(role="practice", year="2022-2023")
    mine, theirs = (asked.search(QUESTION, filters, top=4, per_township=1) for asked in (fajian, hashing_engine))
    assert answer_json(mine) | {"took_ms": 0} == answer_json(theirs) | {"took_ms": 0}
    passage = mine.hits[0].passage
    assert [hit.passage.id for hit in fajian.similar(passage.id).hits] == [
        hit.passage.id for hit in hashing_engine.similar(passage.id).hits
    ]
    assert passage in fajian.passages(passage.report_id)
    report = fajian.read_report(passage.report_id)
    assert report.text[passage.start : passage.end] == passage.text


def test_practices_and_back(fajian: Fajian) -> None:
    found = fajian.practices("执法人员不足", wish=Wish(top=3))
    assert {hit.passage.role for hit in found.practices.hits} == {Role.PRACTICE}
    back = fajian.problems("抽调执法人员组成执法队", make_filters(year=2023))
    assert {hit.report.year for hit in back.problems.hits} <= {2023}


def test_indicators_all_and_one(fajian: Fajian) -> None:
    listed = fajian.indicators()
    assert {item.indicator.key for item in listed} >= {"publicity_events"}
    table = fajian.indicators(listed[0].indicator.zh, Filters(county="青枫县"))
    assert table.indicator == listed[0].indicator
    assert fajian.flags().compared > 0


def test_nothing_is_loaded_before_it_is_needed(hashing_index: Path) -> None:
    code = (
        "import sys; from api import Fajian, make_filters\n"
        f"with Fajian.open({str(hashing_index)!r}, model='hashing') as fajian:\n"
        "    fajian.read_report(fajian.index.reports[0].id)\n"
        "    assert not {'torch', 'jieba', 'faiss', 'streamlit', 'mcp'} & set(sys.modules)\n"
        "    fajian.search('普法')\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_threads_share_one_engine(fajian: Fajian) -> None:
    with ThreadPoolExecutor(8) as pool:
        engines = list(pool.map(lambda _: fajian.engine, range(16)))
        answers = list(pool.map(fajian.search, [QUESTION, "普法形式单一"] * 8))
    assert len({id(engine) for engine in engines}) == 1
    assert len({tuple(hit.passage.id for hit in answer.hits) for answer in answers}) == 2


def test_a_newer_version_is_noticed_and_the_old_one_still_answers(reports: Path, tmp_path: Path) -> None:
    build_index(tmp_path / "index", [reports], HashingEncoder())
    with Fajian.open(tmp_path / "index", model="hashing") as fajian:
        assert fajian.is_current
        fajian.warm()
        (reports / "甲乡.txt").unlink()
        build_index(tmp_path / "index", [], HashingEncoder())
        assert not fajian.is_current
        assert "甲乡" in {hit.report.place.township for hit in fajian.search("执法人员不足").hits}
        with Fajian.open(tmp_path / "index", model="hashing") as newer:
            assert "甲乡" not in {hit.report.place.township for hit in newer.search("执法人员不足").hits}


def test_what_is_not_there_is_one_sentence(fajian: Fajian, tmp_path: Path) -> None:
    with pytest.raises(IndexUnusableError, match="holds no index; make one with"):
        Fajian.open(tmp_path)
    with pytest.raises(IndexUnusableError, match="was made by the encoder"):
        Fajian.open(fajian.index.directory, model="bundled").search("普法")
    for ask in (fajian.read_report, fajian.passages, fajian.similar, fajian.practices):
        with pytest.raises(QueryError, match="0123456789abcdef is no"):
            ask("0123456789abcdef")
    with pytest.raises(QueryError, match="is not an indicator"):
        fajian.indicators("天气")


def test_closing_releases_the_files(hashing_index: Path, tmp_path: Path) -> None:
    shutil.copytree(hashing_index, tmp_path / "index")
    with Fajian.open(tmp_path / "index", model="hashing") as fajian:
        pass
    with pytest.raises(Exception, match="closed"):
        fajian.read_report("0123456789abcdef")


def test_filters_from_plain_words() -> None:
    assert make_filters() == Filters()
    assert make_filters(role="", year="", township="", theme="", level="") == Filters()
    made = make_filters(
        role="plan", year="2024-2022", county="昭苏", level="township", theme="矛盾纠纷化解", kind="all"
    )
    assert made == Filters(Role.PLAN, (2022, 2024), county="昭苏", level=Level.TOWNSHIP, theme="disputes", kind=None)
    assert make_filters(year=2023, kind="plan") == Filters(years=(2023, 2023), kind=Kind.PLAN)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"role": "boss"}, "'boss' is not a role; take one of practice, problem, plan, other"),
        ({"role": "mixed"}, "'mixed' is not a role"),
        ({"level": "village"}, "'village' is not a level"),
        ({"year": "abc"}, "'abc' is not a year"),
        ({"theme": "烹饪"}, "'烹饪' is not a theme"),
        ({"kind": "poem"}, "'poem' is not a kind"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_a_wrong_word_is_told(wrong: dict[str, str], told: str) -> None:
    with pytest.raises(QueryError, match=told):
        make_filters(**wrong)
