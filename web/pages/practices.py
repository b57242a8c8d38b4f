"""The page from a problem to practice."""

from __future__ import annotations

from web.practices_page import show

show()
