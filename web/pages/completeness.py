"""The page of completeness."""

from __future__ import annotations

from web.completeness_page import show

show()
