"""How well figures of reports are found and named: precision and recall against labels made by reading, beside the simplest way.

python -m bench.indicators                                                            # the sample reports
python -m bench.indicators --labels tests/data/figures_real.tsv --reports DIR         # the real ones, which are not in this repository
"""

from __future__ import annotations

import argparse
import csv
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import process_time

from bench.speed import SAMPLES
from corpus.folder import read_file
from corpus.report import Passage, Report
from indexer.passages import cut
from insight.indicators.extracting import figures_of
from insight.indicators.figure import Figure, FigureKind

LABELS = Path(__file__).resolve().parent.parent / "tests" / "data" / "figures_samples.tsv"
KEYWORDS = {
    "讲座": "law_lectures",
    "资料": "publicity_materials",
    "受教育": "publicity_reached",
    "推送": "publicity_posts",
    "宣传栏": "publicity_sites",
    "志愿者": "publicity_volunteers",
    "法律明白人": "law_versed_villagers",
    "示范户": "law_model_households",
    "受理": "disputes_found",
    "化解": "disputes_settled",
    "成功率": "settlement_rate",
    "排查": "dispute_checks",
    "调解员": "mediators",
    "调解室": "mediation_bodies",
    "信访": "petitions",
    "检查": "inspections",
    "执法证": "licensed_officers",
    "执法人员": "enforcement_officers",
    "处罚事项": "powers_received",
    "立案": "cases_filed",
    "办结": "cases_closed",
    "处罚": "penalties",
    "罚款": "fines",
    "案卷": "case_reviews",
    "隐患": "hazards_found",
    "违建": "illegal_buildings",
    "规范性文件": "normative_documents",
    "清理": "documents_cleared",
    "审查": "legality_reviews",
    "意见": "review_opinions",
    "合同": "contracts_reviewed",
    "决策": "major_decisions",
    "复议": "reconsiderations",
    "应诉": "lawsuits",
    "出庭": "court_appearances",
    "法律顾问": "legal_advisers",
    "咨询": "legal_consultations",
    "法律援助": "legal_aid",
    "文书": "legal_documents",
    "事项": "service_items",
    "办件": "services_handled",
    "热线": "hotline_cases",
    "办结率": "hotline_closing_rate",
    "满意率": "hotline_satisfaction",
    "公开": "disclosures",
    "建议": "proposals",
    "研究": "law_meetings",
    "学法": "official_study",
    "培训": "official_training",
    "参考率": "exam_rate",
    "述法": "duty_accounts",
    "演练": "drills",
    "预案": "emergency_plans",
    "村规民约": "village_rules",
    "网格员": "grid_members",
    "矫正": "corrections",
    "帮教": "released",
    "经费": "funds",
    "宣传": "publicity_events",
}
"""The simplest way that anybody would try: one word an indicator, the nearest before the number."""
_SIMPLE = re.compile(r"(\d+(?:\.\d+)?)(万?)(人次|场次|[件次人名个处份起场户条项元%])")
_WORD = re.compile("|".join(KEYWORDS))
_REACH = 15

Finder = Callable[[Report, Sequence[Passage]], list[Figure]]


@dataclass(frozen=True, slots=True)
class Label:
    """A figure as a reader wrote it down; ``part`` is the half of the labels that it belongs to, ``sure`` whether the reader saw no other answer."""

    part: str
    start: int
    value: float
    unit: str
    kind: str
    qualifier: str
    change: str
    indicator: str
    planned: bool
    sure: bool

    @property
    def place(self) -> tuple[int, float, str]:
        """What must be right for a figure to count as found."""
        return self.start, round(self.value, 3), self.unit


@dataclass(frozen=True, slots=True)
class Labelled:
    """A report with its labels."""

    report: Report
    passages: tuple[Passage, ...]
    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """Counts: ``found`` figures, of which ``right``, of ``labels``; of the right ones how often each field agrees; names as for figures, ``sure_…`` where the reader was sure and the figure was found."""

    found: int = 0
    right: int = 0
    labels: int = 0
    kind: int = 0
    qualifier: int = 0
    change: int = 0
    planned: int = 0
    name: int = 0
    named: int = 0
    names_right: int = 0
    names: int = 0
    sure_named: int = 0
    sure_right: int = 0
    sure_names: int = 0

    def __add__(self, other: Score) -> Score:
        """Counts of both together."""
        return Score(*(getattr(self, name) + getattr(other, name) for name in Score.__slots__))


