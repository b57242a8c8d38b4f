"""What a reader made of a forged file, measured against its truth."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import Any

from bench.forge.alignment import Matching, align, squeeze
from bench.forge.score import Score
from bench.forge.variant import Span, Variant
from corpus.report import Report, Role, Section

_TAIL = "。.：:；;，, "


def failure(variant: Variant) -> Score:
    """The score of a file that the reader refused: everything is lost."""
    size = sum(len(squeeze(span.text)) for span in variant.spans)
    needed = [h for h in variant.headings if not h.optional]
    return Score(files=1, failed=1, headings=len(needed), roles=len(needed), places=1, characters=size, lost=size)


def compare(variant: Variant, report: Report) -> Score:
    """Measure what was read against what is true."""
    matching = align(variant, report)
    headings, found, right, roles_right, roles = _headings(variant, report)
    body, body_right = _body_roles(variant, report, matching)
    truth = variant.report
    place, settled = report.place, truth.place.settled
    same = place.code == truth.place.code
    issuer, number = truth.issuer, truth.document_number
    breaks, breaks_found, breaks_right = _breaks(variant, report, matching)
    return Score(
        files=1,
        headings=headings,
        found=found,
        right=right,
        roles=roles,
        roles_right=roles_right,
        body=body,
        body_right=body_right,
        places=1,
        places_right=int(place.certain and same if settled else not place.certain),
        guessed=int(place.certain and not (same and settled)),
        level_right=int(report.level is truth.level),
        year_right=int(report.year == truth.year),
        title_right=int(_same(report.title, truth.title)),
        issuers=int(issuer is not None),
        issuers_right=int(issuer is not None and _same(report.issuer, issuer)),
        numbers=1,
        numbers_right=int(_same(report.document_number, number)),
        addressees=1,
        addressees_right=int(_same(report.addressee, truth.addressee)),
        signed_right=int(report.signed == truth.signed),
        characters=matching.size,
        lost=matching.lost,
        invented=matching.invented,
        moved=matching.moved,
        left=matching.left,
        breaks=breaks,
        breaks_found=breaks_found,
        breaks_right=breaks_right,
    )


def _same(read: str | None, true: str | None) -> bool:
    """Whether a fact is the same, white space aside; one written in Traditional characters may be given in either script."""
    one, other = (squeeze(fact or "").rstrip("：:") for fact in (read, true))
    return one == other or _simplified().convert(one) == _simplified().convert(other)


@cache
def _simplified() -> Any:  # noqa: ANN401 - opencc has no types
    from opencc import OpenCC

    return OpenCC("t2s")


def _key(level: int, text: str) -> tuple[int, str]:
    return level, squeeze(text).rstrip(_TAIL)


def _headings(variant: Variant, report: Report) -> tuple[int, int, int, int, int]:
    """True, found, right headings; right and countable roles among the right ones."""
    truth = [h for h in variant.headings if not h.optional]
    free = Counter(squeeze(h.text).rstrip(_TAIL) for h in variant.headings if h.optional)
    wanted: dict[tuple[int, str], list[Role | None]] = {}
    for heading in truth:
        wanted.setdefault(_key(heading.level, heading.text), []).append(heading.role)
    found = right = roles = roles_right = 0
    for section in report.sections:
        if section.level == 0:
            continue
        key = _key(section.level, section.heading)
        if wanted.get(key):
            found, right = found + 1, right + 1
            role = wanted[key].pop(0)
            roles += role is not None
            roles_right += role is not None and role is section.role
        elif free[key[1]] > 0:
            free[key[1]] -= 1
        else:
            found += 1
    return len(truth), found, right, roles_right, roles


def _body_roles(variant: Variant, report: Report, matching: Matching) -> tuple[int, int]:
    """Characters of the body below headings, and those whose innermost section has the right role."""
    roles = _roles_of_offsets(report)
    count = right = at = 0
    for span in variant.spans:
        size = len(squeeze(span.text))
        if span.body and span.role is not None:
            count += size
            for place in matching.places[at : at + size]:
                right += place >= 0 and roles[matching.offsets[place]] is span.role
        at += size
    return count, right


def _roles_of_offsets(report: Report) -> list[Role]:
    roles = [Role.OTHER] * (len(report.text) + 1)
    for section in report.sections:
        if section.level:
            roles[section.start : section.end] = [section.role] * (section.end - section.start)
    return roles


def _breaks(variant: Variant, report: Report, matching: Matching) -> tuple[int, int, int]:
    """True, found and right beginnings of paragraphs."""
    truth, at = set(), 0
    for span in variant.spans:
        if span.opens and at < len(matching.places) and matching.places[at] >= 0:
            truth.add(matching.places[at])
        at += len(squeeze(span.text))
    taken = {place for place in matching.places if place >= 0}
    found = {
        position
        for position, offset in enumerate(matching.offsets)
        if position in taken and (offset == 0 or "\n" in report.text[matching.offsets[position - 1] + 1 : offset])
    }
    return len(truth), len(found), len(truth & found)


def describe(section: Section) -> str:
    """A section as one line for a person."""
    return f"{'  ' * section.level}{section.level} {section.role.value[:4]} {section.number}|{section.heading}"


def spans_text(spans: tuple[Span, ...]) -> str:
    """The true text, a paragraph a line."""
    return "".join(("\n" if span.opens else "") + span.text for span in spans).strip()
