"""The look: colours named once, readable in both themes, the same ones that Streamlit draws with; nothing else names a colour."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from web.look import colours, style

ROOT = Path(__file__).resolve().parents[2]
SHEETS = sorted((ROOT / "web" / "style").glob("*.css"))
COLOURS = colours()
GROUNDS = ("page", "paper", "soft")
INKS = {
    **dict.fromkeys(("ink", "quiet", "accent"), (*GROUNDS, "mark")),
    # Text of a kind stands on the ground of that kind, and as a sign on the ground of cards and tables.
    **{f"{kind}-ink": (kind, "page", "paper") for kind in ("good", "bad", "plan", "doubt")},
    "plain-ink": ("plain", *GROUNDS),
}
"""Which ink stands on which grounds."""
MARKS = (
    *("edge", "focus", "bar", "bar-good", "bar-doubt", "bar-bad", "bar-none"),
    *("same-repeated", "same-county", "same-elsewhere", "same-common"),
)
"""What says something without words, on cards and on the page."""
THEMES = ("light", "dark")
READABLE, VISIBLE = 4.5, 3.0
"""WCAG 2.2 AA: of text (1.4.3), of what is no text (1.4.11)."""


def luminance(colour: str) -> float:
    """Relative luminance as WCAG defines it."""
    digits = colour.lstrip("#")
    digits = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def colour(name: str, theme: str) -> str:
    return COLOURS[f"--fj-{name}"][THEMES.index(theme)]


def config() -> dict[str, Any]:
    return dict(tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"])


@pytest.mark.parametrize("theme", THEMES)
def test_words_are_readable_and_marks_are_seen(theme: str) -> None:
    pairs = [(ink, ground, READABLE) for ink, grounds in INKS.items() for ground in grounds]
    pairs += [(mark, ground, VISIBLE) for mark in MARKS for ground in ("page", "paper")]
    pairs += [("ink", kind, READABLE) for kind in ("good", "bad", "plan", "doubt", "plain")]
    pairs += [("page", "accent", READABLE)]  # the words on the button that is pressed most
    weak = {(one, other): contrast(colour(one, theme), colour(other, theme)) for one, other, _ in pairs}
    assert [f"{pair}: {weak[pair[:2]]:.2f}" for pair in pairs if weak[pair[:2]] < pair[2]] == []


def test_every_ink_and_mark_is_tried() -> None:
    named = {name.removeprefix("--fj-") for name in COLOURS}
    tried = {*INKS, *MARKS, *(ground for grounds in INKS.values() for ground in grounds)}
    # A hairline between things that space tells apart too.
    assert named - tried == {"line", "doubt-edge"}


def test_every_colour_that_is_used_is_named() -> None:
    css = style()
    declared = set(re.findall(r"(--fj-[\w-]+)\s*:", css))
    # Words that a sheet puts beside an icon are declared where the language is known.
    said = {
        name for page in (ROOT / "web").rglob("*.py") for name in re.findall(r"(--fj-[\w-]+):", page.read_text("utf-8"))
    }
    assert set(re.findall(r"var\((--fj-[\w-]+)\)", css)) <= declared | said


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.stem)
def test_no_sheet_names_a_colour_of_its_own(sheet: Path) -> None:
    css = re.sub(r"--fj-[\w-]+: light-dark\([^)]*\);", "", sheet.read_text(encoding="utf-8"))
    allowed = {"#fff", "#000", "#333"} if sheet.stem == "print" else set()
    assert set(re.findall(r"(?<=[:\s(,])#[0-9a-fA-F]{3,8}\b(?=[\s;,)!])", css)) <= allowed
    assert re.findall(r"\b(?:rgba?|hsla?)\((?!0 0 0 /)", css) == []


def test_nothing_is_fetched() -> None:
    assert re.findall(r"@import|url\(|@font-face|https?:", style()) == []


@pytest.mark.parametrize("theme", THEMES)
def test_streamlit_draws_with_the_same_colours(theme: str) -> None:
    chosen = config()[theme]
    same = {
        "primaryColor": "accent",
        "backgroundColor": "page",
        "textColor": "ink",
        "linkColor": "accent",
        "borderColor": "line",
    }
    assert {key: chosen[key] for key in same} == {key: colour(name, theme) for key, name in same.items()}
    grounds = [
        chosen["secondaryBackgroundColor"],
        *(chosen["sidebar"][key] for key in ("backgroundColor", "secondaryBackgroundColor")),
    ]
    assert all(
        contrast(colour(ink, theme), ground) >= READABLE for ink in ("ink", "quiet", "accent") for ground in grounds
    )
    charts = chosen["chartCategoricalColors"]
    assert len(set(charts)) == 10
    assert all(contrast(each, colour("page", theme)) >= VISIBLE for each in charts)


def test_the_browser_decides_between_light_and_dark() -> None:
    assert "base" not in config()


def test_browsers_without_light_dark_get_the_same_colours() -> None:
    fallback = style()[style().index("@supports not (color:light-dark(red,red)){") :]
    light, dark = fallback.split("@media screen and (prefers-color-scheme:dark)")
    for name, pair in COLOURS.items():
        assert f"{name}:{pair[0]}" in light and f"{name}:{pair[1]}" in dark
