"""What fuzzing does with one question, link, address, argument or export, and what must hold of the answer.

As in :mod:`bench.trust.fuzz_readers`, raising anything but a :class:`~errors.FajianError` is a fault of the product. What needs an index shares one of
the sample reports, made once a process.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import csv
import io
import json
import re
import tempfile
from functools import lru_cache
from pathlib import Path
from urllib.parse import parse_qsl

from api import Fajian
from bench.trust.fuzz_checks import check_json, hold
from corpus.dates import first_year, iso_date, year_number
from corpus.formats.numerals import formatted
from corpus.outline.numbering import parse_number
from corpus.text.script import plain
from embeddings import HashingEncoder
from errors import QueryError
from indexer.build import build_index
from indexer.index import Index
from insight.indicators.finding import quantities
from insight.spreadsheet import csv_bytes
from search.asked import understand_asked
from search.asked_places import PlaceNames
from search.asked_text import legible
from search.contract import answer_json
from search.engine import Engine
from search.permanent import Address, find_words
from search.question import parse_question
from search.spelling import mended
from web.link import link_params, parse_link

SAMPLES = Path(__file__).resolve().parents[2] / "corpus" / "samples"
_TAG = re.compile(r"(?<!\\)(?:\\\\)*<[a-zA-Z!/]")
_FORMATS = (
    "chineseCountingThousand",
    "upperRoman",
    "lowerLetter",
    "ideographTraditional",
    "decimalEnclosedCircle",
    "ordinal",
    "x",
)


@lru_cache(maxsize=1)
def engine() -> Engine:
    """An engine on the sample reports; its index lasts as long as the process."""
    place = Path(tempfile.mkdtemp(prefix="fuzz-index-"))
    build_index(place / "index", [SAMPLES], HashingEncoder())
    return Engine(Index.open(place / "index"), HashingEncoder())


@lru_cache(maxsize=1)
def _warmed() -> Engine:
    """The engine with all that questions may need loaded, which would else pass for growth of memory."""
    engine().warm()
    return engine()


@lru_cache(maxsize=1)
def _places() -> PlaceNames:
    return PlaceNames(engine().index.reports)


def _text(data: bytes) -> str:
    # What a terminal passes on that is no UTF-8 comes as lone surrogates.
    return data.decode("utf-8", "surrogateescape")


def search(data: bytes) -> None:
    """A question to the whole engine; the answer is JSON, and every hit is word for word."""
    ask = _warmed()
    answer = ask.search(_text(data), top=5)
    check_json(answer_json(answer))
    for hit in answer.hits[:2]:
        text = ask.index.catalogue.text_of(hit.report.number)
        hold(text[hit.passage.start : hit.passage.end] == hit.passage.text, "a hit is word for word")


def take_apart(data: bytes) -> None:
    """A question taken apart: what was recognised stands where it says, in order, and something is left."""
    question = parse_question(_text(data))
    asked = understand_asked(question, _places())
    hold(bool(asked.text.strip()), "something is left of a question")
    hold(len(legible(question.text)) == len(question.text), "the legible question is as long as the question")
    last = 0
    for item in asked.found:
        hold(last <= item.start < item.end <= len(question.text), "what is recognised stands in the question, in order")
        hold(question.text[item.start : item.end] == item.text, "what is recognised is as written")
        last = item.end
    for slip in mended(question.text, question.language, lambda word: len(word) % 3 == 0):
        hold(slip.written != slip.meant, "a slip is mended into something else")


def open_link(data: bytes) -> None:
    """The query string of a link: understood or doubted; what was understood makes a link that says the same."""
    params = dict(parse_qsl(_text(data), keep_blank_values=True, errors="replace", max_num_fields=None))
    view = parse_link(params)
    hold({doubt.name for doubt in view.doubts} <= set(params), "a doubt names a part of the link")
    hold(all(len(doubt.value) <= 61 for doubt in view.doubts), "a doubt is short enough to be shown")
    if view.question is None or view.question == params.get("q"):
        again = parse_link(link_params(view))
        same = again.filters == view.filters and again.top == view.top and again.passage == view.passage
        hold(same and not again.doubts, "a link made of a view says the same")


def find_again(data: bytes) -> None:
    """A permanent address: read as it was written or not at all; its words are looked for in any text."""
    value, _, text = _text(data).partition("\n")
    try:
        address = Address.parse(value)
    except ValueError as error:
        raise QueryError("no address") from error
    hold(str(address) == value, "an address is read as it was written")
    found = find_words(text, address)
    hold(found is None or 0 <= found[0] < found[1] <= len(text), "words are found within the text")


def reckon(data: bytes) -> None:
    """Numbers, dates and years, wherever they may stand."""
    text = plain(data.decode("utf-8", "replace"))
    for quantity in quantities(text):
        hold(0 <= quantity.start < quantity.end <= len(text), "a quantity stands in the text")
        hold(quantity.value == quantity.value and abs(quantity.value) != float("inf"), "a quantity has a finite value")
    first_year(text)
    head = text[:12]
    for read in (parse_number, year_number):
        with contextlib.suppress(ValueError):
            number = read(head)
            for name in _FORMATS:
                hold(isinstance(formatted(min(number, 10**6), name), str), "a number is written in any format")
    date = iso_date(text[:4], text[4:6], text[6:8] or None)
    hold(date is None or len(date) >= 7, "a date has a year and a month")


def parse_arguments(data: bytes) -> None:
    """Arguments of the terminal, one a line: understood, or refused as wrong usage; the filters are made or refused in a sentence."""
    from terminal.running import filters_of

    quiet = io.StringIO()
    with contextlib.redirect_stdout(quiet), contextlib.redirect_stderr(quiet):
        try:
            options = _parser().parse_args(_text(data).split("\n"))
        except SystemExit as ended:
            hold(ended.code in {0, 2}, "wrong usage ends with 2")
            raise QueryError("wrong usage") from ended
        if hasattr(options, "kind"):
            filters_of(options)


@lru_cache(maxsize=1)
def _parser() -> argparse.ArgumentParser:
    from cli import parser

    return parser()


def call_tool(data: bytes) -> None:
    """A call of the MCP server: the first line names the tool, the rest is its arguments as JSON; refused in words, or JSON comes back."""
    from mcp.server.mcpserver.exceptions import ToolError, UnexpectedToolError

    name, _, rest = data.decode("utf-8", "replace").partition("\n")
    try:
        arguments = json.loads(rest)
    except (ValueError, RecursionError) as error:
        raise QueryError("no JSON") from error
    if not isinstance(arguments, dict):
        raise QueryError("no arguments")
    server, loop = _server()
    try:
        result = loop.run_until_complete(server.call_tool(name, arguments))  # type: ignore[attr-defined]
    except UnexpectedToolError:
        raise
    except ToolError as error:
        raise QueryError(str(error)) from error
    check_json(json.loads(result.content[0].text))


@lru_cache(maxsize=1)
def _server() -> tuple[object, asyncio.AbstractEventLoop]:
    import logging

    from terminal.programs.server import make_server

    logging.getLogger("mcp").setLevel(logging.CRITICAL)

    class Kept:
        def opened(self) -> Fajian:
            return _opened()

    return make_server(Kept()), asyncio.new_event_loop()  # type: ignore[arg-type]


@lru_cache(maxsize=1)
def _opened() -> Fajian:
    return Fajian(_warmed().index, HashingEncoder())


def export(data: bytes) -> None:
    """Words in every file that is exported: no cell works as a formula, and each file opens again with as many cells."""
    from briefing.excerpt import Briefing, Excerpt, Group
    from briefing.markdown import markdown_bytes
    from briefing.tables import briefing_csv
    from corpus.report import Role

    text = _text(data)
    cells = [text, *text.split("\n")[:6]]
    table = csv_bytes([["head"], cells])
    rows = list(csv.reader(io.StringIO(table.decode("utf-8-sig"), newline="")))
    hold(len(rows) == 2 and len(rows[1]) == len(cells), "a CSV file has as many cells as were written")
    hold(not any(is_formula(cell) for cell in rows[1]), "no cell of a CSV file works as a formula")
    report = engine().index.reports[0]
    excerpt = Excerpt("x", report, Role.PRACTICE, (text[:40],), text, page=None, note=text[:99])
    briefing = Briefing(text[:60], text[:10], (Group(text[:20], (excerpt,)),), (text[:30],))
    lines = list(csv.reader(io.StringIO(briefing_csv(briefing).decode("utf-8-sig"), newline="")))
    hold(len({len(line) for line in lines}) == 1, "every line of excerpts has as many cells")
    hold(not any(is_formula(cell) for line in lines for cell in line), "no cell of excerpts works as a formula")
    hold(_TAG.search(markdown_bytes(briefing).decode()) is None, "no markup of a report is markup in Markdown")


def is_formula(cell: str) -> bool:
    """Whether a spreadsheet would take a cell of a CSV file for a formula; numbers are none."""
    bare = cell.lstrip(" \t\r\n\u3000\xa0\ufeff\u200b")
    if not bare.startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠")):
        return cell.startswith(("\t", "\r"))
    with contextlib.suppress(ValueError):
        float(cell)
        return False
    return True
