"""How long texts take that were made to be slow: each of one pattern only, as long as a text may be.

python -m bench.hostile_texts [--characters N] [PATTERN …]

Run it with half the characters too: twice the length must take about twice the time.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from random import Random

from corpus.formats.plain import MAX_CHARACTERS
from corpus.reader import understand
from corpus.report import Document
from indexer.passages import cut


def _same(pattern: str) -> Callable[[int], str]:
    return lambda length: (pattern * (length // len(pattern) + 1))[:length]


def _han(length: int) -> str:
    random = Random(1)
    return "".join(chr(0x4E00 + random.randrange(3000)) for _ in range(length))


def _wrapped(length: int) -> str:
    text = _han(length)
    return "\n".join(text[at : at + 28] for at in range(0, length, 28))


def _contents(length: int) -> str:
    return "目录\n" + "".join(f"第{at}行内容{at}\n" for at in range(length // 10))


PATTERNS: dict[str, Callable[[int], str]] = {
    "headings": _same("一、工作\n"),
    "headings inside": _same("（一）强化。"),
    "headings nested": _same("一、工作（一）"),
    "headings with colons": _same("一、字：工作\n"),
    "acts": _same("存在的问题\n"),
    "points": _same("一是加强。做好工作很多很多。\n"),
    "titles": _same("法治政府建设工作总结\n"),
    "contents": _contents,
    "attachments": _same("附件1\n"),
    "dates": _same("2023年1月1日\n"),
    "signatures": _same("柳泉镇人民政府\n"),
    "navigation": _same("首页>政务>公开\n"),
    "places": _same("昭苏县察汗乌苏乡城关镇"),
    "tables": _same("|a|b|\n"),
    "one line again": _same("全镇开展工作\n"),
    "one long line": _han,
    "printed lines": _wrapped,
    "full stops": _same("。"),
    "brackets": _same("（"),
    "digits": _same("1"),
    "blanks": _same("\u3000 "),
    "broken tags": _same("<span "),
    "broken bookmarks": _same("[bookmark:"),
    "Traditional": _same("縣鎮執法會議關於報告，"),
}


def main() -> None:
    """Print seconds on the processor a pattern."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("patterns", nargs="*", metavar="PATTERN", help=f"some of: {', '.join(PATTERNS)}")
    parser.add_argument("--characters", type=int, default=MAX_CHARACTERS)
    options = parser.parse_args()
    understand(Document("热身", "txt"), source="-", metadata={})
    print(f"{'pattern':22}{'read s':>8}{'cut s':>8}{'passages':>10}")
    for name in options.patterns or PATTERNS:
        document = Document(PATTERNS[name](options.characters) + "完", "txt")
        began = time.process_time()
        report = understand(document, source="-", metadata={})
        between = time.process_time()
        passages = len(cut(report))
        print(f"{name:22}{between - began:8.1f}{time.process_time() - between:8.1f}{passages:10}", flush=True)


if __name__ == "__main__":
    main()
