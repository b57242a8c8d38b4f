"""Every error the product raises on purpose. Each message says what was found, where, and what to do."""

from __future__ import annotations


class FajianError(Exception):
    """Root of all errors meant for the user: the terminal shows its one line, the page the same words."""


class UnreadableFileError(FajianError):
    """A file cannot be read as a report."""


class MissingFileError(UnreadableFileError):
    """A file is not there, at least not now: somebody may be moving it."""


class ReadingError(FajianError):
    """Files cannot be read at all, for a reason that lies in none of them."""


class EncoderError(FajianError):
    """A text encoder cannot be had or gives unusable vectors."""


class IndexUnusableError(FajianError):
    """An index is missing, damaged, or made by another encoder or format."""


class IndexBusyError(FajianError):
    """Another build holds the index."""


class StoreError(FajianError):
    """A server that keeps the vectors of an index does not answer, refuses, or no longer holds what was published."""


class QueryError(FajianError):
    """A question or filter that cannot be answered as asked."""


LONGEST_ECHO = 80


def echoed(given: str) -> str:
    """What was given, as an error message repeats it: its beginning where it is long, and nothing that cannot be seen, so that a sentence stays one."""
    shown = "".join(char if char.isprintable() else "\ufffd" for char in given[: LONGEST_ECHO + 1])
    return shown if len(shown) <= LONGEST_ECHO else shown[:LONGEST_ECHO] + "…"
