"""The reader's language as their browser tells it, and numbers and dates as that language writes them."""

from __future__ import annotations

import re

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def browser_language() -> str:
    """``zh`` for a browser in any Chinese, or where no browser asks; ``en`` for all others."""
    # Without a visitor there is nobody to ask, and asking would be told as a warning.
    return language_of(st.context.locale if get_script_run_ctx(suppress_warning=True) else None)


def language_of(locale: str | None) -> str:
    """The page's language for a locale such as ``zh-CN``, ``zh_Hant`` or ``fr``."""
    return "zh" if not locale or re.split("[-_]", locale.lower())[0] == "zh" else "en"


def number_text(value: float) -> str:
    """A count or figure with its thousands parted: 12,345. Both languages write it so."""
    return f"{value:,}"


def percent_text(share: float, digits: int = 0) -> str:
    """A share of 1 as a percentage: 12% or 12.3%. Both languages write it so."""
    return f"{share:.{digits}%}"


def date_text(date: str | None, language: str) -> str:
    """An ISO date, or only its year and month, in words: 2024年3月5日 or 5 March 2024. Anything else stays as it is."""
    match = re.fullmatch(r"(\d{4})-(\d\d)(?:-(\d\d))?", date or "", re.ASCII)
    if match is None or not 1 <= int(match[2]) <= len(_MONTHS):
        return date or ""
    year, month, day = match[1], int(match[2]), int(match[3]) if match[3] else None
    if language == "en":
        return " ".join([*([str(day)] if day else []), _MONTHS[month - 1], year])
    return f"{year}年{month}月" + (f"{day}日" if day else "")
