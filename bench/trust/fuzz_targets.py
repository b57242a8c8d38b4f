"""What is fuzzed: every reader and every parser of questions, links, arguments and tables, with where its inputs come from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from random import Random

from bench.trust import fuzz_questions, fuzz_readers, fuzz_seeds, fuzz_tokens
from bench.trust.fuzz_mutate import mutated, mutated_zip
from errors import FajianError

Seeds = Callable[[], Sequence[bytes]]


@dataclass(frozen=True, slots=True)
class Target:
    """One thing that is fuzzed.

    ``share`` is its part of a run, in thousandths: quick targets have many inputs, slow ones few. ``run`` takes one input; it may refuse it by a
    :class:`~errors.FajianError` and raise nothing else. ``zipped`` inputs are damaged inside their parts, ``fresh`` makes an input from nothing where
    seeds would all be alike. A ``contained`` target may end its process, since the product runs it in one of its own. ``extra`` targets run
    only when they are named.
    """

    name: str
    share: int
    seeds: Seeds
    tokens: tuple[bytes, ...]
    run: Callable[[bytes], None]
    zipped: bool = False
    fresh: Callable[[Random], bytes] | None = None
    contained: bool = False
    extra: bool = False

    def make(self, seed: int, number: int) -> bytes:
        """The input of a number, always the same for the same seed."""
        random = Random(f"{self.name} {seed} {number}")
        kept = _kept(self.seeds)
        if self.fresh is not None and random.random() < 0.5:
            return self.fresh(random)
        return self.mutate(random.choice(kept), random)

    def mutate(self, data: bytes, random: Random) -> bytes:
        """An input damaged."""
        return (mutated_zip if self.zipped else mutated)(data, random, self.tokens, _kept(self.seeds))

    def attempt(self, data: bytes) -> bool:
        """Whether an input was taken; ``False`` where it was refused in a sentence. Anything else raises."""
        try:
            self.run(data)
        except FajianError:
            return False
        return True


@lru_cache(maxsize=64)
def _kept(seeds: Seeds) -> tuple[bytes, ...]:
    return tuple(seeds())


def _questions() -> Sequence[bytes]:
    asked = (
        "执法人员不足怎么解决",
        "2022-2024年昭苏县法治政府建设有哪些计划",
        "how did Zhaosu county train law enforcement officers since 2022",
        "普法形式单一",
    )
    return [question.encode() for question in asked]


def _links() -> Sequence[bytes]:
    return [
        b"q=%E6%99%AE%E6%B3%95&role=practice&year=2022-2024&county=%E7%94%B2&level=township&n=20&each=2&group=township&asis=year,role&lang=en",
        b"passage=e60298d5927d4035&at=2024-a195dc-33-249948b55f5e69c3&report=e60298d5927d4035&kind=all&theme=disputes&pick=1",
    ]


def _addresses() -> Sequence[bytes]:
    return [b"2024-a195dc-33-249948b55f5e69c3\n" + fuzz_seeds.BODY.encode(), b"0-000000-1-0000000000000000\n"]


def _figures() -> Sequence[bytes]:
    return ["全年培训执法人员8次，调解168件，成功率百分之九十五，三分之二、8.5万元、近百人、二○二三年12月20日".encode()]


def _arguments() -> Sequence[bytes]:
    search = "search\n执法人员不足\n--top\n5\n--role\npractice\n--year\n2022-2024\n--county\n昭苏县\n--json"
    return [
        search.encode(),
        b"practices\nx\n--kind\nall\n--theme\ndisputes",
        b"indicators\n--csv\nx.csv",
        b"index\nreports\n--remove\na",
    ]


def _calls() -> Sequence[bytes]:
    return [
        'search\n{"question": "执法人员不足", "role": "practice", "year": "2023", "county": "昭苏县", "top": 3, "per_township": 1}'.encode(),
        b'read_report\n{"report_id": "e60298d5927d4035", "section": 1, "offset": 0, "limit": 100}',
        b'similar\n{"passage_id": "e60298d5927d4035", "top": 2}',
        b'indicators\n{"indicator": "publicity_events", "year": "2022-2024", "offset": 0, "limit": 2}',
        'practices\n{"problem": "普法形式单一", "top": 2, "reverse": true}'.encode(),
    ]


def _bytes(random: Random) -> bytes:
    """Bytes of any kind, which no encoding may fit."""
    return random.randbytes(random.randrange(1, 200))


_read = fuzz_readers.read_as
_text = fuzz_tokens.structured_text

TARGETS = (
    Target("encoding", 120, fuzz_seeds.texts, fuzz_tokens.TEXT, fuzz_readers.read_encoding, fresh=_bytes),
    Target("front", 50, fuzz_seeds.markdowns, fuzz_tokens.MARKDOWN, fuzz_readers.read_front_matter),
    Target("sidecar", 140, fuzz_seeds.tables, fuzz_tokens.TABLE, fuzz_readers.read_sidecar_table),
    Target("correcting", 15, fuzz_seeds.tables, fuzz_tokens.TABLE, fuzz_readers.correct_table),
    Target("question", 40, _questions, fuzz_tokens.QUESTION, fuzz_questions.take_apart, fresh=_text),
    Target("link", 150, _links, fuzz_tokens.LINK, fuzz_questions.open_link),
    Target("address", 120, _addresses, fuzz_tokens.LINK, fuzz_questions.find_again),
    Target("figures", 110, _figures, fuzz_tokens.TEXT, fuzz_questions.reckon, fresh=_text),
    Target("arguments", 30, _arguments, fuzz_tokens.ARGUMENTS, fuzz_questions.parse_arguments),
    Target("export", 40, _questions, fuzz_tokens.QUESTION, fuzz_questions.export, fresh=_text),
    Target("txt", 15, fuzz_seeds.texts, fuzz_tokens.TEXT, partial(_read, ".txt"), fresh=_text),
    Target("md", 15, fuzz_seeds.markdowns, fuzz_tokens.MARKDOWN, partial(_read, ".md")),
    Target("html", 12, fuzz_seeds.pages, fuzz_tokens.HTML, partial(_read, ".html")),
    Target("mht", 8, fuzz_seeds.saved_pages, fuzz_tokens.MAIL, partial(_read, ".mht")),
    Target("docx", 20, fuzz_seeds.words, fuzz_tokens.WORD, partial(_read, ".docx"), zipped=True),
    Target("ofd", 14, fuzz_seeds.ofds, fuzz_tokens.OFD, partial(_read, ".ofd"), zipped=True),
    Target("pdf", 16, fuzz_seeds.pdfs, fuzz_tokens.PDF, fuzz_readers.read_pdf, contained=True),
    Target("zip", 20, fuzz_seeds.archives, fuzz_tokens.ZIP, fuzz_readers.read_archive, zipped=True),
    Target("old", 40, fuzz_seeds.old_files, fuzz_tokens.OLD, fuzz_readers.read_old),
    Target("structure", 20, fuzz_seeds.texts, fuzz_tokens.TEXT, fuzz_readers.read_structured, fresh=_text),
    Target("search", 2, _questions, fuzz_tokens.QUESTION, fuzz_questions.search, fresh=_text),
    Target("tools", 3, _calls, fuzz_tokens.QUESTION, fuzz_questions.call_tool, fresh=fuzz_tokens.structured_call),
    Target("convert", 0, fuzz_seeds.old_files, fuzz_tokens.OLD, fuzz_readers.convert_old, extra=True),
)
"""The shares of those that are not ``extra`` make a thousand."""


def target_named(name: str) -> Target:
    """The target of a name.

    Raises:
        KeyError: There is none.
    """
    return {target.name: target for target in TARGETS}[name]
