"""What is cited stands in the report, word for word."""

from __future__ import annotations

from pathlib import Path

from indexer.index import Index
from insight.citing import Citing
from insight.contract import cited_json


def test_a_citation_is_a_slice_of_its_report(hashing_index: Path) -> None:
    index = Index.open(hashing_index)
    citing = Citing(index)
    positions = [5, 300, 17]
    for position, cited in zip(positions, citing.passages(positions), strict=True):
        [passage] = index.catalogue.passages([position])
        report = index.catalogue.report(passage.report_id)
        assert report is not None
        assert (cited.passage_id, cited.text) == (passage.id, report.text[cited.start : cited.end])
        assert cited.headings == report.headings(passage.section)
        assert cited.report.source == report.source


def test_a_part_of_a_passage_is_cited_where_it_stands(hashing_index: Path) -> None:
    index = Index.open(hashing_index)
    [passage] = index.catalogue.passages([40])
    cited = Citing(index).cite(passage, passage.start + 3, passage.start + 9)
    assert cited.text == passage.text[3:9]
    assert (cited.start, cited.end) == (passage.start + 3, passage.start + 9)


def test_pages_are_told_where_a_file_has_them(hashing_index: Path) -> None:
    index = Index.open(hashing_index)
    pages = {cited.report.source: cited.page for cited in Citing(index).passages(range(index.manifest.passages))}
    assert {bool(page) for source, page in pages.items() if source.endswith(".pdf")} == {True}
    assert {page for source, page in pages.items() if source.endswith(".txt")} == {None}


def test_the_contract_names_what_hits_name(hashing_index: Path) -> None:
    [cited] = Citing(Index.open(hashing_index)).passages([0])
    fields = cited_json(cited)
    assert {"passage_id", "report_id", "source", "title", "place", "year", "level", "headings", "role", "text", "start", "end", "page"} <= set(fields)  # fmt: skip
    assert fields["place"]["county"] == cited.report.place.county
