"""The table ``metadata.csv`` beside reports, with which a user says what is known of them: a row a file."""

from __future__ import annotations

import csv
import io
import unicodedata

from corpus.formats.encoding import decode
from corpus.given import field_name
from errors import UnreadableFileError

SIDECAR = "metadata.csv"


def read_sidecar(data: bytes, name: str) -> dict[str, dict[str, str]]:
    """The rows of a sidecar by the files that they name.

    Args:
        data: Its bytes.
        name: What messages call it.

    Returns:
        For each file, its cells by the names of :data:`corpus.given.FIELDS`; empty cells say nothing.

    Raises:
        UnreadableFileError: It is no table, or does not name files.
    """
    try:
        # Excel on a Chinese Windows saves CSV files in the system's code page, or in UTF-16 with tabs.
        text, _ = decode(data)
        table = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)))
    except (ValueError, csv.Error) as error:
        raise UnreadableFileError(f"{name} is not a CSV file ({error}); mend it, or take the file away") from error
    columns = [field_name(column.strip()) for column in table[0]] if table else []
    if "source" not in columns:
        raise UnreadableFileError(
            f"{name} has no column 'source' with the names of files; add it, or take the file away"
        )
    rows = [
        {column: cell.strip() for column, cell in zip(columns, cells, strict=False) if column and cell.strip()}
        for cells in table[1:]
    ]
    return {_key(row["source"]): row for row in rows if "source" in row}


def _delimiter(text: str) -> str:
    head = text.split("\n", 1)[0]
    return max(",\t;，", key=head.count)


def _key(source: str) -> str:
    return unicodedata.normalize("NFC", source.replace("\\", "/")).removeprefix("./")
