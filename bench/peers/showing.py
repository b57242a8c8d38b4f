"""The tables, what the figures say in words, and the place in a document where they stand."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import fmean, median

import numpy as np

from bench.peers.collection import Collection
from bench.peers.judging import READ
from bench.peers.rows import ITSELF, Row
from bench.peers.running import DEPTH, TOP, Measured
from search.evaluation import compare

_MEGABYTE = 1_000_000
_SIGNIFICANT = 0.05
_NDCG = "nDCG@10 "


@dataclass(frozen=True, slots=True)
class Figure:
    """A column: its name, its value for a row (None where a row has none), how it is written, and whether less is better (None: neither)."""

    name: str
    value: Callable[[Measured], float | None]
    form: str
    less: bool | None = True


def _beyond(one: Measured) -> float:
    return median(one.searched.cpu) - (median(one.searched.encoding) if one.searched.encoding else 0.0)


def _encoding(one: Measured) -> float | None:
    return median(one.searched.encoding) if one.searched.encoding else None


COSTS = (
    Figure("passages", lambda one: len(one.built.chunks), "{:,.0f}", None),
    Figure("characters", lambda one: median(len(chunk.text) for chunk in one.built.chunks), "{:.0f}", None),
    Figure("start s", lambda one: one.built.start, "{:.1f}"),
    Figure("index s", lambda one: one.built.seconds, "{:.1f}"),
    Figure("index CPU-s", lambda one: one.built.cpu, "{:.1f}"),
    Figure("disk MB", lambda one: one.built.disk / _MEGABYTE, "{:.2f}"),
    Figure("open s", lambda one: one.searched.opening, "{:.2f}"),
    Figure("question's encoding CPU-ms", _encoding, "{:.1f}"),
    Figure("search p50 CPU-ms", lambda one: median(one.searched.cpu), "{:.1f}"),
    Figure("search p95 CPU-ms", lambda one: float(np.percentile(one.searched.cpu, 95)), "{:.1f}"),
    Figure("p50 beyond encoding CPU-ms", _beyond, "{:.1f}"),
    Figure("search p50 ms", lambda one: median(one.searched.clock), "{:.1f}"),
    Figure("search p95 ms", lambda one: float(np.percentile(one.searched.clock, 95)), "{:.1f}"),
    Figure("memory indexing MB", lambda one: one.built.peak / _MEGABYTE, "{:,.0f}"),
    Figure("memory searching MB", lambda one: one.searched.peak / _MEGABYTE, "{:,.0f}"),
)


def qualities(measured: Sequence[Measured]) -> list[Figure]:
    """The columns of quality, by the languages that were asked in."""
    languages = list(measured[0].quality)
    figures = [Figure(f"{_NDCG}{language}", partial(_ndcg, language), "{:.3f}", False) for language in languages]
    if any(quality.read is not None for quality in measured[0].quality.values()):
        figures += [
            Figure(f"answers read {language}", partial(_read, language), "{:.3f}", False) for language in languages
        ]
    return figures


def _ndcg(language: str, one: Measured) -> float | None:
    return fmean(one.quality[language].ndcg.values())


def _read(language: str, one: Measured) -> float | None:
    return one.quality[language].read


def table(measured: Sequence[Measured], figures: Sequence[Figure], *, markdown: bool) -> str:
    """Rows by columns. The best of a column is bold; a nDCG that differs from Fajian's beyond chance bears a star."""
    values = [[figure.value(one) for figure in figures] for one in measured]
    lines = [["", *(figure.name for figure in figures)]]
    for one, row in zip(measured, values, strict=True):
        cells = [one.row.name]
        for column, (figure, value) in enumerate(zip(figures, row, strict=True)):
            shown = "–" if value is None else figure.form.format(value) + _star(figure, one, measured)
            best = value is not None and value == _best(figure, [line[column] for line in values])
            shown = shown.replace("*", "\\*") if markdown else shown
            cells.append(f"**{shown}**" if best and markdown else shown)
        lines.append(cells)
    return "\n".join(_markdown(lines) if markdown else _aligned(lines))


def _best(figure: Figure, values: Sequence[float | None]) -> float | None:
    there = [value for value in values if value is not None]
    if figure.less is None or not there:
        return None
    return min(there) if figure.less else max(there)


