"""The page of figures."""

from __future__ import annotations

from web.indicators_page import show

show()
