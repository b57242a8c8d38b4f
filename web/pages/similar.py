"""The page of what is said alike elsewhere."""

from __future__ import annotations

from web.similar_page import show

show()
