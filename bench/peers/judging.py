"""One judge for all: graded quotations, found in what a peer cut by where its passages stand in the report.

*By passages* is the product's own judging (:mod:`search.evaluation.quotations`): a passage takes the best grade among the quotations it holds and uses
up all of them, so that a long one is paid once for many, and overlapping ones are not paid twice; the ideal ranking is one of the peer's own passages.
That favours long passages a little: fewer of them hold the answers, so fewer can be missed. *By characters read* is the other side: the share of the
answers that someone has seen who reads a fixed number of characters from the top. That favours short passages. Whoever leads in both, leads.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bench.peers.task import Chunk, Text
from search.evaluation import Candidate, Quotation, judge, reduce_text

READ = 2_000
"""Characters: what fits on a screen or two."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A passage by where it stands in its text; ``heading`` is the last one that begins at or before it. ``start`` and ``end`` are 0 if it stands nowhere."""

    id: str
    text_id: str
    start: int
    end: int
    heading: str
    text: str

    def candidate(self) -> Candidate:
        """As the product's judge sees it. The heading counts for all, although only Fajian shows it beside the passage."""
        return Candidate(self.id, self.text_id, reduce_text(self.heading + self.text))


def locate(text: str, passage: str, since: int = 0) -> tuple[int, int] | None:
    """Where a passage stands in a text: first and past the last character, at or after ``since`` if it stands there.

    White space is no part of the comparison, since splitters strip and join lines.
    """
    for first in dict.fromkeys((since, 0)):
        at = text.find(passage, first)
        if at >= 0:
            return at, at + len(passage)
    places = [place for place, character in enumerate(text) if not character.isspace()]
    bare = "".join(text[place] for place in places)
    wanted = "".join(passage.split())
    at = bare.find(wanted)
    return (places[at], places[at + len(wanted) - 1] + 1) if wanted and at >= 0 else None


def place(texts: Sequence[Text], chunks: Sequence[Chunk]) -> list[Placed]:
    """Find every passage in its text, in the order given; the same words twice in a text stand at two places."""
    by_id = {text.id: text for text in texts}
    since: dict[str, int] = {}
    placed = []
    for number, chunk in enumerate(chunks):
        text = by_id[chunk.text_id]
        found = locate(text.text, chunk.text, since.get(text.id, 0))
        start, end = found or (0, 0)
        if found:
            since[text.id] = start + 1
        heading = next((words for at, words in reversed(text.headings) if at <= start), "") if found else ""
        placed.append(Placed(str(number), text.id, start, end, heading, text.text[start:end]))
    return placed


def ranking(placed: Sequence[Placed], chunks: Sequence[Chunk], found: Sequence[Chunk]) -> list[Placed]:
    """What was found, as passages of the index; one found twice stands for two of the same words, if there are so many."""
    left: dict[Chunk, deque[Placed]] = {}
    for chunk, one in zip(chunks, placed, strict=True):
        left.setdefault(chunk, deque()).append(one)
    return [left[chunk].popleft() for chunk in found if left.get(chunk)]


def judged(
    answers: Sequence[Quotation], ranked: Sequence[Placed], every: Iterable[Candidate]
) -> tuple[dict[str, int], dict[str, float]]:
    """Gains and run of one question, by the product's own judge."""
    return judge(answers, [one.candidate() for one in ranked], every)


def share_read(answers: Sequence[Quotation], ranked: Sequence[Placed], characters: int = READ) -> float:
    """The share of the answers, by gain (2^grade - 1), that stand in the first characters read down the ranking.

    A passage on the edge is read as far as the characters go. Words that stood in a passage before are read again and pay nothing.
    """
    left = {(answer.report, reduce_text(answer.quote)): 2**answer.grade - 1 for answer in answers}
    all_of_it = sum(left.values())
    for one in ranked:
        if characters <= 0:
            break
        seen = reduce_text(one.heading + one.text[:characters])
        characters -= len(one.text)
        for key in [key for key in left if key[0] == one.text_id and key[1] in seen]:
            del left[key]
    return 1 - sum(left.values()) / all_of_it if all_of_it else 0.0


def ndcg(judgements: Mapping[str, tuple[Mapping[str, float], Mapping[str, float]]]) -> dict[str, float]:
    """nDCG@10 of each question, by its gains and its run."""
    import ir_measures
    from ir_measures import nDCG

    values = dict.fromkeys(judgements, 0.0)
    qrels = {question: {name: int(gain) for name, gain in gains.items()} for question, (gains, _) in judgements.items()}
    runs = {question: dict(run) for question, (_, run) in judgements.items()}
    for metric in ir_measures.iter_calc([nDCG @ 10], qrels, runs):
        values[metric.query_id] = metric.value
    return values
