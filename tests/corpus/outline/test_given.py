"""Corrections of single headings: which heading they find, what becomes of it, and what is told where none fits."""

from __future__ import annotations

import pytest

from corpus.outline.given import correct, correction_of, heading_key, parse_corrections, written_corrections
from corpus.outline.headings import outline
from corpus.report import Report, Role
from indexer.passages import cut
from tests.corpus.test_reader import REPORT, report_of


def roles(report: Report) -> dict[str, tuple[int, Role]]:
    return {section.label: (section.level, section.role) for section in report.sections if section.level}


@pytest.mark.parametrize(
    ("cell", "heading", "expected"),
    [
        pytest.param("二=plan", "二、存在的问题", (1, Role.PLAN), id="number"),
        pytest.param("二、＝打算", "二、存在的问题", (1, Role.PLAN), id="wide-sign-chinese-role"),
        pytest.param("存在的问题=practice", "二、存在的问题", (1, Role.PRACTICE), id="words"),
        pytest.param("四、存在的问题=practice", "二、存在的问题", (1, Role.PRACTICE), id="another-number"),
        pytest.param("二、存在的主要问题=practice", "二、存在的问题", (1, Role.PRACTICE), id="words-changed"),
        pytest.param("一/（二）=problem", "（二）规范执法", (2, Role.PROBLEM), id="path"),
        pytest.param("一、工作情况/二=1级 other", "（二）规范执法", (1, Role.OTHER), id="level-and-role"),
        pytest.param("三=other", "（一）充实力量", (2, Role.OTHER), id="inherited"),
        pytest.param("三=2", "（一）充实力量", (3, Role.PLAN), id="below-moves-along"),
        pytest.param("二=9级; 二=plan", "二、存在的问题", (1, Role.PLAN), id="one-bad-entry"),
        pytest.param("二=other；二=plan", "二、存在的问题", (1, Role.PLAN), id="the-last-word-holds"),
    ],
)
def test_a_correction_finds_its_heading(cell: str, heading: str, expected: tuple[int, Role]) -> None:
    assert roles(report_of(REPORT, outline=cell))[heading] == expected


def test_a_line_that_is_no_heading_becomes_text_of_the_section_before() -> None:
    report = report_of(REPORT, 大纲="一/二=text")
    assert "（二）规范执法" not in roles(report)
    before = next(section for section in report.sections if section.heading == "强化学习")
    assert "规范执法。培训3次" in report.text[before.body : before.end]


def test_what_was_given_can_be_seen() -> None:
    report = report_of(REPORT, outline="二=plan")
    found = [item for item in report.evidence if item.fact == "outline"]
    section = next(section for section in report.sections if section.heading == "存在的问题")
    assert [(item.text, item.start) for item in found] == [("二=plan", section.start)]
    assert not [item for item in report_of(REPORT).evidence if item.fact == "outline"]


@pytest.mark.parametrize("cell", ["九=plan", "（一）=text", "二", "二=红", "=plan", "二=0", "工作/九=plan"])
def test_what_fits_no_heading_is_told_and_changes_nothing(cell: str) -> None:
    report = report_of(REPORT, outline=cell)
    assert roles(report) == roles(report_of(REPORT))
    assert any("大纲更正" in note and cell in note for note in report.notes)


def test_front_matter_gives_no_outline() -> None:
    assert not any("大纲" in note for note in report_of("---\noutline: deep\nyear: 2023\n---\n" + REPORT).notes)


def test_passages_of_a_heading_that_is_other_are_other() -> None:
    passages = cut(report_of(REPORT, outline="二=other"))
    assert {p.role for p in passages if "力量不足" in p.text} == {Role.OTHER}


def test_every_heading_can_be_named_by_its_key() -> None:
    plain = report_of(REPORT)
    for position, section in enumerate(plain.sections):
        if section.level:
            key = heading_key(plain.headings(position))
            report = report_of(REPORT, outline=written_corrections([correction_of(key, role=Role.MIXED)]))
            assert next(s.label for s in report.sections if s.role is Role.MIXED) == section.label


def test_keys_hold_no_sign_of_the_cell() -> None:
    key = heading_key(["一、甲/乙=丙；丁", "二" + "长" * 100])
    found, notes = parse_corrections(written_corrections([correction_of(key, text=True)]))
    assert not notes and found[0].text and len(found[0].path) == 2


def test_too_many_are_not_read() -> None:
    headings = outline(REPORT, 0, len(REPORT))
    assert any("多于" in note for note in correct(headings, "二=plan;" * 600).notes)
    assert correct(headings, "").headings == headings
