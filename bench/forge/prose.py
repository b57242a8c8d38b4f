"""Sentences and paragraphs out of the tables of wordings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random

from bench.forge.phrases.acts import OPENINGS, TRAPS
from bench.forge.phrases.theme import Theme
from corpus.report import Role

_SLOT = re.compile(r"\{(\w+)\}")
ORDINALS = "一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks and when: what the slots of a wording are filled with."""

    words: dict[str, str]
    random: Random

    def fill(self, wording: str) -> str:
        """The wording with its slots filled, figures drawn anew for each."""
        return _SLOT.sub(lambda match: self._word(match[1]), wording)

    def _word(self, slot: str) -> str:
        if slot in self.words:
            return self.words[slot]
        random = self.random
        if slot == "n":
            return str(random.randint(2, 46))
        if slot == "m":
            return str(random.randint(110, 4800))
        if slot == "pct":
            return random.choice((str(random.randint(85, 99)), f"{random.randint(85, 99)}.{random.randint(1, 9)}"))
        if slot == "money":
            return f"{random.randint(2, 260)}.{random.randint(10, 99)}"
        raise KeyError(slot)


def chinese(number: int) -> str:
    """A number from 1 to 99 as headings write it."""
    tens, ones = divmod(number, 10)
    digits: list[str] = ["", *ORDINALS]
    if not tens:
        return digits[ones]
    return ("" if tens == 1 else digits[tens]) + "十" + digits[ones]


def sentences(voice: Voice, theme: Theme, role: Role, count: int) -> list[str]:
    """That many sentences of a theme, without their closing marks."""
    pool = {Role.PROBLEM: theme.lacking, Role.PLAN: theme.intended}.get(role, theme.done)
    chosen = [voice.fill(wording) for wording in voice.random.sample(pool, min(count, len(pool)))]
    if role is Role.PRACTICE and voice.random.random() < 0.25:
        chosen.insert(voice.random.randint(0, len(chosen)), voice.fill(voice.random.choice(TRAPS)))
    return chosen


def paragraph(voice: Voice, theme: Theme, role: Role, count: int = 3) -> str:
    """A paragraph of plain sentences."""
    random = voice.random
    text = voice.fill(random.choice(OPENINGS)) if role is Role.PRACTICE and random.random() < 0.12 else ""
    for sentence in sentences(voice, theme, role, count):
        text += sentence + random.choice(("。", "。", "；") if text and "；" not in text else ("。",))
    return text[:-1] + "。"


def enumeration(voice: Voice, themes: list[Theme], role: Role) -> str:
    """A paragraph that counts its points, 一是…。二是…。 or, as problems mostly do, 一是…；二是…."""
    random = voice.random
    leads = random.sample([point for theme in themes for point in theme.points], min(4, 4 * len(themes)))
    mark = random.choice("。；") if role is Role.PROBLEM else "。"
    count = random.randint(2, 4)
    pool = [s for theme in themes for s in sentences(voice, theme, role, 3)][: 2 * count]
    lead = role is not Role.PROBLEM and random.random() < 0.7
    text = ""
    for position in range(min(count, len(pool))):
        opening = f"{leads[position % len(leads)]}。" if lead else ""
        text += f"{ORDINALS[position]}是{opening}{pool[position]}{mark}"
    return text[:-1] + "。"


def body(voice: Voice, theme: Theme, role: Role, *, counted: bool) -> tuple[str, ...]:
    """The paragraphs below one heading of level 2: plain, counted in one paragraph, or a point a paragraph."""
    random = voice.random
    if not counted:
        return tuple(paragraph(voice, theme, role, random.randint(2, 5)) for _ in range(random.choice((1, 1, 2, 3))))
    if random.random() < 0.75:
        return (enumeration(voice, [theme], role),)
    points = random.sample(theme.points, random.randint(2, 3))
    return tuple(
        f"{ORDINALS[position]}是{point}。{paragraph(voice, theme, role, 2)}" for position, point in enumerate(points)
    )
