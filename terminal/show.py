"""Results as text for people."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from corpus.report import Kind, Level, Passage, Place, Report, Role
from corpus.themes import THEMES
from indexer.build import BuildResult
from search.answer import Answer, Hit

ROLE_NAMES = {
    Role.PRACTICE: "做法 practice",
    Role.PROBLEM: "问题 problem",
    Role.PLAN: "打算 plan",
    Role.OTHER: "其他 other",
    Role.MIXED: "混合 mixed",
}
KIND_NAMES = {
    Kind.REPORT: "报告 report",
    Kind.PLAN: "工作安排 plan",
    Kind.PERSONAL: "个人述法 personal",
    Kind.INTERPRETATION: "政策解读 interpretation",
    Kind.NEWS: "工作动态 news",
    Kind.TEMPLATE: "范文 template",
}
LEVEL_NAMES = {
    Level.TOWNSHIP: "乡镇街道 township",
    Level.COUNTY: "县区 county",
    Level.PREFECTURE: "地市 prefecture",
    Level.PROVINCE: "省 province",
    Level.DEPARTMENT: "部门 department",
    Level.UNKNOWN: "级别不明 unknown",
}
THEME_NAMES = {theme.name: theme.zh for theme in THEMES}
_MOST_WORDINGS = 3
_MOST_SKIPPED = 20
_MOST_REMOVED = 8


def show_build(result: BuildResult) -> str:
    """What a build did, with the files it had to skip."""
    lines = [
        f"{result.reports} reports, {result.passages} passages in {result.seconds:.1f} s "
        f"(added {result.added}, replaced {result.replaced}, removed {result.removed}, unchanged {result.unchanged})"
    ]
    if result.duplicates:
        lines.append(f"{result.duplicates} files are further sources of a report; status names them")
    if result.repaired:
        lines.append("The index was damaged and has been repaired:")
        lines += [f"  {sentence}" for sentence in result.repaired]
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
        lines.append(show_hit(hit))
    named = [f"{found.kind} {found.value}（“{found.text}”）" for found in answer.recognised]
    if answer.role and answer.role_cue:
        named.append(f"role {ROLE_NAMES[answer.role]}（“{answer.role_cue}”）")
    if named:
        lines.append("从问题中识别 read in the question: " + ", ".join(named))
    if answer.carried:
        terms = (f"{term.english} → {'/'.join(term.chinese[:_MOST_WORDINGS])}" for term in answer.carried)
        lines.append("looked for: " + ", ".join(terms))
    if answer.message:
        lines.append(answer.message)
    if answer.hits and not answer.confident:
        lines.append("没有找到可靠的结果，以上仅供参考。Nothing reliable found; the above may be off the subject.")
    lines.append(
        f"{answer.total} relevant passages · {answer.coverage.townships} of {answer.coverage.of} townships · {answer.took_ms:.0f} ms"
    )
    return "\n".join(lines)


def show_report(report: Report, passages: Sequence[Passage]) -> str:
    """What the reader made of a report, for a person to check at a glance: facts and where they stand, doubts, outline as a tree."""
    where = {item.fact: item for item in report.evidence}

    def fact(name: str, label: str, value: object) -> str:
        found = where.get(name)
        return f"  {label} {value or '—'}" + (f"  ← {found.where}“{found.text}”" if value and found else "")

    level = LEVEL_NAMES.get(report.level, report.level.value)
    head = [
        report.title,
        f"  id {report.id} · {report.source} · {report.format}",
        *(f"  同一报告另见 {source}" for source in report.other_sources),
        fact("place", "地点", place_name(report.place) + ("" if report.place.certain else "（未确定）"))
        + f" · {level}",
        fact("year", "年度", report.year),
        fact("kind", "文种", KIND_NAMES[report.kind]),
        fact("issuer", "机关", report.issuer),
        fact("document_number", "文号", report.document_number),
        fact("addressee", "主送", report.addressee),
        fact("signed", "落款日期", report.signed),
        fact("published", "发布日期", report.published),
        *(f"  ？{note}" for note in report.notes),
    ]
    counts = Counter(passage.section for passage in passages)
    tree = [_branch(report, number, counts[number]) for number in range(len(report.sections))]
    beside = [f"  {piece}" for piece in report.apart]
    foot = f"{len(passages)} passages, {len(report.text)} characters"
    if report.removed:
        foot += f"; taken out of the page: {'、'.join(report.removed[:_MOST_REMOVED])}"
    return "\n".join([*head, "", *tree, *(["", "正文之外：", *beside] if beside else []), "", foot])


def _branch(report: Report, number: int, passages: int) -> str:
    """One line of the outline: label, role, where it stands, number of passages, doubt."""
    section = report.sections[number]
    if not section.level:
        return f"（正文开头）  {passages or ''}".rstrip()
    page, line = report.page_at(section.start), report.line_at(section.start)
    place = f"第{page}页" if page else f"第{line}行" if line else ""
    said = [f"[{ROLE_NAMES[section.role]}]", place, f"{passages}段" if passages else ""]
    doubt = f"  ？{section.doubt}" if section.doubt else ""
    if any(item.fact == "outline" and item.start == section.start for item in report.evidence):
        doubt += "  （按 metadata.csv）"
    return f"{'  ' * section.level}{section.label or '（无标题）'}  {' '.join(part for part in said if part)}{doubt}"


def show_status(status: Mapping[str, Any]) -> str:
    """What an index holds."""
    lines = [f"{name}: {status[name]}" for name in ("index", "created", "encoder", "reports", "passages", "townships")]
    lines.append("years: " + (", ".join(f"{year} ({count})" for year, count in status["years"].items()) or "—"))
    if status["store"]:
        told = status["store"]
        words = "the server's BM25 puts passages forward" if told["words"] == "server" else "this index's own"
        lines.append(
            f"store: {told['address']} · {told['collection']} · {told['kind']}, recall@10 ≥ {told['recall']:.2f}"
        )
        lines.append(f"words: {words}")
    if len(status["kinds"]) > 1:
        lines.append("kinds: " + ", ".join(f"{KIND_NAMES[Kind(kind)]} ({n})" for kind, n in status["kinds"].items()))
    lines += [f"folder: {folder}" for folder in status["folders"]]
    joined = [f"{item['source']} = {'、'.join(item['other_sources'])}" for item in status["joined"]]
    lines += [f"same report: {line}" for line in joined[:_MOST_SKIPPED]]
    if len(joined) > _MOST_SKIPPED:
        lines.append(f"same report: … and {len(joined) - _MOST_SKIPPED} more; --json lists them all")
    lines += [f"skipped: {item['source']}: {item['reason']}" for item in status["skipped"]]
    return "\n".join(lines)


def place_name(place: Place) -> str:
    """The place as one string, from the province down."""
    return " ".join(place.parts) or "地点不明"


def show_hit(hit: Hit) -> str:
    """One hit: where it stands, the passage, where else the same is said, and why it was found."""
    facts = hit.report
    fictional = " · 虚构样例 fictional" if facts.fictional else ""
    page = f" · 第{hit.page}页" if hit.page else ""
    kind = "" if facts.kind is Kind.REPORT else f" · 文种：{KIND_NAMES[facts.kind]}"
    themes = "".join(f" · {THEME_NAMES.get(name, name)}" for name in hit.passage.themes)
    role = ROLE_NAMES[hit.passage.role]
    head = f"{hit.rank}. {place_name(facts.place)} · {facts.year or '年度不明'} · {role}{themes}{kind}{page}{fictional}"
    body = "\n".join(
        textwrap.wrap(hit.passage.text, 56, initial_indent="   ", subsequent_indent="   ", break_on_hyphens=False)
    )
    why = f"   score {hit.score:.2f} · matched {'、'.join(hit.why.matched) or '—'} · {hit.passage.id} · {facts.source}"
    others = ", ".join(f"{place_name(o.report.place)} {o.report.year or '年度不明'}" for o in hit.folded)
    same = [f"   另有 {len(hit.folded)} 处相同表述 said alike: {others}"] if hit.folded else []
    path = ["   " + " › ".join(hit.headings)] if hit.headings else []
    return "\n".join([head, *path, body, *same, why, ""])
