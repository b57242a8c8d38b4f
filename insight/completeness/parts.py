"""The outline that reports are held against, part by part: where it comes from, and how each part is looked for.

The duty: 《法治政府建设与责任落实督察工作规定》 (2019) has every yearly report tell main measures and results, shortcomings and their causes, how the
principal persons of party and government acted as first persons responsible, and what is arranged for the next year. Townships report to the level above, and
reports are made public. The subjects: the outline 《法治政府建设实施纲要（2021—2025年）》 by the themes of ``corpus.theme_table``. The form: what makes a document of
its own. Examples are test cases; for subjects they stand in the table of themes.
"""

from __future__ import annotations

from corpus.report import Level
from corpus.themes import THEMES
from insight.completeness.part import Group, Part, Status

__all__ = ["DUTY", "FORM", "PARTS", "PLACES", "SUBJECTS", "Group", "Part", "Status", "of_group"]


_RULE = "yearly-report duty, Provisions on Supervising Rule-of-Law Government (2019)"
_RULE_ZH = "《法治政府建设与责任落实督察工作规定》对年度报告内容的要求"
_BARE = "; bare under one printed line, or under three that name nothing"
_BARE_ZH = "；不足一行（28字），或不足三行又没有具体事项，为一句带过"
_FORM = "usual form of a yearly report"
_FORM_ZH = "年度报告的通常体例"

DUTY = (
    Part(
        "measures",
        Group.DUTY,
        "主要举措和成效",
        "Measures and results",
        _RULE,
        _RULE_ZH,
        "passages that tell what was done" + _BARE,
        "写做法的段落" + _BARE_ZH,
        examples=(
            "镇里把法律顾问请到村部坐班，每月两天，村民拿着合同来问，当场能答的当场答，不能答的记下来下次答。全年坐班24天，解答咨询118人次，审查村级合同31份，退回重拟2份。",
        ),
        bare=("镇党委、政府高度重视法治政府建设，各项工作取得明显成效。",),
        short_zh="举措和成效",
        short_en="Measures",
    ),
    Part(
        "shortcomings",
        Group.DUTY,
        "存在的不足",
        "Shortcomings",
        _RULE,
        _RULE_ZH,
        "passages and headings that tell what is wrong" + _BARE,
        "写问题的段落和标题" + _BARE_ZH,
        examples=(
            "一是持证人员不够，全镇只有2人取得执法证，下村检查常常凑不齐两个人。二是普法课讲得枯燥，去年办了9场，到场的多是老人。",
        ),
        bare=(
            "虽然取得了一些成绩，但对照上级要求还有一定差距。",
            "一是宣传不够深入。二是力量有待加强。",
        ),
    ),
    Part(
        "causes",
        Group.DUTY,
        "不足的原因",
        "Causes of shortcomings",
        _RULE,
        _RULE_ZH,
        "words of cause in passages about shortcomings; two causes or a heading of their own are full, one is bare",
        "问题段落中说明原因的语句；两处以上或单列为完整，一处为一句带过",
        examples=(
            "案卷评查没有开展，主要是县里人手排不开。公开栏更新慢，原因是没有专人负责。",
            "造成以上问题的原因：一是学习不够，二是投入不足。",
        ),
        bare=("流动普法车没有买成，因经费没有列入预算。", "由于人手少，案件办理偏慢。"),
        counterexamples=(
            "普法形式单一，没有做到因人施教。",
            "审查对象主要是正式行文，合同大多没有送审。",
        ),
        short_zh="原因",
        short_en="Causes",
    ),
    Part(
        "first_person",
        Group.DUTY,
        "党政主要负责人履行第一责任人职责",
        "Principal persons as first responsible",
        _RULE,
        _RULE_ZH,
        "passages about what was done in which the principal persons of party and government act; two acts, or one with a figure, are full",
        "写做法的段落中党政主要负责人的行动；两项以上或一项有数字为完整",
        examples=(
            "镇党委书记、镇长带队到执法一线调研法治工作3次，现场解决问题8个。",
            "党政主要负责人逐件听取重大案件汇报，带头讲法治课2次。",
        ),
        bare=("党政主要负责人切实履行推进法治建设第一责任人职责。", "主要负责人带头述法。"),
        counterexamples=(
            "村党支部书记带头学法5次。",
            "副镇长主持召开法治工作会议4次。",
            "副乡镇长带队检查执法3次。",
            "村党委书记带头调解纠纷5起。",
            "企业主要负责人听取执法讲解2次。",
            "全年召开党委会专题研究法治工作4次。",
        ),
        short_zh="第一责任人",
        short_en="First responsible",
    ),
    Part(
        "next_year",
        Group.DUTY,
        "下一年度安排",
        "Arrangements for the next year",
        _RULE,
        _RULE_ZH,
        "passages and headings that tell what is planned" + _BARE,
        "写打算的段落和标题" + _BARE_ZH,
        examples=(
            "一是再选派3名干部参加执法资格考试，年底前持证人员达到7名。二是把法治夜校办到最远的两个村，每季度不少于1次。",
        ),
        bare=("下一步，我镇将继续努力，推动法治政府建设再上新台阶。",),
        short_zh="下年安排",
        short_en="Next year",
    ),
)

