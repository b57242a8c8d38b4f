"""The look of all pages as one sheet, put together from ``web/style``: one file a page or shared part.

``base.css`` names every colour once, as ``light-dark(in the light theme, in the dark one)``; which of the two holds follows the theme that
Streamlit draws with. Browsers older than that function get the same colours by the system's preference.
"""

from __future__ import annotations

import re
from pathlib import Path

_FOLDER = Path(__file__).with_name("style")
_LAST = ("narrow", "print")
NARROW = (
    "[data-testid='stMainBlockContainer'] > [data-testid='stVerticalBlock']"
    " > :not(:has(> .st-key-fj-head, > .st-key-fj-nav)) { max-width: 54rem; }"
)
"""For a page of running text: the head keeps its place, what is read keeps to a line that the eye can follow."""
_COLOUR = re.compile(r"(--fj-[\w-]+): light-dark\((#\w+), (#\w+)\);")


def colours() -> dict[str, tuple[str, str]]:
    """Every named colour in the light and in the dark theme."""
    base = (_FOLDER / "base.css").read_text(encoding="utf-8")
    return {name: (light, dark) for name, light, dark in _COLOUR.findall(base)}


def style() -> str:
    """The whole sheet: colours first, then each page's, what narrow screens and paper change last."""
    sheets = sorted(_FOLDER.glob("*.css"), key=lambda sheet: (sheet.stem in _LAST, sheet.stem != "base", sheet.stem))
    return "\n".join([*(sheet.read_text(encoding="utf-8") for sheet in sheets), _without_light_dark()])


def _without_light_dark() -> str:
    light, dark = (";".join(f"{name}:{pair[theme]}" for name, pair in colours().items()) for theme in (0, 1))
    chosen = f":root{{{light}}}@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}"
    return f"@supports not (color:light-dark(red,red)){{{chosen}}}"
