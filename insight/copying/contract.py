"""Overview, reading and pair as plain JSON values: the contract that other programs read."""

from __future__ import annotations

from typing import Any

from corpus.report import Section
from insight.contract import cited_json, facts_json
from insight.copying import minhash, nouns
from insight.copying.nouns import STANDINGS, Shares
from insight.copying.overview import Overview
from insight.copying.pair import Aligned, Pair
from insight.copying.reading import Found, Other, Reading
from search.filters import Filters


def overview_json(overview: Overview, filters: Filters) -> dict[str, Any]:
    """All rows, with the limits by which they were told."""
    return {
        "filters": filters.describe(),
        "reports": len(overview.rows),
        "townships": overview.townships,
        "compared": overview.compared,
        "limits": limits_json(overview.common),
        "total": shares_json(overview.total),
        "rows": [{**facts_json(row.report), "before": row.before, **shares_json(row.shares)} for row in overview.rows],
    }


def reading_json(reading: Reading) -> dict[str, Any]:
    """One report: its shares, its sections, all its sentences, and the reports it shares most with."""
    return {
        **facts_json(reading.report),
        **shares_json(reading.shares),
        "sections": [_section_json(section, shares) for section, shares in reading.sections],
        "texts": [_found_json(found) for found in reading.sentences],
        "shared_with": reading.shared_with,
        "partners": [
            {
                **facts_json(partner.report),
                "relation": partner.relation.value,
                "sentences": partner.sentences,
                "characters": partner.characters,
            }
            for partner in reading.partners
        ],
    }


def pair_json(pair: Pair) -> dict[str, Any]:
    """Two reports side by side."""
    return {
        "left": {**facts_json(pair.left), "judged": pair.left_sentences, "shared": pair.left_shared},
        "right": {**facts_json(pair.right), "judged": pair.right_sentences, "shared": pair.right_shared},
        "relation": pair.relation.value,
        "aligned": [_aligned_json(aligned) for aligned in pair.aligned],
    }


def limits_json(common: int) -> dict[str, Any]:
    """What counts as what; ``common`` as in :class:`Overview`."""
    return {
        "shortest": nouns.SHORTEST,
        "near": nouns.NEAR,
        "shingle": minhash.SHINGLE,
        "common_authorities": common,
        "common_counties": nouns.COMMON_COUNTIES,
    }


def shares_json(shares: Shares) -> dict[str, Any]:
    """Shares of the characters, 0 to 1, and the sentences and characters that they were taken from."""
    return {
        "sentences": shares.count,
        "characters": shares.total,
        "shares": {standing.value: round(shares.share(standing), 4) for standing in STANDINGS},
        "counts": {standing.value: shares.sentences[standing] for standing in STANDINGS},
    }


def _section_json(section: Section, shares: Shares) -> dict[str, Any]:
    return {
        "label": section.label,
        "level": section.level,
        "role": section.role.value,
        "start": section.start,
        "end": section.end,
        **shares_json(shares),
    }


def _found_json(found: Found) -> dict[str, Any]:
    return {
        **_slice_json(found.cited.passage_id, found.cited.text, found.cited.start, found.cited.end),
        "part": found.part.value,
        "standing": found.standing.value,
        "alike": found.alike.value if found.alike else None,
        "reports": found.reports,
        "townships": found.townships,
        "others": [_other_json(other) for other in found.others],
    }


def _other_json(other: Other) -> dict[str, Any]:
    return {
        **cited_json(other.cited),
        "relation": other.relation.value,
        "alike": other.alike.value,
        "likeness": other.likeness,
    }


def _aligned_json(aligned: Aligned) -> dict[str, Any]:
    left, right = aligned.left, aligned.right
    return {
        "part": aligned.part.value,
        "alike": aligned.alike.value,
        "likeness": round(aligned.likeness, 2),
        "left": {**_slice_json(left.passage_id, left.text, left.start, left.end), "only": list(aligned.left_only)},
        "right": {
            **_slice_json(right.passage_id, right.text, right.start, right.end),
            "only": list(aligned.right_only),
        },
    }


def _slice_json(passage_id: str, text: str, start: int, end: int) -> dict[str, Any]:
    return {"passage_id": passage_id, "text": text, "start": start, "end": end}
