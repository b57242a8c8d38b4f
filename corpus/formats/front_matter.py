"""Front matter: the block of YAML between two ``---`` lines with which a text file says what it is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.given import FIELDS, field_name

_BLOCK = re.compile(r"\ufeff?---[ \t]*\n(?P<body>.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_MAX_CHARACTERS = 20_000
"""A block that is longer is none."""
_MAX_DEPTH = 20
"""Nested deeper, it is no front matter, and would only exhaust the stack."""
_FIRST_PAIR = re.compile(
    r"\s*(?:#.*\n\s*)*[\"']?(?P<key>[^\s:：\"'#{\[,，。；-][^:：\n，。；]{0,40}?)[\"']?\s*(?::(?=\s)|：)"
)
_WIDE_COLON = re.compile(r"^(?P<key>[\w\u4e00-\u9fff]{1,20})[ \t]*：[ \t]*", re.MULTILINE)
_PROGRAM_KEY = re.compile(r"[A-Za-z][\w.-]*", re.ASCII)
_NAMES = frozenset(known.name for known in FIELDS)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What stood ahead of a text.

    ``given`` are the facts of :mod:`corpus.given`, ``other`` the other keys, ``body`` the text below (behind as many
    blank lines), ``notes`` why a block was
    left in the text (in Chinese).
    """

    given: dict[str, str]
    other: dict[str, str]
    body: str
    notes: tuple[str, ...] = ()


def split_front_matter(text: str) -> FrontMatter:
    """Take the front matter off a text.

    A block of Chinese words that gives no known fact is the text of a report between two rules, and stays. So does, with a note, one
    that means to be front matter and is no YAML: nothing is lost.
    """
    block = _BLOCK.match(text[:_MAX_CHARACTERS])
    if block is None:
        return _unread(text)
    opens = _FIRST_PAIR.match(block["body"])
    if opens is None:
        return _unread(text)
    values, fault = _parse(_WIDE_COLON.sub(r"\g<key>: ", block["body"]))
    meant = field_name(opens["key"].strip()) in _NAMES
    if values is None:
        return _unread(text, f"开头的元数据块不是有效的 YAML（{fault}），未采用，按正文保留" if meant else "")
    given = {field_name(key): value for key, value in values.items() if field_name(key) in _NAMES}
    if not given and not all(_PROGRAM_KEY.fullmatch(key) for key in values):
        return _unread(text)
    other = {key: value for key, value in values.items() if field_name(key) not in _NAMES}
    # Blank lines in its place keep the numbers of the lines below.
    return FrontMatter(given, other, "\n" * block.group().count("\n") + text[block.end() :])


def _unread(text: str, note: str = "") -> FrontMatter:
    return FrontMatter({}, {}, text, (note,) if note else ())


def _parse(body: str) -> tuple[dict[str, str] | None, str]:
    """The block's pairs as strings, or ``None`` and what is wrong with it, in Chinese."""
    import yaml  # 30 ms

    try:
        fault = _excess(body)
        if fault:
            return None, fault
        # The base loader makes strings of everything: 007 and 2024-01-05 stay as they are written.
        loaded = yaml.load(body, Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        return None, f"第{mark.line + 2}行有错" if mark else "有错"
    except (yaml.YAMLError, RecursionError, ValueError):
        return None, "有错"
    if not isinstance(loaded, dict):
        return None, "不是键值对"
    return {_shown(key): shown for key, value in loaded.items() if (shown := _shown(value))}, ""


def _excess(body: str) -> str:
    """Why the block must not be built (in Chinese), told from its events, which take no stack; ``""`` where it may."""
    import yaml

    depth = 0
    for event in yaml.parse(body, Loader=yaml.BaseLoader):
        if isinstance(event, yaml.AliasEvent):
            # Aliases of aliases grow without bounds, and no one needs them here.
            return "含有引用"
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _MAX_DEPTH:
            return "嵌套太深"
    return ""


def _shown(value: object) -> str:
    """A value as one string: the items of a list in one row."""
    if isinstance(value, list):
        return "、".join(shown for item in value if (shown := _shown(item)))
    if isinstance(value, dict):
        return "、".join(f"{_shown(key)}：{_shown(item)}" for key, item in value.items())
    return "" if value is None or value in ("null", "~") else " ".join(str(value).split())
