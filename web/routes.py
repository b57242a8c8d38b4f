"""Where the pages lie, as paths beside ``app.py``; pages link to each other by these."""

from __future__ import annotations

SEARCH_PAGE = "web/pages/search.py"
REPORT_PAGE = "web/pages/report.py"
REPORT_PATH = "report"
"""Of the report page in the address, beside that of the search page; for links that stand in HTML."""
SIMILAR_PAGE = "web/pages/similar.py"
SIMILAR_PATH = "similar"
"""Like the report page in no navigation: one comes there from a passage."""
VIEWS: tuple[str, ...] = (
    "overview",
    "practices",
    "themes",
    "followup",
    "indicators",
    "copying",
    "completeness",
    "excerpts",
    "corpus",
)
"""Names of the views across townships, in the order of the navigation: each is the page ``web/pages/NAME.py`` at the address ``NAME``."""


def view_page(name: str) -> str:
    """The page of a view."""
    return f"web/pages/{name}.py"
