"""The labels of completeness fit the reports as they are cut, and what is told of them does not get worse."""

from __future__ import annotations

import pytest

from bench.completeness import LABELS, SAMPLES, Labelled, by_keyword, by_rules, forged, labelled, main, read_labels
from insight.completeness.parts import DUTY, FORM, Status


@pytest.fixture(scope="module")
def items() -> list[Labelled]:
    """The samples with their labels."""
    return list(labelled(SAMPLES, read_labels()))


def test_every_part_of_every_report_is_labelled_once() -> None:
    keys = {part.key for part in (*DUTY, *FORM)}
    labels = read_labels()
    assert all(set(truth) == keys == set(evidence) for truth, evidence in labels.values())
    assert len(LABELS.read_text(encoding="utf-8").splitlines()) == 1 + len(labels) * len(keys)


def test_labels_name_passages_that_are_there(items: list[Labelled]) -> None:
    evidence = {name: rows for (_, name), (_, rows) in read_labels().items()}
    roles = {"measures": "practice", "first_person": "practice", "next_year": "plan"}
    assert len(items) == 24
    for item in items:
        for key, numbers in evidence[item.name].items():
            for number in numbers:
                assert item.passages[number].role == roles.get(key, "problem"), (item.name, key, number)


def test_parts_are_told_as_by_hand_and_better_than_by_a_word(items: list[Labelled]) -> None:
    def right(judge: object) -> float:
        pairs = [(item.truth[k], judge(item.report, item.passages)[k]) for item in items for k in item.truth]  # type: ignore[operator]
        return sum(a is b for a, b in pairs) / len(pairs)

    assert right(by_rules) >= 0.98
    assert right(by_keyword) < 0.85


def test_what_was_taken_away_is_told(items: list[Labelled]) -> None:
    evidence = {name: rows for (_, name), (_, rows) in read_labels().items()}
    [item] = [item for item in items if item.name == "weitangpo-2022"]
    changed = {one.name: one for one in forged([item], evidence)}
    assert len(changed) > 10
    for name in ("no shortcomings", "bare next_year 0", "no first_person", "no addressee"):
        one = changed[f"weitangpo-2022: {name}"]
        told = by_rules(one.report, one.passages)
        assert {key: told[key] for key in one.truth} == one.truth, name
    assert changed["weitangpo-2022: no shortcomings"].truth["causes"] is Status.MISSING


def test_the_program_prints_its_tables(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    short = dict(list(read_labels().items())[:1])
    monkeypatch.setattr("bench.completeness.read_labels", lambda path: short)
    monkeypatch.setattr("sys.argv", ["completeness"])
    main()
    printed = capsys.readouterr().out
    assert "development: 1 reports, 11 labels" in printed and "development, changed" in printed
