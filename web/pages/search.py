"""The page that asks and answers."""

from __future__ import annotations

from web.search_page import show

show()
