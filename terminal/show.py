"""Results as text for people."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

from corpus.report import Passage, Place, Report, Role
from indexer.build import BuildResult
from search.engine import Answer, Hit
from search.evaluation import MEASURES, Scores

ROLE_NAMES = {
    Role.PRACTICE: "做法 practice",
    Role.PROBLEM: "问题 problem",
    Role.PLAN: "打算 plan",
    Role.OTHER: "其他 other",
    Role.MIXED: "混合 mixed",
}
_MOST_SKIPPED = 20


def show_build(result: BuildResult) -> str:
    """What a build did, with the files it had to skip."""
    lines = [
        f"{result.reports} reports, {result.passages} passages in {result.seconds:.1f} s "
        f"(added {result.added}, replaced {result.replaced}, removed {result.removed}, unchanged {result.unchanged})"
    ]
    if result.skipped:
        lines.append(f"{len(result.skipped)} files skipped:")
        lines += [f"  {item.source}: {item.reason}" for item in result.skipped[:_MOST_SKIPPED]]
        if len(result.skipped) > _MOST_SKIPPED:
            lines.append(f"  … and {len(result.skipped) - _MOST_SKIPPED} more; --json lists them all")
    return "\n".join(lines)


def show_answer(answer: Answer) -> str:
    """The hits of an answer, each with place, year, role, headings and its passage."""
    lines = []
    for hit in answer.hits:
        if not hit.relevant and all(before.relevant for before in answer.hits[: hit.rank - 1]) and hit.rank > 1:
            lines.append("—— 以下关联较弱 less closely related ——\n")
        lines.append(_hit(hit))
    if answer.carried:
        lines.append(
            "looked for: " + ", ".join(f"{term.english} → {'/'.join(term.chinese)}" for term in answer.carried)
        )
    if answer.message:
        lines.append(answer.message)
    if answer.hits and not answer.confident:
        lines.append("没有找到可靠的结果，以上仅供参考。Nothing reliable found; the above may be off the subject.")
    lines.append(
        f"{answer.total} relevant passages · {answer.coverage.townships} of {answer.coverage.of} townships · {answer.took_ms:.0f} ms"
    )
    return "\n".join(lines)


def show_report(report: Report, passages: Sequence[Passage]) -> str:
    """Facts and outline of a report, as a tree, with the number of passages of each section."""
    head = [
        report.title,
        f"  id {report.id} · {report.source}",
        f"  {place_name(report.place)}{'' if report.place.certain else ' (?)'} · {report.year or '年度不明'} · {report.level.value}",
        f"  发文机关 {report.issuer or '—'} · 文号 {report.document_number or '—'} · 日期 {report.published or '—'}",
        *(f"  注意：{note}" for note in report.notes),
    ]
    counts = [sum(1 for passage in passages if passage.section == number) for number in range(len(report.sections))]
    tree = [
        f"{'  ' * section.level}{section.label or '（正文开头）'}  [{ROLE_NAMES[section.role]}] {count or ''}".rstrip()
        for section, count in zip(report.sections, counts, strict=True)
    ]
    return "\n".join([*head, "", *tree, "", f"{len(passages)} passages, {len(report.text)} characters"])


def show_status(status: Mapping[str, Any]) -> str:
    """What an index holds."""
    lines = [f"{name}: {status[name]}" for name in ("index", "created", "encoder", "reports", "passages", "townships")]
    lines.append("years: " + (", ".join(f"{year} ({count})" for year, count in status["years"].items()) or "—"))
    lines += [f"folder: {folder}" for folder in status["folders"]]
    lines += [f"skipped: {item['source']}: {item['reason']}" for item in status["skipped"]]
    return "\n".join(lines)


def show_scores(scores: Sequence[Scores], questions: int) -> str:
    """A table of measures, a row a language and leg."""
    lines = [f"{questions} questions", f"{'':10}" + "".join(f"{name:>12}" for name in MEASURES)]
    lines += [f"{s.language} {s.leg.value:7}" + "".join(f"{s.mean[name]:12.3f}" for name in MEASURES) for s in scores]
    return "\n".join(lines)


def place_name(place: Place) -> str:
    """The place as one string, from the province down."""
    return " ".join(place.parts) or "地点不明"


def _hit(hit: Hit) -> str:
    facts = hit.report
    fictional = " · 虚构样例 fictional" if facts.fictional else ""
    page = f" · 第{hit.page}页" if hit.page else ""
    head = f"{hit.rank}. {place_name(facts.place)} · {facts.year or '年度不明'} · {ROLE_NAMES[hit.passage.role]}{page}{fictional}"
    body = "\n".join(
        textwrap.wrap(hit.passage.text, 56, initial_indent="   ", subsequent_indent="   ", break_on_hyphens=False)
    )
    why = f"   score {hit.score:.2f} · matched {'、'.join(hit.why.matched) or '—'} · {hit.passage.id} · {facts.source}"
    return "\n".join([head, *(["   " + " › ".join(hit.headings)] if hit.headings else []), body, why, ""])
