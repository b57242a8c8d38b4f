"""Which words stand round every page: the login, and what makes pages accessible."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LoginTexts:
    """What is said before the login, and of it."""

    title: str
    label: str
    button: str
    wrong: str
    wait: str
    busy: str
    elsewhere: str
    refused: str
    local_only: str
    no_gate: str
    ended: str
    again: str
    logout: str
    logout_title: str
    back: str
    provider: str
    provider_button: str
    provider_missing: str
    not_allowed: str
    nobody: str


@dataclass(frozen=True, slots=True)
class AccessTexts:
    """What screen readers hear of Streamlit's own parts, and the choice of the theme; ``themes`` by the names that Streamlit gives them."""

    theme: str
    themes: Mapping[str, str]
    skip: str
    pages: str
    scroll: str
    open_sidebar: str
    close_sidebar: str
