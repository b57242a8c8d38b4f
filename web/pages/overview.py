"""The overview of what is in the index."""

from __future__ import annotations

from web.overview_page import show

show()
