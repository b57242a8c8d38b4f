"""The pages as Streamlit runs them without a browser, and what a reader sees of them."""

from __future__ import annotations

import html
import re
from pathlib import Path

from streamlit.testing.v1 import AppTest

QUESTION = "执法人员不足怎么解决"
APP = Path(__file__).resolve().parents[2] / "app.py"


def open_page(**params: str) -> AppTest:
    """The search page at a link."""
    page = AppTest.from_file(str(APP), default_timeout=60)
    for name, value in params.items():
        page.query_params[name] = value
    return page.run()


def open_report(**params: str) -> AppTest:
    """The report page at a link."""
    page = open_page(**params)
    page.switch_page("web/pages/report.py")
    for name, value in params.items():
        page.query_params[name] = value
    return page.run()


def shown(page: AppTest) -> str:
    """All HTML of a page without its style sheet, after checking that nothing broke."""
    assert not page.exception
    bodies = [element.proto.body for element in page.get("html")]
    return "\n".join(body for body in bodies if not body.startswith(("<style>", "<script>", '<div id="fj-access"')))


def text(page: AppTest) -> str:
    """What a reader sees of that HTML."""
    return html.unescape(re.sub(r"<[^>]*>", "", shown(page)))


def link(page: AppTest) -> dict[str, str]:
    """The parameters in the address bar."""
    return {name: value[0] if isinstance(value, list) else value for name, value in page.query_params.items()}


def cards(page: AppTest) -> list[str]:
    """The HTML of every hit."""
    return [
        element.proto.body for element in page.get("html") if element.proto.body.startswith('<article class="fj-hit">')
    ]
