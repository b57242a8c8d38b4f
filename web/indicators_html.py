"""Tables of figures and what does not fit in them, as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from urllib.parse import urlencode

from indexer.catalogue import ReportFacts
from insight.indicators.collecting import Stated
from insight.indicators.figure import Figure
from insight.indicators.flags import Flag, Found
from insight.indicators.indicator import Indicator
from insight.indicators.matrix import Cell, Coverage, Matrix, State, Total
from insight.indicators.quoting import Quoting
from insight.indicators.table import BY_KEY
from insight.indicators.weighing import Weighed
from insight.indicators.wording import WORDINGS, Wording, figure_text, flag_text, number_text
from web.link import FIRST_HITS, View, link_params
from web.marking import badge, escape, marked, place_html
from web.quoting import cited_card, table
from web.routes import REPORT_PATH
from web.texts import Texts


def coverage_table(groups: Sequence[tuple[str, Sequence[Coverage]]], view: View, words: Texts) -> str:
    """All indicators by subject, each a link to its table, with how many townships state it."""
    own = words.indicators
    years = sorted({year for _, items in groups for item in items for year in item.years})
    rows: list[list[str]] = []
    for theme, items in groups:
        rows.append([f'<th colspan="{2 + len(years)}" scope="rowgroup">{escape(words.themes[theme])}</th>'])
        for item in items:
            link = _page_link(replace(view, pick=item.indicator.key, top=FIRST_HITS, report=None, passage=None))
            cells = [_share(item.years[year], words) if year in item.years else _gap("") for year in years]
            name = escape(indicator_name(item.indicator, words))
            rows.append(
                [f'<td><a href="{link}" target="_self">{name}</a></td>', _share((item.stated, item.of), words), *cells]
            )
    return _years_table([own.indicator, own.townships, *map(str, years)], rows)


def matrix_table(found: Matrix, shown: int, view: View, words: Texts) -> str:
    """An indicator by township and year, each value a link to its sentence; below it what the townships state together."""
    own = words.indicators
    rows: list[list[str]] = []
    for row in found.rows[:shown]:
        link = _page_link(replace(view, pick="figures", report=row.report.id, passage=None, top=FIRST_HITS))
        name = f'<td><a href="{link}" target="_self">{place_html(row.report.place, words)}</a></td>'
        rows.append([name, *(_cell(cell, view, words) for cell in row.cells)])
    rows.append([f"<th>{escape(own.total)}</th>", *(_total(total, words) for total in found.totals)])
    return _years_table([own.township, *map(str, found.years)], rows)


def figures_table(stated: Stated, quoting: Quoting, view: View, words: Texts) -> str:
    """Every figure of a report with the words it counts and its sentence."""
    own = words.indicators
    rows = []
    for weighed in stated.figures:
        figure = weighed.figure
        cited = quoting.sentence(stated.report.id, figure)
        counted = f'<span lang="zh">{escape(figure.counted)}</span>'
        indicator = BY_KEY.get(figure.indicator or "")
        name = escape(indicator_name(indicator, words)) if indicator else ""
        sentence = marked(cited.text, [(figure.start, figure.end)], offset=cited.start)
        link = _report_link(stated.report, cited.passage_id, view)
        rows.append(
            [
                f'<td class="fj-number"><a href="{link}" target="_self">{escape(quoting.written(stated.report.id, figure))}</a></td>',
                f"<td>{counted}</td><td>{name}</td>",
                f"<td>{_remarks(weighed, words)}</td>",
                f'<td class="fj-sentence" lang="zh">{sentence}</td>',
            ]
        )
    return (
        f'<div class="fj-figures-all">{table([own.figure, own.counted, own.indicator, own.remarks, own.sentence], rows)}</div>'
        if rows
        else ""
    )


def flag_card(flag: Flag, quoting: Quoting, view: View, words: Texts) -> str:
    """What does not fit, in a sentence, with the sentences that it rests on."""
    wording = _wording(words)
    indicator = BY_KEY.get(flag.indicator or "")
    name = f' <span class="fj-around">{escape(indicator_name(indicator, words))}</span>' if indicator else ""
    head = f'<p class="fj-where">{badge("problem", wording.kinds[flag.kind])}{name}</p>'
    quotes = []
    same = groupby((flag.found, *flag.against), key=lambda found: (found.report.id, found.weighed.figure.sentence))
    for _, group in same:
        quotes.append(_quote(list(group), quoting, view, words))
    return f'<section class="fj-flag">{head}<p>{escape(flag_text(flag, wording))}</p>{"".join(quotes)}</section>'


def indicator_name(indicator: Indicator, words: Texts) -> str:
    """What the page calls an indicator."""
    return indicator.en if _wording(words).grouped else indicator.zh


def _quote(group: Sequence[Found], quoting: Quoting, view: View, words: Texts) -> str:
    """One sentence with the figures in it marked."""
    cited = quoting.sentence(group[0].report.id, group[0].weighed.figure)
    spans = sorted({(found.weighed.figure.start, found.weighed.figure.end) for found in group})
    return cited_card(cited, view, words, spans)


def _cell(cell: Cell, view: View, words: Texts) -> str:
    own = words.indicators
    if cell.headline is None or cell.report is None:
        return _gap(own.unstated if cell.state is State.UNSTATED else own.no_report)
    value = _value_link(cell.report, cell.headline.figure, view, words)
    if not cell.others:
        return f'<td class="fj-number">{value}</td>'
    items = "".join(f"<li>{_other(cell.report, weighed, view, words)}</li>" for weighed in cell.others)
    title = escape(own.others.format(count=len(cell.others)))
    return f'<td class="fj-number">{value}<details class="fj-folded"><summary>{title}</summary><ul>{items}</ul></details></td>'


def _other(report: ReportFacts, weighed: Weighed, view: View, words: Texts) -> str:
    figure = weighed.figure
    remarks = _remarks(weighed, words)
    return f'<span lang="zh">{escape(figure.counted)}</span> {_value_link(report, figure, view, words)} {remarks}'


def _remarks(weighed: Weighed, words: Texts) -> str:
    """Period, change and the like: words of the report in its language, ours in the page's."""
    figure, wording = weighed.figure, _wording(words)
    said = [escape(wording.changes[figure.change])] if figure.change else []
    said += [escape(words.indicators.planned)] if figure.planned else []
    said += [escape(words.indicators.part)] if weighed.part else []
    said += [f'<span lang="zh">{escape(figure.period)}</span>'] if figure.period else []
    return f'<span class="fj-around">{escape(words.joint).join(said)}</span>' if said else ""


