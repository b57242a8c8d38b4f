"""Words by which causes and the doings of the principal persons are told.

Tables whose examples are test cases: to teach a wording, add it there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.report import Level
from insight.completeness.substance import Cue, left

_CLAUSE_START = r"(?:^|(?<=[，。；：、！\n\s]))"

CAUSES = (
    Cue(
        "because",
        re.compile(
            rf"(?:{_CLAUSE_START}|(?<=[常往多系是全主要]))因(?!地制|人[施制而]|势利|时制|事制|材施|此|而|果|素|公[殉出])|(?<![不原病起])因(?!此)[^，。；]{{2,30}}(?:未能|无法|不能|没能|难以|而(?:未|没|无|搁|停|不|推)|搁置|推迟|中断|停滞)|因为|由于|(?:[^，。；]{{2,20}})等原因"
        ),
        (
            "因经费没有列入预算，未能启动。",
            "证据常因时间不全不能用。",
            "由于人手少，办理偏慢。",
            "欠款因经办人变动等原因没有结清。",
            "短视频因没有专人编创未能推出。",
        ),
        ("没有做到因地制宜。", "因此群众意见较多。", "病因不明。"),
    ),
    Cue(
        "mainly",
        re.compile(r"(?<=[，；])(?:这)?主要是(?!以|正式|靠)|这主要是|主要(?:还)?(?:是(?:因为|由于)|在于|原因)"),
        ("没有全部走到，主要是冬天路不通。", "主要在于投入不足。"),
        ("审查对象主要是正式行文。", "主要是宣传的深度不够。", "宣传，主要靠发传单。"),
    ),
    Cue(
        "limited by",
        re.compile(
            r"受(?!教|理|众|案|访|贿|骗|损|害|益|到(?:处分|处罚))[^，。；]{1,16}(?:影响|限制|制约|所限|约束)|制约(?!和监督|监督|机制|体系)[^，。；]{2,}"
        ),
        ("受人员和经费限制，体检没有开展。", "受客观条件制约，时紧时松。", "信号和电力制约视频调解。"),
        ("权力制约监督机制不健全。", "受理案件较少。"),
    ),
    Cue(
        "leads to",
        re.compile(
            r"导致|致使|以致|以至于|由此(?:引发|造成|带来)|造成(?!以上|上述)(?=[^，。；]{2,})|(?:极易|容易)引发|难以(?=[^，。；]{2,}，(?:因|主要))"
        ),
        ("数据没有打通，导致重复填报。", "口头协议较多，由此引发的纠纷上升。"),
        ("没有引发复议和诉讼。",),
    ),
    Cue(
        "root",
        re.compile(
            r"(?:根源|症结|根子|原因)(?:还)?(?:是|在于|在)|究其原因|归根(?:到底|结底)|源于|说到底|(?:问题|不足)的(?:主要)?原因|原因(?:分析|主要)|(?:客观|主观)(?:因素|原因)"
        ),
        ("根源在于责任没有压实。", "究其原因，是培训不够。"),
        ("查明原因并整改。", "关键在落实。"),
    ),
)
"""Words by which a report itself says why something is wrong."""

UNMET = Cue(
    "target not reached",
    re.compile(
        r"没有(?:实现|建成|突破|完成|开通|坚持|办成|建起来|启动|开展|到位)|未(?:能)?(?:实现|建成|完成|启动|开展|推出|列入)|落空|(?:进度|进展|修订|推进)[^，。；]{0,6}(?:滞后|缓慢)|搁置"
    ),
    ("积案清零目标没有实现", "测绘进度滞后", "系统未能启动"),
    ("没有群众反映",),
)
MEANS = Cue(
    "means lacking",
    re.compile(
        r"(?:经费|资金|预算|编制|指标|人手|专人|设备|审批|衔接|场地|用地)[^，。；]{0,6}(?:不|没|未|无|缺|少|只|仅|有限|紧张|困难)|(?:不|没有?|未|无|缺少?|缺乏)[^，。；]{0,6}(?:经费|资金|预算|编制|指标|人手|专人|设备|审批|场地|用地)"
    ),
    ("测绘经费只落实12万元", "执法记录仪未列入当年预算", "包案领导调整后工作衔接不上"),
    ("全年投入经费12万元", "执法人员意识不强"),
)
"""A lack of means told beside a target that was not reached is its cause, though no word says so."""

CAUSE_HEADING = re.compile(r"原因|成因|根源|症结")
"""A heading, or the opening of a paragraph of its own, that sets causes out."""
CAUSE_PARAGRAPH = re.compile(
    r"(?:^|(?<=[。；\n]))(?:(?:造成|产生|出现|存在)?(?:以上|上述|这些)?[^，。；：]{0,16}(?:原因|根源|症结)|究其原因)(?:主要)?(?:有|是|在于|如下|分析|[：，])"
)

_TOWNSHIP = r"(?<!副)(?<!副乡)(?<![小社自])(?:乡镇|乡|镇)长(?!办公会)|(?:街道)?办事处主任|街道主任"
_COUNTY = r"(?<!副)(?<![小社校园])[县区市州省旗]长(?!办公会)"
_DEPARTMENT = r"(?<!副)(?:局长|厅长|院长|委员会主任|党组书记)"
_DUTY = r"(?<!生产)(?<!安全)(?<!防火)(?<!防控)(?<!消防)(?<!环保)第一责任人"
_ANY = (
    rf"党政主要(?:负责人|负责同志|领导)|党政(?:负责人|负责同志|正职)|(?<![业司村所位门室站目区])主要(?:负责人|负责同志|领导(?!小组|干部))|[“\"]?{_DUTY}[”\"]?"
    r"|[“\"]?一把手[”\"]?|(?<!村)(?<!社区)党委书记|(?:党工委|县委|区委|市委|州委|[乡镇]|街道)书记"
)

_PRINCIPALS = {
    Level.TOWNSHIP: re.compile(f"{_ANY}|{_TOWNSHIP}"),
    Level.DEPARTMENT: re.compile(f"{_ANY}|{_DEPARTMENT}"),
    Level.COUNTY: re.compile(f"{_ANY}|{_COUNTY}"),
    Level.PREFECTURE: re.compile(f"{_ANY}|{_COUNTY}"),
    Level.PROVINCE: re.compile(f"{_ANY}|{_COUNTY}"),
    Level.UNKNOWN: re.compile(f"{_ANY}|{_TOWNSHIP}"),
}

OUTRIGHT = Cue(
    "duty named",
    re.compile(rf"{_DUTY}[”\"]?|党政主要(?:负责人|负责同志|领导)|党政[“\"]?一把手|抓住[^，。；]{{0,8}}[“\"]?一把手"),
    ("党政主要负责人切实履行第一责任人职责", "抓住“一把手”这个关键"),
    ("村党支部书记是第一负责人", "主要负责人接待来访", "压实安全生产第一责任人责任"),
)
"""Words that name the duty, so that no word of the law need stand beside them."""

SUBJECT = Cue(
    "rule of law",
    re.compile(r"法(?!人代表)|执法|信访|诉讼|复议|应诉|调解|纠纷|普法|决策|合同|热线|述职"),
    ("每月过问一次信访和执法情况", "带头讲法治课"),
    ("带队检查春耕生产",),
)
"""What must stand in a sentence about the principal persons for it to be about this duty."""

ACTS = Cue(
    "acts",
    re.compile(
        r"主持|带队|听取|听汇报|研究(?!院|生)|(?<!安排)(?<!决策)(?<!工作)部署(?!要求)|讲授|讲(?=[^，。；]{0,10}[课题例])|过问|调研|督促|督办|督导|督查|出庭|述法|述职|包案|包抓|领办|把关|批示|会诊|约谈|点评|签订|推动解决|解决(?=[^，。；]{0,12}[\d问难])"
        r"|拿主意|协调|对账|联系(?=[^，。；]{0,8}村)|列入[^，。；]{0,12}清单|制定[^，。；]{0,30}清单|任组长|为组长|领学|接访|下访|下乡|走访|旁听|开[^，。；]{0,6}会|必[带讲]"
    ),
    ("主持召开会议", "带队调研", "逐件听取汇报", "逐季对账", "成立由党委书记任组长的领导小组"),
    ("高度重视法治建设", "切实履行职责", "认真贯彻上级决策部署"),
)
_FIGURE = re.compile(r"\d+(?!年|\d)|[一二两三四五六七八九十](?:次|场|件|堂|个(?!别))|每(?:年|季度?|月|周|半月)")
_NOT_ACTING = re.compile(r"(?:由|向|报|请|经|交|再由|归|接受|对|按|给)$")
"""Before the name of a person, makes another one act."""
_GOES_ON = re.compile(
    r"^(?:[先再都均也还并且及]|每|逢|必|凡|亲自|逐|年[终底内]|全年|今年|共|累计|定期|现场|带头|带队|当场|多次|分别|各|不定期|深入|到)|^(?:"
    + ACTS.pattern.pattern
    + ")"
)
"""How a clause begins that still speaks of the person named before it."""
_SENTENCE = re.compile(r"[^。；！？\n]+[。；！？\n]?")
_CLAUSE = re.compile(r"[^，：,]+[，：,]?")


def causes_in(heading: str, text: str) -> list[tuple[int, int]]:
    """Where a passage under a heading says why: one span a sentence, from the cue to the sentence's end."""
    found: list[tuple[int, int]] = []
    unmet = UNMET.pattern.search(f"{heading}\n{text}") is not None
    for sentence in _SENTENCE.finditer(text):
        cues = (*CAUSES, MEANS) if unmet else CAUSES
        starts = [match.start() for cue in cues if (match := cue.pattern.search(sentence[0]))]
        if starts:
            found.append((sentence.start() + min(starts), sentence.end()))
    return found


