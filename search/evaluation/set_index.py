"""The documents of a retrieval set become an index like any other: in a temporary folder, or in one that is kept and used again."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.report import Level, Passage, Place, Report, Role, Section
from embeddings import Encoder
from errors import IndexUnusableError, QueryError
from indexer import storage
from indexer.build import publish_reports
from indexer.catalogue import IndexedPassage
from indexer.cutting import index_passages
from indexer.gathering import READING, Progress
from indexer.index import Index
from search.evaluation.retrieval import Document, RetrievalSet

MARK = "retrieval-set.json"
"""Lies beside the index of a set and says which one it was made of; an index without it belongs to someone else."""


@contextmanager
def open_set(
    questions: RetrievalSet, encoder: Encoder, directory: Path | None = None, progress: Progress | None = None
) -> Iterator[Index]:
    """The opened index of a set's documents.

    Args:
        questions: The set.
        encoder: Makes the vectors.
        directory: Where the index is kept; what lies there already is used again if it is of the same documents and encoder. ``None`` for a temporary
            folder.
        progress: Told of what is being done.

    Raises:
        QueryError: An index of something else lies there.
        IndexBusyError: Another build is at work on it.
        EncoderError: The encoder cannot be had.
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        kept = directory or Path(folder) / "index"
        content = _content(questions)
        if not _up_to_date(kept, content, encoder):
            index_set(questions, kept, encoder, progress)
            version = storage.current_version(kept)
            assert version is not None, "what has just been published is there"
            (kept / MARK).write_text(json.dumps({"content": content, "version": version.name}), encoding="utf-8")
        index = Index.open(kept)
        try:
            yield index
        finally:
            index.close()


def index_set(questions: RetrievalSet, directory: Path, encoder: Encoder, progress: Progress | None = None) -> None:
    """Index the documents of a set, one passage each.

    Raises:
        IndexBusyError: Another build is at work on this index.
        EncoderError: The encoder cannot be had.
    """
    reports = [as_report(document) for document in questions.documents]
    directory.mkdir(parents=True, exist_ok=True)
    (directory / MARK).write_text("{}", encoding="utf-8")
    publish_reports(directory, reports, encoder, progress=progress)


def as_report(document: Document) -> tuple[Report, list[IndexedPassage]]:
    """A document as a report of one passage, which stands below the document's title as its heading."""
    text = f"{document.title}\n{document.text}" if document.title else document.text
    body, end = len(text) - len(document.text), len(text)
    sections = [Section(0, "", "", Role.OTHER, 0, 0, end, None)]
    if document.title:
        sections.append(Section(1, "", document.title, Role.OTHER, 0, body, end, 0))
    report = Report(
        id=document.report_id,
        source=document.id,
        title="",
        place=Place(),
        level=Level.UNKNOWN,
        year=None,
        issuer=None,
        document_number=None,
        published=None,
        text=text,
        sections=tuple(sections),
    )
    passage = Passage(document.report_id, report.id, len(sections) - 1, Role.OTHER, document.text, body, end)
    return report, index_passages(report, [passage])


def _content(questions: RetrievalSet) -> str:
    """Changes with the documents and with how texts are cut into words."""
    digest = hashlib.sha256(READING.encode())
    for document in questions.documents:
        digest.update(document.report_id.encode())
    return digest.hexdigest()


def _up_to_date(directory: Path, content: str, encoder: Encoder) -> bool:
    """Whether the index that lies there is of this content and encoder; false where none lies there yet."""
    try:
        mark = json.loads((directory / MARK).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
            raise QueryError(
                f"{directory} holds something else than the index of a retrieval set; name a new folder with --index"
            ) from None
        return False
    try:
        version = storage.current_version(directory)
        if version is None or mark != {"content": content, "version": version.name}:
            return False
        index = Index.open(directory)
        index.check_encoder(encoder)
        index.close()
    except IndexUnusableError:
        return False
    return True