FORM = (
    Part(
        "title",
        Group.FORM,
        "标题",
        "Title",
        _FORM,
        _FORM_ZH,
        "names who reports and what it is",
        "写明报告单位和文种",
        examples=("石板镇2023年法治政府建设年度报告", "关于某县石板镇2023年度法治政府建设情况的报告"),
        bare=("法治政府建设工作总结", "石板镇2023年材料"),
        bare_zh="不完整",
        bare_en="partial",
    ),
    Part(
        "year",
        Group.FORM,
        "报告年度",
        "Year reported on",
        _FORM,
        _FORM_ZH,
        "stands in the title, the opening or a first-level heading; partial where only the body has it",
        "写在标题、开头或一级标题中；只见于正文为不完整",
        bare_zh="不完整",
        bare_en="partial",
        short_zh="年度",
        short_en="Year",
    ),
    Part(
        "addressee",
        Group.FORM,
        "主送机关或公开方式",
        "Addressee or publication",
        "reports go to the level above and are made public (Provisions of 2019)",
        "《督察工作规定》要求向上级报告并向社会公开",
        "addressee below the title, a note of publication, or a date of publication on the site",
        "标题下的主送机关、公开说明或网页发布日期",
        bare_zh="不完整",
        bare_en="partial",
        short_zh="主送或公开",
        short_en="Addressee",
    ),
    Part(
        "issuer",
        Group.FORM,
        "报告单位（署名）",
        "Who reports",
        _FORM,
        _FORM_ZH,
        "signature, letterhead or table of the site; partial where the title only names a place",
        "落款、文头或网页信息表；只在标题中有地名为不完整",
        bare_zh="不完整",
        bare_en="partial",
        short_zh="署名",
        short_en="Issuer",
    ),
    Part(
        "date",
        Group.FORM,
        "成文日期",
        "Date",
        _FORM,
        _FORM_ZH,
        "a whole date of signing; partial where a part or only the site's date is there",
        "完整的成文日期；缺日或只有网页发布日期为不完整",
        bare_zh="不完整",
        bare_en="partial",
        short_zh="日期",
        short_en="Date",
    ),
    Part(
        "concrete",
        Group.FORM,
        "问题写得具体",
        "Shortcomings are concrete",
        "a shortcoming that names nothing cannot be followed up",
        "没有具体事项的问题无从对照整改",
        "a figure, a name, something quoted, lacking or not reached in at least a quarter of the passages about shortcomings",
        "至少四分之一的问题段落写到数字、名称、原话、缺少的东西或没有完成的事",
        examples=(
            "一是持证人员不够，全镇只有2人取得执法证。",
            "二是没有执法记录仪。",
            "三是原定的案卷评查没有开展。",
        ),
        bare=("一是宣传力度不够。二是少数干部法治意识有待提高。",),
        bare_zh="不具体",
        bare_en="not concrete",
        short_zh="问题具体",
        short_en="Concrete",
    ),
)

_TOWNSHIP_NEEDS_NOT = frozenset({"rules", "technology"})
"""Townships seldom make normative documents, and systems are built for them by the levels above."""
_DEPARTMENT_NEEDS_NOT = frozenset({"emergencies", "disputes"})
"""Not every department has emergencies or disputes to deal with."""
_OWN = frozenset({"legal_services", "governance"})
"""Themes of townships' own, which the outline does not have."""


def _levels(theme: str) -> frozenset[Level]:
    if theme in _OWN:
        return frozenset(Level)
    levels = {Level.TOWNSHIP} if theme in _TOWNSHIP_NEEDS_NOT else set()
    return frozenset(levels | ({Level.DEPARTMENT} if theme in _DEPARTMENT_NEEDS_NOT else set()))


SUBJECTS = tuple(
    Part(
        theme.name,
        Group.SUBJECTS,
        theme.zh,
        theme.en,
        "a theme of townships' own" if theme.name in _OWN else "a subject of the Outline for 2021-2025",
        "乡镇自有主题" if theme.name in _OWN else "《法治政府建设实施纲要（2021—2025年）》的内容",
        f"passages about what was done ({theme.about}); bare where words of it only stand in passages about other things",
        f"写做法且主题为“{theme.zh}”的段落；只在其他段落中提到为一句带过",
        optional=_levels(theme.name),
    )
    for theme in THEMES
)

PARTS: tuple[Part, ...] = (*DUTY, *FORM, *SUBJECTS)
PLACES = {part.key: place for place, part in enumerate(PARTS)}
"""Where each part stands among all."""


def of_group(group: Group) -> tuple[Part, ...]:
    """The parts of a group, in their order."""
    return tuple(part for part in PARTS if part.group is group)
