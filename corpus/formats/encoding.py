"""Bytes become characters: which encoding a Chinese file is in, when it does not say.

UTF-8 proves itself. GB18030 and Big5 do not: most texts of the one are valid in the other and turn into nonsense there. So
the decodings compete, and the one whose characters are those that reports are written with wins.
"""

from __future__ import annotations

import codecs
import re
from itertools import islice

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    # The mark of UTF-32 begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BIG5_NAMES = frozenset({"big5", "big5-hkscs", "big5hkscs", "cp950", "x-big5", "big-5"})
_CONTROLS = re.compile(r"[\x01-\x08\x0e-\x1f\x7f-\x9f]")

# The 230 characters that reports use most, counted in the sample sources of this repository (two thirds of a report), and
# their Traditional forms. Which are in the list hardly matters: nonsense hits one character in twenty of them.
_COMMON = frozenset(
    "一万三上下不与专业两个中为主习乡书了事二于五人仍代以件任份企众会住体余作依信做元先党入全公关其再决况出分到制前力办加务动化区单卷县参"
    "发取受只司合同名后听告员和四回在场增处复多大天头委子存学安完定实审家对导小少展工干平年序应府度建开强当录律得心息情意成户所手执把报"
    "持指接推提收改政数整文新方日时明是普月有服期未机村条来查标核格案检次款每民没治法流清点率现班理用由界的社程立站等签管纠级纷组织经结"
    "网罚群考联自范落行街补表要见规解议记讲设访证评诉请调责资起转进逐通道部里重镇长门问间队集面项领题"
    "萬與專業兩個為爲習鄉書於眾衆會體餘黨關決況辦務動區單縣參發後聽員場處復頭學實審對導幹應開強當錄戶執報數時機條來標檢沒點現籤糾級"
    "紛組織經結網罰羣範補見規議記講設訪證評訴請調責資轉進裡裏鎮長門問間隊項領題產黃號這還從過"
)
_MARKS = frozenset("，。、；：（）《》“”「」〔〕！？　—…")
_SAMPLE = 20_000
"""Characters on which decodings are compared; far fewer settle it."""
_LEAD = 0.25
"""By how much Big5 must be the likelier. Of 18,000 snippets of GB18030 with 4 to 20 characters, none was then taken for Big5."""
_FEWEST = 6
"""Fewer characters beyond ASCII prove no Big5."""
_SCARCE = 0.2
"""Of a text in the right encoding, more than this share are common characters or marks."""


def decode(data: bytes, declared: str | None = None) -> tuple[str, tuple[str, ...]]:
    """Decodes by byte order mark, then strictly as UTF-8, then by evidence as GB18030, Big5 or UTF-16.

    Args:
        data: The whole file.
        declared: An encoding the file names itself. Sites name wrong ones, so it only tips the scales where the bytes fit two.

    Returns:
        The text with line ends as a single newline, and notes (in Chinese) on bytes that could not be read.

    Raises:
        ValueError: No encoding fits; the message completes "this file …".
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _checked(_lenient(data[len(bom) :], encoding))
    wide = _utf16_without_mark(data)
    if wide is not None:
        return _checked((wide, ()))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _checked(_damaged(data, "utf-8") or _chinese(data, declared) or _refuse(error.start))
    if not text.isascii() and commonness(text) == 0.0:
        # A few characters of GB18030 may pass for Latin or Arabic letters in UTF-8: 知识学习 does.
        text = max(text, _strict(data, "gb18030") or "", key=commonness)
    return _checked((text, ()))


def commonness(text: str) -> float:
    """Share (0 to 1) of the characters beyond ASCII that Chinese reports use most, in the first 20,000 of them."""
    wide = _beyond_ascii(text)
    return sum(1 for character in wide if character in _COMMON or character in _MARKS) / len(wide) if wide else 0.0


def _beyond_ascii(text: str) -> list[str]:
    return list(islice((character for character in text if character > "\x7f"), _SAMPLE))


def _refuse(at: int) -> tuple[str, tuple[str, ...]]:
    raise ValueError(f"is in no known encoding (not UTF-8, UTF-16, GB18030 or Big5 at byte {at}); save it as UTF-8")


def _chinese(data: bytes, declared: str | None) -> tuple[str, tuple[str, ...]] | None:
    """The likelier of GB18030 and Big5; GB18030 where little speaks for either."""
    simplified, traditional = _strict(data, "gb18030"), _strict(data, "big5hkscs") or _strict(data, "cp950")
    if traditional is not None:
        lead = 0.0 if (declared or "").strip().lower() in _BIG5_NAMES else _LEAD
        score = commonness(traditional)
        enough = not lead or len(_beyond_ascii(traditional)) >= _FEWEST
        if enough and score > _SCARCE and score > lead + (commonness(simplified) if simplified is not None else 0.0):
            return traditional, () if lead == 0.0 else ("文件没有写明编码，按 Big5（繁体）读取",)
    if simplified is not None:
        return simplified, ()
    damaged = [found for encoding in ("gb18030", "big5hkscs") if (found := _damaged(data, encoding)) is not None]
    likely = [found for found in damaged if commonness(found[0]) > _SCARCE]
    return max(likely, key=lambda found: commonness(found[0]), default=None)


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _utf16_without_mark(data: bytes) -> str | None:
    """UTF-16 whose mark is missing: each line end and digit leaves a zero byte, which no other text has."""
    if len(data) % 2 or b"\0" not in data:
        return None
    found = [text for encoding in ("utf-16-le", "utf-16-be") if (text := _strict(data, encoding)) is not None]
    best = max(found, key=commonness, default="")
    return best if commonness(best) > _SCARCE and "\0" not in best else None


def _lenient(data: bytes, encoding: str) -> tuple[str, tuple[str, ...]]:
    text = data.decode(encoding, errors="replace")
    lost = text.count("\ufffd") - (data.count(b"\xef\xbf\xbd") if encoding == "utf-8" else 0)
    return text, (f"有{lost}处字节无法按 {encoding.upper()} 解码，以“\ufffd”代替",) if lost > 0 else ()


def _damaged(data: bytes, encoding: str) -> tuple[str, tuple[str, ...]] | None:
    """A text with a few broken bytes (a cut-off download), or ``None`` when it is in something else.

    Broken UTF-8 is often valid GB18030, which would turn the whole report into nonsense; true GB18030 breaks UTF-8 in
    nearly every character.
    """
    text, notes = _lenient(data, encoding)
    wide = sum(1 for character in text if character > "\x7f")
    return (text, notes) if text.count("\ufffd") * 20 < wide else None


def _checked(decoded: tuple[str, tuple[str, ...]]) -> tuple[str, tuple[str, ...]]:
    text, notes = decoded
    if "\0" in text or len(_CONTROLS.findall(text)) * 50 > len(text):
        raise ValueError("is not text but binary data; give the report as .docx, .pdf, .html or .txt")
    return text.replace("\r\n", "\n").replace("\r", "\n"), notes
