"""What is asked about, a problem or a practice: typed, or a passage of the index."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.report import Passage
from errors import QueryError, echoed
from insight.citing import Cited, Citing
from insight.scope import Authority
from search.bridge import Carried
from search.engine import Engine
from search.question import Question, parse_question
from search.ranking import Query, encode_query, query_of
from search.understanding import Understood, understand

_PASSAGE_ID = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Subject:
    """A problem or a practice, ready to be compared.

    ``asked`` is its text as a question, which finds what speaks of it in other words. ``alike`` finds what says the same: for a passage of the index
    that passage itself, else ``asked`` again.
    """

    question: Question
    passage: Cited | None
    asked: Query
    alike: Query
    terms: tuple[str, ...]
    carried: tuple[Carried, ...]

    @property
    def own(self) -> Authority | None:
        """Whose passage it is."""
        return self.passage.report.authority if self.passage else None

    @property
    def kind(self) -> str:
        """Which thresholds hold for it: ``zh`` and ``en`` for what is typed, ``passage``."""
        return "passage" if self.passage else self.question.language


def subject_of(engine: Engine, text: str) -> Subject:
    """Understand what is asked about.

    Args:
        engine: The opened index with its encoder.
        text: A problem or a practice in Chinese or English, or the id of a passage.

    Raises:
        QueryError: It is empty or too long, or no passage has this id.
        EncoderError: The encoder cannot be had.
    """
    identity = text.strip()
    if not _PASSAGE_ID.fullmatch(identity):
        return _typed(engine, parse_question(text))
    position = engine.index.catalogue.position_of(identity)
    if position is None:
        raise QueryError(f"{echoed(identity)} is no passage of {engine.index.directory}; take the passage_id of a hit")
    [passage] = engine.index.catalogue.passages([position])
    return _of_passage(engine, passage, position)


def _typed(engine: Engine, question: Question) -> Subject:
    understood, query = _asked(engine, question)
    return Subject(question, None, query, query, understood.terms, understood.carried)


def _of_passage(engine: Engine, passage: Passage, position: int) -> Subject:
    question = Question(passage.text, "zh")
    understood, query = _asked(engine, question)
    return Subject(
        question,
        Citing(engine.index).cite(passage),
        query,
        query_of(engine.index, position, passage.text),
        # A passage holds many words; those of one character mark too much of another.
        tuple(term for term in understood.terms if len(term) > 1),
        # Nobody typed it, so nobody need be told what else was looked for.
        (),
    )


def _asked(engine: Engine, question: Question) -> tuple[Understood, Query]:
    understood = understand(question, engine.index, engine.settings)
    return understood, encode_query(understood, engine.index, engine.encoder, engine.settings)
