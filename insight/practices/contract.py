"""Practices and problems as plain JSON values: the contract that other programs read."""

from __future__ import annotations

from typing import Any

from insight.contract import cited_json, share_json
from insight.practices.subject import Subject
from insight.practices.view import Column, Practices, Problems, Spread
from search.contract import hit_json


def practices_json(found: Practices) -> dict[str, Any]:
    """What is found for a problem."""
    columns = {"same_problem": found.same_problem, "practices": found.practices, "plans": found.plans}
    return _frame("problem", found, columns)


def problems_json(found: Problems) -> dict[str, Any]:
    """What is found for a practice."""
    return _frame("practice", found, {"problems": found.problems})


def _frame(name: str, found: Practices | Problems, columns: dict[str, Column]) -> dict[str, Any]:
    subject = found.subject
    fields: dict[str, Any] = {
        name: subject.question.text,
        **_subject(subject),
        "filters": found.filters.describe(),
        "without": [list(authority[1:] or authority) for authority in found.without],
        "confident": found.confident,
        "took_ms": round(found.took_ms, 1),
        "coverage": spread_json(found.coverage),
        "totals": {column: told.total for column, told in columns.items()},
    }
    if subject.carried:
        fields["carried"] = [{"english": term.english, "chinese": list(term.chinese)} for term in subject.carried]
    return fields | {column: [hit_json(hit) for hit in told.hits] for column, told in columns.items()}


def _subject(subject: Subject) -> dict[str, Any]:
    """``passage`` is there only where a passage was asked about."""
    cited = subject.passage
    fields: dict[str, Any] = {"language": subject.question.language, "passage_id": cited.passage_id if cited else None}
    return fields | ({"passage": cited_json(cited)} if cited else {})


def spread_json(spread: Spread) -> dict[str, Any]:
    """How many townships, overall, by county (names of its places from the province down) and by year."""
    return {
        **share_json(spread.all),
        "by_county": [{"place": list(place), **share_json(share)} for place, share in spread.by_county.items()],
        "by_year": {str(year): share_json(share) for year, share in spread.by_year.items()},
    }
