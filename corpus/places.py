"""Which place a report comes from. A wrong place is worse than an unresolved one.

First the reporter's own name is read (title, letterhead, signature, index table, first paragraph), then everything else
that is said about where it lies narrows the places of that name to one. What stays ambiguous is told, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from corpus.gazetteer import LEVELS, Gazetteer, load_gazetteer
from corpus.place_context import Tier, named_above, named_at_home, narrow, within_autonomy
from corpus.report import Level, Place
from corpus.reporter import Reporter, read_reporters, squeeze

ISSUER_KEYS = (
    *("发文单位", "发文机关", "发文机构", "发布机构", "发布单位", "发布机关"),
    *("制发机关", "公开主体", "信息来源", "来源"),
)
"""Rows of an index table that name who issued the report, the surest first."""

PLACE_KEYS = ("province", "prefecture", "county", "township")
"""Metadata keys with which a user settles the place; ``level`` settles the level."""

_OWN_WORDS = (
    (Level.TOWNSHIP, re.compile(r"[我全本](?:乡|镇|街道|苏木)")),
    (Level.DEPARTMENT, re.compile(r"[我全本](?:局|厅|委)")),
    (Level.COUNTY, re.compile(r"[我全本](?:县|旗)")),
)
_Result = tuple[Place, Level, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class PlaceEvidence:
    """Everything in and around a report that may say where it comes from; any part may be empty."""

    title: str = ""
    letterhead: str = ""
    preamble: str = ""
    signature: str = ""
    metadata: dict[str, str] = field(default_factory=dict)
    body: str = ""
    source: str = ""

    @property
    def issuers(self) -> str:
        """The rows of the index table that name the issuer, one a line."""
        return "\n".join(self.metadata[key] for key in ISSUER_KEYS if self.metadata.get(key))

    @property
    def folders(self) -> tuple[str, ...]:
        """Names of the file (without its ending) and of the folders around it, the nearest first."""
        parts = [part for part in re.split(r"[/\\]+", self.source) if part]
        return tuple(reversed([*parts[:-1], re.sub(r"\.\w{1,5}$", "", parts[-1])])) if parts else ()


def resolve_place(evidence: PlaceEvidence) -> _Result:
    """Resolve the place and level of the authority that reports.

    Args:
        evidence: what the report and its file say.

    Returns:
        The place with official names, the level, and what a person should know of how sure they are (in Chinese).
    """
    gazetteer = load_gazetteer()
    tiers = _tiers(evidence, gazetteer)
    reporter = _find_reporter(evidence, gazetteer)
    if reporter is None:
        result = _without_reporter(evidence, tiers, gazetteer)
    elif reporter.known:
        result = _settle(reporter, tiers, evidence, gazetteer)
    else:
        result = _as_written(reporter, tiers, gazetteer)
    return _override(result, evidence.metadata, gazetteer)


def _tiers(evidence: PlaceEvidence, gazetteer: Gazetteer) -> tuple[Tier, Tier, Tier]:
    own = (evidence.title, evidence.letterhead, evidence.signature, evidence.issuers)
    return (
        Tier("标题、落款或发文单位", named_above(own, gazetteer)),
        Tier("正文", named_at_home(f"{evidence.preamble}\n{evidence.body}", gazetteer)),
        Tier("文件夹名", named_above(evidence.folders, gazetteer)),
    )


def _fields(evidence: PlaceEvidence, gazetteer: Gazetteer) -> Iterator[list[Reporter]]:
    """The reporters that each field names, the surest field first."""
    issuers = re.sub(r"(?<=政府)办公[室厅]", "", evidence.issuers)
    signature = re.sub(r"(?<=政府)办公[室厅]", "", evidence.signature)
    for text in (evidence.title, evidence.letterhead, *signature.split("\n")[::-1], *issuers.split("\n")):
        yield list(read_reporters(text, gazetteer))
    prose = [r for r in read_reporters(evidence.preamble, gazetteer, strict=False) if r.level is Level.TOWNSHIP]
    yield prose
    for position, name in enumerate(evidence.folders):
        # A folder named after a county holds the reports of its townships: only the file's own name may say "county".
        yield [r for r in read_reporters(name, gazetteer) if not position or r.level is Level.TOWNSHIP]


def _find_reporter(evidence: PlaceEvidence, gazetteer: Gazetteer) -> Reporter | None:
    """The reporter as the surest field names it, in the fullest form that any field gives."""
    fields = [found for found in _fields(evidence, gazetteer) if found]
    if not fields:
        return None
    order = (Level.TOWNSHIP, Level.DEPARTMENT)
    first = min(fields[0], key=lambda r: order.index(r.level) if r.level in order else len(order))
    others = [reporter for found in fields for reporter in found]
    if first.level in (Level.COUNTY, Level.PREFECTURE, Level.PROVINCE):
        below = [r for r in others if r.level is Level.TOWNSHIP and _is_within(r, first)]
        first = below[0] if below else first
    if first.level is Level.TOWNSHIP and len(first.name) == 2:
        first = next(
            (r for r in others if r.known and r.name != first.name and _abbreviates(first.name, r, gazetteer)), first
        )
    same = [r for r in others if r.department == first.department and r.name.endswith(first.name)]
    same = [r for r in same if r.level is first.level or first.department]
    return max(same, key=lambda r: len(r.name), default=first)


def _is_within(reporter: Reporter, above: Reporter) -> bool:
    return any(code.startswith(a) for code in reporter.codes for a in above.codes) or (
        bool(above.name) and reporter.name.startswith(above.name)
    )


def _abbreviates(name: str, reporter: Reporter, gazetteer: Gazetteer) -> bool:
    """Whether a name of two characters (塔乡) is the first and last one of a known township."""
    return reporter.level is Level.TOWNSHIP and any(
        gazetteer.names[c][0] == name[0] and gazetteer.names[c][-1] == name[-1] and len(gazetteer.names[c]) > 2
        for c in reporter.codes
    )


def _settle(reporter: Reporter, tiers: tuple[Tier, ...], evidence: PlaceEvidence, gazetteer: Gazetteer) -> _Result:
    """Narrow the known places of the reporter's name to one."""
    left, notes = reporter.codes, list[str]()
    for tier in tiers:
        several = len(left) > 1
        left, refused = narrow(left, tier.codes)
        if refused and tier is not tiers[2]:
            return _contradicted(reporter, left, tiers[0], tier, gazetteer)
        if refused:
            notes.append(f"文件夹名所示地区与“{reporter.name}”的所在地不符，未采用。")
        elif several and len(left) == 1 and tier is not tiers[0]:
            notes.append(f"“{reporter.name}”有同名，按{tier.label}定为{gazetteer.label(left[0])}。")
    text = squeeze(evidence.preamble + evidence.body)
    left, refused = within_autonomy(left, text, gazetteer)
    if refused:
        return _contradicted(reporter, left, tiers[0], tiers[1], gazetteer)
    if len(left) > 1:
        left = tuple(c for c in left if reporter.name.endswith(gazetteer.names[c])) or left
    if len(left) > 1:
        return _ambiguous(reporter, left, gazetteer)
    return gazetteer.place(left[0]), reporter.level, tuple(notes)


