"""The words of a briefing beside its quotations, in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from corpus.report import Role


@dataclass(frozen=True, slots=True)
class Wording:
    """Labels in one language; parts in braces are filled in."""

    date: str
    counted: str
    years: str
    verbatim: str
    fictional: str
    fictional_mark: str
    bracketed: str
    to: str
    unknown_place: str
    unknown_year: str
    year: str
    where: str
    source: str
    note: str
    also: str
    gone: str
    sources: str
    source_columns: tuple[str, str, str, str]
    columns: tuple[str, ...]
    sheets: tuple[str, str]
    roles: Mapping[Role, str]
    joint: str
    found: str
    found_some: str
    filtered: str
    asked: str
    unreliable: str
    related: str
    weaker: str
    nothing: str
    untitled: str


ZH = Wording(
    date="{year}年{month}月{day}日",
    counted="共{excerpts}条摘录，取自{reports}份报告，涉及{townships}个乡镇（单位）{years}。",
    years="，报告年度为{years}年",
    verbatim="正文均为报告原文逐字摘录，未作改动；批注为整理者所加。",
    fictional="其中{count}条取自虚构样例报告，地名、人物和数字均为虚构，不得作为依据。",
    fictional_mark="虚构样例",
    bracketed="（{text}）",
    to="—",
    unknown_place="地点不明",
    unknown_year="年度不明",
    year="{year}年",
    where="{place}　{year}",
    source="出处：{source}",
    note="批注：{note}",
    also="相同表述另见：{places}。",
    gone="现行索引中已无此段，请核对原文。",
    sources="来源一览表",
    source_columns=("序号", "来源", "文件", "条数"),
    columns=(
        "序号", "标题", "省", "市州", "县区", "乡镇街道", "年度", "内容", "报告题名", "所在章节", "页码", "原文", "批注",
        "相同表述另见", "出处", "参考文献格式（GB/T 7714）", "文件", "备注",
    ),
    sheets=("摘录", "来源"),
    roles={Role.PRACTICE: "做法", Role.PROBLEM: "问题", Role.PLAN: "打算", Role.OTHER: "其他", Role.MIXED: "综合"},
    joint="、",
    found="找到相关段落{total}个，全部列出（相同表述合并为{shown}条）。",
    found_some="找到相关段落{total}个，列出前{shown}条。",
    filtered="筛选：{filters}。",
    asked="检索问题：{question}",
    unreliable="没有找到可靠的结果，以下段落与问题可能无关，仅供参考。",
    related="相关段落",
    weaker="关联较弱，供参考",
    nothing="没有摘录。",
    untitled="摘录",
)  # fmt: skip

EN = Wording(
    date="{year}-{month:02}-{day:02}",
    counted="{excerpts} excerpts from {reports} reports of {townships} townships (authorities){years}.",
    years=", reporting on {years}",
    verbatim="Excerpts are quoted word for word and unchanged; notes are the compiler's.",
    fictional="{count} of them come from fictional sample reports, whose places, people and figures are invented and prove nothing.",
    fictional_mark="fictional sample",
    bracketed=" ({text})",
    to="–",
    unknown_place="place unknown",
    unknown_year="year unknown",
    year="{year}",
    where="{place}, {year}",
    source="Source: {source}",
    note="Note: {note}",
    also="Nearly the same in: {places}.",
    gone="The index no longer holds this passage; check it against the original.",
    sources="Sources",
    source_columns=("No.", "Source", "File", "Excerpts"),
    columns=(
        "No.", "Heading", "Province", "Prefecture", "County", "Township", "Year", "Content", "Report", "Section", "Page", "Quotation", "Note",
        "Nearly the same in", "Source", "Reference (GB/T 7714)", "File", "Remark",
    ),
    sheets=("Excerpts", "Sources"),
    roles={Role.PRACTICE: "practice", Role.PROBLEM: "problem", Role.PLAN: "plan", Role.OTHER: "other", Role.MIXED: "mixed"},
    joint=", ",
    found="{total} relevant passages found, all listed (near-identical ones together, as {shown} excerpts).",
    found_some="{total} relevant passages found, the first {shown} listed.",
    filtered="Filters: {filters}.",
    asked="Question: {question}",
    unreliable="Nothing reliable was found; the passages below may be off the subject.",
    related="Relevant passages",
    weaker="Less closely related",
    nothing="No excerpts.",
    untitled="Excerpts",
)  # fmt: skip

WORDINGS = {"zh": ZH, "en": EN}
