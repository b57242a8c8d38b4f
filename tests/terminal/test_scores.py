"""What ``evaluate`` shows to people and to programs."""

from __future__ import annotations

from search.engine import Leg
from search.evaluation import MEASURES, Scores
from search.settings import Part
from terminal.evaluating import LEGS
from terminal.scores import Evaluation, scores_json, show_scores
from tests.conftest import ROOT


def _scores(leg: Leg, language: str, **questions: float) -> Scores:
    return Scores(language, leg, dict.fromkeys(MEASURES, 0.5), questions)


PLAIN = Evaluation(2, [_scores(Leg.FUSED, "zh", q1=0.25, q2=0.75), _scores(Leg.WORDS, "zh", q1=0, q2=1)])
COMPARED = Evaluation(2, PLAIN.scores, ["bridge"], [_scores(Leg.FUSED, "zh", q1=0.25, q2=0.5)], unjudged=3)


def test_json_keeps_its_fields() -> None:
    fields = scores_json(PLAIN)
    assert set(fields) == {"queries", "scores"}
    assert fields["queries"] == 2
    assert fields["scores"][0] == {
        "language": "zh",
        "leg": "fused",
        "mean": dict.fromkeys(MEASURES, 0.5),
        "questions": {"q1": 0.25, "q2": 0.75},
    }


def test_json_of_a_comparison() -> None:
    fields = scores_json(COMPARED)
    assert fields["unjudged"] == 3
    assert fields["without"]["parts"] == ["bridge"]
    assert fields["without"]["scores"][0]["questions"] == {"q1": 0.25, "q2": 0.5}
    assert fields["without"]["comparison"] == [
        {"language": "zh", "difference": -0.125, "wins": 0, "ties": 1, "losses": 1, "p": 1.0}
    ]


def test_a_row_a_language_and_leg() -> None:
    lines = show_scores(PLAIN).splitlines()
    assert lines[0] == "2 questions"
    assert lines[1].split() == list(MEASURES)
    assert [line.split() for line in lines[2:]] == [["zh", leg, *["0.500"] * 4] for leg in ("fused", "words")]


def test_a_comparison_in_one_line() -> None:
    text = show_scores(COMPARED)
    assert text.splitlines()[0] == "2 questions (3 more that nothing answers were left out)"
    assert "zh nDCG@10 0.375 beside 0.500: -0.125; 0 questions better, 1 alike, 1 worse; p = 1.0000" in text


def test_a_line_a_question() -> None:
    lines = show_scores(COMPARED, per_question=True).splitlines()
    assert [line.split() for line in lines[-3:]] == [
        ["zh", "nDCG@10", "fused", "words", "without"],
        ["zh", "q1", "0.250", "0.000", "0.250"],
        ["zh", "q2", "0.750", "1.000", "0.500"],
    ]


def test_every_leg_can_be_named_and_every_part_is_documented() -> None:
    assert set(LEGS) == {leg.value for leg in Leg}
    text = (ROOT / "docs" / "terminal.md").read_text(encoding="utf-8")
    assert [part for part in Part if f"`{part.value}`" not in text] == []
