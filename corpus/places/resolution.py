"""Which place a report comes from. A wrong place is worse than an unresolved one.

First the reporter's own name is read (title, letterhead, signature, index table, first paragraph), then everything else
that is said about where it lies narrows the places of that name to one. What stays ambiguous is told, never guessed.
"""

from __future__ import annotations

import re

from corpus.facts import GIVEN
from corpus.places.context import Clue, Tier, named_above, named_by_site, narrow
from corpus.places.fields import PlaceEvidence, find_reporter
from corpus.places.gazetteer import Gazetteer, load_gazetteer
from corpus.places.prose import Prose, read_prose
from corpus.places.reporter import squeeze
from corpus.places.settling import PLACE_KEYS, PlaceFinding, Surroundings, as_written, evidence_of, only_one, settle
from corpus.report import Evidence, Level, Place

__all__ = ["PLACE_KEYS", "PlaceEvidence", "PlaceFinding", "resolve_place"]

_OWN_WORDS = (
    (Level.TOWNSHIP, re.compile(r"[我全本](?:乡|镇|街道|苏木)")),
    (Level.DEPARTMENT, re.compile(r"[我全本](?:局|厅|委)")),
    (Level.COUNTY, re.compile(r"[我全本](?:县|旗)")),
)


def resolve_place(evidence: PlaceEvidence) -> PlaceFinding:
    """Resolve the place and level of the authority that reports.

    Args:
        evidence: what the report and its file say.

    Returns:
        The place with official names, the level, what a person should know of how sure they are (in Chinese), and the
        wordings that decided, without offsets.
    """
    gazetteer = load_gazetteer()
    prose = read_prose(evidence.prose, gazetteer)
    around = Surroundings(
        _tiers(evidence, prose, gazetteer), prose, squeeze(evidence.prose), evidence.document_number, gazetteer
    )
    named = find_reporter(evidence, prose, gazetteer)
    if named is None:
        found = _without_reporter(around)
    elif named.reporter.known:
        found = settle(named, around)
    else:
        found = as_written(named, around)
    return _override(found, evidence.metadata, gazetteer)


def _tiers(evidence: PlaceEvidence, prose: Prose, gazetteer: Gazetteer) -> tuple[Tier, ...]:
    folders = [("文件夹名" if position else "文件名", name) for position, name in enumerate(evidence.folders)]
    return (
        Tier("标题、落款或发文单位", named_above(evidence.own, gazetteer, evidence.year_or_title)),
        Tier("网站名称", named_by_site(evidence.sites, "网站名称", gazetteer)),
        Tier("正文", tuple(Clue("正文", name, codes) for name, codes in prose.led)),
        Tier("正文", tuple(Clue("正文", name, codes) for name, codes in prose.offices), binding=False),
        Tier("文件夹名", named_above(folders, gazetteer, evidence.year_or_title), binding=False),
    )


def _without_reporter(around: Surroundings) -> PlaceFinding:
    """Nothing names the reporter: say at least what the text calls itself and which superiors it names."""
    counts = [(len(pattern.findall(around.text)), level) for level, pattern in _OWN_WORDS]
    best = max(counts, key=lambda item: item[0])
    tiers, gazetteer = around.tiers, around.gazetteer
    tier, code = next(((t, one) for t in tiers if (one := only_one(t.codes, gazetteer))), (None, None))
    place = gazetteer.place(code, certain=False) if code else Place()
    clue = tier.clue_for(code, gazetteer) if tier and code else None
    level = best[1] if best[0] else Level.UNKNOWN
    return PlaceFinding(place, level, ("没有找到报告单位的名称，所在地未定。",), evidence_of(clue))


def _override(found: PlaceFinding, metadata: dict[str, str], gazetteer: Gazetteer) -> PlaceFinding:
    """Let the place and level that the user gives win over what was read."""
    place, level, notes = found.place, found.level, found.notes
    given = {key: metadata[key].strip() for key in PLACE_KEYS if metadata.get(key, "").strip()}
    if metadata.get("level", "").strip() in set(Level):
        level = Level(metadata["level"].strip())
    if not given:
        return PlaceFinding(place, level, notes, found.evidence)
    wanted = given if "township" in given or not place.township else {**given, "township": place.township}
    codes = _given_codes(wanted, place, gazetteer)
    if len(codes) == 1:
        place, notes = gazetteer.place(codes[0]), ()
    else:
        place = Place(**wanted, certain=True)
        notes = ("所给地名在地名表中找不到唯一的对应，按所给写法保留。",)
    if not metadata.get("level") and level is not Level.DEPARTMENT:
        level = Level(max(wanted, key=PLACE_KEYS.index))
    return PlaceFinding(place, level, notes, (Evidence("place", GIVEN, "".join(given.values())),))


def _given_codes(wanted: dict[str, str], place: Place, gazetteer: Gazetteer) -> tuple[str, ...]:
    """Codes of the places that the given names may mean, one below the other; what was read decides among several."""
    codes: tuple[str, ...] = ()
    for key in PLACE_KEYS:
        if key in wanted:
            found = gazetteer.lookup(wanted[key], Level(key))
            inside = tuple(c for c in found if not codes or not narrow((c,), frozenset(codes), gazetteer)[1])
            if not inside:
                return ()
            codes = inside
    if len(codes) > 1 and place.code:
        codes, _ = narrow(codes, frozenset(gazetteer.chain(place.code)), gazetteer)
    return codes
