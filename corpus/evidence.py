"""Where each fact of a report was found: which part of the document, in which words, and where they stand in the text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from corpus.facts import GIVEN, TABLE
from corpus.frame import Frame
from corpus.report import Evidence
from corpus.text.script import plain as plain_text

_PARTS = {"title": "标题", "issuer": "落款", "document_number": "文头", "addressee": "主送", "signed": "落款"}
_SPANS = {"标题": "title", "文头": "letterhead", "落款": "issuer"}


def written(text: str, frame: Frame, name: str) -> str | None:
    """A part of the head or foot as it is written; ``None`` where there is none. Two who sign are joined by ``、``."""
    start, end = frame.spans.get(name, (0, 0))
    return text[start:end].replace("\n", "、" if name == "issuer" else "\n") or None


def written_title(text: str, frame: Frame) -> str:
    """The title as it is written; its lines are joined."""
    title = (written(text, frame, "title") or "").replace("\n", "")
    # A title that has other lines inside is longer than what was found.
    return title if len(title) == len(frame.title) else frame.title


def find_evidence(
    text: str, frame: Frame, facts: Mapping[str, str | None], given: Mapping[str, str]
) -> Iterator[Evidence]:
    """Where each of these facts was found.

    Args:
        text: The report's text.
        frame: Its head and foot.
        facts: Values by the names of fields of a report.
        given: What the user said beforehand.
    """
    for fact, value in facts.items():
        if not value:
            continue
        span = frame.spans.get(fact)
        if given.get(fact) == value:
            yield Evidence(fact, GIVEN, value)
        elif span:
            yield Evidence(fact, _PARTS[fact], text[span[0] : span[1]], *span)
        elif fact == "issuer" and frame.letterhead.startswith(value) and "letterhead" in frame.spans:
            start, end = frame.spans["letterhead"]
            yield Evidence(fact, "文头", text[start:end], start, end)
        else:
            yield Evidence(fact, TABLE, value)


def located(evidence: Evidence, text: str, plain: str, frame: Frame) -> Evidence:
    """The same evidence with its place in the text, if its words stand there.

    Args:
        evidence: Words in plain characters, without offsets.
        text: The report's text.
        plain: The same in plain characters.
        frame: Where its head and foot lie: the words are looked for there first.
    """
    words = plain_text(evidence.text, traditional=False)
    name = _SPANS.get(evidence.where)
    start, end = frame.spans.get(name, (0, len(plain))) if name else (frame.body, len(plain))
    at = plain.find(words, start, end) if words else -1
    if at < 0:
        return evidence
    return replace(evidence, text=text[at : at + len(words)], start=at, end=at + len(words))
