"""Themes as plain JSON values: what ``themes --json`` prints."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from insight.contract import cited_json, facts_json, share_json
from insight.scope import Authority, Share
from insight.themes.answer import FoundTheme, Said, Themes


def themes_json(themes: Themes) -> dict[str, Any]:
    """All themes; ``townships`` and ``of`` tell how many name any problem, ``years`` how many report in each."""
    return {
        "by": themes.by,
        "points": themes.points,
        "left_over": themes.left_over,
        **share_json(themes.townships),
        "years": {str(year): count for year, count in themes.reporting.items()},
        "themes": [_theme_json(theme) for theme in themes.themes],
    }


def _theme_json(theme: FoundTheme) -> dict[str, Any]:
    return {
        "id": theme.id,
        "name": theme.name,
        "named_in": cited_json(theme.named_in) if theme.named_in else None,
        **share_json(theme.townships),
        "mentions": theme.mentions,
        "wordings": theme.wordings,
        "by_year": {str(year): share_json(share) for year, share in theme.by_year.items()},
        "by_county": _counties_json(theme.by_county),
        "trend": theme.trend.value,
        "chronic": [{**facts_json(one.report), "years": list(one.years)} for one in theme.chronic],
        "passages": [_said_json(said) for said in theme.said],
    }


def _counties_json(by_county: Mapping[Authority, Share]) -> list[dict[str, Any]]:
    """The counties in which somebody names it."""
    return [{"county": list(county), **share_json(share)} for county, share in by_county.items() if share.townships]


def _said_json(said: Said) -> dict[str, Any]:
    return {**cited_json(said.cited), "copies": said.copies, "same": [cited_json(other) for other in said.same]}
