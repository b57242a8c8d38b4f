"""What a text says once its setting phrases are set aside, and whether that is more than a bare sentence.

Tables whose examples are test cases: to teach a phrase, add it there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

LINE = 28
"""Characters in a printed line of an official document (GB/T 9704)."""
_FEW, _FEW_POINTS = 3 * LINE, 3
"""Less than three printed lines, in three points at most, that name nothing are a bare sentence; so is less than one line, whatever it names."""

_SENTENCE = re.compile(r"(?<=[。！？；;\n])|(?=[一二三四五六七八九十]是)")
_LETTERS = re.compile(r"[\u3400-\u9fffA-Za-z0-9]")


@dataclass(frozen=True, slots=True)
class Cue:
    """A wording: ``pattern`` holds in every one of ``examples`` and in none of ``counterexamples``."""

    name: str
    pattern: re.Pattern[str]
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...] = ()


FORMULAS = (
    Cue(
        "guided by",
        re.compile(
            r"(?:始终)?(?:坚持)?(?:以|深入(?:学习)?(?:宣传)?贯彻(?:落实)?|认真(?:学习)?贯彻(?:落实)?|全面(?:学习)?贯彻(?:落实)?)[^，。；]{0,12}(?:习近平[^，。；]{0,30}|党的[^，。；]{2,20}精神[^，。；]{0,12})(?:为(?:指导|引领|指引|统领))?[，；]?"
        ),
        ("坚持以习近平新时代中国特色社会主义思想为指导，", "深入贯彻党的二十大精神，"),
        ("组织学习行政处罚法3次",),
    ),
    Cue(
        "under leadership",
        re.compile(r"在[^，。；]{0,40}(?:领导|指导|支持|关心|帮助|统筹)下[，；]?"),
        ("在县委、县政府的坚强领导下，", "在县司法局的具体指导下，"),
        ("在村部设立调解室",),
    ),
    Cue(
        "achieved but",
        re.compile(
            r"[^。；]{0,40}(?:取得了?|有了?|有所)[^，。；]{0,12}(?:成绩|成效|进展|进步|提升|收获)，?(?:但是?|然而|不过)[^。；：]{0,40}(?:一些|一定|一定的|不少|许多|较大|很大|诸多|有|的)(?:差距|不足|问题|短板|困难)(?:和(?:不足|困难|差距|问题))?[。；：]?"
        ),
        (
            "虽然取得了一些成绩，但对照上级要求还有一定差距。",
            "尽管我镇依法行政有了明显进步，但仍存在一些问题和困难。",
        ),
        ("调解成功率有了提升，群众也满意。", "法律意识有所进步，但处理问题时凭经验办事。"),
    ),
    Cue(
        "lead-in",
        re.compile(
            r"[^。；]{0,50}(?:如下|以下(?:几个|几|一些)?(?:方面)?(?:的)?(?:问题|不足|短板|工作|任务)|(?:几个方面|几件事|以下工作|(?:还|仍|也)(?:存在|有)(?:一些|不少|一定|许多)?(?:的)?(?:问题|不足|短板|差距|欠账)))[：:。]"
        ),
        (
            "现将有关情况报告如下：",
            "当前还存在以下几方面的问题：",
            "对照上级要求，还存在一些不足：",
        ),
        ("一是普法形式单一的问题突出",),
    ),
    Cue(
        "vow",
        re.compile(
            r"(?:不断|努力|奋力|全力|持续|继续)?(?:推动|推进|促进|为)[^。；]{0,30}(?:再上(?:一个)?新(?:的)?台阶|更上一层楼|迈上新台阶|作出(?:新的)?(?:更大)?贡献|创造(?:了)?良好的?法治环境|提供(?:有力|坚实)的?法治保障)[。；]?|(?:我|全|本)(?:乡|镇|街道|县|区|局)?将?(?:继续|再接再厉)[，]?(?:努力|加强学习)[，。]"
        ),
        ("推动法治政府建设再上新台阶。", "我镇将继续努力，"),
        ("推动一站式窗口进村，办理业务300件。",),
    ),
    Cue(
        "attention",
        re.compile(
            r"(?:高度|始终)重视[^，。；]{0,30}[，。；]?|摆在[^，。；]{0,12}(?:位置|日程)[，。；]?|同部署[^，。；]{0,24}[，。；]?"
            r"|(?:各项)?工作(?:均)?取得(?:了)?(?:明显|显著|较好|良好|积极|一定)的?(?:成效|进展|成绩)[，。；]?|(?:提高|强化)政治站位[，。；]?"
        ),
        ("镇党委高度重视法治政府建设，", "与经济工作同部署、同推进、同落实，", "各项工作取得明显成效。"),
        ("重视老人来信，答复12件。",),
    ),
)
"""Phrases that any report has and that tell nothing of this one."""

_STOCK = "[一二三四五六七八九十]+五|枫桥|谁执法|法律明白人|互联网|第一责任人|一把手|关键少数|一岗双责|[四两]个|三项|一规划|放管服|最后一公里|三重一大|双随机"
"""Set names in quotation marks, which any report has."""

CONCRETE = (
    Cue(
        "figure",
        re.compile(
            r"\d[\d.,]*\s*(?!年|\d|[、.．]|[^，。；]{0,3}热线)[余多]?(?:[%％万亿\u4e00-\u9fff])|[一两二三四五六七八九十百]+(?:次|场|件|名|个(?!别|方面|人)|人(?!民|员)|起|户|份|处|本|套|天|成(?!效|绩|果|为|立))"
        ),
        ("只有2人取得执法证", "三个村还没有去过", "抽查3本案卷", "七成以上没有送审"),
        ("2024年法治意识有待提高", "个别干部意识不强", "一些干部"),
    ),
    Cue(
        "quoted",
        re.compile(
            rf"[“「『‘](?!{_STOCK})[^”」』’]{{2,}}[”」』’]|《(?!法治政府建设|中华|中共)[^》]+(?:办法|方案|公约|协议|合同|制度|清单|台账|记录)》"
        ),
        ("群众说“讲了也听不懂”", "《停车管理办法》没有备案"),
        ("落实《法治政府建设实施纲要》不够", "“八五”普法开展不够", "《民法典》宣传不深"),
    ),
    Cue(
        "lacking",
        re.compile(
            r"没有(?!得到|真正|完全|充分|很好|形成)|[尚还]无|(?:^|[，。；、])无(?!法|论|疑|形)|仅有|只有|至今|空白|缺少(?=[^，。；]{0,8}(?:人|车|船|仪|设备|场所|平台|经费|编制|证))"
        ),
        ("没有执法记录仪", "无专业服装", "全乡只有一辆车"),
        ("没有得到充分重视", "无法适应形势"),
    ),
    Cue(
        "not reached",
        re.compile(
            r"(?:原定|原计划|年初计划|上年计划|计划|去年提出|上年提出)[^，。；]{0,24}[，]?[^。；]{0,30}(?:没有|未|落空|搁置|停|才|只|仅)|未能(?=[^，。；]{0,12}(?:启动|完成|建成|办成|开通|推出|落实|到位))"
        ),
        ("原定的案卷评查没有开展", "年初计划建的调解室至今未动工", "线上系统未能启动"),
        ("计划性不强",),
    ),
)
"""What makes a statement one of this place and year."""


def left(text: str) -> str:
    """The text without setting phrases."""
    for formula in FORMULAS:
        text = formula.pattern.sub("", text)
    return text


def characters(text: str) -> int:
    """Characters, digits and letters that a text has once setting phrases are set aside."""
    return len(_LETTERS.findall(left(text)))


def is_concrete(text: str) -> bool:
    """Whether a text names something that could be checked."""
    return any(cue.pattern.search(text) for cue in CONCRETE)


def is_bare(texts: Sequence[str]) -> bool:
    """Whether the pieces of a part together are no more than a bare sentence.

    Args:
        texts: Headings and passages that belong to the part, in plain characters.
    """
    rest = left("\n".join(texts))
    count = len(_LETTERS.findall(rest))
    if count < LINE:
        return True
    sentences = [piece for piece in _SENTENCE.split(rest) if len(_LETTERS.findall(piece)) > 1]
    few = (count < _FEW and len(sentences) <= _FEW_POINTS) or len(sentences) < 2
    return few and not is_concrete(rest)
