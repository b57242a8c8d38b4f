"""How a sentence is changed when it is taken over: each edit by its name, for measuring whether the copy is still found."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from random import Random

Edit = Callable[[Random, str], str | None]
"""A copy of a sentence; ``None`` where the sentence offers no hold."""

_CLAUSE = re.compile(r"[^，、；。]+[，、；。]?")
_NUMBERED = ("一是", "二是", "三是", "首先，", "其次，", "第三，", "④")
_WORDS = (
    *("镇里", "驻村干部", "有关站所", "严格", "按季度", "集中", "逐户", "稳步", "多方", "及时", "基本", "较为"),
    *("切实", "专门", "会同", "统一", "全程", "逐项", "重点", "普遍", "当场", "持续", "分片", "明显"),
)
_ADDED = ("在县司法局的指导下", "结合本地实际", "经过一年的努力", "群众反映较好", "按照年初的安排", "取得了一定成效")


def _figures(random: Random, text: str) -> str | None:
    changed = re.sub(r"\d+", lambda found: str(random.randint(2, 10 ** len(found[0]))), text)
    return changed if changed != text else None


def _words(count: int) -> Edit:
    def edit(random: Random, text: str) -> str | None:
        for _ in range(count):
            # Two neighbours between marks, as most words are.
            places = [match.start() for match in re.finditer(r"(?=[\u4e00-\u9fff]{2})", text)]
            if len(places) < 8:
                return None
            place = random.choice(places)
            text = text[:place] + random.choice(_WORDS) + text[place + 2 :]
        return text

    return edit


def _dropped(random: Random, text: str) -> str | None:
    clauses = _CLAUSE.findall(text)
    if len(clauses) < 3:
        return None
    clauses.pop(random.randrange(len(clauses) - 1))
    return "".join(clauses)


def _added(random: Random, text: str) -> str | None:
    clauses = _CLAUSE.findall(text)
    clauses.insert(random.randrange(len(clauses)), random.choice(_ADDED) + "，")
    return "".join(clauses)


def _swapped(random: Random, text: str) -> str | None:
    clauses = [clause.rstrip("，、；。") for clause in _CLAUSE.findall(text)]
    if len(clauses) < 2:
        return None
    place = random.randrange(len(clauses) - 1)
    clauses[place : place + 2] = clauses[place + 1], clauses[place]
    return "，".join(clauses) + "。"


def _half_width(_: Random, text: str) -> str | None:
    changed = text.translate(str.maketrans("，。；：（）！？0123456789", ",.;:()!?０１２３４５６７８９"))
    return changed if changed != text else None


def _spaced(_: Random, text: str) -> str | None:
    """As text out of a PDF: spaces round figures, and one in the middle of a word."""
    half = len(text) // 2
    return re.sub(r"(\d+)", r" \1 ", text[:half]) + " " + re.sub(r"(\d+)", r" \1 ", text[half:])


def _traditional(_: Random, text: str) -> str | None:
    import opencc

    changed: str = opencc.OpenCC("s2t").convert(text)
    return changed if changed != text else None


def _renumbered(random: Random, text: str) -> str | None:
    return random.choice(_NUMBERED) + re.sub(r"^(?:[一二三四五六七八九]是|其次，|首先，)", "", text)


def _parted(random: Random, text: str) -> str | None:
    """One sentence made two, each long enough to be judged."""
    places = [match.start() for match in re.finditer("，", text) if 16 < match.start() < len(text) - 16]
    if not places:
        return None
    place = random.choice(places)
    return f"{text[:place]}。{text[place + 1 :]}"


EDITS: Mapping[str, Edit] = {
    "nothing": lambda _, text: text,
    "figures changed": _figures,
    "number at its head, order moved": _renumbered,
    "marks half-width, digits full-width": _half_width,
    "spaces as from a PDF": _spaced,
    "Traditional characters": _traditional,
    "a word replaced": _words(1),
    "two words replaced": _words(2),
    "three words replaced": _words(3),
    "a clause added": _added,
    "a clause dropped": _dropped,
    "two clauses swapped": _swapped,
    "cut in two": _parted,
}
