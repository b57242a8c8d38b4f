"""``completeness``: which parts of the expected outline reports have, and what of one report that rests on."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from terminal.options import report_options
from terminal.running import filters_of, tell
from terminal.show import place_name
from terminal.views import Make

if TYPE_CHECKING:
    from insight.completeness.overview import Overview, Row
    from insight.completeness.resting import ReportCheck, Told

_MOST_REPORTS = 15
_MOST_SILENT = 20
_MOST_SHOWN = 3
"""Passages of a part shown word for word; ``--json`` has all."""
_MARKS = {"full": "●", "bare": "◐", "missing": "○", "optional": "–"}
_STATUSES = {
    "full": "有 told",
    "bare": "一句带过或不完整 bare",
    "missing": "未见 not seen",
    "optional": "本级不要求 not asked of this level",
}
_GROUPS = {"duty": "年度报告的规定内容 the duty", "form": "体例 form", "subjects": "纲要各领域 subjects of the outline"}


def add(make: Make) -> None:
    """Add the command."""
    command = make("completeness", run, "which parts of the expected outline reports have, lack, or only mention")
    command.add_argument("report", nargs="?", metavar="REPORT-ID", help="one report with what each part rests on")
    report_options(command)


def run(options: argparse.Namespace) -> int:
    """Hold the reports of a filter, or one report, against the outline. Needs no encoder."""
    from indexer.index import Index
    from insight.completeness.contract import overview_json, report_json
    from insight.completeness.overview import overview
    from insight.completeness.resting import report_check
    from terminal.progress import Bars

    filters = filters_of(options)
    index = Index.open(options.index)
    if options.report:
        checked = report_check(index, options.report)
        return tell(options, report_json(checked), lambda: show_report(checked))
    with Bars() as bars:
        found = overview(index, filters, lambda done, total: bars.tell("read", done, total))
    return tell(options, overview_json(found, filters), lambda: show(found))


def show(found: Overview) -> str:
    """Parts with their shares, then the reports with the most gaps, then who has no report."""
    from insight.completeness.parts import PARTS, Group

    if not found.rows:
        return "没有符合筛选条件的报告。No report passes the filters."
    lines = [f"{len(found.rows)} reports of {found.authorities} townships (authorities)"]
    for group in Group:
        lines.append(
            f"\n{_GROUPS[group]}: 有 told · 一句带过或不完整 bare · 未见 not seen · 不要求 not asked, out of {len(found.rows)}"
        )
        for part, tally in zip(PARTS, found.tallies, strict=True):
            if part.group is group:
                lines.append(
                    f"  {tally.full:5} ·{tally.bare:5} ·{tally.missing:5} ·{tally.optional:5}  {part.zh} {part.en}"
                )
    lines += [
        "",
        f"{' '.join(f'{mark} {_STATUSES[status]}' for status, mark in _MARKS.items())} ? 可能误读 reading in doubt",
    ]
    lines.append(
        f"缺项最多 most gaps, {min(len(found.rows), _MOST_REPORTS)} of {len(found.rows)} (duty | form | subjects):"
    )
    lines += [_line(row) for row in found.rows[:_MOST_REPORTS]]
    if found.silent:
        lines.append(
            "\n所在县其他乡镇当年有报告，而这些乡镇未见报告 no report seen, though others of the county have one:"
        )
        for each in found.silent[:_MOST_SILENT]:
            place = place_name(each.report.place)
            lines.append(
                f"  {place} {each.year}（本县 {each.of} 个中有 {each.reporting} 个 {each.reporting} of {each.of}）"
            )
    if len(found.silent) > _MOST_SILENT:
        lines.append(f"  … 另有 {len(found.silent) - _MOST_SILENT} 处 more; --json lists them all")
    return "\n".join(lines)


def show_report(checked: ReportCheck) -> str:
    """Each part of a report with what it rests on, then the headings that were looked at."""
    from insight.completeness.parts import Status

    place = place_name(checked.report.place)
    lines = [f"{place} {checked.report.year or '年度不明'}  {checked.report.title}", f"  {checked.report.source}"]
    lines += [f"  ？{doubt.text}" for doubt in checked.doubts]
    group = ""
    for told in checked.told:
        if told.part.group != group:
            group = told.part.group
            lines.append(f"\n{_GROUPS[group]}")
        lines += _told(told)
    if any(told.finding.status is Status.MISSING for told in checked.told):
        lines.append("\n未见的部分查看过以下标题 headings looked at for what was not seen:")
        lines += [f"  {'  ' * (level - 1)}{label}" for level, label in checked.outline] or ["  （无标题 none）"]
    return "\n".join(lines)


def _told(told: Told) -> list[str]:
    status = told.finding.status.value
    said = f"{told.part.bare_zh} {told.part.bare_en}" if status == "bare" else _STATUSES[status]
    counted = f"（{told.finding.count}/{told.finding.of}）" if told.finding.of else ""
    lines = [f"  {_MARKS[status]} {told.part.zh} {told.part.en}: {said}{counted}"]
    for rest in told.rests[:_MOST_SHOWN]:
        where = (
            f"{rest.cited.headings[-1]}："
            if rest.cited and rest.cited.headings
            else f"{rest.where}："
            if rest.where
            else ""
        )
        lines.append(f"      {where}{rest.text}".replace("\n", " "))
    if len(told.rests) > _MOST_SHOWN:
        lines.append(f"      … 另有 {len(told.rests) - _MOST_SHOWN} 处 more; --json lists them all")
    return lines


def _line(row: Row) -> str:
    from insight.completeness.parts import PARTS, Group

    marks = [
        "".join(_MARKS[s] for part, s in zip(PARTS, row.statuses, strict=True) if part.group is group)
        for group in Group
    ]
    place = place_name(row.report.place)
    return (
        f"  {' | '.join(marks)} {'?' if row.doubtful else ' '} {place} {row.report.year or '年度不明'}  {row.report.id}"
    )
