"""``overview``: how much the index holds, of whom and of which years, where the gaps are, and what could not be read."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from terminal.options import report_options
from terminal.running import filters_of, tell
from terminal.show import KIND_NAMES, LEVEL_NAMES, ROLE_NAMES, place_name
from terminal.views import Make

if TYPE_CHECKING:
    from insight.overview.gaps import Matrix, Row
    from insight.overview.holdings import Holdings, Recent
    from insight.overview.reading import Doubtful, Reading
    from insight.overview.spots import Spots
    from insight.overview.whole import Overview

BY = ("province", "prefecture", "county", "township")
_MOST_ROWS = 40
_MOST_YEARS = 12
_MOST_LISTED = 15
_WIDE = 2
"""Columns of a terminal that a Chinese character takes."""


def add(make: Make) -> None:
    """Add the command."""
    command = make("overview", run, "what the index holds: how much, of whom, which years, the gaps, what was not read")
    command.add_argument("--by", choices=BY, help="what a row of the table is (default: as fine as fits)")
    report_options(command)


def run(options: argparse.Namespace) -> int:
    """Look over the index. Needs no encoder."""
    from corpus.report import Level
    from indexer.index import Index
    from insight.overview.contract import overview_json
    from insight.overview.whole import overview

    filters = filters_of(options)
    found = overview(Index.open(options.index), filters, Level(options.by) if options.by else None)
    return tell(options, overview_json(found, filters), lambda: show(found))


def show(found: Overview) -> str:
    """Counts, the newest, who reported when, where, and what could not be read."""
    parts = [_holdings(found.holdings)]
    if found.holdings.reports:
        parts += [_newest(found.newest), _matrix(found.matrix), _places(found.spots)]
    return "\n\n".join(part for part in [*parts, _reading(found.reading)] if part)


def _holdings(held: Holdings) -> str:
    if not held.reports:
        return f"没有符合筛选条件的报告（索引共 {held.of} 份）。No report passes the filters."
    lines = [
        f"{held.reports} 份报告 reports（索引共 {held.of} 份文件 documents in the index）",
        f"{held.authorities} 个单位 authorities, {held.townships} 个乡镇街道 townships, {held.counties} 个县区 counties, "
        f"{held.prefectures} 个市州 prefectures, {held.provinces} 个省 provinces",
        f"{held.passages} 段 passages: "
        + ", ".join(
            f"{ROLE_NAMES[role]} {count} ({_percent(count, held.passages)})" for role, count in held.roles.items()
        ),
        "年度 years: "
        + ", ".join(f"{year}: {count}" for year, count in held.years.items())
        + (f", 年度不明 unknown: {held.undated}" if held.undated else ""),
        "级别 levels: " + ", ".join(f"{LEVEL_NAMES[level]} {count}" for level, count in held.levels.items()),
        "文件种类 kinds: " + ", ".join(f"{KIND_NAMES[kind]} {count}" for kind, count in held.kinds.items()),
    ]
    if held.fictional:
        lines.append(f"其中 {held.fictional} 份为虚构样例 invented samples")
    return "\n".join(lines)


def _newest(recent: tuple[Recent, ...]) -> str:
    lines = ["最新 newest:"]
    for one in recent:
        which = ("公布 published" if one.published else "落款 signed") if one.date else "未写日期 no date"
        lines.append(f"  {one.date or '':10} {which}  {place_name(one.report.place)} {one.report.year or '年度不明'}")
    return "\n".join(lines)


def _matrix(found: Matrix) -> str:
    years = found.years[-_MOST_YEARS:]
    rows = found.rows[:_MOST_ROWS]
    names = [_name(row) for row in rows]
    width = max(map(_columns, [*names, "合计 all"]))
    lines = [
        f"各年有报告的单位数 authorities with a report, by {found.level.value}"
        "（- 前后年有而缺 between two years with one, . 同县有而缺 others of the county have one）:",
        " " * width + "".join(f"  {year:>8}" for year in years) + "  曾报告/乡镇街道总数 ever, of all townships",
    ]
    for name, row in zip([*names, "合计 all"], [*rows, found.total], strict=True):
        cells = "".join(f"  {_cell(row, len(found.years) - len(years) + at):>8}" for at in range(len(years)))
        ever = f"{row.authorities}" + (f"，乡镇街道 {row.townships}/{row.listed}" if row.listed else "")
        lines.append(f"{name}{' ' * (width - _columns(name))}{cells}  {ever}")
    if len(found.rows) > len(rows):
        lines.append(f"… 另有 {len(found.rows) - len(rows)} 行 more rows; --json lists them all")
    return "\n".join(lines)


def _cell(row: Row, at: int) -> str:
    cell = row.cells[at]
    marks = (f"-{cell.gaps}" if cell.gaps else "") + (f".{cell.silent}" if cell.silent else "")
    return f"{cell.reporting or ''}{marks}"


def _places(found: Spots) -> str:
    """What would be missing on a map."""
    if not found.unplaced:
        return ""
    lines = ["地图上没有位置 not on the map:"]
    for one in found.unplaced[:_MOST_LISTED]:
        why = "虚构样例 invented" if one.fictional else "地名未确定或不在区划表 place not settled"
        lines.append(f"  {place_name(one.place)}: {one.reports}（{why}）")
    return "\n".join(lines + _more(len(found.unplaced)))


def _reading(found: Reading) -> str:
    lines = [
        f"索引 index {found.version}, {found.created}, {found.bytes / 1e6:.1f} MB, {found.encoder}",
        f"{found.files} 个文件 files, {found.duplicates} 个为同一报告的其他来源 further sources, {len(found.skipped)} 个未能读取 not read",
    ]
    lines += [f"  {folder.path}: {folder.files} 个已读 read, {folder.skipped} 个未读 not" for folder in found.folders]
    if found.skipped:
        lines.append("未能读取 not read:")
        lines += [f"  {item.source}: {item.reason}" for item in found.skipped[:_MOST_LISTED]]
        lines += _more(len(found.skipped))
    if found.doubtful:
        lines.append(f"存疑 in doubt: {len(found.doubtful)}")
        lines += [_doubtful(one) for one in found.doubtful[:_MOST_LISTED]]
        lines += _more(len(found.doubtful))
    return "\n".join(lines)


def _doubtful(one: Doubtful) -> str:
    open_ = (["地点 place"] if one.place else []) + (["年度 year"] if one.year else [])
    return f"  {one.report.source}: {'; '.join([*open_, *one.notes])}"


def _more(count: int) -> list[str]:
    return [f"  … 另有 {count - _MOST_LISTED} 处 more; --json lists them all"] if count > _MOST_LISTED else []


def _name(row: Row) -> str:
    from corpus.report import Level

    if row.level is Level.TOWNSHIP:
        return place_name(row.place)
    return " ".join(row.place.parts[-2:]) or "地点不明 unknown"


def _columns(text: str) -> int:
    return sum(_WIDE if ord(character) > 0x2E80 else 1 for character in text)


def _percent(part: int, of: int) -> str:
    return f"{100 * part / of:.0f}%" if of else "–"
