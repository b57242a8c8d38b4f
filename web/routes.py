"""Where the pages lie, as paths beside ``app.py``; pages link to each other by these."""

from __future__ import annotations

SEARCH_PAGE = "web/pages/search.py"
REPORT_PAGE = "web/pages/report.py"
