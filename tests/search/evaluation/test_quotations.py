"""The judge: what counts as an answer, and measures that agree with hand calculation."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from errors import QueryError
from search.engine import Engine, Leg
from search.evaluation import DEPTH, Candidate, Quotation, evaluate, found, judge, read_questions, reduce_text

A = Candidate("a", "r1", reduce_text("（一）加强执法。新招3名执法人员，"))
B = Candidate("b", "r1", reduce_text("普法70次；新招3名 执法人员"))
C = Candidate("c", "r2", reduce_text("新招3名执法人员"))


def test_reduction_keeps_letters_digits_han_and_percent() -> None:
    assert reduce_text("（１）化解率 100％，“ABC”_x—\n") == "1化解率100%ABCx"


def test_a_quotation_counts_once_and_only_in_its_report() -> None:
    gains, run = judge([Quotation("r1", "新招3名执法人员", 2)], [C, B, A], [A, B, C])
    assert gains == {"b": 3}
    assert sorted(run, key=lambda key: -run[key]) == ["c", "b", "a"]


def test_a_passage_takes_its_best_grade_and_uses_up_the_rest() -> None:
    answers = [Quotation("r1", "普法70次", 1), Quotation("r1", "新招3名执法人员", 2)]
    assert judge(answers, [B, A], [A, B])[0] == {"b": 3}
    assert judge(answers, [A, B], [A, B])[0] == {"a": 3, "b": 1}


def test_what_the_ranking_leaves_is_dealt_out_for_the_ideal() -> None:
    answers = [Quotation("r1", "加强执法", 1), Quotation("r2", "新招3名", 2)]
    assert judge(answers, [B], [A, B, C])[0] == {"a": 1, "c": 3}


def test_measures_agree_with_hand_calculation(hashing_engine: Engine) -> None:
    index = hashing_engine.index
    second = found(hashing_engine.search("执法人员不足", top=DEPTH))[1]
    questions = Path(index.directory) / "q.jsonl"
    report = index.catalogue.report(second.report_id)
    assert report is not None
    stem = Path(report.source).stem
    row = {"id": "x", "zh": "执法人员不足", "en": "nothing", "role": None}
    answers = [
        {"report": stem, "quote": second.text, "grade": 2},
        {"report": stem, "quote": "没有这句话", "grade": 2},
    ]
    questions.write_text(json.dumps(row | {"answers": answers}, ensure_ascii=False), encoding="utf-8")
    zh = evaluate(hashing_engine, read_questions(questions), [Leg.FUSED])[0]
    assert zh.mean["nDCG@10"] == pytest.approx((3 / math.log2(3)) / 3)
    assert zh.mean["MRR@10"] == pytest.approx(0.5)
    assert zh.mean["recall@10"] == 1


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        '{"id": 1}',
        '{"id": 1, "zh": "a", "en": "b", "role": "boss", "answers": []}',
        '{"id":1,"zh":"a","en":"b","answers":[{}]}',
        "[1]",
        "[" * 100_000,
        '{"id":1,"zh":"\\ud800法","en":"b","answers":[]}',
        '{"id":1,"zh":"a","en":"b","answers":[]}\n' * 2,
    ],
    ids=["empty", "broken", "fields", "role", "answer", "array", "depth", "half a character", "twice"],
)
def test_unreadable_questions_are_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "q.jsonl").write_text(content, encoding="utf-8")
    with pytest.raises(QueryError, match=r"q\.jsonl"):
        read_questions(tmp_path / "q.jsonl")


def test_every_sample_quotation_stands_in_one_passage(hashing_engine: Engine, samples: Path) -> None:
    catalogue = hashing_engine.index.catalogue
    held: dict[str, list[str]] = {}
    for report in catalogue.reports():
        for _, item in catalogue.passages_of(report.id):
            last = report.headings(item.passage.section)[-1:]
            held.setdefault(Path(report.source).stem, []).append(reduce_text("".join([*last, item.passage.text])))
    questions = read_questions(samples / "queries.jsonl")
    missing = [
        (question.id, answer.report, answer.quote)
        for question in questions
        for answer in question.answers
        if not any(reduce_text(answer.quote) in text for text in held[answer.report])
    ]
    assert len(questions) == 30
    assert missing == []
