"""From a problem to practice: who is found in which column, whose reports are left out, and who is counted."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

import cli
from corpus.report import Role
from errors import QueryError
from indexer.index import ROLES
from insight.practices import Wish, answering, practices_for, practices_json, problems_for, problems_json
from insight.practices.answering import stating
from insight.practices.subject import subject_of
from insight.scope import Share
from search.engine import Engine
from search.filters import Filters
from tests.insight.answering import ANSWER, PLAN, PROBLEM, open_townships
from tests.test_cli import HIT_KEYS

ASKED = "执法人员不足"


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    opened = open_townships(tmp_path_factory.mktemp("practices"))
    yield opened
    opened.index.close()


def passage_id(engine: Engine, text: str, township: str) -> str:
    """The passage of a township that holds a text."""
    passages = engine.index.catalogue.passages(list(range(engine.index.manifest.passages)))
    for position, passage in enumerate(passages):
        report = engine.index.reports[int(engine.index.report_of[position])]
        if text in passage.text and report.place.township == township:
            return passage.id
    raise AssertionError(text)


def test_each_column_holds_its_role_and_what_complains_is_no_practice(engine: Engine) -> None:
    found = practices_for(engine, ASKED)
    columns = {Role.PROBLEM: found.same_problem, Role.PRACTICE: found.practices, Role.PLAN: found.plans}
    for role, column in columns.items():
        assert column.hits and {hit.passage.role for hit in column.hits} == {role}
        assert column.total >= len(column.hits)
    assert found.same_problem.hits[0].passage.text == PROBLEM
    assert ANSWER in {hit.passage.text for hit in found.practices.hits[:2]}
    assert found.plans.hits[0].passage.text == PLAN
    assert all(hit.passage.text != PROBLEM for hit in found.practices.hits)


def test_every_text_is_a_slice_of_its_report(engine: Engine) -> None:
    found = practices_for(engine, ASKED)
    for column in (found.same_problem, found.practices, found.plans):
        for hit in column.hits:
            report = engine.report(hit.report.id)
            assert report is not None and report.text[hit.passage.start : hit.passage.end] == hit.passage.text


def test_the_township_of_a_passage_is_left_out_unless_wanted(engine: Engine) -> None:
    asked = passage_id(engine, PROBLEM, "沙柳河镇")
    found = practices_for(engine, asked)
    assert found.subject.passage is not None and found.subject.passage.text == PROBLEM
    assert [authority[-1] for authority in found.without] == ["沙柳河镇"]
    townships = {hit.report.place.township for hit in (*found.same_problem.hits, *found.practices.hits)}
    assert townships and "沙柳河镇" not in townships
    assert found.coverage.all.of == 3
    with_own = practices_for(engine, asked, wish=Wish(own=True))
    assert with_own.without == () and with_own.coverage.all.of == 4
    assert asked in {hit.passage.id for hit in with_own.same_problem.hits}


@pytest.mark.parametrize("name", ["沙柳河镇", "沙柳河", "刚察县 沙柳河镇", "刚察 沙柳河"])
def test_a_township_is_left_out_by_name(engine: Engine, name: str) -> None:
    found = practices_for(engine, ASKED, wish=Wish(without=name))
    assert [authority[-1] for authority in found.without] == ["沙柳河镇"]
    hits = (*found.same_problem.hits, *found.practices.hits, *found.plans.hits)
    assert hits and all(hit.report.place.township != "沙柳河镇" for hit in hits)
    assert found.coverage.all == Share(1, 3)


@pytest.mark.parametrize("name", ["没有镇", "昭苏县 沙柳河镇", "   "])
def test_an_unknown_township_is_refused(engine: Engine, name: str) -> None:
    with pytest.raises(QueryError, match="no township of this index"):
        practices_for(engine, ASKED, wish=Wish(without=name))


def test_who_names_the_problem_is_counted_by_county_and_year(engine: Engine) -> None:
    coverage = practices_for(engine, ASKED).coverage
    assert coverage.all == Share(2, 4)
    assert {place[-1]: share for place, share in coverage.by_county.items()} == {
        "刚察县": Share(2, 2),
        "昭苏县": Share(0, 2),
    }
    assert coverage.by_year == {2022: Share(1, 1), 2023: Share(1, 4)}
    assert practices_for(engine, ASKED, Filters(years=(2022, 2022))).coverage.all == Share(1, 1)


def test_copies_are_folded_and_townships_spread(engine: Engine) -> None:
    [same, *_] = practices_for(engine, ASKED).same_problem.hits
    assert [other.passage.text for other in same.folded] == [PROBLEM]
    hits = practices_for(engine, ASKED, wish=Wish(per_township=1)).practices.hits
    townships = [hit.report.place.township for hit in hits]
    assert len(townships) == len(set(townships)) > 1
    assert len(practices_for(engine, ASKED, wish=Wish(top=1)).practices.hits) == 1


def test_what_no_report_speaks_of_is_found_nowhere(engine: Engine) -> None:
    found = practices_for(engine, "how to bake sourdough bread")
    assert not found.confident
    assert (found.same_problem.hits, found.practices.hits, found.plans.hits) == ((), (), ())
    assert found.coverage.all == Share(0, 4)


def test_filters_that_leave_nothing_give_empty_columns(engine: Engine) -> None:
    found = practices_for(engine, ASKED, Filters(years=(1999, 1999)))
    assert found.practices.hits == () and found.coverage.all == Share(0, 0)


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("", Wish()),
        ("执" * 501, Wish()),
        ("0123456789abcdef", Wish()),
        (ASKED, Wish(top=0)),
        (ASKED, Wish(per_township=0)),
    ],
    ids=["empty", "long", "no passage", "no hits", "none a township"],
)
def test_bad_input_is_refused(engine: Engine, text: str, wish: Wish) -> None:
    with pytest.raises(QueryError):
        practices_for(engine, text, wish=wish)
    with pytest.raises(QueryError):
        problems_for(engine, text, wish=wish)


def test_a_practice_finds_the_problems_it_could_help(engine: Engine) -> None:
    found = problems_for(engine, passage_id(engine, "抽调站所人员", "察汗乌苏蒙古族乡"))
    assert found.problems.hits[0].passage.text == PROBLEM
    assert {hit.passage.role for hit in found.problems.hits} == {Role.PROBLEM}
    assert found.coverage.all.townships >= 2
    assert [authority[-1] for authority in found.without] == ["察汗乌苏蒙古族乡"]


def test_of_equally_good_practices_those_with_figures_come_first(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    index, subject = engine.index, subject_of(engine, ASKED)
    everything = np.ones(len(index.report_of), dtype=np.bool_)
    plain = answering.answering(index, subject, Role.PRACTICE, everything).ranking
    monkeypatch.setattr(answering, "FIGURE", re.compile("抽调"))
    monkeypatch.setattr(answering, "FIGURES_BONUS", 100)
    first = answering.answering(index, subject, Role.PRACTICE, everything)
    [passage] = index.catalogue.passages([int(first.ranking.positions[0])])
    assert "抽调" in passage.text
    assert set(first.ranking.positions) == set(plain.positions)
    # What belongs into the column moves along.
    told = dict(zip(first.ranking.positions.tolist(), first.belongs.tolist(), strict=True))
    monkeypatch.undo()
    again = answering.answering(index, subject, Role.PRACTICE, everything)
    assert told == dict(zip(again.ranking.positions.tolist(), again.belongs.tolist(), strict=True))


def test_all_who_state_a_problem_are_found_however_many(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    index, subject = engine.index, subject_of(engine, ASKED)
    everything = np.ones(len(index.report_of), dtype=np.bool_)
    whole = stating(index, subject, everything)
    monkeypatch.setattr(answering, "CANDIDATES", 1)
    widened = stating(index, subject, everything)
    assert set(widened.only().positions) == set(whole.only().positions)
    monkeypatch.setattr(answering, "MOST_CANDIDATES", 0)
    assert len(stating(index, subject, everything).ranking.positions) < len(whole.ranking.positions)
    assert set(index.role_of[whole.ranking.positions]) == {ROLES.index(Role.PROBLEM)}


def test_json_keeps_the_contract(engine: Engine) -> None:
    asked = passage_id(engine, PROBLEM, "沙柳河镇")
    fields = json.loads(json.dumps(practices_json(practices_for(engine, asked)), ensure_ascii=False))
    assert set(fields) == {
        "problem", "language", "passage_id", "passage", "filters", "without", "confident", "took_ms", "coverage", "totals",
        "same_problem", "practices", "plans",
    }  # fmt: skip
    assert (fields["problem"], fields["language"], fields["passage_id"]) == (PROBLEM, "zh", asked)
    assert fields["without"] == [["青海省", "海北藏族自治州", "刚察县", "沙柳河镇"]]
    assert set(fields["practices"][0]) == HIT_KEYS
    assert set(fields["coverage"]) == {"townships", "of", "by_county", "by_year"}
    assert fields["coverage"]["by_year"]["2023"] == {"townships": 1, "of": 3}
    back = problems_json(problems_for(engine, "enforcement officers added"))
    assert back["practice"] == "enforcement officers added" and back["passage_id"] is None and "carried" in back
    assert isinstance(back["problems"], list)


def _run(engine: Engine, *arguments: str) -> list[str]:
    return ["practices", *arguments, "--index", str(engine.index.directory), "--model", "hashing"]


def test_the_terminal_shows_columns_and_json(engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(_run(engine, ASKED, "--top", "2", "--without-township", "沙柳河镇")) == 0
    shown = capsys.readouterr().out
    assert PROBLEM in shown and ANSWER in shown and PLAN in shown
    assert "提到此问题的乡镇 1 / 有报告的乡镇 3" in shown and "刚察县 沙柳河镇" in shown.split("left out: ")[1]
    assert cli.main(_run(engine, ASKED, "--json", "--year", "2023")) == 0
    fields: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert fields["filters"] == {"year": 2023}
    assert cli.main(_run(engine, "充实执法人员", "--reverse", "--json")) == 0
    assert json.loads(capsys.readouterr().out)["problems"][0]["role"] == "problem"
    assert cli.main(_run(engine, passage_id(engine, PROBLEM, "沙柳河镇"), "--own")) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("青海省") and "left out" not in shown


def test_the_terminal_tells_what_is_wrong(engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(_run(engine, "0123456789abcdef")) == 1
    assert "is no passage" in capsys.readouterr().err
    assert cli.main(_run(engine, ASKED, "--without-township", "没有镇")) == 1
    assert "no township" in capsys.readouterr().err
    assert cli.main(_run(engine, "红烧肉怎么做")) == 0
    assert "do not speak of anything like it" in capsys.readouterr().out
