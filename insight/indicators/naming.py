"""Under which indicator a figure belongs, told by the words round it.

A wording of the table that fits the figure's own item of a list goes before one that fits the whole clause; of several the one that stands closest to the number.
What a clause leaves out (受理29件，调解成功29件) is known from the topic that was spoken of last.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from insight.indicators.context import OTHER, TITLE, Surroundings
from insight.indicators.figure import Change
from insight.indicators.finding import Quantity
from insight.indicators.indicator import Cue
from insight.indicators.table import INDICATORS
from insight.indicators.topics import TOPICS

_GAPS = (("#~", "#[^@#、]{0,12}?"), ("…", "[^@#]{0,40}?"), ("~", "[^@#]{0,12}?"))


@dataclass(frozen=True, slots=True)
class _Rule:
    key: str
    wording: re.Pattern[str]
    topics: frozenset[str]
    unless: re.Pattern[str] | None
    cost: int


def _rule(key: str, cue: Cue) -> _Rule:
    wording = cue.wording
    for gap, meaning in _GAPS:
        wording = wording.replace(gap, meaning)
    topics = frozenset(cue.topics.split())
    assert topics <= TOPICS.keys(), f"{key} names a topic that is none: {cue.topics}"
    cost = (_TOPIC_COST if topics else 0) + (_WEAK_COST if cue.weak else 0)
    return _Rule(key, re.compile(wording), topics, re.compile(cue.unless) if cue.unless else None, cost)


def _by_unit() -> dict[str, tuple[_Rule, ...]]:
    found: dict[str, list[_Rule]] = {}
    for indicator in INDICATORS:
        for cue in indicator.cues:
            rule = _rule(indicator.key, cue)
            for unit in (cue.units or indicator.units).split():
                found.setdefault(unit, []).append(rule)
    return {unit: tuple(rules) for unit, rules in found.items()}


_TOPIC = re.compile("|".join(f"(?P<{name}>{words})" for name, words in TOPICS.items()))
_TOPIC_COST = -3
"""A wording that needs a topic says more than one of the same length that needs none."""
_WEAK_COST = 60
_EACH = re.compile(r"(?:每(?!年|一?[件起项])[^@#]{0,20}|各(?!类|项|种|级|方|村|社区|部门|站所|界|单位)[^@#]{0,6})#")
"""So many for each village or month are no total."""
_PLACES = re.compile(
    r"#(?:多个|以上)?的?(?:行政|住宅|自然|偏远|重点)?(?:村(?!规民约)|社区(?!矫正)|小区|居委会|站所|部门|单位|企业)"
)
_OF_PLACES = frozenset({"advised_villages", "duty_accounts", "village_rules"})
"""What may be told of so many villages; 在4个村建成调解室 counts villages, not rooms."""
_PART = re.compile(r"^[^@#]{0,2}其中[^@#]*#(?![^@#]{0,6}[因未不被])")
_COMPARED = re.compile(
    r"(?:^|@[（(]?)(?:数量|件数|总数|总量|次数|人数|案件数|同比|环比|总体)?(?:比|较|同比|环比|增|减|上升|下降|提高|降低|提升)[^@#]*#"
)
_RANGE = re.compile("@(?:至|到|[-—–~～－]{1,2})#")
_TOTAL = re.compile(
    r"^(?:目前|现|年底)?(?:全(?:乡|镇|街道|区|县|辖区)|总数|总人数|总量|人数)?(?:已|累计|共|总计)?(?:达到?|增至|增加到)#"
)

_RULES = _by_unit()


class Namer:
    """Names the figures of one passage, in their order."""

    def __init__(self, text: str, headings: str) -> None:
        """Look for topics once.

        Args:
            text: The plain text of the passage.
            headings: The headings above it, the innermost last.
        """
        untitled = TITLE.sub(lambda title: " " * len(title.group()), text)
        self._found = [(match.end(), str(match.lastgroup)) for match in _TOPIC.finditer(untitled)]
        self._ends = [end for end, _ in self._found]
        above = None
        for match in _TOPIC.finditer(headings):
            above = match.lastgroup
        self._above = above

    def topic(self, offset: int) -> str | None:
        """The topic spoken of last before an offset into the passage, or by the headings."""
        place = bisect_left(self._ends, offset + 1)
        return self._found[place - 1][1] if place else self._above

    def name(self, quantity: Quantity, words: Surroundings, offset: int) -> str | None:
        """The key of the indicator, ``None`` where no wording fits.

        Args:
            quantity: The quantity.
            words: What stands round it.
            offset: Where it begins in the passage.
        """
        if _EACH.search(words.clause):
            return None
        rules = _RULES.get(quantity.unit, ())
        if _PLACES.search(words.clause):
            rules = tuple(rule for rule in rules if rule.key in _OF_PLACES)
        topic = self.topic(offset)
        own = _best(rules, words.item, topic)
        if words.item != words.clause and (own is None or own[0] >= _WEAK_COST):
            # 邻里纠纷8件 in a list that 调解 opens is settled, not just there.
            own = min(filter(None, (own, _best(rules, words.clause, topic))), default=None)
        return own[1] if own is not None else None


def _best(rules: Sequence[_Rule], text: str, topic: str | None) -> tuple[int, str] | None:
    """The indicator whose wording stands closest to the number, after what that costs."""
    best: tuple[int, str] | None = None
    for rule in rules:
        if rule.topics and topic not in rule.topics:
            continue
        match = rule.wording.search(text)
        if match is None or (rule.unless is not None and rule.unless.search(text)):
            continue
        cost = match.end() - match.start() + rule.cost
        if best is None or cost < best[0]:
            best = cost, rule.key
    return best


def named(unit: str, clause: str, headings: str) -> str | None:
    """The indicator of a figure that stands alone, as in the cell of a table.

    Args:
        unit: Its unit.
        clause: What names it, with ``#`` where the number would stand.
        headings: What stands above.
    """
    best = _best(_RULES.get(unit, ()), clause, Namer(clause, headings).topic(len(clause)))
    return best[1] if best is not None else None


def inherits(
    quantity: Quantity,
    change: Change | None,
    words: Surroundings,
    last: tuple[Quantity, Change | None, str | None] | None,
) -> str | None:
    """The indicator of the figure before, where this one says how that one changed (比上年减少8件), what it comes to or what part of it is meant.

    Args:
        quantity: The quantity.
        change: How it relates to a value before.
        words: What stands round it.
        last: The figure before in the same passage, its change and its indicator.
    """
    if last is None or last[2] is None:
        return None
    before, before_change, key = last
    if change is not None and _COMPARED.search(words.clause):
        return key
    if quantity.unit != before.unit:
        return None
    changed = before_change is Change.BEFORE and words.follows and OTHER in words.clause
    return key if changed or _RANGE.search(words.clause) or _TOTAL.search(words.clause) else None


def shares(
    quantity: Quantity, words: Surroundings, last: tuple[Quantity, Change | None, str | None] | None
) -> str | None:
    """The indicator of the figure before, where this one is a part of it (其中…21次) and no wording of its own fits."""
    if last is None or last[0].unit != quantity.unit or not _PART.search(words.clause):
        return None
    return last[2]
