"""Places named in running text: which of them are the reporter's own superiors and neighbours, and which only pass through.

Officials train elsewhere, townships learn from model ones, richer provinces send help to poorer ones, courts of other counties
visit. A place counts only in words that an authority uses of its own superiors (在某县委…领导下, 印发《某县…》), or where an
office of the same county comes up again and again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from corpus.places.gazetteer import Gazetteer, Mention
from corpus.places.reporter import squeeze

_ABOVE = r"(?:委(?!托|员)|党委|委员会|人民政府|政府)"
_ORDERS = r"(?:领导|指导|部署|要求|安排|印发|下发|决策|统一|考核|督导|精神|任务|关心支持)"
_LED_AFTER = re.compile(
    rf"^(?:{_ABOVE}[^，。；]{{0,16}}?{_ORDERS}|[\u4e00-\u9fff]{{2,10}}?(?:局|办|委员会)[^，。；]{{0,6}}?{_ORDERS})"
)
_TITLE_BEFORE = re.compile(r"(?:《|印发|根据|按照|落实|贯彻|依据|来自我们)$")
_OFFICE_AFTER = re.compile(
    r"^(?:委(?!托|员)|党委|人民政府|政府|司法局|人民法院|法院|人民检察院|检察院|公安局"
    r"|[\u4e00-\u9fff]{2,8}?(?:局|委员会|办公室)|20\d\d年)"
)
_COURT_AFTER = re.compile(r"^(?:人民)?(?:法院|检察院)|^公安")
_ELSEWHERE_BEFORE = re.compile(
    r"学习|赴|前往|考察|参观|借鉴|对标|邻|来自|籍|援|到|从|与|邀请|联合|协助|配合|转发|协同|原籍"
)
_ELSEWHERE_AFTER = re.compile(r"学习|考察|参观|经验|做法|模式|先进|案例|籍|务工|对口|参事|选派|来访|^人[，。、]|书记")
_ELSEWHERE = re.compile(
    r"对口|援疆|援藏|援青|支援|帮扶|结对|协作|捐赠|捐助|代表团|来访|来我|来[县乡镇]|考察|交流|签订|毗邻|接壤|交界|相邻|跨[省市县区]|籍|移送"
)
_SENTENCE = re.compile(r"[。；;！]")
_CLAUSE = re.compile(r"[，。；,;]")


@dataclass(frozen=True, slots=True)
class Prose:
    """Places of a running text.

    ``led`` are mentions of superiors that lead or order, ``offices`` of a county whose offices are named twice or more and of no
    other; ``townships`` are the names of townships that are not somebody else's, and their codes.
    """

    led: tuple[tuple[str, frozenset[str]], ...] = ()
    offices: tuple[tuple[str, frozenset[str]], ...] = ()
    townships: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def read_prose(text: str, gazetteer: Gazetteer) -> Prose:
    """Read the places of a running text."""
    flat = squeeze(text)
    led: list[tuple[str, frozenset[str]]] = []
    offices: list[tuple[str, frozenset[str]]] = []
    townships: dict[str, tuple[str, ...]] = {}
    for mention in gazetteer.find(flat):
        above = frozenset(code for code in mention.codes if len(code) < 9)
        name = flat[mention.start : mention.end]
        before, after = flat[max(0, mention.start - 8) : mention.start], flat[mention.end : mention.end + 32]
        is_led = is_office = False
        if above:
            is_led = _is_led(before, after)
            is_office = not is_led and _OFFICE_AFTER.match(after) is not None
        if (above and not is_led and not is_office) or _is_elsewhere(flat, mention):
            continue
        if is_led:
            led.append((name, above))
        elif is_office:
            offices.append((name, above))
        else:
            townships[name] = mention.codes
    return Prose(tuple(led), _repeated(offices), townships)


def _is_led(before: str, after: str) -> bool:
    if _COURT_AFTER.match(after):
        return False
    return _LED_AFTER.match(after) is not None or _TITLE_BEFORE.search(before) is not None


def _is_elsewhere(text: str, mention: Mention) -> bool:
    """Whether the sentence tells of visits, help or cooperation, or the clause of learning from the place."""
    before = _SENTENCE.split(text[max(0, mention.start - 60) : mention.start])[-1]
    after = _SENTENCE.split(text[mention.end : mention.end + 60])[0]
    return (
        _ELSEWHERE_BEFORE.search(_CLAUSE.split(before[-8:])[-1]) is not None
        or _ELSEWHERE_AFTER.search(_CLAUSE.split(after[:12])[0]) is not None
        or _ELSEWHERE.search(before) is not None
        or _ELSEWHERE.search(after) is not None
    )


def _repeated(offices: list[tuple[str, frozenset[str]]]) -> tuple[tuple[str, frozenset[str]], ...]:
    """The offices of the one county that is named at least twice; nothing if two counties are."""
    counts = Counter(name for name, codes in offices if max(map(len, codes)) == 6)
    if len(counts) != 1 or next(iter(counts.values())) < 2:
        return ()
    (county,) = counts
    return tuple((name, codes) for name, codes in offices if name == county)
