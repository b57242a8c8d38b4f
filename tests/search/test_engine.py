"""Answers: ranked, quoted word for word, the same after reopening, explained."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from corpus.report import Role
from embeddings import HashingEncoder
from errors import QueryError
from indexer.build import build_index
from indexer.index import Index
from indexer.segmentation import units, words
from search.contract import answer_json
from search.engine import Engine, Leg
from search.evaluation import read_questions
from search.explain import highlights
from search.filters import Filters

QUESTIONS = ("执法人员不足怎么解决", "一村一法律顾问", "12345热线", "legal advisers for every village")


@pytest.mark.parametrize("question", QUESTIONS)
def test_hits_are_verbatim_ranked_and_numbered(hashing_engine: Engine, question: str) -> None:
    answer = hashing_engine.search(question)
    assert [hit.rank for hit in answer.hits] == list(range(1, 11))
    assert [hit.score for hit in answer.hits] == sorted((hit.score for hit in answer.hits), reverse=True)
    for hit in answer.hits:
        report = hashing_engine.report(hit.passage.report_id)
        assert report is not None
        assert report.text[hit.passage.start : hit.passage.end] == hit.passage.text
        assert all(heading in report.text for heading in hit.headings)


def test_reopening_gives_the_same_answers(hashing_index: Path, hashing_engine: Engine) -> None:
    again = Engine(Index.open(hashing_index), HashingEncoder())
    for question in read_questions(Path(__file__).parents[2] / "corpus" / "samples" / "queries.jsonl"):
        for text in (question.zh, question.en):
            first, second = answer_json(hashing_engine.search(text)), answer_json(again.search(text))
            assert first | {"took_ms": 0} == second | {"took_ms": 0}


@pytest.mark.parametrize("question", QUESTIONS[:3])
def test_the_dense_leg_alone_is_brute_force(hashing_engine: Engine, question: str) -> None:
    index = hashing_engine.index
    query = HashingEncoder().encode_queries([question])[0]
    scores = index.vectors.take(np.arange(index.vectors.count)) @ query
    answer = hashing_engine.search(question, leg=Leg.DENSE)
    assert np.allclose([hit.why.similarity for hit in answer.hits], np.sort(scores)[::-1][:10], atol=1e-4)


@pytest.mark.parametrize("question", QUESTIONS[:3])
def test_the_words_leg_alone_needs_no_encoder(hashing_engine: Engine, question: str) -> None:
    answer = hashing_engine.search(question, leg=Leg.WORDS)
    looked_for = units(question) + [unit for term in answer.carried for other in term.chinese for unit in units(other)]
    assert answer.hits
    assert all(set(looked_for) & set(units("。".join([*hit.headings, hit.passage.text]))) for hit in answer.hits)


def test_why_names_what_matched_and_highlights_never_break_words(hashing_engine: Engine) -> None:
    answer = hashing_engine.search("执法人员不足怎么解决")
    assert any("执法人员" in hit.why.matched or "执法" in hit.why.matched for hit in answer.hits)
    for hit in answer.hits:
        assert "怎么" not in hit.why.matched
        for start, end in highlights(hit.passage.text, hit.why.matched):
            assert words(hit.passage.text[start:end])


def test_per_township_spreads_the_hits(hashing_engine: Engine) -> None:
    answer = hashing_engine.search("普法宣传", per_township=1)
    authorities = [hit.report.authority for hit in answer.hits]
    assert len(set(authorities)) == len(authorities) == 8


def test_coverage_counts_townships_out_of_those_that_may_answer(hashing_engine: Engine) -> None:
    everywhere = hashing_engine.search("普法宣传").coverage
    one_county = hashing_engine.search("普法宣传", Filters(county="青枫县")).coverage
    assert (everywhere.of, one_county.of) == (8, 3)
    assert 0 < one_county.townships <= 3


def test_counts_by_role_follow_the_other_filters(hashing_engine: Engine) -> None:
    everywhere, one_year = (
        hashing_engine.counts(Filters()),
        hashing_engine.counts(Filters(years=(2023, 2023), role=Role.PLAN)),
    )
    assert sum(everywhere.values()) == len(hashing_engine.index.report_of)
    assert all(0 < one_year[role] < everywhere[role] for role in (Role.PRACTICE, Role.PROBLEM, Role.PLAN))


def test_an_unknown_report_is_none(hashing_engine: Engine) -> None:
    assert hashing_engine.report("0" * 16) is None


@pytest.mark.parametrize(("top", "per_township"), [(0, None), (-1, None), (10**9, None), (10, 0)])
def test_numbers_out_of_range_are_refused(hashing_engine: Engine, top: int, per_township: int | None) -> None:
    with pytest.raises(QueryError, match="hits"):
        hashing_engine.search("普法", top=top, per_township=per_township)


@pytest.mark.parametrize(
    "question",
    [
        "' OR 1=1 --",
        '"; DROP TABLE reports',
        "<script>alert(1)</script>",
        "%s%s%n",
        "a" * 400,
        "\ud800 法",
        "😀" * 9 + "法",
    ],
)
def test_hostile_questions_are_only_questions(hashing_engine: Engine, question: str) -> None:
    assert hashing_engine.search(question).question.text


def test_several_threads_get_the_same_answers(hashing_engine: Engine) -> None:
    questions = QUESTIONS * 5
    alone = [[hit.passage.id for hit in hashing_engine.search(question).hits] for question in questions]
    with ThreadPoolExecutor(4) as pool:
        together = list(
            pool.map(lambda question: [hit.passage.id for hit in hashing_engine.search(question).hits], questions)
        )
    assert together == alone


def test_traditional_reports_and_questions_meet_simplified_ones(tmp_path: Path) -> None:
    body = "為解決執法人員不足，全鎮抽調執法人員5名，開展執法培訓３次，組成綜合行政執法隊。"
    lines = [
        "石嶺縣柳泉鎮2023年法治政府建設工作總結",
        "一、工作開展情況",
        "（一）規範行政執法",
        body,
        "（二）開展普法宣傳",
        "組織普法宣講12場，發放資料800份。",
    ]
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "甲.txt").write_text("\n".join(lines), encoding="utf-8")
    build_index(tmp_path / "index", [tmp_path / "reports"], HashingEncoder())
    engine = Engine(Index.open(tmp_path / "index"), HashingEncoder())
    for question in ("执法人员不足", "執法人員不足怎麼解決"):
        best = engine.search(question).hits[0]
        assert best.passage.text == body
        assert "执法人员" in best.why.matched
        marked = [best.passage.text[start:end] for start, end in highlights(best.passage.text, best.why.matched)]
        assert any("執法人員" in part for part in marked)
    engine.index.close()
