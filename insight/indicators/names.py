"""What has a number and a unit and states no quantity: dates, ordinals, names, the indefinite 一.

Examples of each are test cases in ``tests/insight/indicators/test_finding.py``.
"""

from __future__ import annotations

import re

_HAN_DIGITS = frozenset("零〇一二两三四五六七八九十")
_N = "[一二两三四五六七八九十]{1,3}"
NAMES = re.compile(
    rf"{_N}个(?:维护|确立|意识|自信|全面|覆盖|务必|结合|[一二三四五]|统一|坚持|必须|重大|文明|责任|代表|规定|允许|严禁|规范|协同|聚焦|专项|百年|不|清单制|公开|中心|转变|"
    r"革命|答案|到位|优先|导向|强国)"
    rf"|{_N}项(?:制度|机制|规定|纪律|改革|监督|行动|权利|要求|原则|重点|清单|基本|许可)"
    rf"|{_N}位一体|{_N}级(?:联动|书记|网格|调解|人民)|{_N}类人员"
    rf"|{_N}(?:条(?:红线|底线|战线|主线|例)|次(?:分配|党代会|全会|产业|创业)|家(?:人|亲)|块牌子|套(?:班子|人马)|支(?:队伍建设|箭)|道防线|张(?:网|清单|牌)|本账|把手|门式|户一|件事一次办)"
    rf"|{_N}(?:年|个月)(?:行动|规划|计划|攻坚|提升|整治|专项)"
)
"""At the number: names of policies and campaigns."""

_DATE_BEFORE = re.compile(r"[年月]\s{0,2}$|周$|星期$|礼拜$")
_SPAN = re.compile(
    r"(?:期|为期|用时|历时|限时?|时限|仅|平均|约|近|内|提前|不少于|公示|满|超过|不超过|延长|缩短|压缩|由|从|至|到|达|共|连续|短|最[长短快]|每)[^，。；]{0,4}$"
)
_INSIDE = re.compile(r"[之以]?内|后|以上|以下|左右|为期|的?期限")
_POINTS = re.compile(
    r"(?:[扣加得计记满评获减打]|分值|评分|得分|积分|总分|平均)[^，。；\d]{0,10}$|(?:由|从|至|到|为|比|上年的?)(?:上年的?)?$"
)
_IDIOM_BEFORE = re.compile(
    r"(?:[统第唯专单逐同某另这那新进任哪上下前后近头]|不漏|不少|不落|没有|无|未|任何|万|之|每每|不是|不止|跑|最多跑|多|归|合|划|始终如|每)$"
)
_IDIOM_AFTER = re.compile(
    r"[^，。；]{0,5}一|次(?:办|告知|查|进|又|都|也|成|受理|申请|填|准|评估|次)|[个件条]{2}|个(?:都|也|重要|方面|新|良好|整体|过程|长期|全|有机|关键|基本|共同|时期|阶段|台阶|目标|声音|[是样])"
)
_PER = re.compile(r"(?:每(?!$)|各|逢|人均|户均|村均)[^，。；]{0,18}$")
_MADE = re.compile(
    r"(?:成立|组建|建立|建成|建好|建设|新建|设立|设置|打造|创建|组成|聘请|聘任|聘用|聘|配备|配置|配强|配|选派|选聘|安排|指派|确定|明确|购置|购买|购|改装|添置|开设|开通|召开|举办|举行|开展|组织|"
    r"培育|培养|制定|修订|制作|编制|编排|出台|下派|派驻|派出|挂牌|新增|增设|增加|增配|邀请|拆除|查处|办理|立案|处罚|罚款|发生|接到|受理|调解|化解|作|开|开过|设|建|(?<!申)请|派|举行|打掉|破获|"
    r"看|讲|学|领学|听取|研究|过问|巡查|检查|坐班|有|仅|只|为|达|共|完成)(?:了|过|起)?(?:约|近|至少|不少于)?$"
)
_SURE = frozenset((*"名支家辆间座台套人场处所次天部位个件笔栋幢", "场次", "人次"))


def is_name(text: str, start: int, end: int, unit: str) -> bool:
    """Whether the number at ``start`` with a unit that ends at ``end`` is no quantity.

    Args:
        text: Plain text.
        start: Where the number begins.
        end: Where its unit ends.
        unit: The unit.
    """
    before = text[max(0, start - 20) : start]
    if not unit:
        return False
    if unit in {"年", "日", "分"}:
        return _is_date(text, before, start, end, unit)
    # 二 counts nothing: 二轮承包 is the second, two are 两.
    if text.startswith(f"二{unit}", start) or (before.endswith(("周", "星期")) and not before.endswith("每周")):
        return True
    if text[start] not in _HAN_DIGITS:
        return False
    alone = text[start] == "一" and text[start + 1] not in "百千万十"
    return NAMES.match(text, start) is not None or (alone and _is_indefinite(text, before, start, unit))


def _is_date(text: str, before: str, start: int, end: int, unit: str) -> bool:
    number = re.match(r"[\d.]+|[^年]+", text[start:end])
    assert number is not None, "a quantity begins with its number"
    digits = number.group().strip()
    if unit == "年":
        long_ago = digits.isdecimal() and len(digits) == 4
        written = len(digits) == 4 and not set(digits) & set("十百千万余多几")
        dated = re.match(r"\s?\d{1,2}\s?月", text[end : end + 5]) is not None
        alone = digits == "一" and not text.startswith(("内", "之内", "以上", "多"), end)
        recent = before.endswith(("前", "后")) and not before.endswith(("以前", "之后"))
        return recent or long_ago or written or dated or alone or NAMES.match(text, start) is not None
    if unit == "日":
        inside = _INSIDE.match(text, end) is not None
        return _DATE_BEFORE.search(before) is not None or not (inside or _SPAN.search(before))
    return _POINTS.search(before) is None and _INSIDE.match(text, end) is None


def _is_indefinite(text: str, before: str, start: int, unit: str) -> bool:
    """Whether 一 is no number but "a": it counts where something was made or done, or in 每…一….."""
    if _IDIOM_BEFORE.search(before) or _IDIOM_AFTER.match(text, start + 1):
        return True
    if _PER.search(before):
        return unit in {"起", "批", "类", "种"}
    return unit not in _SURE or _MADE.search(before) is None