def _ambiguous(reporter: Reporter, left: tuple[str, ...], gazetteer: Gazetteer) -> _Result:
    shared = [c for c in gazetteer.chain(left[0])[:-1] if all(other.startswith(c) for other in left)]
    place = gazetteer.place(shared[-1], certain=False) if shared else Place()
    names = {gazetteer.names[c] for c in left}
    name = names.pop() if len(names) == 1 else reporter.name
    shown = "、".join(gazetteer.label(c) for c in left[:5])
    more = "等" if len(left) > 5 else ""
    note = f"“{name}”有{len(left)}处同名，文中看不出是哪一处，未定：{shown}{more}。"
    return _named(place, {LEVELS[len(left[0])].value: name}), reporter.level, (note,)


def _contradicted(reporter: Reporter, left: tuple[str, ...], own: Tier, tier: Tier, gazetteer: Gazetteer) -> _Result:
    above = _only_one(own.codes) if tier is own else None
    place = gazetteer.place(above, certain=False) if above else Place()
    key = LEVELS[len(left[0])].value
    known = f"是{gazetteer.label(left[0])}" if len(left) == 1 else f"有{len(left)}处"
    note = f"地名表中“{reporter.name}”{known}，与{tier.label}所示地区不符，未定。"
    name = next((n for n in sorted({gazetteer.names[c] for c in left}) if reporter.name.endswith(n)), reporter.name)
    return _named(place, {key: name}), reporter.level, (note,)


