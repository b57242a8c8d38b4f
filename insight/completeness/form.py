"""The parts of form, found in one report: most are facts that the reader has found already, with where."""

from __future__ import annotations

import re

from corpus.facts import GIVEN
from corpus.places.names import short_forms
from corpus.report import Evidence, Level, Role
from corpus.text.script import is_traditional, plain
from insight.completeness.findings import Finding, Ground, Reading, ground
from insight.completeness.parts import Status
from insight.completeness.substance import characters, is_concrete

_HAN_DIGITS = ("〇○零", *"一二三四五六七八九")
_OPENING = 300
"""Characters behind the title in which the year is named."""
_WHAT = re.compile(r"法治|依法(?:行政|治)")
_KIND = re.compile(r"报告|总结|情况|汇报|公报|综述")
_NO_TITLE = re.compile(r"。|，.*，|人民政府文件$|^20\d\d年(?:以来)?，")
_AUTHORITY = re.compile(
    r"人民政府|办事处|管委会|管理委员会|委员会|政府办|[\u4e00-\u9fff]{2,}(?:局|厅|院|中心|支队|大队|部|办公室|公司)"
)
_PLACE = re.compile(
    r"[\u4e00-\u9fff]{1,12}(?:省|市|自治州|盟|县|区|旗|乡|镇|街道|苏木)|(?:我|本)(?:乡|镇|街道|县|区|市|局)"
)
_OPENS = re.compile(r"现将|现就|如下|\d{4}年")
"""A short opening that ends in a colon stands where an addressee would."""
_PUBLIC = re.compile(r"此件(?:主动)?公开|公开(?:属性|方式|类别)[：:\s|]*主动公开|主动公开$", re.MULTILINE)
_WHOLE_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_LEAST_CONCRETE = 0.25
_LEAST_SAID = 8
"""Characters; a passage that says less only leads in."""


def find_title(reading: Reading) -> Finding:
    """The title: who reports, and what it is."""
    title = _title(reading)
    status = title_status(title[1]) if title else Status.MISSING
    return Finding("title", status, (_ground(title[0]),) if title and status is not Status.MISSING else ())


def title_status(title: str) -> Status:
    """Full where a title names who reports and what it is; missing where the reader, finding none, took the letterhead or the first sentence."""
    if _NO_TITLE.search(title):
        return Status.MISSING
    who = _PLACE.search(title) or _AUTHORITY.search(title)
    return Status.FULL if who and _WHAT.search(title) and _KIND.search(title) else Status.BARE


def find_year(reading: Reading) -> Finding:
    """The year reported on, as a number that stands in the text."""
    report = reading.report
    if report.year is None:
        return Finding("year", Status.MISSING)
    digits = "".join(f"[{digit}{_HAN_DIGITS[int(digit)]}]" for digit in str(report.year))
    named = re.compile(rf"{digits}\s*年")
    title = _title(reading)
    if title and named.search(title[1]):
        return Finding("year", Status.FULL, (_ground(title[0]),))
    begin = next((p.start for p in reading.passages), 0)
    spans = [
        (0, begin + _OPENING),
        *((s.start, s.body) for s in report.sections if s.level == 1 and s.role is not Role.PLAN),
    ]
    for start, end in spans:
        # A date of signing or publication above the text is no year reported on.
        match = named.search(reading.written, start, end)
        if match and not re.match(r"\s*\d{1,2}\s*月\s*\d{1,2}\s*日", reading.written[match.end() : match.end() + 8]):
            return Finding("year", Status.FULL, (_slice(reading, match.start(), match.end()),))
    last = max((p.end for p in reading.passages), default=0)
    if match := named.search(reading.written, 0, last):
        return Finding("year", Status.BARE, (_slice(reading, match.start(), match.end()),))
    return Finding("year", Status.MISSING)


def find_addressee(reading: Reading) -> Finding:
    """To whom it is reported, or that it is made public."""
    found = [_evidence(reading, fact) for fact in ("addressee", "published")]
    grounds = [_ground(e) for e in found if e and not (e.fact == "addressee" and _OPENS.search(e.text))]
    if match := _PUBLIC.search(reading.written):
        grounds.append(_slice(reading, match.start(), match.end()))
    return Finding("addressee", Status.FULL if grounds else Status.MISSING, tuple(grounds))


def find_issuer(reading: Reading) -> Finding:
    """Who reports: a signature, a letterhead, a row of the site's table, or an authority in the title."""
    title = _title(reading)
    found = _evidence(reading, "issuer")
    if found is not None:
        return Finding("issuer", Status.FULL, (_ground(found),))
    if title is None or title_status(title[1]) is Status.MISSING:
        return Finding("issuer", Status.MISSING)
    if _AUTHORITY.search(title[1]):
        return Finding("issuer", Status.FULL, (_ground(title[0]),))
    place = reading.report.place.parts[-1:]
    named = _PLACE.search(title[1]) or (place and _has_name(title[1], place[0]))
    return Finding("issuer", Status.BARE if named else Status.MISSING, (_ground(title[0]),) if named else ())


def find_date(reading: Reading) -> Finding:
    """When it was signed; of a date that is not whole, or of the site's date alone, it is told beside."""
    report = reading.report
    signed, published = _evidence(reading, "signed"), _evidence(reading, "published")
    if report.signed and signed:
        whole = _WHOLE_DATE.fullmatch(report.signed) is not None
        return Finding("date", Status.FULL if whole else Status.BARE, (_ground(signed),))
    if report.published and published:
        return Finding("date", Status.BARE, (_ground(published),))
    return Finding("date", Status.MISSING)


def find_concrete(reading: Reading) -> Finding:
    """Whether the shortcomings name something; where there are none, there is nothing to be concrete."""
    said = [p for p in reading.of_role(Role.PROBLEM) if characters(reading.text(p)) >= _LEAST_SAID]
    if not said:
        return Finding("concrete", Status.BARE if reading.of_role(Role.PROBLEM) else Status.MISSING)
    named = [p for p in said if is_concrete(f"{reading.heading(p)}\n{reading.text(p)}")]
    full = bool(named) and len(named) >= _LEAST_CONCRETE * len(said)
    grounds = tuple(ground(passage) for passage in (named or said))
    return Finding("concrete", Status.FULL if full else Status.BARE, grounds, len(named), len(said))


def _has_name(title: str, place: str) -> bool:
    return any(form in title for form in short_forms(place, Level.TOWNSHIP) if len(form) > 1)


def _title(reading: Reading) -> tuple[Evidence, str] | None:
    """Where the report's own title stands, and the title in plain characters; one that the user gave is not the report's."""
    report = reading.report
    found = [e for e in report.evidence if e.fact == "title"]
    if not report.title.strip() or any(e.where == GIVEN for e in found):
        return None
    text = plain(report.title, traditional=is_traditional(report.text))
    return found[0] if found else Evidence("title", "标题", report.title), text


def _evidence(reading: Reading, fact: str) -> Evidence | None:
    """Where a fact was found in the document; what the user gave beside it is not the report's own."""
    found = [e for e in reading.report.evidence if e.fact == fact]
    return next((e for e in found if e.start is not None or e.where != GIVEN), None)


def _ground(evidence: Evidence) -> Ground:
    return Ground(None, evidence.start, evidence.end, evidence.where, evidence.text)


def _slice(reading: Reading, start: int, end: int) -> Ground:
    passage = next((p.id for p in reading.passages if p.start <= start and end <= p.end), None)
    return Ground(passage, start, end, "正文", reading.report.text[start:end])
