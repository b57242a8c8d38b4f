"""With the real encoder: floors under the ranking, so that a change that spoils it is seen. Figures are in docs/search.md."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.report import Role
from embeddings import BundledEncoder
from indexer.build import build_index
from indexer.index import Index
from search.engine import Engine, Leg
from search.evaluation import Scores, evaluate, read_questions
from search.filters import Filters
from tests.conftest import SAMPLES, SHARED

pytestmark = [pytest.mark.encoder, pytest.mark.slow]


def _engine(reports: Path, directory: Path) -> Engine:
    encoder = BundledEncoder()
    build_index(directory, [reports], encoder)
    return Engine(Index.open(directory), encoder)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return _engine(SAMPLES, tmp_path_factory.mktemp("real") / "index")


@pytest.fixture(scope="module")
def shared_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    if not (SHARED / "reports").is_dir():
        pytest.skip("the real reports are not here")
    yield _engine(SHARED / "reports", tmp_path_factory.mktemp("shared") / "index")


def _table(scores: list[Scores]) -> dict[tuple[str, Leg], float]:
    for row in scores:
        print(row.language, row.leg.value, {name: round(value, 3) for name, value in row.mean.items()})
    return {(row.language, row.leg): row.mean["nDCG@10"] for row in scores}


def test_the_samples_own_questions(engine: Engine) -> None:
    table = _table(evaluate(engine, read_questions(SAMPLES / "queries.jsonl")))
    for language in ("zh", "en"):
        assert table[language, Leg.FUSED] >= max(table[language, Leg.DENSE], table[language, Leg.WORDS])
        assert table[language, Leg.FUSED] >= 0.65


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_no_report_answers_is_told_from_what_they_do(engine: Engine, language: str) -> None:
    told = {}
    for name in ("answerable", "unanswerable"):
        lines = (SAMPLES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        rows = [row for row in map(json.loads, lines) if row["language"] == language]
        told[name] = sum(engine.search(row["text"]).confident for row in rows) / len(rows)
    print(language, told)
    assert told["answerable"] >= 0.95
    assert told["unanswerable"] <= 0.2


def test_how_it_was_handled_is_answered_by_practices(engine: Engine) -> None:
    answer = engine.search("how did townships handle shortage of enforcement staff")
    assert answer.role is Role.PRACTICE
    assert sum(hit.passage.role is Role.PRACTICE for hit in answer.hits[:5]) >= 3


@pytest.mark.parametrize(
    ("question", "words"),
    [("执法人员不足怎么解决", ("执法", "人")), ("how was the shortage of enforcement staff solved", ("执法", "人"))],
    ids=["zh", "en"],
)
def test_practices_of_several_townships_come_first(engine: Engine, question: str, words: tuple[str, ...]) -> None:
    hits = engine.search(question, Filters(role=Role.PRACTICE), top=5).hits
    about = [hit for hit in hits if all(word in "".join([*hit.headings, hit.passage.text]) for word in words)]
    assert len({hit.report.place.township for hit in about}) >= 3


@pytest.mark.parametrize("question", ["红烧肉怎么做才好吃", "昨晚的足球比赛谁赢了", "best hiking shoes"])
def test_what_no_report_speaks_of_is_not_answered_with_confidence(engine: Engine, question: str) -> None:
    assert not engine.search(question).confident


def test_the_real_reports(shared_engine: Engine) -> None:
    table = _table(evaluate(shared_engine, read_questions(SHARED / "queries" / "real.jsonl")))
    assert table["zh", Leg.FUSED] >= 0.88
    assert table["en", Leg.FUSED] >= 0.82


@pytest.mark.parametrize(
    "question", ["how did townships handle shortage of enforcement staff", "乡镇如何应对执法人员不足"], ids=["en", "zh"]
)
def test_three_real_townships_on_enforcement_staff(shared_engine: Engine, question: str) -> None:
    hits = shared_engine.search(question, Filters(role=Role.PRACTICE), top=5).hits
    about = {
        hit.report.place.township for hit in hits if "执法人员" in hit.passage.text or "执法证" in hit.passage.text
    }
    assert len(about) >= 3
