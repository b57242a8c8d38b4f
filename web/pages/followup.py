"""The page of follow-through."""

from __future__ import annotations

from web.followup_page import show

show()
