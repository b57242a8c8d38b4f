"""Where every character of the true text stands in the text that was read, and what of either has no match."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher

from bench.forge.variant import Variant
from corpus.report import Report

_BLANK = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\u00ad]+")
_LONGEST_DIFF = 6000
_SURE = 12
"""Characters from which on a span is no common word."""
_NEAR = 200


def squeeze(text: str) -> str:
    """Text without white space and invisible characters: what counts as its wording."""
    return _BLANK.sub("", text)


@dataclass(frozen=True, slots=True)
class Matching:
    """Where each character of the truth stands in the text that was read (both without white space), -1 where it is lost."""

    places: list[int]
    offsets: list[int]
    """For each character of the squeezed text its offset in ``Report.text``."""
    size: int
    lost: int
    invented: int
    moved: int
    left: int


def align(variant: Variant, report: Report) -> Matching:
    """Match the true text with the text that was read, span by span, in order; only gaps are compared letter by letter."""
    offsets = [at for at, char in enumerate(report.text) if not _BLANK.match(char)]
    read = "".join(report.text[at] for at in offsets)
    spans = [squeeze(span.text) for span in variant.spans]
    starts = _anchors(spans, read)
    places: list[int] = []
    cursor, waiting = 0, ""
    for span, at in zip([*spans, ""], [*starts, len(read)], strict=True):
        if at < 0:
            waiting += span
            continue
        places += _diff(waiting, read, cursor, at)
        places += range(at, at + len(span))
        cursor, waiting = at + len(span), ""
    used = bytearray(len(read))
    for at in places:
        if at >= 0:
            used[at] = 1
    told = squeeze(report.title) == squeeze(variant.report.title)  # A page may hold its title outside of the text.
    counted = [not (told and span.title) for span in variant.spans for _ in squeeze(span.text)]
    missing = "".join(c for c, at, own in zip("".join(spans), places, counted, strict=True) if at < 0 and own)
    extra = _runs(read, used)
    left, invented = _waste(variant, extra)
    spare = Counter("".join(invented))
    moved = sum((Counter(missing) & spare).values()) if len(missing) > 8 else 0
    return Matching(places, offsets, len(places), len(missing) - moved, spare.total() - moved, moved, left)


def _anchors(spans: list[str], read: str) -> list[int]:
    """Where each span stands as a whole, in order; -1 where it does not.

    Long spans that stand once and in order hold the rest: between two of them the others are looked for from left to right. Short ones
    are only taken where they directly follow or stand near, for their words may stand anywhere.
    """
    once = {n: read.find(span) for n, span in enumerate(spans) if len(span) >= _SURE and read.count(span) == 1}
    held = _longest_ascending(once, spans)
    starts: list[int] = []
    cursor = 0
    for position, span in enumerate(spans):
        limit = next((at for n, at in held.items() if n > position), len(read))
        at = held.get(position, read.find(span, cursor, limit))
        if position not in held and at > cursor + (_NEAR if len(span) < _SURE else limit):
            at = -1
        starts.append(at)
        cursor = at + len(span) if at >= 0 else cursor
    return starts


def _longest_ascending(places: dict[int, int], spans: list[str]) -> dict[int, int]:
    """Those spans, by number, that stand in order and together hold most characters."""
    best: list[tuple[int, dict[int, int]]] = []
    for number, at in places.items():
        before = [entry for entry in best if next(reversed(entry[1].values())) < at]
        size, chain = max(before, key=lambda entry: entry[0], default=(0, {}))
        best.append((size + len(spans[number]), {**chain, number: at}))
    return max(best, key=lambda entry: entry[0], default=(0, {}))[1]


def _diff(text: str, read: str, start: int, end: int) -> list[int]:
    """For each character of ``text`` its place in ``read[start:end]`` or -1."""
    if not text:
        return []
    places = [-1] * len(text)
    if len(text) > _LONGEST_DIFF or end - start > _LONGEST_DIFF:
        return places
    matcher = SequenceMatcher(None, text, read[start:end], autojunk=False)
    for a, b, size in matcher.get_matching_blocks():
        places[a : a + size] = range(start + b, start + b + size)
    return places


def _runs(read: str, used: bytearray) -> list[str]:
    runs, run = [], ""
    for char, taken in zip(read, used, strict=True):
        if taken:
            if run:
                runs.append(run)
            run = ""
        else:
            run += char
    return [*runs, run] if run else runs


def _waste(variant: Variant, extra: list[str]) -> tuple[int, list[str]]:
    """How much of what is extra is declared debris, and what is not."""
    debris = [squeeze(piece) for piece in variant.debris]
    optional = [squeeze(piece) for piece in variant.optional]
    known = sorted({*debris, *optional} - {""}, key=len, reverse=True)
    left, invented = 0, []
    for run in extra:
        rest = run
        for piece in known:
            if piece in rest:
                left += rest.count(piece) * len(piece) if piece in debris else 0
                rest = rest.replace(piece, "")
        if rest and not any(rest in piece for piece in known):
            invented.append(rest)
        elif rest and any(rest in piece for piece in debris):
            left += len(rest)
    return left, invented
