"""From the name of the reporter to one place, or to what stays open, with a note that says why.

The name leaves all places that bear it; the tiers of clues narrow them, the surest first, until one is left.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from corpus.places.changes import STILL_WRITTEN
from corpus.places.context import Clue, Tier, among_neighbours, by_number, narrow, within_autonomy
from corpus.places.fields import Named
from corpus.places.gazetteer import LEVELS, Gazetteer
from corpus.places.prose import Prose
from corpus.places.reporter import Reporter
from corpus.report import Evidence, Level, Place

PLACE_KEYS = ("province", "prefecture", "county", "township")
"""Metadata keys with which a user settles the place; ``level`` settles the level."""


@dataclass(frozen=True, slots=True)
class PlaceFinding:
    """The place of a report, the level of who reports, doubts in words (Chinese), and the wordings that decided.

    The evidence has no offsets: whoever knows the report's text maps them.
    """

    place: Place
    level: Level
    notes: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around the reporter's name: clues in tiers, the surest first, and the running text without blanks."""

    tiers: tuple[Tier, ...]
    prose: Prose
    text: str
    number: str
    gazetteer: Gazetteer


def evidence_of(*parts: Named | Clue | None) -> tuple[Evidence, ...]:
    """Evidence for the place, each wording once."""
    found = (Evidence("place", part.where, part.text) for part in parts if part)
    return tuple({(item.where, item.text): item for item in found}.values())


def only_one(codes: frozenset[str], gazetteer: Gazetteer) -> str | None:
    """The lowest of the places if all the others lie above it."""
    lowest = max(codes, key=len, default=None)
    if lowest is None or any(narrow((lowest,), frozenset({code}), gazetteer)[1] for code in codes):
        return None
    return lowest


def settle(named: Named, around: Surroundings) -> PlaceFinding:
    """Narrow the known places of the reporter's name to one."""
    reporter, gazetteer = named.reporter, around.gazetteer
    left, notes, clues = reporter.codes, list[str](), list[Clue | None]()
    for tier in around.tiers:
        before = len(left)
        left, refused = narrow(left, tier.codes, gazetteer)
        if refused and tier.binding:
            return _contradicted(named, left, tier, around)
        if refused and tier is around.tiers[-1]:
            notes.append(f"文件夹名所示地区与“{reporter.name}”的所在地不符，未采用。")
        if len(left) < before:
            clues.append(tier.clue_for(left[0], gazetteer))
            if len(left) == 1 and tier is not around.tiers[0]:
                notes.append(f"“{reporter.name}”有同名，按{tier.label}定为{gazetteer.label(left[0])}。")
    left, refused = within_autonomy(left, around.text, gazetteer)
    if refused:
        return _contradicted(named, left, replace(around.tiers[0], label="正文"), around)
    left, clue, note = _last_resorts(left, reporter, around)
    clues.append(clue)
    if len(left) > 1:
        return _ambiguous(named, left, gazetteer)
    notes += [note] if note else []
    notes += _renamed(left[0], named, gazetteer)
    if reporter.department and reporter.department.endswith(("区", "场")):
        notes.append(f"“{reporter.department}”不是地名表中的乡镇街道，归入所在的{gazetteer.label(left[0])}。")
    return PlaceFinding(gazetteer.place(left[0]), reporter.level, tuple(notes), evidence_of(named, *clues))


def _last_resorts(
    left: tuple[str, ...], reporter: Reporter, around: Surroundings
) -> tuple[tuple[str, ...], Clue | None, str]:
    """What still tells places of one name apart: the full form, a present name, neighbours, the document number."""
    gazetteer = around.gazetteer
    if len(left) > 1:
        left = _as_named(left, reporter.name, gazetteer)
    if len(left) > 1:
        left, clue = among_neighbours(left, around.prose, gazetteer)
        if clue:
            return left, clue, f"“{reporter.name}”有同名，按正文提到的邻近乡镇定为{gazetteer.label(left[0])}。"
    if len(left) > 1 and len({code[:2] for code in left}) == 1:
        left = by_number(left, around.number, gazetteer)
        if len(left) == 1:
            clue = Clue("文号", around.number, frozenset(left))
            return left, clue, f"“{reporter.name}”有同名，按文号定为{gazetteer.label(left[0])}。"
    return left, None, ""


def _as_named(left: tuple[str, ...], name: str, gazetteer: Gazetteer) -> tuple[str, ...]:
    """The places that bear the name in full; those that bore it before stay too, but not beside one in their own county."""
    present = [c for c in left if name.endswith(gazetteer.names[c])]
    counties = {gazetteer.parent(c) for c in present}
    former = {c for c in left if gazetteer.changes.ends(name, c) and gazetteer.parent(c) not in counties}
    return tuple(c for c in left if c in present or c in former) or left


