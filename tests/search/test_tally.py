"""Counts of an answer: what a role would show is what choosing it shows, and every passage counted has a township."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from corpus.report import Role
from search.contract import answer_json
from search.engine import Engine
from search.filters import Filters
from search.tally import as_in_whole, by_authority, by_role

QUESTIONS = ("执法人员不足怎么解决", "普法宣传", "legal advisers for every village")
ROLES = (Role.PRACTICE, Role.PROBLEM, Role.PLAN, Role.OTHER)


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("filters", [Filters(), Filters(years=(2023, 2024))], ids=["all", "years"])
def test_each_role_holds_what_choosing_it_shows(hashing_engine: Engine, question: str, filters: Filters) -> None:
    whole = hashing_engine.search(question, filters)
    assert list(whole.roles) == list(ROLES) and sum(whole.roles.values()) == whole.total > 0
    for role in ROLES:
        chosen = hashing_engine.search(question, replace(filters, role=role), top=50)
        assert chosen.total == whole.roles[role]
        assert chosen.roles == whole.roles
        assert sum(hit.relevant for hit in chosen.hits) <= chosen.total
    assert answer_json(whole)["roles"] == {role.value: count for role, count in whole.roles.items()}


@pytest.mark.parametrize("question", QUESTIONS)
def test_townships_add_up(hashing_engine: Engine, question: str) -> None:
    answer = hashing_engine.search(question, top=100)
    assert sum(answer.townships.values()) == answer.total
    assert len(answer.townships) == answer.coverage.townships
    assert list(answer.townships.values()) == sorted(answer.townships.values(), reverse=True)
    shown = [hit.report.authority for hit in answer.hits if hit.relevant]
    assert all(shown.count(authority) <= answer.townships[authority] for authority in shown)


def test_counting_agrees_with_counting_one_by_one(hashing_engine: Engine) -> None:
    index = hashing_engine.index
    positions = np.arange(0, len(index.report_of), 3)
    passages = index.catalogue.passages([int(position) for position in positions])
    assert by_role(index, positions) == {role: sum(p.role is role for p in passages) for role in ROLES}
    authorities = [index.reports[int(index.report_of[position])].authority for position in positions]
    assert by_authority(index, positions) == {name: authorities.count(name) for name in authorities}


def test_what_was_not_compared_counts_only_where_there_is_more(hashing_engine: Engine) -> None:
    from search.ranking import Ranking

    def ranking(*positions: int) -> Ranking:
        numbers, nothing = np.array(positions), np.zeros(len(positions), dtype=np.float32)
        return Ranking(numbers, nothing, nothing, nothing, nothing, numbers, numbers, numbers)

    own, whole = ranking(1, 2, 9), ranking(1, 2, 3, 4)
    good = np.array([True, True, True])
    few = as_in_whole(own, good, whole, np.array([True, False, False, False]))
    assert few.tolist() == [True, False, False]
    many = as_in_whole(own, good, whole, np.array([True, False, True, True]))
    assert many.tolist() == [True, False, True]
    assert as_in_whole(own, good, ranking(), np.zeros(0, dtype=np.bool_)).tolist() == [False] * 3


def test_nothing_ranked_counts_nothing_but_says_what_was_looked_for(hashing_engine: Engine) -> None:
    answer = hashing_engine.search("执法人员不足", Filters(years=(1999, 1999)))
    assert answer.roles == {} and answer.townships == {} and "执法人员" in answer.terms
