"""The small control beside a passage that copies it: its words, its citation, its link.

The HTML holds what is copied in ``data-`` attributes; one fixed script, listening on the document, does the copying, so that
it outlives whatever Streamlit draws anew.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlencode

from corpus.report import Passage, Report
from indexer.catalogue import ReportFacts
from insight.citing import Cited
from search.citation import cite
from search.permanent import address_of
from web.link import View
from web.marking import escape, year_text
from web.routes import REPORT_PATH
from web.texts import Texts

COPYING = """<script>(() => {
  if (window.fjCopying) return;
  window.fjCopying = true;
  // Where a page may not use the clipboard (plain http on a network), the old way still works after a click.
  const copyOld = (field) => {
    field.hidden = false;
    field.focus();
    field.select();
    try { return document.execCommand("copy"); } catch { return false; }
  };
  document.addEventListener("click", async (event) => {
    const button = event.target.closest && event.target.closest("button[data-fj-copy]");
    if (!button) return;
    const box = button.closest(".fj-cite");
    const said = box.querySelector("[role=status]");
    const field = box.querySelector("textarea");
    const value = decodeURIComponent(button.dataset.fjCopy);
    field.value = button.dataset.fjKind === "link" ? new URL(value, location.href).href : value;
    said.textContent = "";
    let copied = false;
    try {
      await navigator.clipboard.writeText(field.value);
      copied = true;
    } catch {
      copied = copyOld(field);
    }
    field.hidden = copied;
    if (copied) button.focus();
    said.textContent = copied ? `${box.dataset.fjCopied}: ${button.textContent}` : box.dataset.fjByHand;
    button.dataset.fjDone = String(copied);
    setTimeout(() => {
      delete button.dataset.fjDone;
      if (copied) said.textContent = "";
    }, 4000);
  });
})()</script>"""
"""Put into a page once, by :mod:`web.frame`."""


def citing_controls(  # noqa: PLR0917
    report: Report | ReportFacts,
    headings: Sequence[str],
    page: int | None,
    passage: Passage | Cited,
    view: View,
    words: Texts,
) -> str:
    """The control of one passage as HTML.

    Args:
        report: Where it stands.
        headings: Labels of the headings around it, outermost first.
        page: Its page, from 1; ``None`` in files without pages.
        passage: What is copied and linked to: a passage, or any slice of a report.
        view: Whose language the citation is for.
        words: The page's language.
    """
    own = words.links
    citation = cite(report, headings, page)
    copies = (
        ("plain", own.plain, citation.in_language(view.language)),
        ("reference", own.reference, citation.gbt7714),
        ("link", own.address, permanent_link(report, passage)),
        ("text", own.original, passage.text),
    )
    buttons = "".join(
        f'<button type="button" data-fj-kind="{kind}" data-fj-copy="{escape(_harmless(value))}">{escape(label)}</button>'
        for kind, label, value in copies
    )
    where = f"{report.place.parts[-1] if report.place.parts else words.unknown_place} {year_text(report.year, words)}"
    label = escape(own.cite_of.format(where=where))
    return (
        f'<div class="fj-cite" role="group" aria-label="{label}" data-fj-copied="{escape(own.copied)}" data-fj-by-hand="{escape(own.by_hand)}">'
        f'{buttons}<span role="status" aria-live="polite"></span>'
        f'<textarea class="fj-cite-field" readonly hidden rows="3" aria-label="{label}"></textarea></div>'
    )


def _harmless(value: str) -> str:
    """For an attribute, ASCII marks percent-encoded: Streamlit takes attributes away in which anything looks like markup."""
    return re.sub(r"[\x00-\x1f!-/:-@\[-`{-\x7f]", lambda mark: f"%{ord(mark[0]):02X}", value)


def permanent_link(report: Report | ReportFacts, passage: Passage | Cited) -> str:
    """The link of a passage, relative to the pages, that finds it as long as its words stand anywhere in the index."""
    identity = passage.id if isinstance(passage, Passage) else passage.passage_id
    address = address_of(report, passage.text)
    at = {"at": str(address)} if address else {"report": report.id}
    return f"{REPORT_PATH}?{urlencode({'passage': identity, **at})}"


def folded_controls(controls: str, words: Texts) -> str:
    """The control behind one small word, where many passages stand one below the other."""
    return f'<details class="fj-cite-more"><summary>{escape(words.links.cite)}</summary>{controls}</details>'
