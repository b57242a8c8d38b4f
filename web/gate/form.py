"""The pages that stand before the login: the form, the way out, and one sentence for whoever may not come in. Plain HTML without any script."""

from __future__ import annotations

import base64
from pathlib import Path
from urllib.parse import urlencode

from web.link import LANGUAGES
from web.marking import escape, notice
from web.texts import Texts, texts

_STYLE = "\n".join(
    Path(__file__).parents[1].joinpath("style", sheet).read_text(encoding="utf-8")
    for sheet in ("base.css", "login.css")
)
# In the page itself: before the login there is nothing else to ask for.
_ICON = (
    "data:image/svg+xml;base64,"
    + base64.b64encode(Path(__file__).parents[1].joinpath("icon.svg").read_bytes()).decode()
)
_LANGUAGE_NAMES = {"zh": "中文", "en": "English"}


def login_page(base: str, language: str, onward: str, told: str | None = None) -> str:
    """The form that asks for the password.

    Args:
        base: The path below which the page lies.
        language: ``zh`` or ``en``.
        onward: Where to go after the login, already checked.
        told: What was wrong with the try before.
    """
    words = texts(language)
    problem = notice(told, "error") if told else ""
    form = (
        f'<form method="post" action="{base}login"><input type="hidden" name="next" value="{escape(onward)}">'
        f'<input type="hidden" name="lang" value="{language}"><label for="password">{escape(words.login.label)}</label>'
        '<input id="password" name="password" type="password" autocomplete="current-password" required autofocus'
        f' maxlength="1000"><button type="submit">{escape(words.login.button)}</button></form>'
    )
    other = next(name for name in LANGUAGES if name != language)
    link = f"{base}login?{urlencode({'lang': other, 'next': onward})}"
    switch = f'<p><a href="{escape(link)}" hreflang="{other}" lang="{other}">{_LANGUAGE_NAMES[other]}</a></p>'
    return _page(words, words.login.title, f"{problem}{form}{switch}")


def logout_page(base: str, language: str) -> str:
    """Asks whether to log out; a link alone must not do it, since anybody may write one."""
    words = texts(language)
    form = (
        f'<form method="post" action="{base}logout"><button type="submit">{escape(words.login.logout)}</button></form>'
    )
    back = f'<p><a href="{base}">{escape(words.login.back)}</a></p>'
    return _page(words, words.login.logout_title, form + back)


def refused_page(language: str, told: str) -> str:
    """One sentence for whoever may not come in."""
    words = texts(language)
    return _page(words, words.login.refused, notice(told, "error"))


def _page(words: Texts, title: str, body: str) -> str:
    return (
        f'<!doctype html><html lang="{words.html_lang}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
        f'<link rel="icon" href="{_ICON}">'
        f"<title>{escape(title)} · 法鉴 Fajian</title><style>{_STYLE}</style></head>"
        f'<body class="fj-gate"><main><p class="fj-brand"><b>{escape(words.brand)}</b> <span>{escape(words.tagline)}</span></p>'
        f'<h1 class="fj-title">{escape(title)}</h1>{body}</main></body></html>'
    )
