"""How long the overview takes on the server, and how much it sends, for the first so many reports of an index.

python -m bench.overview_speed INDEX [--reports N] [--filter-province NAME]

Prints milliseconds of a first look (nothing kept but what a process loads once), of the parts of a second, and characters of HTML and of the map.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import numpy as np

from indexer.columns import Columns
from indexer.index import Index
from insight.overview.whole import Overview, overview
from search.filters import Filters
from web import overview_parts as parts
from web.link import View
from web.overview_links import Layout
from web.overview_map import map_svg
from web.overview_matrix import matrix_html
from web.texts import texts

T = TypeVar("T")


def first_reports(index: Index, count: int) -> Index:
    """The index as if it held only its first reports; their files and skipped files stay all there."""
    kept = index.report_of < count
    columns = index.columns
    vars(index).update(
        columns=Columns(columns.report_of[kept], columns.role_of[kept], columns.themes_of[kept], columns.facts[:count])
    )
    for name in ("report_of", "role_of", "themes_of", "reports", "report_columns"):
        vars(index).pop(name, None)
    assert len(np.unique(index.report_of)) <= count
    return index


def drawn(found: Overview, view: View) -> tuple[str, str]:
    """The HTML of the page's own parts, and the map."""
    words = texts("zh")
    held, spots, read = found.holdings, found.spots, found.reading
    pieces = (
        parts.tiles(held, words),
        parts.roles_bar(held, words),
        parts.breakdown(held, words),
        parts.places_table(spots, view, words),
        parts.unplaced_list(spots, view, words),
        matrix_html(found.matrix, Layout(), view, words),
        parts.newest_list(found.newest, view, words),
        parts.folders_table(read, words, whole_paths=True),
        parts.skipped_table(read, words),
        parts.doubts_list(read, view, words),
    )
    return "".join(pieces), map_svg(spots, view, words)


def timed(make: Callable[[], T]) -> tuple[T, float]:
    """A result and the milliseconds of the processor that it took; other work on the machine does not count."""
    began = time.process_time()
    result = make()
    return result, 1000 * (time.process_time() - began)


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("index", type=Path)
    parser.add_argument("--reports", type=int, help="only the first so many")
    parser.add_argument("--filter-province", metavar="NAME")
    options = parser.parse_args()
    index = Index.open(options.index)
    index = first_reports(index, options.reports or len(index.reports))
    filters = Filters(province=options.filter_province)
    found, first = timed(lambda: overview(index, filters))
    found, second = timed(lambda: overview(index, filters))
    (page, drawing), draw = timed(lambda: drawn(found, View(filters=filters)))
    print(f"reports {found.holdings.reports}, rows {len(found.matrix.rows)}, points {len(found.spots.spots)}")
    print(f"first look {first:.0f} ms, second {second:.0f} ms, drawing {draw:.0f} ms")
    print(f"HTML {len(page):,} characters, map {len(drawing):,}")


if __name__ == "__main__":
    main()
