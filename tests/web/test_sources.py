"""The page of a report names where else the same report lies."""

from __future__ import annotations

import html

import pytest

from corpus.duplicates.merging import merge
from tests.corpus.duplicates.versions import file, report_text
from web.report_head import report_head
from web.texts import texts


@pytest.mark.parametrize("language", ["zh", "en"])
def test_other_sources_are_named_as_text(language: str) -> None:
    words = texts(language)
    one, other = file("a.txt", report_text()), file("<b>.html", report_text())
    alone, joined = report_head(one.report, words), report_head(merge([other, one]), words)
    before = html.escape(words.report_others.split("{sources}")[0])
    assert before not in alone
    assert f"{before}f/a.txt" in joined
    assert "f/&lt;b&gt;.html" in joined and "<b>" not in joined
