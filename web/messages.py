"""What the lower floors say, in the reader's language. Their words are kept; only known sentences are translated."""

from __future__ import annotations

import re

from errors import EncoderError, FajianError, IndexBusyError, IndexUnusableError, QueryError

_CHINESE: tuple[tuple[str, str], ...] = (
    (r"The question is empty.*", "还没有写问题。请写下想了解的事，例如：执法人员不足怎么解决"),
    (r"The question has (\d+) characters; at most (\d+).*", r"问题有\1个字，最多\2个字。请只问一件事。"),
    (r"Between 1 and (\d+) hits.*", r"一次最多显示\1条。"),
    (r"(.+) holds no index; .*", r"\1 中还没有索引，请先建立索引。"),
    (r"(.+) was made by the encoder (.+), not by (.+?); .*",
     r"\1 的索引由编码模型 \2 建立，与当前的 \3 不同。请改用原来的模型（--model），或加 --rebuild 重建索引。"),
    (r"(.+) has format (\d+), this program reads format (\d+).*", r"\1 的格式是\2，本程序只读格式\3，请在新目录重建索引。"),
    (r"(.+) is damaged \(.*", r"\1 已损坏，请在新目录重建索引。"),
    (r"(.+) names .+, which is not there.*", r"\1 所指的版本不存在，请在新目录重建索引。"),
    (r"(.+) is a file and no index.*", r"\1 是文件，不是索引文件夹。"),
    (r"(.+) cannot be read as (?:words|vectors).*", r"\1 无法读取，请重建索引。"),
    (r"(.+) is missing or cut off.*", r"\1 缺失或不完整，请在新目录重建索引。"),
    (r"(.+) cannot be read as a catalogue.*", r"\1 无法读取，请重建索引。"),
    (r"(.+) is being indexed by another program.*", r"另一个程序正在更新 \1，请等它完成。"),
)  # fmt: skip

_KINDS: tuple[tuple[type[FajianError], str], ...] = (
    (QueryError, "这个问题无法回答："),
    (EncoderError, "编码模型无法使用："),
    (IndexBusyError, "索引正在更新："),
    (IndexUnusableError, "索引无法使用："),
    (FajianError, "出错了："),
)


def in_language(message: str, language: str) -> str:
    """One half of a message that says the same in Chinese and then in English; any other message whole."""
    chinese, stop, english = message.partition("。")
    if not stop or not english.strip() or not english.isascii():
        return message
    return english.strip() if language == "en" else chinese + stop


def error_sentence(error: FajianError, language: str) -> str:
    """The one sentence that tells a person what is wrong."""
    message = in_language(str(error), language)
    if language == "en" or (not message.isascii() and re.match("[\u3400-\u9fff]", message)):
        return message
    for pattern, chinese in _CHINESE:
        match = re.fullmatch(pattern, message, re.DOTALL)
        if match:
            return match.expand(chinese)
    return next(kind for of, kind in _KINDS if isinstance(error, of)) + message
