"""How well parts of reports are told to be there: against labels made by hand, and against reports of which a known part was taken away.

python -m bench.completeness                          # samples as they are, and with parts removed, shortened or added
python -m bench.completeness --published FOLDER       # reports of this folder too, by the labels of their names
python -m bench.completeness --mistakes               # every part that is judged otherwise than by hand
python -m bench.completeness --forge 150              # also so many forged files with messes: whether their acts and frame are seen
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from bench.completeness_variants import Truth, variants_of
from bench.reading import forge_near, plan, read_variant
from corpus.folder import read_file
from corpus.report import Passage, Report, Role
from indexer.passages import cut
from insight.completeness.checking import check
from insight.completeness.parts import DUTY, FORM, SUBJECTS, Status

ROOT = Path(__file__).resolve().parent.parent
LABELS = ROOT / "tests" / "data" / "completeness.tsv"
THEME_LABELS = ROOT / "tests" / "data" / "themes.tsv"
SAMPLES = ROOT / "corpus" / "samples"
JUDGED = (*DUTY, *FORM)
KEYWORDS = {
    "measures": "工作", "shortcomings": "问题", "causes": "原因", "first_person": "第一责任人", "next_year": "下一步",
    "title": "法治政府建设", "year": "年", "addressee": "司法局", "issuer": "人民政府", "date": "日", "concrete": "没有",
}  # fmt: skip
"""The simplest alternative: a part is there where this word is, and never bare."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A report as it was read, with what a reader by hand found of its parts."""

    part: str
    name: str
    report: Report
    passages: Sequence[Passage]
    truth: Truth


ACTS = {"measures": Role.PRACTICE, "shortcomings": Role.PROBLEM, "next_year": Role.PLAN}
Judge = Callable[[Report, Sequence[Passage]], Truth]


def by_rules(report: Report, passages: Sequence[Passage]) -> Truth:
    """As shipped."""
    return {finding.key: finding.status for finding in check(report, passages).findings}


def by_keyword(report: Report, passages: Sequence[Passage]) -> Truth:
    """One word a part, anywhere in the text."""
    del passages
    return {key: Status.FULL if word in report.text else Status.MISSING for key, word in KEYWORDS.items()}


