"""What the reader was unsure of in each report, without reading the reports themselves."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

from errors import IndexUnusableError
from indexer.index import CATALOGUE, Index


def report_notes(index: Index) -> dict[int, tuple[str, ...]]:
    """The reader's doubts, in words for a person, by the number of the report; reports without any are left out.

    Raises:
        IndexUnusableError: The catalogue cannot be read.
    """
    path = index.version / CATALOGUE
    try:
        # As the catalogue itself is opened: published files never change.
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as db:
            rows = db.execute("SELECT number, notes FROM reports WHERE notes != '[]' ORDER BY number").fetchall()
    except sqlite3.Error as error:
        raise IndexUnusableError(f"{path} cannot be read as a catalogue ({error}); index again") from error
    return {number: tuple(json.loads(notes)) for number, notes in rows}
