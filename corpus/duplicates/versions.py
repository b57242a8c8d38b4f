"""Which of several sources of one report is kept as its text: the latest wording, and of that the most complete and cleanest copy."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from corpus.duplicates.groups import Source
from corpus.duplicates.resemblance import compare, normalised, shingles
from corpus.report import Report

_CONVERTED = frozenset({"doc", "dot", "wps", "wpt", "rtf", "odt", "ott"})
"""Formats that another program turns into one we read; what it loses on the way is not known."""
COMPLETE = 0.8
"""A text shorter than this share of the longest is a cut-off copy, not a shortened version."""
ABOUT_AS_LONG = 0.95
LONGEST_DEBRIS = 40
"""Letters and Han characters that one of two texts has more in between and that may be debris of a page; more is a paragraph."""
_LAST_DAY = "9999-12-31"
_MOST_VERSIONS = 20
"""Each further wording counts for itself, so that a thousand of them do not make a million comparisons."""

CORRECTED = re.compile("更正|勘误|订正|修订|修正[稿版]|更新[稿版]|重新发布")
"""What a later version calls itself in its title or file name."""
DRAFT = re.compile("征求意见|草稿|初稿|送审稿|讨论稿")


@dataclass(frozen=True, slots=True)
class Version:
    """Sources with the same wording, apart from what a format or a site adds around it."""

    sources: tuple[Source, ...]

    @property
    def date(self) -> str:
        """When this wording first came out; ``""`` where nothing tells.

        Another site may publish the old wording again long after the correction, so the first day counts.
        """
        signed = [day for s in self.sources if (day := s.report.signed or s.report.published)]
        return min(self._published or signed, default="")

    @property
    def since(self) -> str:
        """The same, for comparing: what calls itself a correction and has only the day of a signature came after all others."""
        return _LAST_DAY if self.standing > 0 and not self._published else self.date

    @property
    def _published(self) -> list[str]:
        """Days of publication; one that equals the signature's is no more than that."""
        reports = [source.report for source in self.sources]
        return [r.published for r in reports if r.published and r.published != r.signed]

    @property
    def standing(self) -> int:
        """1 if it calls itself a correction, -1 if a draft, else 0."""
        return max(standing_of(source) for source in self.sources)


def standing_of(source: Source) -> int:
    """1 for a source that calls itself a correction, -1 for a draft, else 0."""
    words = f"{source.report.title}\n{source.name}"
    return 1 if CORRECTED.search(words) else -1 if DRAFT.search(words) else 0


def find_versions(group: Sequence[Source]) -> list[Version]:
    """Sources by wording; the first of a wording stands for it."""
    versions: list[list[Source]] = []
    known: dict[str, list[Source]] = {}
    for source in group:
        found = known.get(source.report.id) or next(
            (version for version in versions[:_MOST_VERSIONS] if same_wording(version[0].report, source.report)), None
        )
        if found is None:
            found = []
            versions.append(found)
        known[source.report.id] = found
        found.append(source)
    return [Version(tuple(version)) for version in versions]


def same_wording(a: Report, b: Report) -> bool:
    """Whether nothing was reworded between two versions, whatever stands around or is cut off."""
    if a.signed and b.signed and a.signed != b.signed:
        return False
    plain = normalised(a.text), normalised(b.text)
    if plain[0] == plain[1]:
        return True
    left, right = compare(shingles(plain[0]), shingles(plain[1])).own
    # A changed figure is own text of both at one place; what only one of them has is more text, or debris.
    return not (left and right) and max((*left, *right), default=0) < LONGEST_DEBRIS


def choose(group: Sequence[Source], versions: Sequence[Version]) -> Source:
    """The source whose text is kept: each step leaves those it prefers, the order of folders and names decides at last."""
    version_of = {source.order: version for version in versions for source in version.sources}
    left = _prefer(group, lambda source: standing_of(source) >= 0)
    longest = max(map(body_length, left))
    left = _prefer(left, lambda source: standing_of(source) > 0 or body_length(source) >= COMPLETE * longest)
    since = {source.order: version_of[source.order].since for source in left}
    if all(since.values()):  # without a date for each of them nothing tells which came later
        latest = max(since.values())
        left = _prefer(left, lambda source: since[source.order] == latest)
    left = _prefer(left, lambda source: version_of[source.order].standing > 0)
    # Whoever corrected the outline of one copy means the report.
    left = _prefer(left, lambda source: "outline" in source.declared)
    left = _prefer(left, lambda source: not source.report.recognised)
    left = _prefer(left, lambda source: source.report.format not in _CONVERTED)
    left = _prefer(left, lambda source: len(source.report.sections) > 1)
    longest = max(map(body_length, left))
    left = _prefer(left, lambda source: body_length(source) >= ABOUT_AS_LONG * longest)
    # A text that ends with its signature has nothing of a site behind it.
    left = _prefer(left, lambda source: source.report.signed is not None)
    longest = max(map(body_length, left))
    return _prefer(left, lambda source: body_length(source) == longest)[0]


def _prefer(sources: Sequence[Source], test: Callable[[Source], bool]) -> Sequence[Source]:
    return [source for source in sources if test(source)] or sources


def body_length(source: Source) -> int:
    """Characters from the end of the title to the end of the last section, without what stands around them."""
    sections = source.report.sections
    if len(sections) < 2:
        return len(source.report.text)
    return max(section.end for section in sections[1:]) - sections[0].body
