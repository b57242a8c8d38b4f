"""Why a file cannot be read or kept, in the reader's language: the sentences of the lower floors, by the table of all pages and a few of this one."""

from __future__ import annotations

import os
import re

from errors import FajianError
from web.messages import error_sentence, in_language, told_in_chinese

_HERE: tuple[tuple[str, str], ...] = (
    (r".+ is being indexed by another program \(started from the web page at ([\d:]+), .*", r"索引正在更新（\1 由网页开始），请等它完成。"),
    (r".+ is being indexed by another program \(started from a terminal at ([\d:]+), .*", r"索引正在更新（\1 由终端开始），请等它完成。"),
    (r".+ was made by the encoder .*", r"这个索引由另一个编码模型建立。请改用原来的模型（--model），或在“其他更新方式”中全部重读重建。"),
    (r".+ is damaged; index the folders again .*", r"索引已损坏，请在“其他更新方式”中全部重读重建。"),
    (r"No folder of reports is known here yet; .*", r"还没有报告文件夹，请先收入报告。"),
)  # fmt: skip
"""Sentences that send people elsewhere than on this page, where the same is done by a button."""


def reason_text(reason: str, language: str, folder: str = "") -> str:
    """A sentence of a lower floor in the reader's language; ``folder`` is left out of it, since where files lie on a server is nobody's business."""
    if folder:
        reason = reason.replace(f"{folder}{os.sep}", "").replace(f"{folder}/", "")
    told = in_language(reason, language)
    if language == "en" or told != reason:
        return told
    for pattern, chinese in _HERE:
        match = re.fullmatch(pattern, told, re.DOTALL)
        if match:
            return match.expand(chinese)
    return told_in_chinese(told) or told


def reason_in(error: FajianError, language: str) -> str:
    """The sentence of an error in the reader's language."""
    told = reason_text(str(error), language)
    return told if told != str(error) else error_sentence(error, language)
