"""The table of practices: problems are read with all they hold, own townships are left out, and rows are measured."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.practice_problems import Samples, ask, read_problems
from bench.practices import MEASURES, PROBLEMS, ROWS, SHIPPED, measure, report
from errors import QueryError
from indexer.index import Index
from search.engine import Engine
from tests.insight.answering import ANSWER, PROBLEM, open_townships


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return open_townships(tmp_path_factory.mktemp("bench-practices"))


@pytest.fixture
def problems(tmp_path: Path) -> Path:
    """Two problems, one of them quoted from a report whose township also has an answer."""
    answers = [{"report": "1", "quote": ANSWER, "grade": 2}, {"report": "4", "quote": ANSWER, "grade": 1}]
    row = {"zh": "执法人员不足", "en": "shortage of enforcement staff", "answers": answers}
    of = {"report": "0", "quote": PROBLEM}
    same = [{"report": "2", "quote": PROBLEM, "grade": 2}]
    rows = [{"id": "p01", **row, "of": of, "same": same}, {"id": "p02", **row, "of": of, "same": same}]
    path = tmp_path / "problems.jsonl"
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    return path


def test_own_townships_are_left_out(engine: Engine, problems: Path) -> None:
    samples = Samples(engine.index)
    asked = ask(engine, samples, read_problems(problems))
    assert [(one.problem.graded.id, one.way, one.problem.tunes) for one in asked] == [
        ("p01", "zh", True), ("p01", "en", True), ("p02", "zh", False), ("p02", "en", False), ("p01", "passage", True), ("p02", "passage", False),
    ]  # fmt: skip
    typed, passage = asked[0], asked[4]
    assert len(typed.answers()) == 2 and typed.allowed.all()
    assert [answer.report for answer in passage.answers()] == ["4"]
    assert passage.own == {"0", "1"} and not passage.allowed.all()
    assert passage.subject.passage is not None and passage.subject.passage.text == PROBLEM


def test_every_row_is_measured(engine: Engine, problems: Path) -> None:
    samples = Samples(engine.index)
    asked = [one for one in ask(engine, samples, read_problems(problems)) if one.way == "passage"]
    for name, ranked in ROWS.items():
        values = measure(samples, asked, ranked)
        assert set(values) == set(MEASURES) and all(
            0 <= value <= 1 for row in values.values() for value in row.values()
        )
        assert name != SHIPPED or values["MRR@10"]["p01"] > 0.3
    text = report(engine, read_problems(problems))
    assert all(f"| {name} |" in text for name in ROWS) and "| same problem |" in text


def test_the_samples_problems_stand_in_the_samples(hashing_index: Path) -> None:
    samples = Samples(Index.open(hashing_index))
    problems = read_problems(PROBLEMS)
    assert len(problems) == 48 and sum(problem.of is not None for problem in problems) == 24
    for problem in problems:
        quoted = [(q.report, q.quote) for q in (*problem.graded.answers, *problem.same)]
        for report_name, quote in [*quoted, *([problem.of] if problem.of else [])]:
            assert samples.holding(report_name, quote)


def test_a_file_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text("{}", encoding="utf-8")
    with pytest.raises(QueryError, match="line 1"):
        read_problems(tmp_path / "x.jsonl")
