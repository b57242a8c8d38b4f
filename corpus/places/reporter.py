"""Who speaks in a line of text: 昭苏县察汗乌苏蒙古族乡人民政府 is a township of a county, 某县司法局 a department.

A line is cut where no name of an authority goes on (years, punctuation, 关于, 人民政府, 法治…); each piece must then be
made up of names of places from its first character on. So 卡乡 is not seen in 察卡乡, nor 枫桥镇 in 到枫桥镇学习.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from corpus.places.gazetteer import COMMON_WORDS, LEVELS, LONGEST, Gazetteer
from corpus.places.names import ORDINARY_STEMS, ZONE_SUFFIXES, keeps_kind, spell_regiments
from corpus.report import Level

_CUTS = re.compile(
    r"(?:19|20)\d\d年?度?|二[〇○零Oo0][〇○零Oo0一二三四五六七八九]{2}年?度?|\d{4,}|[^\u4e00-\u9fff\u3400-\u4dbf\d〇]+"
    r"|关于|转发|印发|报送|上报|呈报|公开|人民政府(?!办公室|办公厅)|政府(?!办公|采购)|法治|法制|全面依法治[省市区州县旗]?|依法治[省市区州县旗]?|依法|普法|年度|贯彻|落实|推进"
    r"|(?:(?<=[乡镇县市区旗]委员会)|(?<=工作委员会))(?=[\u4e00-\u9fff]{2,12}[县市区旗乡镇道])"
    r"|开展|行政执法(?!局|大队|支队|队|办)|履行|述职|工作(?!部|局)|情况|报告|总结|文件"
)
_NOISE = re.compile(r"^(?:中国共产党|中共|附件|度|的|(?:新疆)?(?:生产建设)?(?:兵团)?第?[一二三四五六七八九十]+师)+")
_SELF = re.compile(
    r"^(?:(?:党的|党|政|纪)?(?:工?委|工作委员会|委员会)(?!组织|宣传|政法|统战|社会|网信|编|党校).{0,4}"
    r"|办事处|办|管委会|管理委员会|行政公署|行署|党政.*|党委.*|党工委.*|综合办.*|政府办.*|办公室|人民政府办公[室厅])?$"
)
_DEPARTMENT = re.compile(
    r"^[\u4e00-\u9fff]{0,24}?(?:局|厅|委员会|委|办公[室厅]|办|中心|[支大总中]队|队|院|署|处|所|站|会|部|科|公司|社|学校|[中小大]学|[园馆库矿厂]|银行|系统)$"
)
_DEPARTMENT_THEN = re.compile(r"^[\u4e00-\u9fff]{1,14}?(?:局|厅|委员会)")
# Behind a bare stem these belong to a longer, unknown name: 新渡湾街道办事处 is no office of 新渡镇.
_TOWNSHIP_AHEAD = re.compile(r"街道|办事处|[乡镇](?!村)")
_OFFICE = re.compile(r"(?:办公室|办|委员会|纪委)$")
_TOWN = (
    r"[\u4e00-\u9fff\d〇]{1,14}?(?:街道|苏木|地区|农场|林场|牧场|团场|总场|\d团|[十零一二三四五六七八九]团|乡|镇"
    rf"|{'|'.join(ZONE_SUFFIXES)})"
)
_WRITTEN = re.compile(
    r"^(?P<province>[\u4e00-\u9fff]{2,6}?(?:省|自治区))?"
    r"(?P<prefecture>[\u4e00-\u9fff]{2,9}?(?:自治州|市|州|盟)(?=.{2,}[县区旗市乡镇道木]))?"
    r"(?P<county>[\u4e00-\u9fff]{1,12}?(?:县|市|(?<!自治)(?<!开发)(?<!园)(?<!新)(?<!地)区|旗))?"
    rf"(?P<township>{_TOWN})?(?P<tail>.*)$"
)
_COMMITTEE_ABOVE = re.compile(r"(?<=[省市县区州旗盟])委(?=[\u4e00-\u9fff]{2,8}(?:街道|[乡镇](?:党委|工委|委员会|$)))")
_OWN_COUNTY = re.compile(r"^(?:本|我)?[县市区州旗盟](?:级)?(?=.{2,14}(?:局|委员会|委|办公室|厅)$)")
_FARM = re.compile(r"(?:林场|农场|牧场|渔场|种畜场|良种场|原种场)$")
_NO_NAME = re.compile(r"^[我全本各该某在对到以与从由为被将向至]|我|各|依法|乡镇|[一二三四五六七八九十]届|^[县市区省]")
_ZONE = re.compile(rf"^[\u4e00-\u9fff]{{0,12}}?(?:{'|'.join(ZONE_SUFFIXES)})(?:管委会|管理委员会|党工委)?$")
_KIND = re.compile(r"[省市区州盟县旗乡镇道木场团]$")
_LONGEST_KEPT = 2000
"""Longer texts are read each time: no file may fill the memory."""
_WITH_OFFICE = ("街道", "地区")
_PROSE_KIND = re.compile(r"[省市区州盟县旗乡镇道木场团]")
_STUDIED = re.compile(r"^(?:经验|式|模式|做法|学习|考察|参观|案例|先进)")


@dataclass(frozen=True, slots=True)
class Reporter:
    """An authority as one line names it.

    ``codes`` are all places that the known part of the name may be. ``province`` to ``township`` are names written
    below it that the gazetteer does not know there. ``department`` is what follows the place (司法局), ``""`` for a
    government.
    """

    codes: tuple[str, ...] = ()
    name: str = ""
    province: str | None = None
    prefecture: str | None = None
    county: str | None = None
    township: str | None = None
    department: str = ""

    @property
    def known(self) -> bool:
        """Whether the gazetteer knows every part that is written."""
        return bool(self.codes) and not (self.prefecture or self.county or self.township)

    @property
    def level(self) -> Level:
        """Level of the authority as it is written."""
        if self.department:
            return Level.DEPARTMENT
        if self.township:
            zone = self.township.endswith(ZONE_SUFFIXES)
            below_county = self.county or any(len(code) == 6 for code in self.codes)
            return Level.UNKNOWN if zone and not below_county else Level.TOWNSHIP
        if self.county:
            return Level.COUNTY
        if self.prefecture:
            return Level.PREFECTURE
        return LEVELS[len(self.codes[0])] if self.codes else Level.UNKNOWN


def squeeze(text: str) -> str:
    """Drop all blanks and zero-width characters: they stand inside names."""
    return re.sub(r"[\s\u3000\u200b-\u200f\ufeff]+", "", text)


def read_reporters(
    text: str, gazetteer: Gazetteer, *, strict: bool = True, year: int | None = None
) -> tuple[Reporter, ...]:
    """Read the authorities that a text names, in its order.

    Args:
        text: a title, a letterhead, a signature, the value of an index table, or a first paragraph.
        gazetteer: the known places.
        strict: whether the text is made of names and titles. In running prose (``False``) only known places count.
        year: the year reported on, if known: names that were given up before it do not make a present name ambiguous.
    """
    flat = squeeze(text)
    read = _read if len(flat) <= _LONGEST_KEPT else _read.__wrapped__
    return read(flat, gazetteer, strict, year)


@lru_cache(maxsize=512)
def _read(text: str, gazetteer: Gazetteer, strict: bool, year: int | None) -> tuple[Reporter, ...]:
    # Cached: a text is asked for twice in one report, and reports of one folder share folders, sites and issuers.
    found = []
    for part in _CUTS.split(_COMMITTEE_ABOVE.sub("", spell_regiments(text))):
        piece = _NOISE.sub("", part)
        if len(piece) < 2 or (not strict and not _PROSE_KIND.search(piece)):
            continue
        reporter = _read_piece(piece, gazetteer, year, strict=strict)
        if reporter and (strict or (reporter.known and not reporter.department)):
            found.append(reporter)
    return tuple(found)


def _read_piece(piece: str, gazetteer: Gazetteer, year: int | None, *, strict: bool = True) -> Reporter | None:
    """Best reading of one piece: all of it known, else a known place with an unknown part below, else only written."""
    best: tuple[tuple[int, ...], Reporter] | None = None
    for places, end, stems, parts in _chains(piece, gazetteer, year):
        rest = piece[end:]
        offices = rest.startswith("办事处") and tuple(c for c in places if gazetteer.names[c].endswith(_WITH_OFFICE))
        codes = offices or places
        bare = stems == parts and len(codes[0]) > 2
        ends_bare = _is_stem(piece[:end], codes, gazetteer) and not (bare and _is_office(rest, codes, gazetteer))
        if bare and (ends_bare or parts > 1) and not _may_be_bare(piece[:end], rest, codes, gazetteer):
            continue
        if piece[:end] in COMMON_WORDS or (bare and ends_bare and _TOWNSHIP_AHEAD.search(rest)):
            continue
        rank, found = _with_rest(Reporter(codes, piece[:end]), rest, ends_bare=ends_bare)
        key = rank, end, -stems, -parts, -len(codes[0])
        if found and (best is None or key > best[0]):
            best = key, found
    if best or not strict:
        return best[1] if best else None
    return _only_written(_OWN_COUNTY.sub("", piece))


def _may_be_bare(name: str, rest: str, codes: tuple[str, ...], gazetteer: Gazetteer) -> bool:
    """Whether a bare stem can be meant for its place: 昭苏 for 昭苏县, no word of two characters for a township.

    Two characters name a county only where no township of another county has the same stem.
    """
    if _DEPARTMENT.match(rest):
        return True
    if len(codes) > 1:
        return False
    if len(name) > 2:
        return True
    alone = all(code.startswith(codes[0]) for code in gazetteer.lookup(name))
    return len(codes[0]) < 9 and not rest and alone and name not in ORDINARY_STEMS


def _is_office(rest: str, codes: tuple[str, ...], gazetteer: Gazetteer) -> bool:
    """Whether 鹿阜办事处 is meant for 鹿阜街道."""
    return rest == "办事处" and all(gazetteer.names[c].endswith(_WITH_OFFICE) for c in codes)


def _chains(piece: str, gazetteer: Gazetteer, year: int | None) -> Iterator[tuple[tuple[str, ...], int, int, int]]:
    """All ways to read the beginning of a piece as places one below the other: codes, end, bare stems, parts."""
    waiting: list[tuple[tuple[str, ...], int, int, int]] = [((), 0, 0, 0)]
    while waiting:
        above, start, stems, parts = waiting.pop()
        if parts:
            yield above, start, stems, parts
        for end in range(start + 2, min(len(piece), start + LONGEST) + 1):
            name = piece[start:end]
            codes = _below(gazetteer.lookup(name, year=year), above, gazetteer)
            if not codes and name in gazetteer.changes.names:
                codes = _below(gazetteer.lookup(name), above, gazetteer)
            for digits in sorted({len(c) for c in codes}):
                level = tuple(c for c in codes if len(c) == digits)
                stem = _is_stem(name, level, gazetteer)
                waiting.append((level, end, stems + stem, parts + 1))


def _below(codes: Sequence[str], above: Sequence[str], gazetteer: Gazetteer) -> Sequence[str]:
    """The places that lie in one of those above; all where nothing stands above."""
    return [c for c in codes if any(gazetteer.lies_in(c, a) for a in above)] if above else codes


def _is_stem(text: str, codes: tuple[str, ...], gazetteer: Gazetteer) -> bool:
    """Whether no place of these codes has its kind (县, 乡…) at the end of the text."""
    return not any(
        text.endswith(gazetteer.names[c]) or keeps_kind(text, gazetteer.names[c]) or gazetteer.changes.ends(text, c)
        for c in codes
    )


def _with_rest(found: Reporter, rest: str, *, ends_bare: bool) -> tuple[int, Reporter | None]:
    """Read what follows the known places; the first value tells how well it is understood."""
    township = len(found.codes[0]) == 9
    if not rest or (_SELF.match(rest) and not ends_bare):
        return 3, found
    zone = _ZONE.match(rest) and not township and not ends_bare
    if _DEPARTMENT.match(rest) and not zone and not (township and _OFFICE.search(rest)):
        return 2, replace(found, department=rest)
    below = None if township or (ends_bare and len(found.codes[0]) > 2) else _only_written(rest)
    if below and not below.department and (not ends_bare or below.county):
        if below.township and not below.county and _is_no_township(below.township):
            return 2, replace(found, department=below.township)
        return 2, replace(below, codes=found.codes, name=found.name + below.name)
    if ends_bare or _STUDIED.match(rest) or not _KIND.search(found.name):
        return 0, None
    department = None if township else _DEPARTMENT_THEN.match(rest)
    return (2, replace(found, department=department.group())) if department else (1, found)


def _is_no_township(name: str) -> bool:
    """Whether an unknown name below a known place is a zone or a farm: a committee or a works, no township."""
    return name.endswith(ZONE_SUFFIXES) or _FARM.search(name) is not None


def _only_written(piece: str) -> Reporter | None:
    """Read a piece whose beginning no gazetteer knows by the kinds of places in it."""
    match = _WRITTEN.match(piece)
    if not match or _NO_NAME.search(piece):
        return None
    tail, names = match["tail"], {k: match[k] for k in ("province", "prefecture", "county", "township")}
    if _SELF.match(tail) and (names.get("county") or names.get("township")):
        return _written_as(piece.removesuffix(tail), names)
    if tail and _DEPARTMENT.match(tail) and not (names.get("township") and _OFFICE.search(tail)):
        plain = not any(names.values()) and (len(tail) < 3 or tail.startswith(("党政", "办公", "综合办", "领导小组")))
        return None if plain else replace(_written_as(piece.removesuffix(tail), names), department=tail)
    return None


def _written_as(name: str, names: dict[str, str | None]) -> Reporter:
    return Reporter((), name, names["province"], names["prefecture"], names["county"], names["township"])
