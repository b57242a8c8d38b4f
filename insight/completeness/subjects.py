"""The subjects of the outline, found in one report by the themes of its passages about what was done.

A passage carries two themes at most. A subject that no passage is about may still be named in one, so before it is said not to be there, the words that name it are
looked for: it is then mentioned in a bare sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.report import Passage, Role
from corpus.theme_table import SET_ASIDE, STRONG, THEMES, Theme
from insight.completeness.findings import Finding, Ground, Reading, ground
from insight.completeness.parts import SUBJECTS, Status
from insight.completeness.substance import is_bare

_SENTENCE = re.compile(r"[^。；！？\n]+[。；！？\n]?")
_MOST_MENTIONS = 3


def find_subjects(reading: Reading) -> list[Finding]:
    """Each subject, in the order of the table of parts."""
    practice = reading.of_role(Role.PRACTICE)
    by_theme: dict[str, list[Passage]] = {}
    for passage in practice:
        for theme in passage.themes:
            by_theme.setdefault(theme, []).append(passage)
    found = []
    for part in SUBJECTS:
        passages = by_theme.get(part.key, [])
        if passages:
            bare = is_bare([reading.text(passage) for passage in passages])
            grounds = tuple(ground(passage) for passage in passages)
            found.append(Finding(part.key, Status.BARE if bare else Status.FULL, grounds))
        elif mentions := tuple(_mentions(reading, practice, part.key))[:_MOST_MENTIONS]:
            found.append(Finding(part.key, Status.BARE, mentions))
        else:
            optional = part.is_optional(reading.report.level)
            found.append(Finding(part.key, Status.OPTIONAL if optional else Status.MISSING))
    return found


def _mentions(reading: Reading, passages: list[Passage], theme: str) -> Iterator[Ground]:
    """Headings and sentences in which a word stands that names the theme outright."""
    for start, end in _headings(reading):
        if _names(theme, reading.written[start:end], reading.written[start:end]):
            yield Ground(None, start, end, "标题")
    for passage in passages:
        # Names of laws go, offsets stay.
        text = SET_ASIDE.sub(lambda name: "\u3000" * len(name[0]), reading.text(passage))
        for sentence in _SENTENCE.finditer(text):
            if _names(theme, sentence[0], text):
                yield ground(passage, sentence.start(), sentence.end())


def _headings(reading: Reading) -> Iterator[tuple[int, int]]:
    """Start and end of the headings under which it is told what was done."""
    for section in reading.report.sections:
        if section.level and section.role is Role.PRACTICE:
            line = reading.written.find("\n", section.start, section.body)
            yield section.start, section.body if line < 0 else line


def _names(theme: str, piece: str, around: str) -> bool:
    """Whether a word that names the theme stands in a piece, and nothing around it speaks against that."""
    return any(word in piece and not (unless and unless.search(around)) for word, unless in _NAMING[theme])


def _naming(theme: Theme) -> tuple[tuple[str, re.Pattern[str] | None], ...]:
    strong = [cue for cue in theme.cues if cue.weight >= STRONG]
    return tuple((w, re.compile(cue.unless) if cue.unless else None) for cue in strong for w in cue.words.split())


_NAMING = {theme.name: _naming(theme) for theme in THEMES}
"""For each theme the words that name it, and what speaks against them."""
