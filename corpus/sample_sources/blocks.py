"""Blocks of a source as html, shared by what is printed and what a site publishes."""

from __future__ import annotations

import html

from corpus.sample_sources.lines import Kind, Line, cells


def table_html(rows: list[list[str]]) -> str:
    """A table of figures."""
    body = "".join(f"<tr>{''.join(f'<td>{html.escape(cell)}</td>' for cell in row)}</tr>\n" for row in rows)
    return f'<table class="figures">\n{body}</table>'


def block_html(block: list[Line], markup: dict[Kind, str]) -> str:
    """One block as html; ``markup`` holds a pattern with ``{}`` for every kind that is set in its own way."""
    if block[0].kind is Kind.TABLE:
        return table_html([cells(line.text) for line in block])
    pattern = markup.get(block[0].kind, markup[Kind.BODY])
    return pattern.format(html.escape(block[0].text, quote=False))
