"""What all views of ``insight`` have in common as plain JSON values: citations, facts of a report, shares."""

from __future__ import annotations

from typing import Any

from indexer.catalogue import ReportFacts
from insight.citing import Cited
from insight.scope import Share
from search.contract import place_json


def cited_json(cited: Cited) -> dict[str, Any]:
    """A citation, under the names that hits have for the same things."""
    return {
        "passage_id": cited.passage_id,
        **facts_json(cited.report),
        "headings": list(cited.headings),
        "role": cited.role.value,
        "text": cited.text,
        "start": cited.start,
        "end": cited.end,
        "page": cited.page,
        "line": cited.line,
    }


def facts_json(report: ReportFacts) -> dict[str, Any]:
    """Which report it is, as in a hit."""
    return {
        "report_id": report.id,
        "source": report.source,
        "sources": [report.source, *report.other_sources],
        "title": report.title,
        "place": place_json(report.place),
        "year": report.year,
        "level": report.level.value,
        "kind": report.kind.value,
        "fictional": report.fictional,
    }


def share_json(share: Share) -> dict[str, int]:
    """So many townships out of those that report."""
    return {"townships": share.townships, "of": share.of}
