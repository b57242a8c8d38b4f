"""What the lower floors say, in the reader's language. Their words are kept; only known sentences are translated."""

from __future__ import annotations

import re

from errors import EncoderError, FajianError, IndexBusyError, IndexUnusableError, QueryError
from web.messages_table import ENCODERS, FILES, INDEX, PAGE, QUESTIONS, STORES

_CHINESE = (*QUESTIONS, *STORES, *INDEX, *PAGE, *ENCODERS, *FILES)

_KINDS: tuple[tuple[type[FajianError], str], ...] = (
    (QueryError, "这个问题无法回答："),
    (EncoderError, "编码模型无法使用："),
    (IndexBusyError, "索引正在更新："),
    (IndexUnusableError, "索引无法使用："),
    (FajianError, "出错了："),
)


def in_language(message: str, language: str) -> str:
    """One half of a message that says the same in Chinese and then in English; any other message whole."""
    # Names inside the English half may be Chinese, but its marks are not.
    halves = re.fullmatch(r"([^。]*。)\s*([A-Za-z][^。，；]*)", message, re.DOTALL)
    return message if halves is None else halves[2 if language == "en" else 1].strip()


def error_sentence(error: FajianError, language: str) -> str:
    """The one sentence that tells a person what is wrong."""
    message = in_language(str(error), language)
    told = message if language == "en" else told_in_chinese(message)
    if told is None and re.match("[\u3400-\u9fff]", message):
        told = message
    return told or next(kind for of, kind in _KINDS if isinstance(error, of)) + message


def told_in_chinese(message: str) -> str | None:
    """An English message of a lower floor in Chinese, a reason for which a file was left out among them; ``None`` for one that is not known."""
    for pattern, chinese in _CHINESE:
        match = re.fullmatch(pattern, message, re.DOTALL)
        if match:
            return match.expand(chinese)
    return None
