"""The map of problems."""

from __future__ import annotations

from web.themes_page import show

show()
