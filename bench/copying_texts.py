"""Synthetic reports that share sentences, for measuring what comparing thousands of them costs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate
from random import Random

from bench.township_texts import write_reports
from corpus.report import Level, Place, Report, Role, Section

_SENTENCES = 55
_YEARS = (2022, 2023, 2024)
_WORDS = 6_000
_COMMON = 40
_UNITS = "次件人场份处个户"


def township_reports(count: int) -> Iterator[Report]:
    """Reports of county templates out of few phrases: sentences that hundreds of townships share, the crowded case."""
    for number, known in enumerate(write_reports(count)):
        # Two sources may be letter for letter the same, which in an index they never are.
        yield _with_id(known.report, number)


def invented_reports(count: int, seed: int = 3) -> Iterator[Report]:
    """Reports of invented words, three years each, twelve townships a county.

    Of a report's sentences a quarter are last year's (half of these with another word), a sixth a neighbour's, a twentieth common wording, and the rest its own.
    """
    random = Random(seed)
    words = ["".join(chr(random.randrange(0x4E00, 0x9FA5)) for _ in range(2)) for _ in range(_WORDS)]
    weights = list(accumulate(1 / (rank + 20) for rank in range(_WORDS)))
    common = [_sentence(random, words, weights) for _ in range(_COMMON)]
    number = 0
    for township in range(count):
        if township % 12 == 0:
            county: dict[int, list[list[str]]] = {}
        before: list[str] = []
        for year in _YEARS:
            if number >= count:
                return
            beside = county.setdefault(year, [])
            sentences = [_next(random, (words, weights), before, beside, common) for _ in range(_SENTENCES)]
            beside.append(sentences)
            before = sentences
            place = Place("某省", f"第{township // 240}市", f"第{township // 12}县", f"第{township}镇", certain=True)
            yield _report(place, year, sentences, number)
            number += 1


def _next(
    random: Random,
    pool: tuple[Sequence[str], Sequence[float]],
    before: Sequence[str],
    beside: Sequence[Sequence[str]],
    common: Sequence[str],
) -> str:
    chance = random.random()
    if chance < 0.25 and before:
        kept = random.choice(before)
        return kept if random.random() < 0.5 else _edited(random, kept, pool[0])
    if chance < 0.42 and beside:
        return random.choice(random.choice(beside))
    return random.choice(common) if chance < 0.47 else _sentence(random, *pool)


def _sentence(random: Random, words: Sequence[str], weights: Sequence[float]) -> str:
    clauses = []
    for _ in range(random.randint(2, 4)):
        clause = "".join(random.choices(words, cum_weights=weights, k=random.randint(3, 6)))
        clauses.append(clause + (f"{random.randint(2, 900)}{random.choice(_UNITS)}" if random.random() < 0.3 else ""))
    return "，".join(clauses) + "。"


def _edited(random: Random, text: str, words: Sequence[str]) -> str:
    place = random.randrange(len(text) - 3)
    return text[:place] + random.choice(words) + text[place + 2 :]


def _report(place: Place, year: int, sentences: Sequence[str], number: int) -> Report:
    title, heading = f"{place.township}{year}年法治政府建设工作报告", "一、工作情况"
    lines = ["".join(sentences[at : at + 4]) for at in range(0, len(sentences), 4)]
    text = "\n".join([title, f"现将{place.township}{year}年情况报告如下。", heading, *lines])
    begin = text.index(heading)
    whole = Section(0, "", title, Role.OTHER, 0, len(title), len(text), None)
    body = Section(1, "一、", "工作情况", Role.PRACTICE, begin, begin + len(heading), len(text), 0)
    return _with_id(Report(
        id="", source=f"{number}.txt", title=title, place=place, level=Level.TOWNSHIP, year=year, issuer=None, document_number=None,
        published=None, text=text, sections=(whole, body),
    ), number)  # fmt: skip


def _with_id(report: Report, number: int) -> Report:
    return replace(report, id=hashlib.sha256(f"{number}".encode()).hexdigest()[:16])