def read_labels(path: Path, reports: Path) -> list[Labelled]:
    """The labelled reports.

    Args:
        path: Columns ``set``, ``report`` (name of the file, with or without its ending), ``start``, ``number``, ``value``, ``unit``, ``kind``, ``qualifier``,
            ``change``, ``indicator``, ``plan``, ``sure``.
        reports: The folder of the reports.
    """
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    found = []
    for name in dict.fromkeys(row["report"] for row in rows):
        report = read_file(next(file for file in sorted(reports.iterdir()) if name in {file.name, file.stem}))
        labels = tuple(_label(row) for row in rows if row["report"] == name)
        found.append(Labelled(report, cut(report), labels))
    return found


def _label(row: dict[str, str]) -> Label:
    return Label(
        row["set"],
        int(row["start"]),
        float(row["value"]),
        row["unit"],
        row["kind"],
        row["qualifier"],
        row["change"],
        row["indicator"],
        row["plan"] == "1",
        row["sure"] == "1",
    )


def simplest(report: Report, passages: Sequence[Passage]) -> list[Figure]:
    """Digits before a measure word, named by the nearest keyword before them."""
    figures = []
    for passage in passages:
        for match in _SIMPLE.finditer(passage.text):
            words = list(_WORD.finditer(passage.text, max(0, match.start() - _REACH), match.start()))
            kind = {"%": FigureKind.PERCENT, "元": FigureKind.MONEY}.get(match[3], FigureKind.COUNT)
            start = passage.start + match.start()
            figures.append(
                Figure(
                    start,
                    passage.start + match.end(),
                    float(match[1]) * (10_000 if match[2] else 1),
                    match[3],
                    kind,
                    "",
                    passage.id,
                    (passage.start, passage.end),
                    indicator=KEYWORDS[words[-1].group()] if words else None,
                )
            )
    return figures


def measure(find: Finder, item: Labelled) -> Score:
    """The score of one report."""
    found = {(figure.start, round(figure.value, 3), figure.unit): figure for figure in find(item.report, item.passages)}
    labels = {label.place: label for label in item.labels}
    both = [(found[place], labels[place]) for place in found.keys() & labels.keys()]
    same = [(figure, label) for figure, label in both if (figure.indicator or "") == label.indicator]
    return Score(
        found=len(found),
        right=len(both),
        labels=len(labels),
        kind=sum(figure.kind.value == label.kind for figure, label in both),
        qualifier=sum((figure.qualifier or "") == label.qualifier for figure, label in both),
        change=sum((figure.change.value if figure.change else "") == label.change for figure, label in both),
        planned=sum(figure.planned == label.planned for figure, label in both),
        name=len(same),
        named=sum(figure.indicator is not None for figure in found.values()),
        names_right=sum(figure.indicator is not None for figure, _ in same),
        names=sum(bool(label.indicator) for label in labels.values()),
        sure_named=sum(figure.indicator is not None for figure, label in both if label.sure),
        sure_right=sum(figure.indicator is not None for figure, label in same if label.sure),
        sure_names=sum(bool(label.indicator) for _, label in both if label.sure),
    )


def main() -> None:
    """Print a table for each half of the labels and for all of them: a row a way of finding."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--labels", type=Path, default=LABELS)
    parser.add_argument("--reports", type=Path, default=SAMPLES)
    options = parser.parse_args()
    items = read_labels(options.labels, options.reports)
    for part in dict.fromkeys(item.labels[0].part for item in items):
        _print_part(part, [item for item in items if item.labels[0].part == part])
    _print_part("all", items)
    began = process_time()
    for item in items:
        figures_of(item.report, item.passages)
    print(f"\n{len(items) / (process_time() - began):.0f} reports a second of one core")


def _print_part(part: str, items: Sequence[Labelled]) -> None:
    print(f"\n{part}: {len(items)} reports, {sum(len(item.labels) for item in items)} figures labelled")
    titles = (
        "figures P",
        "R",
        "kind",
        "qualifier",
        "change",
        "planned",
        "names P",
        "R",
        "name of found",
        "sure names P",
        "R",
    )
    print(f"{'':12}" + "".join(f"{title:>{len(title) + 3 if len(title) > 4 else 8}}" for title in titles))
    ways: tuple[tuple[str, Finder], ...] = (("as shipped", figures_of), ("simplest", simplest))
    for name, find in ways:
        score = sum((measure(find, item) for item in items), Score())
        shares = (
            (score.right, score.found),
            (score.right, score.labels),
            (score.kind, score.right),
            (score.qualifier, score.right),
            (score.change, score.right),
            (score.planned, score.right),
            (score.names_right, score.named),
            (score.names_right, score.names),
            (score.name, score.right),
            (score.sure_right, score.sure_named),
            (score.sure_right, score.sure_names),
        )
        cells = (
            f"{part / max(of, 1):{len(title) + 3 if len(title) > 4 else 8}.3f}"
            for (part, of), title in zip(shares, titles, strict=True)
        )
        print(f"{name:12}" + "".join(cells))


if __name__ == "__main__":
    main()