def duty_sentences(text: str, level: Level, *, under_heading: bool) -> Iterator[tuple[int, int, int, bool]]:
    """Sentences in which a principal person stands for the duty.

    Args:
        text: A passage in plain characters.
        level: Of the report: who the principal persons are.
        under_heading: Whether its heading names the duty.

    Yields:
        Start and end of the sentence, the number of acts in it, and whether one of them has a figure.
    """
    principals = _PRINCIPALS[level]
    for sentence in _SENTENCE.finditer(text):
        acting = [m for m in principals.finditer(sentence[0]) if not _NOT_ACTING.search(sentence[0][: m.start()])]
        if not acting:
            continue
        if not (under_heading or OUTRIGHT.pattern.search(sentence[0]) or SUBJECT.pattern.search(sentence[0])):
            continue
        acts, figure = _acts_of(sentence[0], acting[0].start(), principals)
        if acts or OUTRIGHT.pattern.search(sentence[0]):
            yield sentence.start(), sentence.end(), acts, figure


def _acts_of(sentence: str, start: int, principals: re.Pattern[str]) -> tuple[int, bool]:
    """How many acts the persons named from ``start`` on are told to have done, and whether one has a figure."""
    acts, figure = 0, False
    own = False
    for clause in _CLAUSE.finditer(sentence):
        if clause.end() <= start:
            continue
        own = bool(principals.search(clause[0])) or (own and _GOES_ON.search(clause[0]) is not None)
        if not own:
            continue
        told = left(clause[0])
        done = len(ACTS.pattern.findall(told))
        acts += done
        figure = figure or (done > 0 and _FIGURE.search(told) is not None)
    return acts, figure
