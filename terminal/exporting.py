"""What a search found as a file, by the same code as on the page."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.files import format_of
from errors import FajianError

if TYPE_CHECKING:
    from search.answer import Answer


def check_export(path: Path, question: str) -> None:
    """Refuse a file that cannot be written, before anything is loaded for it.

    Raises:
        FajianError: Its name asks for no format, its folder is not there, or there are many questions.
    """
    format_of(path)
    if question == "-":
        raise FajianError("--export takes one question; give it instead of -")
    if path.is_dir() or not path.parent.is_dir():
        raise FajianError(f"{path} cannot be written: its folder is not there, or it is a folder itself")


def export_answer(answer: Answer, path: Path) -> None:
    """Write the hits of an answer to a file, in the format that its name asks for and the language of the question.

    Raises:
        OSError: The disk is full, or may not be written to.
    """
    from briefing.answers import briefing_of_answer

    role = answer.filters.role
    chosen = {"role": role.value if role else None, **answer.filters.describe()}
    filters = ", ".join(f"{name} {_told(value)}" for name, value in chosen.items() if value)
    briefing = briefing_of_answer(answer, date.today().isoformat(), language=answer.question.language, filters=filters)
    path.write_bytes(format_of(path).make(briefing))


def _told(value: object) -> str:
    return "-".join(map(str, value)) if isinstance(value, list) else str(value)
