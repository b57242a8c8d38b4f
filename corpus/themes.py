"""What a passage is about: the themes of the national outline of rule-of-law government, told by its words and headings.

Where these rules or the words of :mod:`corpus.theme_table` change, ``CUTTER_VERSION`` is raised, so that an index knows to look again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from corpus.theme_table import SET_ASIDE, THEMES, Theme

__all__ = ["MOST_THEMES", "THEMES", "Theme", "find_theme", "themes_of"]

MOST_THEMES = 2
"""A passage carries at most so many."""

# The numbers below were chosen on the development half of tests/data/themes.tsv, precision before recall (docs/themes.md).
_LEAD = 20
"""Characters; a point opens with its subject, so a word that begins there counts twice."""
_HEADING, _HEADING_MOST = 0.8, 5.0
"""What a heading's words are worth beside the passage's own, and the most that a heading gives: a passage of other words outweighs it."""
_FIRST = 3.0
"""Least score of a theme: one word that names it, or two that belong to it."""
_SECOND, _SECOND_OWN, _SECOND_SHARE = 7.0, 4.0, 0.6
"""Least score of a second theme, what the passage itself must have to say of it, and the share of the first's score that it must reach."""
_ENOUGH = 10.0
"""Score of the first past which more words of it say nothing against a second."""
_ANNOUNCEMENT = re.compile(r"(?:现将|现就)[^。]{0,40}(?:报告|总结|汇报)如下|^现总结如下")
"""A preamble names all themes and tells nothing of them."""


def themes_of(headings: Sequence[str], text: str) -> tuple[str, ...]:
    """Names of at most two themes of a passage, the stronger first; none where nothing is clear.

    Args:
        headings: Those above the passage, outermost first; the innermost counts most.
        text: The passage.
    """
    if _ANNOUNCEMENT.search(text):
        return ()
    own = _scores(SET_ASIDE.sub("", text))
    scores = own.copy()
    for depth, heading in enumerate(reversed(headings)):
        for number, score in enumerate(_heading_scores(heading)):
            scores[number] += score / (1 + depth)
    first, second = sorted(range(len(THEMES)), key=lambda number: -scores[number])[:MOST_THEMES]
    if scores[first] < _FIRST:
        return ()
    needed = max(_SECOND, _SECOND_SHARE * min(scores[first], _ENOUGH))
    if own[second] < _SECOND_OWN or scores[second] < needed:
        return (THEMES[first].name,)
    return THEMES[first].name, THEMES[second].name


def find_theme(label: str) -> Theme | None:
    """The theme of this name or of this Chinese or English label, in any case; ``None`` where there is none."""
    wanted = label.strip().casefold()
    return next((theme for theme in THEMES if wanted in {theme.name, theme.zh, theme.en.casefold()}), None)


_UNLESS = tuple(re.compile(cue.unless) if cue.unless else None for theme in THEMES for cue in theme.cues)


def _words_by_start() -> dict[str, dict[str, list[tuple[int, int, int]]]]:
    """Every word of the table below its first two characters, with the theme, the weight and the cue of each use."""
    found: dict[str, dict[str, list[tuple[int, int, int]]]] = {}
    cues = [(number, cue) for number, theme in enumerate(THEMES) for cue in theme.cues]
    for place, (number, cue) in enumerate(cues):
        for word in cue.words.split():
            found.setdefault(word[:2], {}).setdefault(word, []).append((number, cue.weight, place))
    return found


_WORDS = {start: tuple(words.items()) for start, words in _words_by_start().items()}


def _scores(text: str) -> list[float]:
    """For each theme the weight of its words in a text."""
    scores = [0.0] * len(THEMES)
    refused: dict[int, bool] = {}
    # A passage has some eighty pairs of characters, the table some eight hundred words: so the pairs are looked up.
    for start in _WORDS.keys() & set(map(str.__add__, text, text[1:])):
        for word, uses in _WORDS[start]:
            place = text.find(word)
            if place < 0:
                continue
            for number, weight, cue in uses:
                unless = _UNLESS[cue]
                if unless and cue not in refused:
                    refused[cue] = unless.search(text) is not None
                if not refused.get(cue):
                    scores[number] += 2 * weight if place < _LEAD else weight
    return scores


@lru_cache(maxsize=4096)
def _heading_scores(heading: str) -> tuple[float, ...]:
    """The same for a heading, capped; many passages stand below one."""
    return tuple(min(_HEADING * score, _HEADING_MOST) for score in _scores(SET_ASIDE.sub("", heading)))
