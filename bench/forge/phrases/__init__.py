"""The wordings of the forge, all its own: no sentence comes from a report."""

from __future__ import annotations

from bench.forge.phrases.enforcement import ENFORCEMENT
from bench.forge.phrases.leadership import LEADERSHIP
from bench.forge.phrases.society import SOCIETY
from bench.forge.phrases.theme import Theme

THEMES: tuple[Theme, ...] = (*LEADERSHIP, *ENFORCEMENT, *SOCIETY)
"""In the order in which reports usually treat them."""

__all__ = ["THEMES", "Theme"]
