"""The options of the commands that index and search."""

from __future__ import annotations

import argparse
from pathlib import Path

PLACES = ("province", "prefecture", "county", "township")
ROLES = ("practice", "problem", "plan", "other")
KINDS = ("report", "plan", "personal", "interpretation", "news", "template", "all")
MOST_READERS = 64
AS_WRITTEN = ("year", *PLACES, "role", "all")


def index_options(index: argparse.ArgumentParser) -> None:
    """Options of ``index``."""
    index.add_argument(
        "folders", nargs="*", type=Path, metavar="DIR", help="folders of reports; none refreshes all known ones"
    )
    index.add_argument(
        "--remove", action="append", default=[], type=Path, metavar="DIR", help="take a folder out of the index"
    )
    index.add_argument(
        "--rebuild", action="store_true", help="read everything anew, and encode it where the encoder is another"
    )
    index.add_argument(
        "--late",
        action=argparse.BooleanOptionalAction,
        default=None,
        help="keep token vectors, which rank better and take about 11 KB a passage (default: as before, at first yes)",
    )
    index.add_argument(
        "--readers",
        type=int,
        choices=range(MOST_READERS + 1),
        metavar="N",
        help="processes that read files (default: one for each processor, at most 4; 0: none of their own)",
    )
    index.add_argument(
        "--store",
        metavar="ADDRESS",
        help="server that searches the vectors: milvus://host:port/collection, or local (default: as before, at first local)",
    )
    index.add_argument(
        "--ray",
        metavar="ADDRESS",
        help="have a Ray cluster encode: auto (the one this machine is part of), host:port of its head, or local (docs/bulk.md)",
    )
    index.add_argument(
        "--ray-folder",
        type=Path,
        metavar="DIR",
        help="folder that all machines of the cluster share under this name (default: the index)",
    )
    index.add_argument(
        "--ray-workers",
        type=int,
        metavar="N",
        help="processes of the cluster that encode, each with a model (default: one for each processor)",
    )
    model_options(index)


def search_options(search: argparse.ArgumentParser) -> None:
    """Options of ``search``."""
    search.add_argument(
        "question",
        metavar="QUESTION",
        help="in Chinese or English; - reads one a line from stdin and answers one JSON a line",
    )
    search.add_argument(
        "--as-written",
        action="append",
        default=[],
        choices=AS_WRITTEN,
        help="leave a year, a place or a role named in the question in its text instead of filtering by it",
    )
    search.add_argument(
        "--export",
        type=Path,
        metavar="FILE",
        help="also write the hits to a file: .docx, .md, .csv or .xlsx (at most --top; 1000 for all)",
    )
    _narrowing(search)
    model_options(search)
    _reranker_option(search)


def similar_options(similar: argparse.ArgumentParser) -> None:
    """Options of ``similar``."""
    similar.add_argument("passage", metavar="PASSAGE-ID", help="the passage_id of a hit")
    _narrowing(similar)
    model_options(similar)
    _reranker_option(similar)


def _reranker_option(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--reranker",
        help="cross-encoder that reads the best passages again: folder or hub name (default: FAJIAN_RERANKER, else none)",
    )


def _narrowing(command: argparse.ArgumentParser) -> None:
    """How many passages, and of which reports."""
    command.add_argument("--top", type=int, default=10, metavar="N", help="most passages to show (default 10)")
    command.add_argument("--role", choices=ROLES, help="what the passage must be")
    theme_option(command)
    report_options(command)
    command.add_argument("--per-township", type=int, metavar="N", help="most passages of one township")


def theme_option(command: argparse.ArgumentParser) -> None:
    """Which theme a passage must be about."""
    command.add_argument(
        "--theme", metavar="THEME", help="what the passage must be about: a theme's name or label (docs/themes.md)"
    )


def report_options(command: argparse.ArgumentParser) -> None:
    """Which reports are looked at."""
    command.add_argument("--year", metavar="Y[-Y]", help="year or years reported on, 2023 or 2022-2024")
    for level in PLACES:
        command.add_argument(f"--{level}", metavar="NAME", help=f"only this {level}, by full or short name")
    command.add_argument("--level", choices=(*PLACES, "department", "unknown"), help="only reports of this level")
    command.add_argument(
        "--kind",
        choices=KINDS,
        default="report",
        help="only documents of this kind (default report: plans etc. left out)",
    )


def model_options(command: argparse.ArgumentParser) -> None:
    """Which encoder, and its prompts."""
    command.add_argument(
        "--model",
        help="encoder: folder or hub name of a sentence-transformers model (default: FAJIAN_MODEL, else bundled)",
    )
    command.add_argument(
        "--query-prompt", metavar="TEXT", help="put before questions instead of the model's own prompt"
    )
    command.add_argument(
        "--passage-prompt", metavar="TEXT", help="put before passages instead of the model's own prompt"
    )
