"""What a search found as a briefing, with how many of how many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from briefing.excerpt import Briefing, Group, excerpt_of_hit
from briefing.wording import WORDINGS
from search.answer import Answer, Hit


@dataclass(frozen=True, slots=True)
class Headed:
    """Hits under a heading, or under none."""

    heading: str | None
    hits: Sequence[Hit]


def briefing_of_answer(answer: Answer, date: str, *, language: str, filters: str = "", weaker: bool = True) -> Briefing:
    """An answer: the relevant hits, then, if wanted, those that are less closely related, and how many there are in all.

    Args:
        answer: What the engine answered.
        date: ISO date of the briefing.
        language: Of the labels.
        filters: The filters in words; empty for none.
        weaker: Whether hits that are not relevant are listed. An answer without a relevant hit is listed in any case.
    """
    wording = WORDINGS[language]
    near = [hit for hit in answer.hits if hit.relevant]
    held = sum(1 + len(hit.folded) for hit in near)
    sentence = wording.found if held >= answer.total else wording.found_some
    scope = [wording.asked.format(question=answer.question.text)]
    scope += [wording.filtered.format(filters=filters)] if filters else []
    scope += [sentence.format(total=answer.total, shown=len(near))] if answer.confident else [wording.unreliable]
    groups = near_and_far(answer.hits, language=language, weaker=weaker)
    return briefing_of_hits(answer.question.text, date, groups, language=language, scope=scope)


def near_and_far(hits: Sequence[Hit], *, language: str, weaker: bool) -> list[Headed]:
    """The relevant hits, then, if wanted, those less closely related under a heading of their own; where none is relevant, all under none."""
    wording = WORDINGS[language]
    near = [hit for hit in hits if hit.relevant]
    far = [hit for hit in hits if not hit.relevant] if weaker or not near else []
    if not near:
        return [Headed(None, far)]
    return [Headed(wording.related if far else None, near), Headed(wording.weaker, far)]


def briefing_of_hits(
    title: str, date: str, groups: Sequence[Headed], *, language: str, scope: Sequence[str] = ()
) -> Briefing:
    """Hits under headings; headings without any are left out."""
    filled = tuple(
        Group(group.heading, tuple(excerpt_of_hit(hit) for hit in group.hits)) for group in groups if group.hits
    )
    return Briefing(title, date, filled, tuple(scope), language)
