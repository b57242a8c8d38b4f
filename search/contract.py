"""Answers and reports as plain JSON values: the contract that other programs read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from corpus.report import Passage, Place, Report
from search.answer import Answer, Hit


def answer_json(answer: Answer) -> dict[str, Any]:
    """An answer; ``carried`` and ``message`` are there only when there is something to say."""
    fields: dict[str, Any] = {
        "question": answer.question.text,
        "language": answer.question.language,
        "role": answer.role.value if answer.role else None,
        "filters": answer.filters.describe(),
        "took_ms": round(answer.took_ms, 1),
        "total": answer.total,
        "confident": answer.confident,
        "coverage": asdict(answer.coverage),
        "roles": {role.value: count for role, count in answer.roles.items()},
        "hits": [hit_json(hit) for hit in answer.hits],
    }
    if answer.carried:
        fields["carried"] = [{"english": term.english, "chinese": list(term.chinese)} for term in answer.carried]
    if answer.recognised:
        fields["recognised"] = [{"kind": r.kind, "value": r.value, "text": r.text} for r in answer.recognised]
    if answer.role_cue:
        fields["role_cue"] = answer.role_cue
    return fields | ({"message": answer.message} if answer.message else {})


def hit_json(hit: Hit) -> dict[str, Any]:
    """One hit."""
    passage = hit.passage
    return {
        "rank": hit.rank,
        "score": hit.score,
        "relevant": hit.relevant,
        "passage_id": passage.id,
        "report_id": passage.report_id,
        "source": hit.report.source,
        "sources": [hit.report.source, *hit.report.other_sources],
        "title": hit.report.title,
        "place": place_json(hit.report.place),
        "year": hit.report.year,
        "level": hit.report.level.value,
        "kind": hit.report.kind.value,
        "fictional": hit.report.fictional,
        "headings": list(hit.headings),
        "role": passage.role.value,
        "themes": list(passage.themes),
        "text": passage.text,
        "start": passage.start,
        "end": passage.end,
        "page": hit.page,
        "line": hit.line,
        "why": {
            "dense_rank": hit.why.dense_rank,
            "words_rank": hit.why.words_rank,
            "matched": list(hit.why.matched),
            "late_rank": hit.why.late_rank,
            "similarity": hit.why.similarity,
        },
        "folded": [other.passage.id for other in hit.folded],
    }


def place_json(place: Place) -> dict[str, Any]:
    """A place without the reader's certainty, as hits show it."""
    fields = asdict(place)
    fields.pop("certain")
    return fields


def report_json(report: Report, passages: Sequence[Passage]) -> dict[str, Any]:
    """What the reader made of a report: all its fields, sections flat in document order, and its passages."""
    fields = asdict(report)
    fields["passages"] = [
        {
            **asdict(passage),
            "headings": list(report.headings(passage.section)),
            "page": report.page_at(passage.start),
            "line": report.line_at(passage.start),
        }
        for passage in passages
    ]
    return fields