def _value_link(report: ReportFacts, figure: Figure, view: View, words: Texts) -> str:
    text = escape(figure_text(figure, _wording(words)))
    return f'<a href="{_report_link(report, figure.passage_id, view)}" target="_self">{text}</a>'


def _report_link(report: ReportFacts, passage: str, view: View) -> str:
    return escape(f"{REPORT_PATH}?{urlencode(link_params(replace(view, report=report.id, passage=passage)))}")


def _page_link(view: View) -> str:
    return escape(f"?{urlencode(link_params(view))}")


def _years_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table whose columns but the first hold numbers."""
    return f'<div class="fj-figures">{table(head, rows)}</div>'


def _share(share: tuple[int, int], words: Texts) -> str:
    stated, of = share
    return f'<td class="{"fj-number" if stated else "fj-gap"}">{escape(words.indicators.share.format(stated=stated, of=of))}</td>'


def _gap(text: str) -> str:
    return f'<td class="fj-gap">{escape(text)}</td>'


def _total(total: Total, words: Texts) -> str:
    own, wording = words.indicators, _wording(words)
    lines = []
    if total.total is not None:
        lines.append(own.total_sum.format(value=number_text(total.total, wording)))
    if total.middle is not None:
        lines.append(own.total_median.format(value=number_text(total.middle, wording)))
    lines.append(own.total_share.format(stated=total.stated, of=total.of))
    return f'<td class="fj-gap">{"<br>".join(map(escape, lines))}</td>'


def _wording(words: Texts) -> Wording:
    return WORDINGS["en" if words.html_lang.startswith("en") else "zh"]
