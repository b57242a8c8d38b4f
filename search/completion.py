"""Terms that a question may be completed with: the corpus' own, with how many townships use each, so that whatever is offered finds something.

Three sources: headings below the first level, what problems open with (一是执法人员不足), and the field's vocabulary (the Chinese side of the glossary) where
reports use it. An English term is offered where reports use its usual Chinese wording. Only annual reports count, since only they are found unless another
kind is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from corpus.report import Kind, Report, Role
from corpus.text.script import plain
from indexer.index import Index
from search.bridge import GLOSSARY, english_words, read_glossary
from search.question import LONGEST_QUESTION
from search.understanding import LIGHT_WORDS

MOST_CHINESE = 1200
MOST_ENGLISH = 800
MOST_REPORTS = 3000
"""Reports read; of more, every n-th. Reading one takes about two milliseconds."""
SHORTEST, LONGEST = 2, 16
_TERM = re.compile(f"[\u4e00-\u9fff]{{{SHORTEST},{LONGEST}}}")
_COUNTED = re.compile(
    r"^(?:[一二三四五六七八九十]+是|首先|其次|再次|最后|另外|[（(]?[一二三四五六七八九十\d]+[）)、.．])+"
)
_EMPTY = frozenset(
    (
        "", "主要做法", "存在问题", "存在的问题", "主要问题", "下一步", "下一步打算", "下一步工作", "下一步工作打算", "工作打算", "工作安排", "主要工作",
        "工作总结", "工作报告", "年度报告", "今年以来", "比上年", "其他", "其它", "附件",
    )
)  # fmt: skip
"""What every report has, or what says nothing of a subject."""
_OPENING = 40
"""Characters of a passage in which its first clause is looked for."""


@dataclass(frozen=True, slots=True)
class Term:
    """Something to ask for and how many townships (or other authorities) speak of it."""

    text: str
    townships: int


@dataclass(frozen=True, slots=True)
class Terms:
    """What questions are completed with, the most used first."""

    chinese: tuple[Term, ...] = ()
    english: tuple[Term, ...] = ()
    whole: bool = True
    """Whether every report was read, so that the counts are those of the index."""


def terms_of(index: Index) -> Terms:
    """The terms of an index; reads every report once.

    Raises:
        IndexUnusableError: The catalogue is damaged.
    """
    users: dict[str, set[tuple[str, ...]]] = {}
    for report, authority, openings in _readings(index):
        found = {*_headings(report), *map(opening_of, openings), *_vocabulary_in(plain(report.text))}
        for term in found - _EMPTY:
            users.setdefault(term, set()).add(authority)
    counted = {term: len(authorities) for term, authorities in users.items()}
    chinese = sorted(counted, key=lambda term: (-counted[term], -len(term), term))
    most = tuple(Term(term, counted[term]) for term in chinese[:MOST_CHINESE])
    return Terms(most, _english(counted), whole=_step(index) == 1)


def alike(terms: Terms, question: str, most: int) -> tuple[str, ...]:
    """Other wordings for a question: terms that share the most with it, in its own script."""
    question = question[:LONGEST_QUESTION]
    chinese = _TERM.search(question) is not None
    asked = _pieces(question, chinese=chinese)
    found = []
    for term in terms.chinese if chinese else terms.english:
        own = _pieces(term.text, chinese=chinese)
        shared = len(own & asked)
        if shared and term.text != question.strip():
            found.append((-shared / len(own | asked), -term.townships, term.text))
    return tuple(text for _, _, text in sorted(found)[:most])


def opening_of(text: str) -> str:
    """What a problem opens with, without its number; empty where that is no short clause."""
    clause = re.split("[，。；：！？,;:\\s]", _COUNTED.sub("", plain(text[:_OPENING]).strip()), maxsplit=1)[0]
    return clause if len(clause) > SHORTEST and _TERM.fullmatch(clause) and clause not in _EMPTY else ""


def _readings(index: Index) -> Iterator[tuple[Report, tuple[str, ...], Sequence[str]]]:
    """Reports, who reports, and the texts of the problems told."""
    for facts in index.reports[:: _step(index)]:
        if facts.kind is not Kind.REPORT:
            continue
        report = index.catalogue.report(facts.id)
        if report is not None:
            told = index.catalogue.passages_in(report)
            problems = [item.passage.text for _, item in told if item.passage.role is Role.PROBLEM]
            yield report, facts.authority, problems


def _step(index: Index) -> int:
    return 1 + (len(index.reports) - 1) // MOST_REPORTS


def _headings(report: Report) -> Iterator[str]:
    for section in report.sections:
        if section.level > 1:
            heading = _COUNTED.sub("", plain(section.heading).strip()).rstrip("。")
            if len(heading) > SHORTEST and _TERM.fullmatch(heading) and heading not in _EMPTY:
                yield heading


def _vocabulary_in(text: str) -> set[str]:
    """Terms of the field that stand in a text; looked up by their first two characters, which most places do not have."""
    by_start = _by_start()
    found = set()
    for place in range(len(text) - 1):
        for length in by_start.get(text[place : place + 2], {}):
            term = text[place : place + length]
            if term in by_start[term[:2]][length]:
                found.add(term)
    return found


def _english(counted: Mapping[str, int]) -> tuple[Term, ...]:
    """English terms by their usual wording; those of several words before single ones, which may mean anything."""
    found = [
        (" " not in term, -counted[chinese[0]], len(term), term)
        for term, chinese in _glossary().items()
        if counted.get(chinese[0]) and len(term) > SHORTEST and not term[0].isdigit()
    ]
    best: dict[str, Term] = {}
    for _, negative, _, term in sorted(found):
        # One term for each wording: 'law' and 'laws' complete nothing differently.
        best.setdefault(_glossary()[term][0], Term(term, -negative))
    return tuple(best.values())[:MOST_ENGLISH]


def _pieces(text: str, *, chinese: bool) -> set[str]:
    """Pairs of neighbouring characters, or words."""
    if not chinese:
        return set(english_words(text)) - LIGHT_WORDS
    return {text[place : place + 2] for place in range(len(text) - 1) if _TERM.fullmatch(text[place : place + 2])}


@cache
def _glossary() -> dict[str, tuple[str, ...]]:
    with GLOSSARY.open(encoding="utf-8") as lines:
        return {" ".join(words): chinese for words, chinese in read_glossary(lines).items()}


@cache
def _by_start() -> dict[str, dict[int, frozenset[str]]]:
    """The field's Chinese vocabulary by its first two characters and its length."""
    vocabulary: Iterable[str] = {wording for wordings in _glossary().values() for wording in wordings}
    found: dict[str, dict[int, set[str]]] = {}
    for term in vocabulary:
        if len(term) > SHORTEST and _TERM.fullmatch(term):
            found.setdefault(term[:2], {}).setdefault(len(term), set()).add(term)
    return {start: {length: frozenset(terms) for length, terms in lengths.items()} for start, lengths in found.items()}