def _named(place: Place, written: dict[str, str]) -> Place:
    """The place with these names as they are written in place of what is known."""
    names = {key: written.get(key, getattr(place, key)) for key in PLACE_KEYS}
    return Place(**names, code=place.code, certain=False)


def _only_one(codes: frozenset[str]) -> str | None:
    """The lowest of the places if all the others lie above it."""
    lowest = max(codes, key=len, default=None)
    return lowest if lowest and not any(narrow((lowest,), frozenset({code}))[1] for code in codes) else None


def _as_written(reporter: Reporter, tiers: tuple[Tier, ...], gazetteer: Gazetteer) -> _Result:
    """A place that the gazetteer does not know, or a department that does not say where it is."""
    code, sure = None, False
    if len(reporter.codes) == 1:
        code = reporter.codes[0]
    elif not reporter.name or (reporter.township and not reporter.county):
        for tier in tiers:
            named = tier.codes if not reporter.codes else frozenset(narrow(reporter.codes, tier.codes)[0])
            code = _only_one(named)
            if code:
                sure = tier is tiers[0]
                break
    place = gazetteer.place(code, certain=False) if code else Place()
    written = {key: value for key in PLACE_KEYS if (value := getattr(reporter, key))}
    if not written and code and reporter.department:
        notes = () if sure else (f"“{reporter.department}”未写明地区，按文中或文件夹名取{gazetteer.label(code)}。",)
        return replace(place, certain=sure), reporter.level, notes
    name = "".join(written.values()) or reporter.department
    return _named(place, written), reporter.level, (f"地名表中没有“{name}”（或未写明所在地区），保留原文写法。",)


def _without_reporter(evidence: PlaceEvidence, tiers: tuple[Tier, ...], gazetteer: Gazetteer) -> _Result:
    """Nothing names the reporter: say at least what the text calls itself and which superiors it names."""
    text = squeeze(evidence.preamble + evidence.body)
    counts = [(len(pattern.findall(text)), level) for level, pattern in _OWN_WORDS]
    best = max(counts, key=lambda item: item[0])
    code = next((one for tier in tiers if (one := _only_one(tier.codes))), None)
    place = gazetteer.place(code, certain=False) if code else Place()
    return place, best[1] if best[0] else Level.UNKNOWN, ("没有找到报告单位的名称，所在地未定。",)


def _override(result: _Result, metadata: dict[str, str], gazetteer: Gazetteer) -> _Result:
    """Let the place and level that the user gives win over what was read."""
    place, level, notes = result
    given = {key: metadata[key].strip() for key in PLACE_KEYS if metadata.get(key, "").strip()}
    if metadata.get("level", "").strip() in set(Level):
        level = Level(metadata["level"].strip())
    if not given:
        return place, level, notes
    wanted = given if "township" in given or not place.township else {**given, "township": place.township}
    codes: tuple[str, ...] = ()
    for key in PLACE_KEYS:
        if key in wanted:
            found = gazetteer.lookup(wanted[key], Level(key))
            inside = tuple(c for c in found if not codes or narrow((c,), frozenset(codes))[1] is False)
            if not inside:
                codes = ()
                break
            codes = inside
    if len(codes) > 1 and place.code:
        codes, _ = narrow(codes, frozenset(gazetteer.chain(place.code)))
    if len(codes) == 1:
        place, notes = gazetteer.place(codes[0]), ()
    else:
        place = Place(**wanted, certain=True)
        notes = ("所给地名在地名表中找不到唯一的对应，按所给写法保留。",)
    if not metadata.get("level") and level is not Level.DEPARTMENT:
        level = Level(max(wanted, key=PLACE_KEYS.index))
    return place, level, notes