def _star(figure: Figure, one: Measured, measured: Sequence[Measured]) -> str:
    language = figure.name.removeprefix(_NDCG)
    itself = _itself(measured)
    if language == figure.name or itself is None or one is itself:
        return ""
    return "*" if compare(itself.quality[language].ndcg, one.quality[language].ndcg).p < _SIGNIFICANT else ""


def _itself(measured: Sequence[Measured]) -> Measured | None:
    return next((one for one in measured if one.row.name == ITSELF), None)


def _markdown(lines: Sequence[Sequence[str]]) -> list[str]:
    head, *rest = lines
    return [f"| {' | '.join(head)} |", "|" + "---|" * len(head), *(f"| {' | '.join(line)} |" for line in rest)]


def _aligned(lines: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    return ["  ".join(cell.rjust(width) for cell, width in zip(line, widths, strict=True)) for line in lines]


def ahead(measured: Sequence[Measured], figures: Sequence[Figure]) -> list[str]:
    """One line for each column in which another's row is better than Fajian's, with by how much."""
    itself = _itself(measured)
    if itself is None:
        return []
    lines = []
    for figure in figures:
        own = figure.value(itself)
        if figure.less is None or own is None:
            continue
        better = []
        for one in measured:
            value = None if one.row.module == itself.row.module else figure.value(one)
            if value is not None and (value < own if figure.less else value > own):
                # A part is told where less is better, a difference where more is.
                told = f"{value / own:.2f} of it" if figure.less else f"+{value - own:.3f}"
                better.append(f"{one.row.name} ({told})" if own else one.row.name)
        if better:
            lines.append(f"{figure.name}: {', '.join(better)}")
    return lines


def report(collection: Collection, measured: Sequence[Measured], left_out: Mapping[str, str], *, markdown: bool) -> str:
    """Everything about one collection as text."""
    quality = qualities(measured)
    counts = ", ".join(f"{len(scores.ndcg)} {language}" for language, scores in measured[0].quality.items())
    parts = [
        f"{machine()}. {len(collection.texts)} texts, {sum(len(text.text) for text in collection.texts):,} characters; questions: {counts}. "
        f"One thread; searches ask for {TOP} passages, {len(measured[0].searched.clock)} searches timed; {DEPTH} judged. "
        f"“Answers read”: within the first {READ:,} characters. * differs from {ITSELF}: paired randomisation test, two-sided p < {_SIGNIFICANT}.",
        table(measured, quality, markdown=markdown),
        table(measured, COSTS, markdown=markdown),
    ]
    found = ahead(measured, [*quality, *COSTS])
    mark = "- " if markdown else ""
    if found:
        parts.append(
            "\n".join([f"Better than {ITSELF}:", *([""] if markdown else []), *(f"{mark}{line}" for line in found)])
        )
    astray = [f"{one.row.name} {one.astray}" for one in measured if one.astray]
    if astray:
        parts.append(f"Passages that stand nowhere in their report, and count as no answer: {', '.join(astray)}.")
    if left_out:
        parts.append("\n".join(f"Left out: {name}: {why}" for name, why in left_out.items()))
    return "\n\n".join(parts)


def machine() -> str:
    """Cores, processor, memory and Python."""
    processor, cpuinfo = platform.processor() or platform.machine(), Path("/proc/cpuinfo")
    if cpuinfo.exists():
        named = re.search(r"model name\s*:\s*(.+)", cpuinfo.read_text(encoding="utf-8", errors="replace"))
        processor = named[1].strip() if named else processor
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30 if hasattr(os, "sysconf") else 0
    return f"{os.cpu_count()} cores ({processor}), {pages:.0f} GiB, Python {platform.python_version()}"


def settings(rows: Sequence[Row]) -> str:
    """Versions and settings of every row that is installed, as a Markdown table."""
    lines = [["", "versions", "settings"], *([row.name, row.versions, row.told] for row in rows if not row.missing)]
    return "\n".join(_markdown(lines))


def put(path: Path, name: str, text: str) -> None:
    """Put a text into a document between the marks of its name; at the end where there are none yet."""
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    block = f"{begin}\n{text}\n{end}"
    pattern = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
    after = (
        pattern.sub(lambda _: block, before) if pattern.search(before) else f"{before.rstrip()}\n\n{block}\n".lstrip()
    )
    path.write_text(after, encoding="utf-8")
