"""The overview as plain JSON values."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from insight.contract import facts_json
from insight.overview.gaps import Matrix, Row
from insight.overview.holdings import Recent
from insight.overview.reading import Reading
from insight.overview.spots import Spots
from insight.overview.whole import Overview
from search.contract import place_json
from search.filters import Filters


def overview_json(found: Overview, filters: Filters) -> dict[str, Any]:
    """Everything that the page shows."""
    held = asdict(found.holdings)
    for name in ("years", "levels", "kinds", "roles"):
        held[name] = {str(key): count for key, count in held[name].items()}
    return {
        "filters": filters.describe(),
        "holdings": held,
        "newest": [_recent(one) for one in found.newest],
        "map": _map(found.spots),
        "matrix": _matrix(found.matrix),
        "reading": _reading(found.reading),
    }


def _recent(one: Recent) -> dict[str, Any]:
    which = {True: "published", False: "signed"}[one.published] if one.date else None
    return {**facts_json(one.report), "date": one.date, "date_of": which}


def _map(found: Spots) -> dict[str, Any]:
    return {
        "points": [
            {
                "place": place_json(spot.place),
                "level": spot.level.value,
                "latitude": spot.point[0],
                "longitude": spot.point[1],
                "reports": spot.reports,
                "authorities": spot.authorities,
                "years": list(spot.years),
            }
            for spot in found.spots
        ],
        "unplaced": [
            {
                "place": place_json(one.place),
                "reports": one.reports,
                "authorities": one.authorities,
                "fictional": one.fictional,
            }
            for one in found.unplaced
        ],
    }


def _matrix(found: Matrix) -> dict[str, Any]:
    return {
        "rows_are": found.level.value,
        "years": list(found.years),
        "rows": [_row(row) for row in found.rows],
        "total": _row(found.total),
    }


def _row(row: Row) -> dict[str, Any]:
    return {
        "place": place_json(row.place),
        "authorities": row.authorities,
        "townships": row.townships,
        "townships_listed": row.listed,
        "undated": row.undated,
        "years": {
            str(cell.year): {
                "authorities": cell.reporting,
                "reports": cell.reports,
                "gaps": cell.gaps,
                "silent": cell.silent,
            }
            for cell in row.cells
        },
    }


def _reading(found: Reading) -> dict[str, Any]:
    return {
        "version": found.version,
        "created": found.created,
        "encoder": found.encoder,
        "dimension": found.dimension,
        "bytes": found.bytes,
        "files": found.files,
        "duplicates": found.duplicates,
        "folders": [asdict(folder) for folder in found.folders],
        "skipped": [{"source": item.source, "reason": item.reason} for item in found.skipped],
        "doubtful": [
            {
                **facts_json(one.report),
                "place_uncertain": one.place,
                "year_unknown": one.year,
                "notes": list(one.notes),
            }
            for one in found.doubtful
        ],
    }
