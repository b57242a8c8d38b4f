"""The parts that the yearly-report duty asks for, found in one report."""

from __future__ import annotations

from corpus.outline.roles import heading_role
from corpus.report import Role
from insight.completeness.cues import CAUSE_HEADING, CAUSE_PARAGRAPH, OUTRIGHT, causes_in, duty_sentences
from insight.completeness.findings import Finding, Ground, Reading, ground
from insight.completeness.parts import Status
from insight.completeness.substance import is_bare

_ENOUGH_CAUSES = 2
_ENOUGH_ACTS = 2


def find_act(reading: Reading, key: str, role: Role) -> Finding:
    """One of the acts: what was done, what is wrong, what comes next. Headings of points count as text, headings of acts do not."""
    passages = reading.of_role(role)
    headings = [
        position
        for position, section in enumerate(reading.report.sections)
        if section.level and section.role is role and heading_role(section.heading, reading.report.year) is None
    ]
    if not passages and not headings:
        return Finding(key, Status.MISSING)
    sections = reading.report.sections
    texts = [reading.written[sections[p].start : sections[p].body] for p in headings]
    bare = is_bare([*texts, *(reading.text(passage) for passage in passages)])
    grounds = [ground(passage) for passage in passages]
    if not passages:
        grounds = [Ground(None, sections[p].start, sections[p].end) for p in headings]
    return Finding(key, Status.BARE if bare else Status.FULL, tuple(grounds))


def find_causes(reading: Reading) -> Finding:
    """Why things are wrong, as the report itself says it."""
    grounds: list[Ground] = []
    own = False
    for passage in reading.passages:
        text = reading.text(passage)
        if CAUSE_HEADING.search(reading.heading(passage)) and passage.role is not Role.PLAN:
            own = True
            grounds.append(ground(passage))
        elif passage.role is Role.PROBLEM:
            own = own or CAUSE_PARAGRAPH.search(text) is not None
            grounds += [ground(passage, start, end) for start, end in causes_in(reading.heading(passage), text)]
    if not grounds:
        return Finding("causes", Status.MISSING)
    full = own or len(grounds) >= _ENOUGH_CAUSES
    return Finding("causes", Status.FULL if full else Status.BARE, tuple(grounds))


def find_first_person(reading: Reading) -> Finding:
    """What the principal persons of party and government did as first persons responsible."""
    grounds: list[Ground] = []
    acts, figure = 0, False
    for passage in reading.of_role(Role.PRACTICE):
        under = OUTRIGHT.pattern.search(reading.heading(passage)) is not None
        told = duty_sentences(reading.text(passage), reading.report.level, under_heading=under)
        for start, end, done, counted in told:
            grounds.append(ground(passage, start, end))
            acts += done
            figure = figure or counted
    if not grounds:
        return Finding("first_person", Status.MISSING)
    full = figure or acts >= _ENOUGH_ACTS
    return Finding("first_person", Status.FULL if full else Status.BARE, tuple(grounds))