def _renamed(code: str, named: Named, gazetteer: Gazetteer) -> list[str]:
    """Notes on the names that the report uses for the place, or for what lies above it, and that are not today's."""
    notes: list[str] = []
    for above in gazetteer.chain(code):
        today = gazetteer.names[above]
        written = gazetteer.changes.written(above, named.reporter.name)
        if written is None or today in named.reporter.name:
            continue
        name, year = written
        if year >= STILL_WRITTEN:
            notes.append(f"“{name}”即地名表中的“{today}”。")
        else:
            notes.append(f"原名“{name}”，今属{gazetteer.label(above)}（旧名至少用到{year}年）。")
    return notes


def _ambiguous(named: Named, left: tuple[str, ...], gazetteer: Gazetteer) -> PlaceFinding:
    shared = [c for c in gazetteer.chain(left[0])[:-1] if all(other.startswith(c) for other in left)]
    place = gazetteer.place(shared[-1], certain=False) if shared else Place()
    name = _own_name(left, named.reporter, gazetteer)
    shown = "、".join(_label_with_former(c, name, gazetteer) for c in left[:5])
    more = "等" if len(left) > 5 else ""
    note = f"“{name}”有{len(left)}处同名，文中看不出是哪一处，未定：{shown}{more}。"
    place = _named(place, {LEVELS[len(left[0])].value: name})
    return PlaceFinding(place, named.reporter.level, (note,), evidence_of(named))


def _own_name(left: tuple[str, ...], reporter: Reporter, gazetteer: Gazetteer) -> str:
    """The last part of the reporter's name: the one name of all its places, else the one that it ends with."""
    names = sorted({gazetteer.names[c] for c in left})
    return names[0] if len(names) == 1 else next((n for n in names if reporter.name.endswith(n)), reporter.name)


def _label_with_former(code: str, name: str, gazetteer: Gazetteer) -> str:
    """The label of a place, with the name that only its past connects with it."""
    former = gazetteer.changes.written(code, name) if gazetteer.names[code] != name else None
    return gazetteer.label(code) + (f"（原{former[0]}）" if former else "")


def _contradicted(named: Named, left: tuple[str, ...], tier: Tier, around: Surroundings) -> PlaceFinding:
    gazetteer, reporter = around.gazetteer, named.reporter
    above = only_one(tier.codes, gazetteer) if tier is around.tiers[0] else None
    place = gazetteer.place(above, certain=False) if above else Place()
    key = LEVELS[len(left[0])].value
    known = f"是{gazetteer.label(left[0])}" if len(left) == 1 else f"有{len(left)}处"
    note = f"地名表中“{reporter.name}”{known}，与{tier.label}所示地区不符，未定。"
    return PlaceFinding(
        _named(place, {key: _own_name(left, reporter, gazetteer)}),
        reporter.level,
        (note,),
        evidence_of(named, next(iter(tier.clues), None)),
    )


def as_written(named: Named, around: Surroundings) -> PlaceFinding:
    """A place that the gazetteer does not know, or a department that does not say where it is."""
    gazetteer, reporter = around.gazetteer, named.reporter
    code = reporter.codes[0] if len(reporter.codes) == 1 else None
    source: Tier | None = None
    if code is None and (not reporter.name or (reporter.township and not reporter.county)):
        code, source = _above(reporter, around)
    clue = source.clue_for(code, gazetteer) if source and code else None
    place = gazetteer.place(code, certain=False) if code else Place()
    written = {key: value for key in PLACE_KEYS if (value := getattr(reporter, key))}
    if not written and code and reporter.department:
        sure = source is not None and source in around.tiers[:2]
        note = f"“{reporter.department}”未写明地区，按文中或文件夹名取{gazetteer.label(code)}。"
        notes = () if sure else (note,)
        return PlaceFinding(replace(place, certain=sure), reporter.level, notes, evidence_of(named, clue))
    name = "".join(written.values()) or reporter.department
    note = f"地名表中没有“{name}”（或未写明所在地区），保留原文写法。"
    return PlaceFinding(_named(place, written), reporter.level, (note,), evidence_of(named, clue))


def _above(reporter: Reporter, around: Surroundings) -> tuple[str | None, Tier | None]:
    """The place above that the surest tier names alone."""
    for tier in around.tiers:
        named = tier.codes
        if reporter.codes:
            named = frozenset(narrow(reporter.codes, named, around.gazetteer)[0])
        code = only_one(named, around.gazetteer)
        if code:
            return code, tier
    return None, None


def _named(place: Place, written: dict[str, str]) -> Place:
    """The place with these names as they are written in place of what is known."""
    names = {key: written.get(key, getattr(place, key)) for key in PLACE_KEYS}
    return Place(**names, code=place.code, certain=False)
