"""Why a file cannot be read or kept, in the reader's language: the sentences of the lower floors, of which Chinese ones are made where known.

The table is declarative: a sentence that is not in it is shown as it is.
"""

from __future__ import annotations

import os
import re

from errors import FajianError
from web.messages import error_sentence, in_language

_REASONS: tuple[tuple[str, str], ...] = (
    (r"(?P<f>.+) is empty; .*", r"{f} 是空文件，请重新下载或保存。"),
    (r"(?P<f>.+) holds no text; .*", r"{f} 没有文字，请放入报告本身。"),
    (r"(?P<f>.+) is encrypted; .*", r"{f} 加了密码，请去掉密码后另存。"),
    (r"(?P<f>.+) is larger than (?P<n>\d+) MB; .*", r"{f} 超过 {n} MB，请只给报告本身，不带附件。"),
    (r"(?P<f>.+) is a damaged or cut-off zip archive; .*", r"{f} 压缩包损坏或不完整，请重新下载。"),
    (r"(?P<f>.+) is a damaged or cut-off Word document; .*", r"{f} 损坏或不完整，请重新下载，或另存为 .docx。"),
    (r"(?P<f>.+) is a damaged Word document .*", r"{f} 损坏，请用 Word 或 WPS 打开后另存为 .docx。"),
    (r"(?P<f>.+) is a damaged old Word file .*", r"{f} 损坏，请重新下载。"),
    (r"(?P<f>.+) is a damaged or cut-off OpenDocument text; .*", r"{f} 损坏或不完整，请重新下载。"),
    (r"(?P<f>.+) is a damaged OFD file .*", r"{f} 损坏，请重新下载。"),
    (r"(?P<f>.+) is a damaged .*web page.*", r"{f} 网页文件损坏，请重新保存。"),
    (r"(?P<f>.+) is damaged inside its archive; .*", r"{f} 在压缩包里已损坏，请重新下载压缩包。"),
    (r"(?P<f>.+) is not a (?P<n>\w+) file, or is damaged at its start; .*", r"{f} 不是 {n} 文件，或开头已损坏，请重新下载或保存。"),
    (r"(?P<f>.+) has no text layer .*", r"{f} 没有文字（可能是扫描件），请先做文字识别，或给文字版。"),
    (r"(?P<f>.+) has no text \(.*", r"{f} 没有文字（可能是扫描件或图片），请先做文字识别，或给文字版。"),
    (r"(?P<f>.+) has (?P<n>\d+) pages without text, .*", r"{f} 有 {n} 页没有文字，太多了，请只给报告本身或文字版。"),
    (r"(?P<f>.+) is a picture .*", r"{f} 是图片，请先做文字识别，或给文字版。"),
    (r"(?P<f>.+) is a RAR archive; .*", r"{f} 是 RAR 压缩包，请解开，或改压为 .zip。"),
    (r"(?P<f>.+) is a 7z archive; .*", r"{f} 是 7z 压缩包，请解开，或改压为 .zip。"),
    (r"(?P<f>.+) is a gzip archive; .*", r"{f} 是 gzip 压缩包，请解开，或改压为 .zip。"),
    (r"(?P<f>.+) is an empty zip archive; .*", r"{f} 是空压缩包，请给报告本身。"),
    (r"(?P<f>.+) holds no file of a known type .*", r"{f} 里没有能读的报告文件。"),
    (r"(?P<f>.+) is a program for Windows .*", r"{f} 是程序，请给报告本身。"),
    (r"(?P<f>.+) is an office file or archive without a text in it; .*", r"{f} 里没有正文，请给 Word、PDF、网页或文本文件。"),
    (r"(?P<f>.+) is an old office file without a Word text in it; .*", r"{f} 里没有 Word 正文，请另存为 .docx。"),
    (r"(?P<f>.+) is in no known encoding .*", r"{f} 的文字编码认不出，请另存为 UTF-8。"),
    (r"(?P<f>.+) is a web page without text .*", r"{f} 是没有文字的网页，请从浏览器中另存。"),
    (r"(?P<f>.+) is a web page that only shows .*", r"{f} 只是引用另一个文件的网页，请下载那个文件。"),
    (r"(?P<f>.+) takes longer than (?P<n>\d+) s to read; .*", r"{f} 读了 {n} 秒还没读完，已放弃；请另存一份，或给文字版。"),
    (r"(?P<f>.+) broke off the program that reads it; .*", r"{f} 使读取程序中断，请另存一份，或给文字版。"),
    (r"(?P<f>.+) cannot be read \(PDFium .*", r"{f} 读不了，请重新打印成 PDF，或给文字版。"),
    (r"(?P<f>.+) could not be understood, .*", r"{f} 没能读懂，这是本程序的错误，请反馈。"),
    (r"(?P<f>.+) is not there any more", r"{f} 已不在了。"),
    (r"(?P<f>.+) has a name that leads out of its archive; .*", r"{f} 的名称指向压缩包之外，请重新压缩。"),
    (r"(?P<f>.+) is a link and no file; .*", r"{f} 是链接，不是文件，请压入文件本身。"),
    (r"(?P<f>.+) would unpack to more than .*", r"{f} 解开后异常庞大，不像报告，请去掉。"),
    (r"(?P<f>.+) is packed in an uncommon way .*", r"{f} 的压缩方式少见，请压成普通 zip。"),
    (r"(?P<f>.+) is an archive in an archive in an archive; .*", r"{f} 压缩包套得太深，请先解开。"),
    (r"(?P<f>.+) holds more than (?P<n>[\d,]+) files; .*", r"{f} 多于 {n} 个文件，请分开压缩。"),
    (r"(?P<f>.+) unpacks to more than (?P<n>\d+) [GM]B; .*", r"{f} 解开后太大，请分开压缩。"),
    (r"(?P<f>.+) has no column 'source' .*", r"{f} 没有写文件名的 source（文件）一列，请补上。"),
    (r"(?P<f>.+) is not a CSV file .*", r"{f} 不是 CSV 表格，请改正，或拿掉。"),
    (r"(?P<f>.+) names (?P<n>\d+) files that are not there .*", r"{f} 写到 {n} 个不存在的文件，请改正 source 一列。"),
    (r"(?P<f>.+) is being indexed by another program \(started from the web page at (?P<n>[\d:]+), .*", r"索引正在更新（{n} 由网页开始），请等它完成。"),
    (r"(?P<f>.+) is being indexed by another program \(started from a terminal at (?P<n>[\d:]+), .*", r"索引正在更新（{n} 由终端开始），请等它完成。"),
    (r"This page is read-only .*", r"本站只供查阅，不能改动。"),
    (r"Nothing was removed as .*", r"没有这次移出，可能已经放回。"),
    (r"(?P<f>.+) is described by a metadata\.csv in its archive; .*", r"{f} 由压缩包里的 metadata.csv 说明，请在那里更正，或解开压缩包。"),
    (r"(?P<f>.+) is being written by another program; .*", r"{f} 正由另一个程序写入，请再试一次。"),
    (r"(?P<f>.+) was made by the encoder .*", r"这个索引由另一个编码模型建立。请改用原来的模型（--model），或在“其他更新方式”中全部重读重建。"),
    (r"(?P<f>.+) is damaged; index the folders again .*", r"索引已损坏，请在“其他更新方式”中全部重读重建。"),
    (r"No folder of reports is known here yet; .*", r"还没有报告文件夹，请先收入报告。"),
    (r"This build was started in a terminal; .*", r"这次更新是在终端启动的，请在那里按 Ctrl-C 停止。"),
)  # fmt: skip
"""Sentences about a file, and the same in Chinese: ``f`` is the file, ``n`` a number or kind."""

_KNOWN = tuple((re.compile(pattern, re.DOTALL), chinese) for pattern, chinese in _REASONS)


def reason_text(reason: str, language: str, folder: str = "") -> str:
    """A sentence of a lower floor in the reader's language; ``folder`` is left out of it, since where files lie on a server is nobody's business."""
    if folder:
        reason = reason.replace(f"{folder}{os.sep}", "").replace(f"{folder}/", "")
    told = in_language(reason, language)
    if language == "en" or told != reason:
        return told
    for pattern, chinese in _KNOWN:
        match = pattern.fullmatch(told)
        if match:
            return chinese.format(**{name: value for name, value in match.groupdict().items() if value is not None})
    return told


def reason_in(error: FajianError, language: str) -> str:
    """The sentence of an error in the reader's language."""
    told = reason_text(str(error), language)
    return told if told != str(error) else error_sentence(error, language)
