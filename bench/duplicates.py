"""Whether the same report is found in all its sources, and nothing else, and what that costs.

python -m bench.duplicates               # 100, 1,000 and 10,000 synthetic sources
python -m bench.duplicates --likeness    # how alike the texts are that must be told apart
"""

from __future__ import annotations

import argparse
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import combinations

import numpy as np

from bench.township_texts import Known, write_reports
from corpus.duplicates.groups import Source, find_groups
from corpus.duplicates.merging import merge
from corpus.duplicates.resemblance import compare, normalised, shingles


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1_000, 10_000])
    parser.add_argument("--likeness", action="store_true")
    options = parser.parse_args()
    if options.likeness:
        _show_likeness(write_reports(min(options.sizes[-1], 1_500)))
        return
    for size in options.sizes:
        _measure(write_reports(size))


def _measure(known: Sequence[Known]) -> None:
    """Time, precision and recall over pairs, and recall by how the other source was made."""
    sources = [Source("f", f"{number:06d}", item.report) for number, item in enumerate(known)]
    began = time.process_time()
    groups = find_groups(sources)
    grouped = time.process_time()
    reports = [merge(group) for group in groups]
    merged = time.process_time()
    joined = {pair for group in groups for pair in combinations((int(source.name) for source in group), 2)}
    same: dict[str, list[int]] = defaultdict(list)
    for number, item in enumerate(known):
        same[item.truth].append(number)
    true = {pair for numbers in same.values() for pair in combinations(numbers, 2)}
    right = joined & true
    length = sum(len(item.report.text) for item in known) / len(known)
    print(f"{len(known)} sources of {length:.0f} characters → {len(reports)} reports")
    print(f"  grouping {grouped - began:.2f} CPU-s, choosing and completing {merged - grouped:.2f} CPU-s")
    print(
        f"  {len(joined)} pairs joined, precision {len(right) / max(len(joined), 1):.4f}, recall {len(right) / max(len(true), 1):.4f}"
    )
    wanted, found = (Counter(known[other].made for _, other in pairs) for pairs in (true, right))
    print("  recall: " + ", ".join(f"{made} {found[made]}/{wanted[made]}" for made in sorted(wanted)))
    wrong = Counter(" + ".join(known[number].made for number in pair) for pair in joined - true)
    if wrong:
        print(f"  joined wrongly: {dict(wrong)}")


def _show_likeness(known: Sequence[Known]) -> None:
    """Containment and own stretches of the pairs that must be joined, and of those that must not."""
    found: dict[str, list[tuple[float, int]]] = defaultdict(list)
    first: dict[str, Known] = {}
    for item in known:
        place, year = item.truth.split()[0], item.report.year or 0
        key = f"{place} {year}"
        first.setdefault(key, item)
        for label, other in (
            (item.made, first[key]),
            ("same place, next year", first.get(f"{place} {year - 1}") if item.made == "docx" else None),
        ):
            if other is not None and other is not item:
                found[label].append(_likeness(item, other))
    whole = [item for item in known if item.made == "docx"]
    for one, other in zip(whole, whole[3:], strict=False):
        if one.report.year == other.report.year and one.report.place.county == other.report.place.county:
            found["neighbour, same year"].append(_likeness(one, other))
    for label, values in sorted(found.items()):
        contained, own = (np.array(side, dtype=float) for side in zip(*values, strict=True))
        low, middle, high = np.percentile(contained, [0, 50, 100])
        print(
            f"{label:26} n {len(values):4}  containment {low:.3f} {middle:.3f} {high:.3f}  own stretches {own.mean():.1f}"
        )


def _likeness(one: Known, other: Known) -> tuple[float, int]:
    likeness = compare(*(shingles(normalised(item.report.text)) for item in (one, other)))
    return likeness.contained, min(map(len, likeness.own))


if __name__ == "__main__":
    main()
