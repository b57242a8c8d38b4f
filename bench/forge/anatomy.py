"""The shapes a report's body takes: which acts, in how many headings, how deep."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

from bench.forge.phrases import THEMES, Theme
from bench.forge.phrases import acts as wordings
from bench.forge.prose import ORDINALS, Voice, body, chinese, enumeration, paragraph
from bench.forge.truth import TrueHeading
from corpus.report import Role


@dataclass(frozen=True, slots=True)
class Habits:
    """How one author writes: level 3 below level 2, points counted 一是, how many themes, where the year stands."""

    deep: bool
    counted: float
    themes: int
    year_in_heading: bool


@dataclass(frozen=True, slots=True)
class Anatomy:
    """A shape of the body; ``weight`` is how often it is drawn. ``acts`` says that level 1 names the acts outright."""

    name: str
    weight: int
    build: Callable[[Voice, Habits], list[TrueHeading]]
    acts: bool = True


def draw_habits(random: Random) -> Habits:
    """One author's habits."""
    return Habits(
        deep=random.random() < 0.15,
        counted=random.choice((0.0, 0.4, 0.7, 1.0)),
        themes=random.randint(4, 9),
        year_in_heading=False,
    )


def draw_themes(random: Random, count: int) -> list[Theme]:
    """Themes in their usual order, each at most once."""
    chosen = sorted(random.sample(range(len(THEMES)), min(count, len(THEMES))))
    return [THEMES[position] for position in chosen]


def _heading(voice: Voice, level: int, number: int, wording: str, role: Role | None, *below: str) -> TrueHeading:
    label = {1: f"{chinese(number)}、", 2: f"（{chinese(number)}）", 3: f"{number}."}[level]
    return TrueHeading(level, label, voice.fill(wording), role, below)


def _seconds(voice: Voice, habits: Habits, role: Role, count: int) -> Iterator[TrueHeading]:
    """Headings of level 2 with their text, and level 3 where the author goes so deep."""
    random = voice.random
    for number, theme in enumerate(draw_themes(random, count), 1):
        pool = {Role.PROBLEM: theme.problems, Role.PLAN: theme.plans}.get(role, theme.practices)
        wording = _wording(random, pool, role)
        if habits.deep and role is Role.PRACTICE and random.random() < 0.6:
            yield _heading(voice, 2, number, wording, role)
            for inner, point in enumerate(random.sample(theme.points, random.randint(2, 4)), 1):
                yield _heading(voice, 3, inner, point, role, paragraph(voice, theme, role, 2))
        else:
            below = body(voice, theme, role, counted=random.random() < habits.counted)
            yield _heading(voice, 2, number, wording, role, *below)


def _wording(random: Random, pool: Sequence[str], role: Role) -> str:
    """A heading of level 2: one of the theme's, now and then two joined to a long one or one that misleads."""
    chance = random.random()
    if chance < 0.08 and role is Role.PRACTICE:
        return random.choice(wordings.PRACTICE_TRAPS)
    if chance < 0.08 and role is Role.PROBLEM:
        return random.choice(wordings.PROBLEM_TRAPS)
    plain = [wording for wording in pool if "情况" not in wording and "方面" not in wording]
    if chance < 0.18 and len(plain) > 1 and role is not Role.PROBLEM:
        return "，".join(random.sample(plain, 2))
    if chance < 0.22 and role is Role.PRACTICE:
        return f"突出“{random.choice('严实细快')}”字：{random.choice(plain)}"
    return random.choice(pool)


def _practice(voice: Voice, habits: Habits, number: int) -> Iterator[TrueHeading]:
    random = voice.random
    wording = random.choice([w for w in wordings.PRACTICE if ("{year}" in w) or not habits.year_in_heading])
    intro = (voice.fill(random.choice(wordings.PRACTICE_INTROS)),) if random.random() < 0.3 else ()
    yield _heading(voice, 1, number, wording, Role.PRACTICE, *intro)
    yield from _seconds(voice, habits, Role.PRACTICE, habits.themes)


def _problems(voice: Voice, habits: Habits, number: int, *, flat: bool = False) -> Iterator[TrueHeading]:
    random = voice.random
    intro = voice.fill(random.choice(wordings.PROBLEM_INTROS))
    wording = random.choice(wordings.PROBLEM)
    if flat or random.random() < 0.3:
        counted = enumeration(voice, draw_themes(random, 3), Role.PROBLEM)
        below = (intro + counted,) if random.random() < 0.5 else (intro, counted)
        yield _heading(voice, 1, number, wording, Role.PROBLEM, *below)
        return
    yield _heading(voice, 1, number, wording, Role.PROBLEM, *((intro,) if random.random() < 0.5 else ()))
    yield from _seconds(voice, replace(habits, counted=0.0), Role.PROBLEM, random.randint(2, 4))


def _plans(voice: Voice, habits: Habits, number: int, *, flat: bool = False) -> Iterator[TrueHeading]:
    random = voice.random
    intro = voice.fill(random.choice(wordings.PLAN_INTROS))
    wording = random.choice(wordings.PLAN)
    if flat:
        below = (intro, enumeration(voice, draw_themes(random, 3), Role.PLAN))
        yield _heading(voice, 1, number, wording, Role.PLAN, *below)
        return
    yield _heading(voice, 1, number, wording, Role.PLAN, *((intro,) if random.random() < 0.5 else ()))
    if random.random() < 0.1:
        for inner, general in enumerate(wordings.GENERAL_PLANS, 1):
            yield _heading(voice, 2, inner, general, Role.PLAN, enumeration(voice, draw_themes(random, 2), Role.PLAN))
    else:
        yield from _seconds(voice, habits, Role.PLAN, random.randint(2, 5))


