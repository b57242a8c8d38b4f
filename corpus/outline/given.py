"""What a user says of single headings in the column ``outline`` of ``metadata.csv``: another role, another level, or no heading at all.

``三=problem; 二/（一）=plan 2; 7=text`` names each heading by its number, its words or both, behind the headings around it where that is
needed. Numbers and words may change a little from one version of a file to the next, and the correction still finds its heading; one
that fits no heading, or several, is told and not applied.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from corpus.outline.headings import Heading, find_parents
from corpus.report import Role
from corpus.text.script import plain

OUTLINE = "outline"
"""The name of the column, and of the evidence for what it changed."""
DEEPEST = 6
"""The lowest level that can be given."""
MOST = 500
"""Corrections of one report that are read; no outline has more headings."""
LONGEST_KEY = 40
"""Characters of a heading that :func:`heading_key` writes down."""
_ALIKE = 0.6
"""Share of the characters that a heading of the same number keeps when its words are changed a little."""
_SHOWN = 24

ROLES = {
    Role.PRACTICE: ("做法", "主要做法", "工作"),
    Role.PROBLEM: ("问题", "存在的问题", "不足"),
    Role.PLAN: ("打算", "下一步打算", "计划"),
    Role.OTHER: ("其他", "其它"),
    Role.MIXED: ("混合", "兼有"),
}
"""Chinese names of the roles, beside their own."""
TEXT = ("text", "正文")
"""Names for a line that is no heading."""

_ROLE_OF = {name: role for role, names in ROLES.items() for name in (role.value, *names)}
_SPLIT = re.compile(r"[;；\n]")
_STEP = re.compile(r"[/／]")
_NOISE = re.compile(r"[^\w]+")
_LEVEL = re.compile(r"([1-9])级?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Correction:
    """One entry as it was given: which heading, named from the outside in, and what it is. ``text`` means no heading."""

    path: tuple[str, ...]
    role: Role | None = None
    level: int | None = None
    text: bool = False
    written: str = ""


@dataclass(frozen=True, slots=True)
class Corrected:
    """Headings after what was given: ``roles`` by position in ``headings``, what was applied (offset of the heading, the entry), and notes in Chinese."""

    headings: tuple[Heading, ...]
    roles: Mapping[int, Role] = field(default_factory=dict)
    applied: tuple[tuple[int, str], ...] = ()
    notes: tuple[str, ...] = ()


def parse_corrections(cell: str) -> tuple[list[Correction], list[str]]:
    """The entries of a cell, and a note on each that cannot be understood."""
    found: list[Correction] = []
    notes: list[str] = []
    entries = [entry.strip() for entry in _SPLIT.split(cell) if entry.strip()]
    for entry in entries[:MOST]:
        correction = _parse(entry)
        if correction is None:
            notes.append(f"metadata.csv给的大纲更正“{entry[:_SHOWN]}”看不懂，未采用")
        else:
            found.append(correction)
    if len(entries) > MOST:
        notes.append(f"metadata.csv给的大纲更正多于{MOST}条，其余未采用")
    return found, notes


def _parse(entry: str) -> Correction | None:
    key, sign, value = entry.replace("＝", "=").rpartition("=")
    path = _steps(key)
    words = value.lower().replace(",", " ").replace("，", " ").split()
    if not sign or not path or not words:
        return None
    correction = Correction(path, written=entry)
    for word in words:
        level = _LEVEL.fullmatch(word)
        if word in TEXT:
            correction = replace(correction, text=True)
        elif level is not None and int(level[1]) <= DEEPEST:
            correction = replace(correction, level=int(level[1]))
        elif word in _ROLE_OF:
            correction = replace(correction, role=_ROLE_OF[word])
        else:
            return None
    return correction


def written_corrections(corrections: Sequence[Correction]) -> str:
    """The cell that holds these entries."""
    return "; ".join(correction.written for correction in corrections)


def correction_of(key: str, *, role: Role | None = None, level: int | None = None, text: bool = False) -> Correction:
    """An entry for a heading that :func:`heading_key` names."""
    values = [TEXT[0]] if text else [*([role.value] if role else []), *([str(level)] if level else [])]
    return Correction(_steps(key), role, level, text, f"{key}={' '.join(values)}")


def heading_key(labels: Sequence[str]) -> str:
    """How a cell names a heading: its label behind those of the headings around it, from the outside in."""
    steps = (_SPLIT.sub(" ", _STEP.sub(" ", label.replace("=", " ").replace("＝", " "))) for label in labels)
    return "/".join(" ".join(step.split())[:LONGEST_KEY].strip() or "·" for step in steps)


def correct(headings: Sequence[Heading], cell: str) -> Corrected:
    """Apply a cell to the headings that were found.

    Args:
        headings: In document order.
        cell: The cell of the column; ``""`` changes nothing.
    """
    if not cell.strip():
        return Corrected(tuple(headings))
    corrections, notes = parse_corrections(cell)
    parents = find_parents(headings)
    wanted: dict[int, Correction] = {}
    for correction in corrections:
        fits = _find(correction.path, headings, parents)
        if len(fits) == 1:
            # The last word on a heading holds.
            wanted[fits[0]] = correction
        else:
            why = "对应不止一个标题" if fits else "没有对应的标题"
            notes.append(f"metadata.csv给的大纲更正“{correction.written[:_SHOWN]}”{why}，未采用")
    kept, roles = _apply(headings, parents, wanted)
    applied = tuple((headings[position].start, wanted[position].written) for position in sorted(wanted))
    return Corrected(kept, roles, applied, tuple(notes))


def _apply(
    headings: Sequence[Heading], parents: Sequence[int | None], wanted: Mapping[int, Correction]
) -> tuple[tuple[Heading, ...], dict[int, Role]]:
    """The headings that are left, at their levels, and the roles given; what lies below a heading moves with it."""
    shifts: list[int] = []
    kept: list[Heading] = []
    roles: dict[int, Role] = {}
    depths: list[int] = []
    for position, heading in enumerate(headings):
        given = wanted.get(position)
        parent = parents[position]
        shift = shifts[parent] if parent is not None else 0
        if given is not None and given.level is not None:
            shift = given.level - heading.level
        shifts.append(shift)
        if given is not None and given.text:
            continue
        # A level can lie only one below the heading around it.
        level = max(1, min(heading.level + shift, (depths[-1] if depths else 0) + 1))
        if given is not None and given.role is not None:
            roles[len(kept)] = given.role
        depths.append(level)
        kept.append(replace(heading, level=level, doubt="" if given is not None else heading.doubt))
    return tuple(kept), roles


def _find(path: Sequence[str], headings: Sequence[Heading], parents: Sequence[int | None]) -> list[int]:
    """Positions of the headings that a path fits best; more than one where nothing tells them apart."""
    best: list[int] = []
    least = (0, 0, 0)
    for position, heading in enumerate(headings):
        fit = _fit(path[-1], heading)
        around = _around(path[:-1], headings, parents, position) if fit else 0
        if fit and (len(path) == 1 or around):
            # 二 alone is 二、 rather than a （二） below it.
            score = (fit, around, -heading.level)
            if score > least:
                best, least = [position], score
            elif score == least:
                best.append(position)
    return best


def _around(steps: Sequence[str], headings: Sequence[Heading], parents: Sequence[int | None], position: int) -> int:
    """How well the headings around one fit the steps before its own: 0 not at all; its nearest must come last."""
    worst = 5
    parent = parents[position]
    for step in reversed(steps):
        fit = 0
        while parent is not None and not fit:
            fit = _fit(step, headings[parent])
            parent = parents[parent]
        worst = min(worst, fit)
    return worst if steps else 0


def _fit(step: str, heading: Heading) -> int:
    """How well a name fits a heading: 5 the whole label, 4 its words, 3 its number as it is written, 2 its number, 1 its number and words much like it."""
    number, words = _plain(heading.number), _plain(heading.text)
    label = number + words
    marked, step = step, _plain(step)
    # A long heading is written down only as far as its beginning.
    if step == label or (len(step) >= LONGEST_KEY // 2 and label.startswith(step)):
        return 5
    if words and (step == words or (len(words) > 2 and step.endswith(words))):
        return 4
    if number and step == number:
        return 3 if marked == _marked(heading.number) else 2
    if number and step.startswith(number):
        rest = step[len(number) :]
        return int(difflib.SequenceMatcher(None, rest, words, autojunk=False).ratio() >= _ALIKE)
    return 0


def _steps(key: str) -> tuple[str, ...]:
    return tuple(_marked(step) for step in _STEP.split(key) if _plain(step))


def _marked(name: str) -> str:
    return "".join(plain(name.casefold(), traditional=True).split())


def _plain(name: str) -> str:
    """What two spellings of a heading have in common: letters, digits and Han characters."""
    return _NOISE.sub("", plain(name.casefold(), traditional=True))
