"""How long a link takes that must look for its words in every report: the texts of an index again and again until there are so many passages.

python -m bench.permanent build/samples                      # 100,000 passages
python -m bench.permanent build/samples --passages 10000
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path

from corpus.report import Report
from indexer.catalogue import Catalogue, IndexedPassage
from indexer.catalogue_writing import write_catalogue
from indexer.index import Index
from search.permanent import Address, Located, Lost, address_of, locate

_NOWHERE = Address(2024, "000000", 120, "0123456789abcdef")


def main() -> int:
    """Print seconds for words that stand nowhere, for words in the last report, and for words in the report of their own authority."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("index", type=Path, help="an index of any reports")
    parser.add_argument("--passages", type=int, default=100_000)
    options = parser.parse_args()
    index = Index.open(options.index)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "catalogue.sqlite"
        write_catalogue(path, folders=(), files=(), skipped=(), reports=_many(index, options.passages), readings={})
        large = replace(index, catalogue=Catalogue(path))
        last = large.reports[-1]
        words = large.catalogue.passages_of(last.id)[-1][1].passage.text
        own = address_of(last, words)
        assert own is not None
        characters = sum(len(text) for _, text in large.catalogue.texts())
        sys.stdout.write(
            f"{len(large.reports):,} reports, {len(large.catalogue.positions()):,} passages, {characters:,} characters\n"
        )
        for name, address, found in (
            ("nowhere", _NOWHERE, Lost),
            ("last report, of another authority", replace(own, authority="000000"), Located),
            ("report of its own authority and year", own, Located),
        ):
            assert isinstance(locate(large, "0" * 16, address), found)
            sys.stdout.write(f"{name}: {_seconds(large, address):.3f} s\n")
        large.close()
    index.close()
    return 0


def _many(index: Index, passages: int) -> Iterator[tuple[Report, Sequence[IndexedPassage]]]:
    """The reports again and again, each time of another authority and with its round after every paragraph, so that only the last holds its own words."""
    made = 0
    for turn in count():
        for report in index.catalogue.reports():
            if made >= passages:
                return
            identity = f"{turn:08x}{report.id[8:]}"
            items = [
                IndexedPassage(replace(item.passage, id=f"{turn:08x}{item.passage.id[8:]}"), item.encoded, item.units)
                for _, item in index.catalogue.passages_in(report)
            ]
            text = report.text.translate({ord("，"): chr(0x4E00 + turn % 20_000)})
            place = replace(report.place, township=f"{report.place.township}{turn}")
            yield replace(report, id=identity, text=text, place=place), items
            made += len(items)


def _seconds(index: Index, address: Address, runs: int = 5) -> float:
    times = []
    for _ in range(runs):
        began = time.perf_counter()
        locate(index, "0" * 16, address)
        times.append(time.perf_counter() - began)
    return statistics.median(times)


if __name__ == "__main__":
    sys.exit(main())
