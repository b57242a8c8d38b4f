"""What ``search`` shows to people."""

from __future__ import annotations

from dataclasses import replace

from search.answer import Folded
from search.bridge import Carried
from search.engine import Engine
from terminal.show import place_name, show_answer


def test_what_the_question_names_and_the_words_looked_for(hashing_engine: Engine) -> None:
    answer = hashing_engine.search("2024年怎么解决执法人员不足")
    answer = replace(answer, carried=(Carried("人员不足", ("甲", "乙", "丙", "丁")),))
    lines = show_answer(answer).splitlines()
    assert "从问题中识别 read in the question: year 2024（“2024年”）, role 做法 practice（“怎么”）" in lines
    assert "looked for: 人员不足 → 甲/乙/丙" in lines
    assert "read in the question" not in show_answer(hashing_engine.search("执法人员"))


def test_where_the_same_is_said(hashing_engine: Engine) -> None:
    answer = hashing_engine.search("执法人员不足")
    first, second, *others = (replace(hit, folded=()) for hit in answer.hits)
    assert "相同表述" not in show_answer(replace(answer, hits=(first, second, *others)))
    facts = second.report
    folded = (Folded(second.passage, facts), Folded(second.passage, replace(facts, year=None)))
    lines = show_answer(replace(answer, hits=(replace(first, folded=folded),))).splitlines()
    place = place_name(facts.place)
    assert f"   另有 2 处相同表述 said alike: {place} {facts.year}, {place} 年度不明" in lines
