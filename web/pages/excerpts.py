"""The page of excerpts."""

from __future__ import annotations

from web.excerpts.page import show

show()
