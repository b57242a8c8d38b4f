"""All words of the page, one file a language; a text missing in one of them is a type error."""

from __future__ import annotations

from web.texts.en import EN
from web.texts.words import Texts
from web.texts.zh import ZH

__all__ = ["EN", "ZH", "Texts", "texts"]


def texts(language: str) -> Texts:
    """The words of a language, ``zh`` or ``en``."""
    return EN if language == "en" else ZH
