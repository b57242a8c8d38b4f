"""The page of what reports have in common."""

from __future__ import annotations

from web.copying_page import show

show()