def three_acts(voice: Voice, habits: Habits) -> list[TrueHeading]:
    """Practice, problems, plans: a heading of level 1 each."""
    return [*_practice(voice, habits, 1), *_problems(voice, habits, 2), *_plans(voice, habits, 3)]


def no_wrapper(voice: Voice, habits: Habits) -> list[TrueHeading]:
    """Practice is several headings of level 1; problems and plans follow."""
    random = voice.random
    found: list[TrueHeading] = []
    themes = draw_themes(random, random.randint(3, 6))
    for number, theme in enumerate(themes, 1):
        wording = random.choice(theme.practices)
        if random.random() < 0.5:
            below = body(voice, theme, Role.PRACTICE, counted=random.random() < habits.counted)
            found.append(_heading(voice, 1, number, wording, Role.PRACTICE, *below))
        else:
            found.append(_heading(voice, 1, number, wording, Role.PRACTICE))
            found += _seconds(voice, replace(habits, deep=False), Role.PRACTICE, random.randint(2, 3))
    return [*found, *_problems(voice, habits, len(themes) + 1), *_plans(voice, habits, len(themes) + 2)]


def all_but_last(voice: Voice, habits: Habits) -> list[TrueHeading]:
    """As districts write: practice in many headings of level 1, problems and plans together in the last."""
    random = voice.random
    themes = draw_themes(random, random.randint(4, 7))
    found = [
        _heading(
            voice,
            1,
            n,
            random.choice(theme.practices),
            Role.PRACTICE,
            *body(voice, theme, Role.PRACTICE, counted=n % 2 == 0),
        )
        for n, theme in enumerate(themes, 1)
    ]
    return [*found, *_mixed_ahead(voice, len(themes) + 1)]


def _mixed_ahead(voice: Voice, number: int) -> Iterator[TrueHeading]:
    random = voice.random
    yield _heading(voice, 1, number, random.choice(wordings.MIXED_AHEAD), Role.MIXED)
    problem = enumeration(voice, draw_themes(random, 2), Role.PROBLEM)
    yield _heading(voice, 2, 1, random.choice(("存在的问题", "存在问题", "主要问题")), Role.PROBLEM, problem)
    plan = enumeration(voice, draw_themes(random, 2), Role.PLAN)
    yield _heading(voice, 2, 2, random.choice(("下一步打算", "下步工作计划", "{next}年工作安排")), Role.PLAN, plan)


def mixed(voice: Voice, habits: Habits) -> list[TrueHeading]:
    """One heading of level 1 holds what was done and what is wrong."""
    random = voice.random
    found = list(_practice(voice, habits, 1))
    found.append(_heading(voice, 1, 2, random.choice(wordings.MIXED_DONE), Role.MIXED))
    done = enumeration(voice, draw_themes(random, 2), Role.PRACTICE)
    found.append(_heading(voice, 2, 1, random.choice(("主要做法", "主要成效", "工作成效")), Role.PRACTICE, done))
    lacking = enumeration(voice, draw_themes(random, 2), Role.PROBLEM)
    found.append(
        _heading(voice, 2, 2, random.choice(("存在问题", "存在的不足", "存在的主要问题")), Role.PROBLEM, lacking)
    )
    return [*found, *_plans(voice, habits, 3)]


def mixed_ahead(voice: Voice, habits: Habits) -> list[TrueHeading]:
    """Two headings of level 1: what was done, then problems and plans together."""
    return [*_practice(voice, habits, 1), *_mixed_ahead(voice, 2)]


def no_problems(voice: Voice, habits: Habits) -> list[TrueHeading]:
    """No word of problems."""
    return [*_practice(voice, habits, 1), *_plans(voice, habits, 2)]


def no_second_level(voice: Voice, habits: Habits) -> list[TrueHeading]:
    """Three headings and plain text below each."""
    random = voice.random
    themes = draw_themes(random, habits.themes)
    below = [paragraph(voice, theme, Role.PRACTICE) for theme in themes]
    first = _heading(voice, 1, 1, random.choice(wordings.PRACTICE), Role.PRACTICE, *below)
    return [first, *_problems(voice, habits, 2, flat=True), *_plans(voice, habits, 3, flat=True)]


def counted_points(voice: Voice, habits: Habits) -> list[TrueHeading]:
    """The second level is 一是 in paragraphs of their own; whether those are headings is left open."""
    random = voice.random
    found = [_heading(voice, 1, 1, random.choice(wordings.PRACTICE), Role.PRACTICE)]
    for position, theme in enumerate(draw_themes(random, min(habits.themes, 6))):
        text = paragraph(voice, theme, Role.PRACTICE)
        lead = voice.fill(random.choice(theme.practices))
        found.append(TrueHeading(2, f"{ORDINALS[position]}是", lead, Role.PRACTICE, (text,), optional=True))
    return [*found, *_problems(voice, habits, 2, flat=True), *_plans(voice, habits, 3, flat=True)]


ANATOMIES = (
    Anatomy("three acts", 8, three_acts),
    Anatomy("practice without wrapper", 4, no_wrapper, acts=False),
    Anatomy("all but the last", 2, all_but_last, acts=False),
    Anatomy("practice and problems mixed", 2, mixed),
    Anatomy("problems and plans mixed", 2, mixed_ahead),
    Anatomy("no problems", 1, no_problems),
    Anatomy("no second level", 2, no_second_level),
    Anatomy("counted points", 2, counted_points),
)


def draw_anatomy(random: Random) -> Anatomy:
    """A shape, the usual ones more often."""
    return random.choices(ANATOMIES, weights=[anatomy.weight for anatomy in ANATOMIES])[0]
