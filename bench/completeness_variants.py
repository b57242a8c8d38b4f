"""Reports of which a known part was removed, shortened to a bare sentence, or added: what should then be told is known."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.reader import read_report_bytes
from corpus.report import Passage, Report, Role
from insight.completeness.parts import Status

Truth = dict[str, Status]
Edit = tuple[int, int, str]
"""A slice of the text and what takes its place."""

BARE_PROBLEMS = (
    ("虽然取得了一些成绩，但工作中还存在一些不足，需要改进。", "主要是法治宣传的深度和广度还不够。"),
    ("个别干部依法行政能力与新形势新任务的要求相比仍有差距，普法工作有待加强。", "工作开展不够平衡，创新不足。"),
)
"""One bare sentence: for development, and held out from it; so below."""
BARE_PLANS = (
    ("下一步，我们将继续努力，推动法治政府建设再上新台阶。", "我们将进一步加强学习，提高依法行政水平。"),
    (
        "今后，将以更高标准、更严要求抓好各项法治工作的落实。",
        "下一阶段，继续深入推进依法治理，为高质量发展提供法治保障。",
    ),
)
BARE_PERSONS = (
    ("党政主要负责人切实履行推进法治建设第一责任人职责。", "严格落实党政主要负责人第一责任人职责，加强组织领导。"),
    (
        "主要领导认真履行法治建设第一责任人职责，对法治工作高度重视。",
        "书记、镇长带头扛起第一责任人责任，层层压实。",
    ),
)
CAUSES = (
    (
        "究其原因，一是部分站所对法治工作投入的精力不够，二是缺少懂法律的干部。",
        "上述问题的根源在于责任没有层层压实，考核也没有真正挂钩。",
    ),
    (
        "分析起来，这些问题的产生既有编制少、待遇低的客观因素，也有学习抓得不紧的主观因素。",
        "问题产生的原因，主要是对法治建设的长期性认识不足，投入没有跟上。",
    ),
)


@dataclass(frozen=True, slots=True)
class _Source:
    """A report to be changed, with what was labelled by hand."""

    report: Report
    passages: Sequence[Passage]
    truth: Truth
    evidence: Mapping[str, tuple[int, ...]]
    held_out: bool

    def phrases(self, table: tuple[tuple[str, ...], tuple[str, ...]]) -> tuple[str, ...]:
        """The wordings that this report is changed by."""
        return table[int(self.held_out)]


def variants_of(
    report: Report, passages: Sequence[Passage], truth: Truth, evidence: Mapping[str, tuple[int, ...]], held_out: bool
) -> Iterator[tuple[str, Report, Truth]]:
    """Changed reports.

    Args:
        report: The report to change.
        passages: Its passages, numbered from 0 as in ``evidence``.
        truth: What was labelled by hand.
        evidence: Numbers of the passages that each part rests on.
        held_out: Which wordings to change it by.

    Yields:
        A name, the changed report as the reader sees it, and the labels of those parts that are known of it.
    """
    source = _Source(report, passages, truth, evidence, held_out)
    for name, edits, changed in (*_acts(source), *_persons_and_causes(source), *_frame(source)):
        yield name, _read(report, edits), changed


def _acts(source: _Source) -> Iterator[tuple[str, list[Edit], Truth]]:
    """Each act removed, and the last two shortened."""
    gone = {
        Role.PRACTICE: ("measures", "first_person"),
        Role.PROBLEM: ("shortcomings", "causes", "concrete"),
        Role.PLAN: ("next_year",),
    }
    for role, keys in gone.items():
        spans = _sections(source.report, role)
        if spans:
            yield f"no {keys[0]}", [(start, end, "") for start, _, end in spans], dict.fromkeys(keys, Status.MISSING)
    for role, table in ((Role.PROBLEM, BARE_PROBLEMS), (Role.PLAN, BARE_PLANS)):
        spans = _sections(source.report, role)
        if len(spans) == 1:
            _, body, end = spans[0]
            for number, phrase in enumerate(source.phrases(table)):
                truth = {gone[role][0]: Status.BARE}
                if role is Role.PROBLEM:
                    truth |= {"causes": Status.MISSING, "concrete": Status.BARE}
                yield f"bare {gone[role][0]} {number}", [(body, end, f"\n{phrase}\n")], truth


def _persons_and_causes(source: _Source) -> Iterator[tuple[str, list[Edit], Truth]]:
    """What rests on single passages: removed, shortened, added."""
    persons = source.evidence["first_person"]
    if persons:
        yield "no first_person", _without(source, persons), {"first_person": Status.MISSING}
        for number, phrase in enumerate(source.phrases(BARE_PERSONS)):
            first = source.passages[persons[0]]
            edits = [(first.start, first.end, phrase), *_without(source, persons[1:])]
            yield f"bare first_person {number}", edits, {"first_person": Status.BARE}
    causes = source.evidence["causes"]
    others = [n for n in source.evidence["shortcomings"] if n not in causes]
    if causes and others:
        truth = {"causes": Status.MISSING}
        yield "no causes", _without(source, causes), truth
    spans = _sections(source.report, Role.PROBLEM)
    if not causes and len(spans) == 1:
        end = spans[0][2]
        for number, phrase in enumerate(source.phrases(CAUSES)):
            yield f"causes added {number}", [(end, end, f"{phrase}\n")], {"causes": Status.FULL}


def _frame(source: _Source) -> Iterator[tuple[str, list[Edit], Truth]]:
    """Title, addressee, year, signature and date, each removed."""
    report = source.report
    where = {e.fact: (e.start, e.end) for e in report.evidence if e.start is not None and e.end is not None}
    if "title" in where:
        start, end = where["title"]
        yield "no title", [(start, end, "")], {"title": Status.MISSING}
    if (
        "addressee" in where
        and "published" not in {e.fact for e in report.evidence}
        and "公开" not in report.text[-20:]
    ):
        start, end = where["addressee"]
        yield "no addressee", [(start, end + 1, "")], {"addressee": Status.MISSING}
    if "signed" in where and not report.document_number:
        start, end = where["signed"]
        yield "no date", [(start, end, "")], {"date": Status.MISSING}
        if "issuer" in where and "title" in where:
            named = re.search("人民政府|办事处", report.title)
            truth = {"issuer": Status.FULL if named else Status.BARE, "date": Status.MISSING}
            yield "no signature", [(where["issuer"][0], len(report.text), "")], truth
    body = source.passages[-1].end
    years = [(m.start(), m.end(), "") for m in re.finditer(rf"{report.year}年度?", report.text[:body])]
    yield "no year", years, {"year": Status.MISSING}


def _sections(report: Report, role: Role) -> list[tuple[int, int, int]]:
    """Start, body and end of the outermost sections of a role."""
    found: list[tuple[int, int, int]] = []
    for section in report.sections:
        outer = section.parent is not None and report.sections[section.parent].role is role
        if section.level and section.role is role and not outer:
            found.append((section.start, section.body, section.end))
    return found


def _without(source: _Source, numbers: Sequence[int]) -> list[Edit]:
    """The passages removed, with their heading where nothing else stands under it."""
    edits: list[Edit] = []
    for number in numbers:
        passage = source.passages[number]
        section = source.report.sections[passage.section]
        alone = sum(p.section == passage.section for p in source.passages) == 1 and section.level > 1
        edits.append((section.start, section.end, "") if alone else (passage.start, passage.end, ""))
    return edits


def _read(report: Report, edits: Sequence[Edit]) -> Report:
    """The changed text read anew, with the level given: invented places are not in the gazetteer."""
    text = report.text
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    return read_report_bytes(text.encode(), "changed.txt", source="changed.txt", metadata={"level": report.level.value})
