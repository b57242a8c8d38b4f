"""What a briefing says beside its quotations: where each stands, what there is in all, and what a reader should know."""

from __future__ import annotations

from datetime import date

from briefing.excerpt import Briefing, Excerpt
from briefing.wording import Wording
from indexer.catalogue import ReportFacts

_DIGITS = "零一二三四五六七八九"


def place_of(report: ReportFacts, wording: Wording, *, lowest: int | None = None) -> str:
    """A place in words, from the province down, or only its ``lowest`` parts."""
    parts = report.place.parts
    return " ".join(parts[-lowest:] if lowest else parts) or wording.unknown_place


def year_of(report: ReportFacts, wording: Wording) -> str:
    """The year reported on in words."""
    return wording.unknown_year if report.year is None else wording.year.format(year=report.year)


def where(report: ReportFacts, wording: Wording) -> str:
    """Place and year, and whether the report was made up."""
    said = wording.where.format(
        place=place_of(report, wording, lowest=2).replace(" ", ""), year=year_of(report, wording)
    )
    return said + wording.bracketed.format(text=wording.fictional_mark) if report.fictional else said


def also(excerpt: Excerpt, wording: Wording) -> str:
    """Where else nearly the same is said; empty where nowhere."""
    if not excerpt.also:
        return ""
    places = (wording.where.format(place=place_of(other, wording, lowest=2).replace(" ", ""), year=year_of(other, wording))
              for other in excerpt.also)  # fmt: skip
    return wording.also.format(
        places=wording.joint.join(place.replace("\u3000", "") for place in dict.fromkeys(places))
    )


def written_date(iso: str, wording: Wording) -> str:
    """A date in words; what is no ISO date stays as it is."""
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        return iso
    return wording.date.format(year=day.year, month=day.month, day=day.day)


def scope_lines(briefing: Briefing, wording: Wording) -> list[str]:
    """Where the excerpts come from, how many there are, that they are quoted, and what of them was made up."""
    excerpts = briefing.excerpts
    if not excerpts:
        return [*briefing.scope, wording.nothing]
    reports = {excerpt.report.id: excerpt.report for excerpt in excerpts}
    years = sorted({report.year for report in reports.values() if report.year is not None})
    told = wording.to.join(str(year) for year in dict.fromkeys((years[0], years[-1]))) if years else ""
    counted = wording.counted.format(
        excerpts=len(excerpts),
        reports=len(reports),
        townships=len({report.authority for report in reports.values()}),
        years=wording.years.format(years=told) if told else "",
    )
    fictional = sum(excerpt.report.fictional for excerpt in excerpts)
    warned = [wording.fictional.format(count=fictional)] if fictional else []
    return [*briefing.scope, counted, wording.verbatim, *warned]


def numeral(number: int) -> str:
    """A number from 1 to 999 as a Chinese numeral: 一, 十, 十二, 二十, 一百零三."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (_DIGITS[ones] if ones else "")
