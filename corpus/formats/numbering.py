"""The numbers Word writes ahead of paragraphs, which a docx file holds only as rules.

Without them ``一、`` and ``（一）``, the skeleton of a report, would be missing from its text.
Rules as in ECMA-376 Part 1, 17.9.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from corpus.formats.numerals import formatted

if TYPE_CHECKING:
    # lxml carries no types; the few methods used here are those of the standard library's elements.
    from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_DEPTH = 20
"""Longest chain of styles or links that is followed; damaged files hold circles."""


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    format: str
    text: str
    legal: bool
    restart: int | None
    style: str | None


@dataclass(slots=True)
class Numbering:
    """Counts the numbered paragraphs of one document, in their order.

    ``numbering`` and ``styles`` are the root elements of the parts of these names, ``None`` where a file has none.
    """

    numbering: Element | None
    styles: Element | None
    _counters: dict[str, dict[int, int]] = field(default_factory=dict)
    _started: set[tuple[str, int]] = field(default_factory=set)
    _nums: dict[str | None, Element] = field(default_factory=dict)
    _abstracts: dict[str | None, Element] = field(default_factory=dict)
    _styles: dict[str | None, Element] = field(default_factory=dict)
    _levels: dict[str, tuple[str, dict[int, _Level], dict[int, int]] | None] = field(default_factory=dict)
    _default: str | None = None
    """The style of paragraphs that name none."""

    def __post_init__(self) -> None:
        """Looks the definitions up once."""
        if self.numbering is not None:
            self._nums = {num.get(f"{W}numId"): num for num in self.numbering.findall(f"{W}num")}
            abstracts = self.numbering.findall(f"{W}abstractNum")
            self._abstracts = {abstract.get(f"{W}abstractNumId"): abstract for abstract in abstracts}
        if self.styles is not None:
            self._styles = {style.get(f"{W}styleId"): style for style in self.styles.findall(f"{W}style")}
            ordinary = (
                style.get(f"{W}styleId")
                for style in self._styles.values()
                if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in {"1", "true", "on"}
            )
            self._default = next(ordinary, None)

    def label(self, paragraph: Element) -> str:
        """The number ahead of this paragraph (``""`` for none), counted: call it once for each, in document order."""
        num_id, ilvl = self._number_of(paragraph.find(f"{W}pPr"))
        found = self._definition(num_id) if num_id else None
        if num_id is None or found is None:
            return ""
        key, levels, overrides = found
        if ilvl not in levels:
            return ""
        counters = self._counters.setdefault(key, {})
        fresh = ilvl in overrides and (num_id, ilvl) not in self._started
        self._started.add((num_id, ilvl))
        # A start of the list's own counts where it begins and each time a level above begins it anew.
        if fresh or ilvl not in counters:
            counters[ilvl] = overrides.get(ilvl, levels[ilvl].start)
        else:
            counters[ilvl] += 1
        for deeper in [level for level in counters if level > ilvl]:
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or ilvl < restart:
                del counters[deeper]
        return _label(levels, counters, ilvl)

    def _number_of(self, properties: Element | None) -> tuple[str | None, int]:
        """``numId`` and level of a paragraph, its own or its style's."""
        num_id, ilvl = _numpr(properties)
        style_id = (None if properties is None else _value(properties, "pStyle")) or self._default
        chain = [style_id] if style_id else []
        while num_id is None and chain and len(chain) < _DEPTH:
            style = self._styles.get(chain[-1])
            if style is None:
                break
            num_id, style_ilvl = _numpr(style.find(f"{W}pPr"))
            ilvl = style_ilvl if ilvl is None else ilvl
            parent = _value(style, "basedOn")
            if num_id is None and parent:
                chain.append(parent)
            elif num_id is None:
                break
        if num_id is None or num_id == "0":
            return None, 0
        if ilvl is None and chain:
            found = self._definition(num_id)
            levels = found[1] if found else {}
            ilvl = next((level for level, rule in levels.items() if rule.style in chain), 0)
        return num_id, ilvl or 0

    def _definition(self, num_id: str) -> tuple[str, dict[int, _Level], dict[int, int]] | None:
        """Key of the counters, the levels, and the starts that this ``w:num`` overrides."""
        if num_id not in self._levels:
            self._levels[num_id] = self._read_definition(num_id)
        return self._levels[num_id]

    def _read_definition(self, num_id: str) -> tuple[str, dict[int, _Level], dict[int, int]] | None:
        num = self._nums.get(num_id)
        key, abstract = "", None
        seen = num
        for _ in range(_DEPTH):
            key = "" if seen is None else _value(seen, "abstractNumId") or ""
            abstract = self._abstracts.get(key)
            link = None if abstract is None else _value(abstract, "numStyleLink")
            style = self._styles.get(link) if link else None
            if style is None:
                break
            seen = self._nums.get(_numpr(style.find(f"{W}pPr"))[0] or "")
        if num is None or abstract is None:
            return None
        levels = {_int(level.get(f"{W}ilvl")): _level(level) for level in abstract.findall(f"{W}lvl")}
        overrides: dict[int, int] = {}
        for override in num.findall(f"{W}lvlOverride"):
            ilvl = _int(override.get(f"{W}ilvl"))
            start = _value(override, "startOverride")
            if start is not None:
                overrides[ilvl] = _int(start)
            own = override.find(f"{W}lvl")
            if own is not None:
                levels[ilvl] = _level(own)
        return key, levels, overrides


def _label(levels: dict[int, _Level], counters: dict[int, int], ilvl: int) -> str:
    rule = levels[ilvl]
    if rule.format == "bullet":
        # A sign of a symbol font says nothing; a word that editors put in its place does.
        return rule.text if re.search("[\u4e00-\u9fff]", rule.text) else ""

    def number(match: re.Match[str]) -> str:
        level = int(match[1]) - 1
        other = levels.get(level)
        if other is None:
            return ""
        value = counters.get(level, other.start)
        return formatted(value, "decimal" if rule.legal and other.format != "none" else other.format)

    return re.sub(r"%([1-9])", number, rule.text)


def _level(element: Element) -> _Level:
    legal = element.find(f"{W}isLgl")
    restart = _value(element, "lvlRestart")
    return _Level(
        start=_int(_value(element, "start")),
        format=_nested_format(element),
        text=_value(element, "lvlText") or "",
        legal=legal is not None and legal.get(f"{W}val") not in {"0", "false", "off"},
        restart=None if restart is None else _int(restart),
        style=_value(element, "pStyle"),
    )


def _nested_format(element: Element) -> str:
    """A newer format, which files wrap together with an older one for old programs; ``custom`` gives an example."""
    for child in element.iter(f"{W}numFmt"):
        value = child.get(f"{W}val")
        if value:
            return child.get(f"{W}format") or "decimal" if value == "custom" else value
    return "decimal"


def _numpr(properties: Element | None) -> tuple[str | None, int | None]:
    numpr = None if properties is None else properties.find(f"{W}numPr")
    if numpr is None:
        return None, None
    ilvl = _value(numpr, "ilvl")
    return _value(numpr, "numId"), None if ilvl is None else _int(ilvl)


def _value(element: Element, name: str) -> str | None:
    child = element.find(f"{W}{name}")
    value = None if child is None else child.get(f"{W}val")
    return None if value is None else str(value)


def _int(value: str | None) -> int:
    return int(value) if value is not None and re.fullmatch(r"-?[0-9]{1,6}", value) else 0