def read_labels(path: Path = LABELS) -> dict[tuple[str, str], tuple[Truth, dict[str, tuple[int, ...]]]]:
    """The labels of each set and report: statuses, and numbers of the passages they rest on, by part."""
    found: dict[tuple[str, str], tuple[Truth, dict[str, tuple[int, ...]]]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            truth, evidence = found.setdefault((row["set"], row["report"]), ({}, {}))
            truth[row["part"]] = Status(row["status"])
            evidence[row["part"]] = tuple(_numbers(row["evidence"]))
    return found


def _numbers(text: str) -> Iterator[int]:
    for piece in text.split():
        first, _, last = piece.partition("-")
        yield from range(int(first), int(last or first) + 1)


def labelled(folder: Path, labels: Mapping[tuple[str, str], tuple[Truth, object]]) -> Iterator[Labelled]:
    """The reports of a folder that have labels."""
    files = {path.stem: path for path in sorted(folder.iterdir())}
    for (part, name), (truth, _) in labels.items():
        if name in files:
            report = read_file(files[name])
            yield Labelled(part, name, report, cut(report), truth)


def forged(items: Iterable[Labelled], evidence: Mapping[str, Mapping[str, tuple[int, ...]]]) -> Iterator[Labelled]:
    """The same reports with a known part taken away, shortened or added."""
    for item in items:
        held_out = item.part != "development"
        for name, report, truth in variants_of(item.report, item.passages, item.truth, evidence[item.name], held_out):
            yield Labelled(f"{item.part}, changed", f"{item.name}: {name}", report, cut(report), truth)


def main() -> None:
    """Print one table for each set of labels: by the rules and by one keyword a part."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--labels", type=Path, default=LABELS)
    parser.add_argument("--published", type=Path, help="folder of further labelled reports")
    parser.add_argument("--mistakes", action="store_true", help="list every part judged otherwise than by hand")
    parser.add_argument("--forge", type=int, default=0, metavar="N", help="forged files to read as well")
    options = parser.parse_args()
    labels = read_labels(options.labels)
    evidence = {name: rows for (_, name), (_, rows) in labels.items()}
    items = [*labelled(SAMPLES, labels), *(labelled(options.published, labels) if options.published else ())]
    every = [*items, *forged(items, evidence)]
    for part in dict.fromkeys(item.part for item in every):
        _table(part, [item for item in every if item.part == part], mistakes=options.mistakes)
    _evidence(items, evidence)
    _subjects([item for item in items if item.part != "published"])
    if options.forge:
        _forged_files(options.forge)
    began = perf_counter()
    for item in items:
        check(item.report, item.passages)
    print(f"\n{(perf_counter() - began) / len(items) * 1e3:.1f} ms a report")


def _table(part: str, items: Sequence[Labelled], *, mistakes: bool) -> None:
    labels = sum(len(item.truth) for item in items)
    print(f"\n{part}: {len(items)} reports, {labels} labels")
    print(f"{'':14}{'':10}{'labels':>7}{'right':>7}{'missing':>9}{'P':>7}{'R':>7}{'bare':>6}{'P':>7}{'R':>7}")
    for way, judge in (("rules", by_rules), ("keyword", by_keyword)):
        told = [(item, judge(item.report, item.passages)) for item in items]
        for keys in (
            [[p.key for p in JUDGED], *([p.key] for p in JUDGED)]
            if way == "rules"
            else [[p.key for p in JUDGED], *([p.key] for p in DUTY)]
        ):
            pairs = [(item.truth[k], found[k]) for item, found in told for k in keys if k in item.truth]
            if pairs:
                print(f"{keys[0] if len(keys) == 1 else 'all parts':14}{way:10}{_scores(pairs)}")
        if mistakes and way == "rules":
            for item, found in told:
                for key, wanted in item.truth.items():
                    if found[key] is not wanted:
                        print(f"    {item.name}: {key} is {wanted}, told {found[key]}")


def _evidence(items: Sequence[Labelled], evidence: Mapping[str, Mapping[str, tuple[int, ...]]]) -> None:
    """How often what is shown for a part that rests on single passages lies in those labelled."""
    print("\nevidence that lies in the passages labelled by hand")
    for key in ("causes", "first_person"):
        inside = []
        for item in items:
            own = [item.passages[number] for number in evidence[item.name][key]]
            grounds = check(item.report, item.passages).finding(key).grounds
            inside += [any(p.start <= (g.start or 0) < p.end for p in own) for g in grounds]
        print(f"  {key:14}{sum(inside):5} of {len(inside)} slices shown")


def _subjects(items: Sequence[Labelled]) -> None:
    """Subjects told of the samples, against the themes that their passages about what was done were given by hand."""
    with THEME_LABELS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    pairs: list[tuple[bool, Status]] = []
    for item in items:
        practice = {passage.start for passage in item.passages if passage.role is Role.PRACTICE}
        own = (row for row in rows if row["report"].partition(".")[0] == item.name and int(row["start"]) in practice)
        by_hand = {theme for row in own for theme in row["themes"].split()}
        told = by_rules(item.report, item.passages)
        pairs += [(part.key in by_hand, told[part.key]) for part in SUBJECTS]
    print(
        f"\nsubjects: {len(items)} reports, {len(pairs)} pairs of report and subject, {sum(own for own, _ in pairs)} by hand"
    )
    for status in Status:
        labelled_so = [by_hand for by_hand, found in pairs if found is status]
        print(
            f"  told {status.value:9}{len(labelled_so):5}, of which by hand a passage is about it {sum(labelled_so):5}"
        )


def _forged_files(count: int) -> None:
    """Acts, addressee, signature and date of forged files in every format with messes: told or not, against what was forged."""
    tasks = list(plan(3))
    found: Counter[tuple[str, bool, str]] = Counter()
    for task in tasks[:: max(1, len(tasks) // count)][:count]:
        variant = forge_near(task)
        if variant is None:
            continue
        report = read_variant(variant)
        told, truth = check(report, cut(report)), variant.report
        roles = {heading.role for heading in truth.headings}
        there = {key: role in roles for key, role in ACTS.items()}
        there |= {"addressee": bool(truth.addressee), "issuer": bool(truth.signature), "date": bool(truth.date)}
        for key, is_there in there.items():
            status = told.finding(key).status
            # A place in the title also names who reports, so no signature is not nobody.
            found[
                key, is_there, f"{status.value}{', in doubt' if told.doubtful and status is Status.MISSING else ''}"
            ] += 1
    print("\nforged files")
    for (key, is_there, said), number in sorted(found.items()):
        print(f"  {key:14}{'there' if is_there else 'not there':10} told {said:20}{number:5}")


def _scores(pairs: Sequence[tuple[Status, Status]]) -> str:
    """How many labels are right; of each kind of gap the number, the precision and the recall."""
    line = f"{len(pairs):7}{sum(a is b for a, b in pairs) / len(pairs):7.3f}"
    for status, width in ((Status.MISSING, 9), (Status.BARE, 6)):
        right = sum(a is b is status for a, b in pairs)
        wanted, told = (sum(pair[side] is status for pair in pairs) for side in (0, 1))
        line += f"{wanted:{width}}{_share(right, told):>7}{_share(right, wanted):>7}"
    return line


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "-"


if __name__ == "__main__":
    main()
