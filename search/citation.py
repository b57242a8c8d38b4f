"""How a passage is cited: in a sentence, and as GB/T 7714—2015 asks of a reference.

Nothing is made up. What a document does not say is left out, or, where the standard wants the gap named (place of publication, publisher), named.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.report import Kind, Report
from indexer.rows import ReportFacts

_OPENING, _CLOSING = "《〈", "》〉"
_NO_PLACE, _NO_PUBLISHER = "[出版地不详]", "[出版者不详]"
_UNTITLED = "无题名"
_FICTIONAL, _FICTIONAL_EN = "虚构样例", "fictional sample"
_TYPES = {Kind.REPORT: "R", Kind.PERSONAL: "R"}
_OTHER_TYPE = "Z"
"""Marks of document types after the standard's annex: report; anything else (a plan, news, a model text)."""


@dataclass(frozen=True, slots=True)
class Citation:
    """One passage cited: ``plain`` in a Chinese sentence, ``plain_en`` the same for an English one, ``gbt7714`` as a reference without its number."""

    plain: str
    gbt7714: str
    plain_en: str

    def in_language(self, language: str) -> str:
        """The sentence for a reader of ``zh`` or ``en``."""
        return self.plain_en if language == "en" else self.plain


def cite(report: Report | ReportFacts, headings: Sequence[str] = (), page: int | None = None) -> Citation:
    """Cite a report, or a place in it.

    Args:
        report: Whole, or its facts: both give the same citation.
        headings: Labels of the headings around the passage, outermost first, as :meth:`corpus.report.Report.headings` gives them; the innermost is cited.
        page: Page of the file, from 1; ``None`` where it has no pages.
    """
    return Citation(_plain(report, headings, page), _reference(report, page), _plain_en(report, headings, page))


def quoted_title(title: str) -> str:
    """A title between 《》, with the marks of titles inside it changed to the other pair, as the rules of punctuation (GB/T 15834) ask."""
    title = _tidy(title) or _UNTITLED
    if _encloses(title):
        title = _tidy(title[1:-1]) or _UNTITLED
    inside: list[str] = []
    depth = 1
    for character in title:
        if character in _OPENING:
            inside.append(_OPENING[depth % 2])
            depth += 1
        elif character in _CLOSING:
            depth = max(depth - 1, 1)
            inside.append(_CLOSING[depth % 2])
        else:
            inside.append(character)
    return f"《{''.join(inside)}》"


def quoted_heading(heading: str) -> str:
    """A heading between “”, with quotation marks inside it changed to single ones."""
    inside = _tidy(heading).rstrip("。.：:;；，,")
    return f"“{inside.translate(_SINGLE)}”"


_SINGLE = str.maketrans({"“": "‘", "”": "’", "‘": "“", "’": "”"})


def _plain(report: Report | ReportFacts, headings: Sequence[str], page: int | None) -> str:
    title = quoted_title(report.title) + (f"（{_FICTIONAL}）" if report.fictional else "")
    parts = [title, _tidy(report.issuer), f"{report.year}年" if report.year is not None else ""]
    parts += [quoted_heading(heading) for heading in headings[-1:] if _tidy(heading)]
    parts += [f"第{page}页"] if page is not None else []
    return "，".join(part for part in parts if part)


def _plain_en(report: Report | ReportFacts, headings: Sequence[str], page: int | None) -> str:
    title = quoted_title(report.title) + (f" ({_FICTIONAL_EN})" if report.fictional else "")
    parts = [title, _tidy(report.issuer), str(report.year) if report.year is not None else ""]
    parts += [quoted_heading(heading) for heading in headings[-1:] if _tidy(heading)]
    parts += [f"p. {page}"] if page is not None else []
    return ", ".join(part for part in parts if part)


def _reference(report: Report | ReportFacts, page: int | None) -> str:
    """主要责任者. 题名：其他题名信息[文献类型标识]. 出版地：出版者，出版年：引文页码.

    An unknown responsible party is left out, as the standard allows where references are numbered. No online address is among a report's
    facts, so the mark never has ``/OL``, and a missing place or publisher is said in brackets.
    """
    issuer = _tidy(report.issuer)
    title = _tidy(report.title) or _UNTITLED
    # A report's number and words that explain the title are both further information on the title.
    further = [part for part in (_tidy(report.document_number), _FICTIONAL if report.fictional else "") if part]
    titled = "：".join([title, *further]) + f"[{_TYPES.get(report.kind, _OTHER_TYPE)}]"
    # An official document is published by whoever issues it.
    published = f"{_seat(report) or _NO_PLACE}：{issuer or _NO_PUBLISHER}"
    year = _year(report)
    published += f"，{year}" if year else ""
    published += f"：{page}" if page is not None else ""
    return ". ".join(part for part in (issuer, titled, published) if part) + "."


def _seat(report: Report | ReportFacts) -> str:
    """Where the issuer sits: the lowest place around a township, or the place itself; empty where nothing settles it."""
    place = report.place
    if not place.certain:
        return ""
    around = [name for name in (place.province, place.prefecture, place.county) if name]
    return _tidy(around[-1] if around else "")


def _year(report: Report | ReportFacts) -> str:
    """The year of publication, or of the signature; in brackets, as an estimate, the year reported on where nothing is dated."""
    for date in (report.published, report.signed):
        dated = re.match(r"[12]\d{3}", date or "")
        if dated:
            return dated[0]
    return f"[{report.year}]" if report.year is not None else ""


def _encloses(title: str) -> bool:
    """Whether one pair of marks stands around the whole title."""
    if not (title[0] in _OPENING and title[-1] == _CLOSING[_OPENING.index(title[0])]):
        return False
    depth = 0
    for position, character in enumerate(title):
        depth += (character in _OPENING) - (character in _CLOSING)
        if depth == 0:
            return position == len(title) - 1
    return False


def _tidy(text: str | None) -> str:
    """One line: a title set over several lines is one title. White space between Han characters was layout."""
    joined = " ".join((text or "").split())
    return re.sub(r"(?<=[\u3400-\u9fff》〉）】〕〇]) (?=[\u3400-\u9fff《〈（【〔〇])", "", joined)
