"""The page of one whole report."""

from __future__ import annotations

from web.report_page import show

show()
