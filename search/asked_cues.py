"""Which role a question wants, and whether it wants figures, told by its words.

The table is declarative: to teach a wording, add it to a record and give an example, which is a test case. A cue is looked for in the
legible text (:func:`search.asked_text.legible`). It must be clear by itself: a wrong role hides the answer, no role only ranks it less well.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.report import Role


@dataclass(frozen=True, slots=True)
class AskCue:
    """Words that ask for a role (figures where it is ``None``), but not behind the words of ``unless`` in the same clause."""

    role: Role | None
    pattern: re.Pattern[str]
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...] = ()
    unless: re.Pattern[str] | None = None

    def search(self, reading: str) -> re.Match[str] | None:
        """The first place in the question where the cue holds."""
        for match in self.pattern.finditer(reading):
            clause = _CLAUSE.split(reading[: match.start()])[-1]
            if self.unless is None or not self.unless.search(clause):
                return match
        return None


_CLAUSE = re.compile("[，。；：？！,.;:?!]")
_NAMED = re.compile("(?:枫桥|浦江|后陈|余村|义乌|三明|千万工程|马锡五|[新旧]时代)[”\"']?(?:工作)?(?:经验|做法|模式)")
"""Names that hold a cue's word: 枫桥经验 is no experience asked for."""

# 怎么 asks how a thing is done, unless it asks why it is not, what it means, or how it is going.
_HOW = (
    r"(?:怎么|怎样|如何|咋|咋样)(?:才能?|能够?|去|来|把|将)?(?!没|不(?!走|流|搞|让|出)|还|总|老|这么|那么|会|样|回事|了|着|的|呢|吗|看|算|理解|认定|界定|定义|定性|区分|规定|解释|说|写|评价|是|计算|$)"
    r"(?=[\u4e00-\u9fff])"
)
_WHAT = "(?:有(?:没有)?(?:哪些|哪几种|什么|何)?|哪些|什么|何种)(?:比较|更|很)?(?:好|新|有效|具体|可行|成功|创新|可复制|值得[借推]鉴?广?|实用|管用|特色|典型|先进|独特)*的?"
_ASKS = "(?:哪些|什么|何种|何|哪方面|几方面)"
_FORMER = "(?<!年初)(?<!原)(?<!原定)(?<!按)(?<!按照)(?<!上年)(?<!去年)(?<!年度)(?<!工作)(?<!行动)(?<!五年)(?<!列入)(?<!纳入)(?<!学习)(?<!普法)(?<!培训)(?<!执法)(?<!检查)(?<!立法)(?<!审计)"
_NO_ADMINISTRATION = "(?<![不没民众人户业])"
_GRAVE = r"足(?![以为道挂够\d十百])|高(?!于)|强(?![制迫])|够|深(?!入)|严(?!重)|细|大(?!于)|多(?!于)|到位|平衡|均衡|规范|健全|完善|及时|充分|明确|清晰|理想|顺畅|畅通|积极|主动|扎实|精准|新颖|丰富|专业|熟悉|愿(?!意放弃)|懂|合理|科学|彻底|配套|协调|作为"
_CURED = re.compile(
    r"针对|解决|破解|化解|整改|整治|治理|补[齐强足上]|弥补|防止|避免|防范|杜绝|纠正|克服|消除|预防|减少|打通|疏通|问责|查处|攻克|排查|回应"
)
_RESOLVE = r"handl\w*|deal\w*|cop(?:e|ed|ing)|solv\w*|address\w*|tackl\w*|resolv\w*|overc[ao]me?|fix\w*|remed\w*|reduc\w*|prevent\w*|avoid\w*"
_CURED_EN = re.compile(rf"\b(?:{_RESOLVE})\b")

ROLE_CUES = (
    AskCue(
        Role.PLAN,
        re.compile(
            r"(?<![上一])下一?步(?!到位)|下一?阶段|下一?年度|下一年|(?<![文说证声表申透聪发昆鲜照])明年(?![限龄轮检报])|(?<![年未本原历后从以])来年(?![轻均龄度初底])|今后|接下来|往后"
            r"|未来(?:[一两二三五几]年|如何|怎|有|打算|准备)"
        ),
        ("下一步怎样增加执法力量、充实司法所", "明年普法想换什么新花样", "下一阶段工作重点是什么", "下一年打算怎样配齐、用好法律顾问",
         "今后怎么办", "针对执法人员不足，下一步怎么解决", "明年的重点任务", "来年调解工作怎么安排", "未来三年法治建设往哪走"),
        ("怎么说明年度报告的公开情况", "证明年龄的材料", "文明年度评比", "近年来年轻干部流失", "未来社区建设", "一步到位的审批"),
    ),
    AskCue(
        Role.PLAN,
        re.compile(
            rf"{_NO_ADMINISTRATION}打算(?!盘)|有(?:什么|哪些|何|没有)(?:新的?|具体|长远|工作)*(?:计划|打算|安排|设想|规划)(?!编制|审批|生育)"
            rf"|{_FORMER}计划(?:(?:怎么|怎样|如何)(?!落实|执行|实施|制[定订]|编制|完成|审|推进|管理|开展|做好|衔接|调整|报)|采取|从哪|在哪|做(?:什么|哪些)|(?:开展|推出|建立|新建|招录?|增加)(?:哪些|什么|多少))"
            r"|(?<![即把])将(?:如何|怎么|怎样|采取(?:哪些|什么|何)|有(?:哪些|什么|何)|从哪|会(?![议员])|进一步)"
            r"|(?<![模虚草起比])拟(?:如何|怎么|怎样|采取(?:哪些|什么|何)|从哪)|准备(?:怎么|怎样|如何|采取(?:哪些|什么|何))|努力方向|改进方向|(?:工作|发展)(?:思路|设想)|的计划(?:是什么|有哪些|$)"
        ),
        ("打算怎样配齐法律顾问", "有什么打算", "计划如何补充执法力量", "乡镇将如何加强执法监督", "各地拟采取哪些措施补齐短板", "有哪些新的计划", "准备怎么用好法律明白人",
         "工作思路是什么", "加强普法的计划有哪些"),
        ("应急预案怎么演练", "八五普法规划编制", "五年规划实施情况", "工作计划审批", "计划生育政策", "普法计划怎么落实", "年初计划开展的活动没有开展", "如何将矛盾化解在基层",
         "村民不打算续签合同", "即将到期的合同", "虚拟平台", "起草和拟定文件的程序", "学习计划如何制定", "规划编制", "群众打算上访"),
    ),
    AskCue(
        Role.PLAN,
        re.compile(
            r"\b(?:next|coming|following|upcoming)\s(?:year|steps?|phase|stage)\b|\bgoing\sforward\b|\bin\sthe\s(?:near\s)?future\b|\bfrom\snow\son\b"
            r"|\b(?:is|are|being|what's)\s(?:being\s)?planned\b|\bplanned\s(?:for|to)\b|\bwhat\s(?:is|comes|lies)\s(?:next|ahead)\b|\bwhat\sis\s(?:\w+\s)?planning\b"
            r"|\b(?:plans\sto|plan\sto|planning\sto|intends?\sto|intentions?\sto|going\sto\sdo)\b|\bplans?\sfor\s(?:the\s)?(?:next|coming|\w{2,}ing|20\d\d)\b"
            r"|\bhow\swill\b|\bwhat\swill\b|\bfuture\s(?:plans|steps|work|priorities)\b|\bwhat\splans\b"
        ),
        ("What is planned to hire legal advisers and make better use of them?", "Plans for strengthening enforcement teams and justice offices",
         "New ways of spreading legal knowledge planned for the coming year", "what will townships do next year", "How do townships plan to train mediators?",
         "plans to recruit enforcement staff", "improving legal review going forward", "how will they deal with petitions", "What plans do townships have?"),
        ("Emergency plans, drills and moving people out ahead of storms and floods", "eighth five-year plan", "emergency plan for floods", "an emergency plan to evacuate villagers",
         "Planned work that fell through for want of money or posts", "the five-year plan for legal education", "town planning", "planning permission disputes",
         "contingency plans for training accidents"),
        re.compile(r"\b(?:emergency|contingency|evacuation|rescue|response|year|five-year|land|spatial|village|action|approved)\s$"),
    ),
    AskCue(
        Role.PRACTICE,
        re.compile(
            rf"怎么办|咋办|怎么破|{_HOW}|{_WHAT}(?:经验|做法|办法|举措|措施|招数?|成效|成果|亮点|对策|手段|途径|渠道|路子|妙招|探索|案例)(?!不|欠|缺)"
            r"|(?:采取|出台|推出|实施|运用)了?(?:哪些|什么|何种)|(?:做|干|开展|完成)了(?:些什么|哪些|什么)|(?:解决|整改|化解|破解|攻克|办成)了(?:哪些|什么)|哪[个些][^，。？]{0,16}?(?:做|搞|办|干|调解)得(?:比较|最|更)?好|靠什么|用什么办法"
        ),
        ("执法人员不足怎么解决", "群众不信任村干部，怎么办", "一村一法律顾问怎么落实", "乡镇如何应对执法人员不足", "业主和物业公司闹矛盾怎么调", "有哪些好办法", "持证执法的人太少，各地怎么补人",
         "怎样让老人少上当受骗", "采取了哪些措施", "解决了哪些突出问题", "各地做了哪些工作", "怎么才能不流于形式", "普法有什么新招", "執法人員不足怎麼解決", "有什么值得借鉴的经验",
         "孩子和学生怎样得到法律保护和教育", "取证难咋解决", "哪个乡镇调解做得好"),
        ("为什么怎么没人参加听证", "罚款怎么算", "如何认定违法建筑", "普法效果怎么样", "执行情况如何", "怎么不公开", "重大行政决策是怎样的", "怎么还是没人报名", "应急强制措施", "有经验不足的干部"),
    ),
    AskCue(
        Role.PRACTICE,
        re.compile(
            r"(?:好|典型|先进|成功|有效|创新|特色|主要|具体|基层|各地|解决|应对|化解|破解|治理|工作)的?(?:经验|做法|举措|成效|好办法|对策)(?!不|欠|缺|少|评估|考核|甚微)"
            r"|好办法|好做法|(?<![凭靠])(?:经验|做法|举措|对策|成效)(?=$|[，。？！?、]|有哪些|是什么|有什么|介绍|总结|分享)|(?:经验|做法|举措|对策|成效)(?:和|与|及)(?:经验|做法|举措|对策|成效)|的(?:解决)?办法(?=$|[，。？！?])"
        ),
        ("解决执法力量薄弱的做法", "基层治理的好经验", "矛盾纠纷化解经验", "普法工作成效", "群众参与度不高的对策", "典型做法", "网格化治理的经验和做法", "法律顾问作用发挥的举措", "让群众少跑腿的办法"),
        ("枫桥经验", "新时代“枫桥经验”", "规范性文件管理办法", "干部执法经验不足", "少数执法人员习惯凭经验办案", "普法成效不明显", "行政处罚实施办法", "成效评估", "法律明白人队伍培养",
         "网格化治理", "浦江经验"),
    ),
    AskCue(
        Role.PRACTICE,
        re.compile(
            r"(?<!\band\s)\bhow\s(?!(?:many|much|often|far|long|old|large|big|small|high|low|bad|badly|well|good|serious\w*|severe\w*|common|frequent\w*|late|soon|come|difficult|hard|easy|effective|strong|weak"
            r"|important|few|little|short|poor\w*|slow\w*|fast|quick\w*|widespread|will|would|satisfied|about)\b)(?!(?:is|are|was|were|does|do)\s(?:\w+\s){1,6}(?:defined|calculated|measured|going|like|mean|feel|think|counted)\b)(?=\w)"
            r"|\band\show\s(?:did|do|does|have|has|can|should)\b|\bhow\sto\b|\bwhat\s(?:did|do|does|have|has|can|could|should)\s[^?]{1,80}?\b(?:do|done|take|taken|tried|try|achieve|change)\b|\bwhat\s(?:was|is\sbeing|has\sbeen|can\sbe|could\sbe)\sdone\b"
            r"|\bwhat\s(?:measures|steps|methods|practices|approaches|actions|ways|solutions|works|worked|helps|helped)\b"
        ),
        ("how did townships handle shortage of staff", "What did townships do when too few of their staff were licensed to enforce the law?", "How leaders took personal charge of long-standing petition cases",
         "How are calls to the 12345 citizens' hotline answered quickly?", "how to deal with a lack of mediators", "What was done about unpaid wages?", "what measures reduce petitions",
         "How does a township solve land quarrels", "shortage of staff and how did they cope"),
        ("how many mediators were trained", "How bad is it?", "how often do leaders attend court", "how is a major decision defined", "how well is the law known", "how few staff there are",
         "Enforcement without a boat: the gap and how it was closed"),
    ),
    AskCue(
        Role.PRACTICE,
        re.compile(
            r"\b(?:good|best|successful|effective|local|common|innovative|useful)\s(?:practices?|examples?|experiences?|approach(?:es)?|methods|ways|solutions|measures)\b|\bways\s(?:of|to)\b|\bsteps\s(?:taken|to)\b"
            r"|(?<!compulsory\s)(?<!interim\s)(?<!protective\s)\bmeasures\s(?:taken|to|against|for)\b|\bsolutions?\s(?:to|for)\b|\bremed(?:y|ies)\sfor\b|\bapproaches\sto\b|\bmethods\s(?:of|for)\b|\bsuccess\sstor(?:y|ies)\b"
            r"|^(?:mediating|settling|resolving|recovering|handling|tackling|solving|addressing|dealing\swith|coping\swith|overcoming|helping|bringing|consulting|protecting|preventing|keeping|reducing|cutting\s(?:down|back)|persuading)\s(?=\w)"
        ),
        ("good practice in legal education", "ways of settling land disputes", "Mediating quarrels between home owners and property managers", "Recovering unpaid wages and overdue payments to businesses",
         "measures taken against shortage of staff", "Protecting minors and teaching law in schools", "effective approaches to mediation", "Dealing with lack of funds"),
        ("village mediation committees", "hearing system", "training of legal persons of understanding", "compulsory measures", "Fengqiao experience", "keeping", "compulsory measures to protect property"),
    ),
    AskCue(
        Role.PROBLEM,
        re.compile(
            rf"存在(?:着|的|了)?[^，。？]{{0,12}}?(?:问题|不足|困难|短板|差距|难题|薄弱|弱项|难点)|(?:{_ASKS}|主要|突出|普遍|共性)的?(?:问题(?!都)|不足|困难|短板|难点|难题|痛点|堵点|差距|薄弱环节|瓶颈|障碍)"
            r"|(?:问题|不足|短板|困难|难点|差距|瓶颈|症结)(?:都)?(?:有哪些|是什么|有什么|在哪|主要有)|不足之处|薄弱环节|短板弱项|(?:面临|遇到)[^，。？]{0,8}?(?:困难|难题|挑战|阻力|问题|瓶颈)"
            r"|(?:为什么|为何|为啥)[^，。？]{0,20}?(?:不|没|难|少|低|慢|差|老是|总是|无人)|的(?:难点|痛点|堵点|短板|瓶颈)(?=$|[，。？！、])|难在哪|卡在哪|怎么(?:还是?|总是?|老是?|都|就)?(?:没有?|不(?!走|流|搞|让|出))(?=[\u4e00-\u9fff])"
        ),
        ("法治政府建设存在哪些问题", "存在的主要困难", "执法工作有什么短板", "不足有哪些", "为什么群众不愿意参加普法", "基层执法难在哪", "推行执法公示遇到的困难", "人民调解面临哪些问题", "怎么没人申请复议",
         "合法性审查工作的薄弱环节", "执法存在的突出问题"),
        ("困难群众法律援助", "什么问题都能调解吗", "坚持问题导向", "历史遗留问题", "整改存在的问题", "为什么要普法", "信访问题"),
        _CURED,
    ),
    AskCue(
        Role.PROBLEM,
        re.compile(
            rf"(?<!证据)(?<!事实)不(?:{_GRAVE})|不明显|淡薄|有待(?:提高|提升|加强|完善|改进|增强)|覆盖面窄|[率度]较?低(?!于)|(?:流于|停留在)形式|走过场|走形式|形同虚设|挂名|起不到作用|薄弱(?!村)|滞后|偏[低少弱慢高]|欠缺|缺乏|短缺|紧缺|匮乏|缺少|缺口|脱节|参差不齐|单一(?!来源|窗口)|推诿|扯皮|图省事|慢作为|乱作为"
            r"|太(?:少|多|频繁|慢|低|重|难|远|大|小)|过(?:多|少|低|慢)|没人(?:会|管|懂|愿|敢|听|来|参加|办)|无人(?:问津|管|愿|会)|[证行实处理位管]难(?=$|[，。？！、])|没有?办成"
        ),
        ("普法宣传形式单一，群众参与度不高", "执法人员不足", "听证流于形式", "法律顾问只挂名、很少到场，起不到作用", "干部图省事，先干后补手续", "县里放下来的处罚事项没人会办", "没有执法船、没有记录仪，取证难",
         "合法性审查不到位", "司法所力量薄弱", "村规民约修订滞后", "经费缺乏", "群众法律意识淡薄", "行政机关负责人出庭应诉率低", "干部法治思维有待提升", "原定的事因为没钱、没指标没办成", "執法人員不足"),
        ("不足以认定违法的证据", "轻微违法、头一回犯，只教育不罚款", "解决执法人员不足", "单一来源采购", "最多跑一次", "事实不清、证据不足的案件", "首违不罚", "不动产登记", "整治不作为慢作为", "行政强制执行", "补齐薄弱环节",
         "防止调解走过场", "一刻钟法律服务圈", "处罚金额不大于一万元"),
        _CURED,
    ),
    AskCue(
        Role.PROBLEM,
        re.compile(
            r"\black(?:s|ed|ing)?\b|\bshortages?\b|\bshort\sof\s(?:staff|people|money|funds|officers|hands)\b|\b(?:short-?staffed|under-?staffed|overworked)\b|\b(?:insufficient|inadequate)\b|\bnot\senough\b"
            r"|\btoo\s(?:few|many|little|much|slow|weak|often|low|high|late|formal)\b|\bweak(?:ness(?:es)?)?\s(?:in|of|at|points|links)\b|\bproblems?\s(?:with|in|facing|faced|are|exist|do|did|that)\b|\b(?:what|which|main|common)\s(?:\w+\s)?"
            r"(?:problems|difficulties|challenges|obstacles|bottlenecks|shortcomings|weaknesses|gaps)\b|\b(?:difficulties|obstacles|barriers|shortcomings|deficiencies|challenges)\s(?:in|of|to|with|facing|faced)\b|\b(?:goes|went|going)\swrong\b"
            r"|\b(?:mere|just\sa|only\sa|empty)\sformality\b|\b(?:on|only\son)\spaper\b|\bcomplain(?:s|ed|ing)?\b|\bcomplaints\sthat\b|\bwhy\s(?:is|are|do|does|did|don't|doesn't|didn't|was|were|has|have|so)\b[^?]{0,80}?"
            r"\b(?:not|no|so|still|few|hard|difficult|fail|rarely|lack|low|slow|poor|don't|never)\b|\bwhy\s(?:don't|doesn't|didn't|so\sfew)\b|\bfail(?:s|ed|ing|ures?)?\sto\b|\b(?:fell|fall|falls)\sthrough\b|\b(?:do|does|did)\snot\s(?:know|dare|want|understand|take\spart)\b|\brarely\b|\bseldom\b|\bunable\sto\b"
            r"|\bcannot\sreally\b|\blag(?:s|ging)?\sbehind\b|\blow\s(?:participation|awareness|turnout|quality|rate)\b|\b(?:difficult|hard)\sto\s(?:enforce|collect|implement|recruit|get|carry)\b"
        ),
        ("lack of enforcement staff", "shortage of mediators", "Legal advisers who exist on paper and rarely turn up", "what problems do townships have with hearings", "problems with legal review", "public hearings are a mere formality",
         "Businesses complain of too many inspections", "Penalty powers handed down that a township cannot really use", "Planned work that fell through for want of money or posts", "what goes wrong in enforcement",
         "why do villagers not attend lectures", "main difficulties in evidence collection", "understaffed justice offices", "villagers do not take part"),
        ("complaint handling", "problem-solving teams", "mediation of land problems", "challenge an administrative decision", "solve the lack of staff", "paper files", "reducing problems with contracts",
         "weak groups", "difficult households"),
        _CURED_EN,
    ),
)  # fmt: skip
"""In the order in which they count: what is planned before what was done, and an answer before the complaint that it answers."""

FIGURE_CUES = (
    AskCue(
        None,
        re.compile(
            r"(?<!或)(?<!多多少)(?<!或多或)多少(?!有|还|都|也|会|能|带)|(?<![十百千万好近前后这那头最第过])几(?:件|次|人|个(?!方面|乡镇|村|部门|街道|字)|场|名|起|户|条|项|份|家|支|批|例|位|万|成|%)"
            r"|数量(?!不|偏|少|有限|庞大|大|众?多|较)|人数|件数|次数|户数|总数|占比|比重|比例(?!原则|失[调衡])|百分之几|率(?:是|有|达到?|为)?(?:多少|多高|几)|多大比例|多长时间|有多[少大高]"
        ),
        ("全年办理了多少件行政处罚", "开展了几次普法", "法律顾问有几名", "负责人出庭应诉率是多少", "持证人员占比", "调解成功的比例", "培训人数", "行政复议案件数量", "2023年昭苏县有多少调解员"),
        ("几年来的变化", "干部多少有些畏难", "十几个村没有顾问", "比例原则怎么适用", "好几次都没谈成", "或多或少存在问题", "执法人员数量不足", "几个方面", "这几个问题"),
    ),
    AskCue(
        None,
        re.compile(
            r"\bhow\s(?:many|much|often|large|big)\b|\b(?:what|which)\s(?:share|percentage|proportion|fraction|number|rate)\b|\b(?:percentage|proportion)\s(?:of|who|that)\b|\bshare\sof\s(?:townships|cases|disputes|villages|staff|officials|the)\b"
            r"|(?<!\ba\s)(?<!\bany\s)(?<!\bsmall\s)(?<!\blarge\s)(?<!\blimited\s)(?<!\bgreat\s)(?<!\blow\s)\bnumbers?\sof\b|\brates?\sof\b|\bwhat\s(?:was|is|were)\sthe\s(?:\w+\s){0,4}rate\b"
        ),
        ("how many cases were mediated", "what share of disputes is settled", "number of mediators", "What proportion of leaders attend court?", "How much was spent", "what was the rate of settlement"),
        ("a number of measures", "case number", "share experience", "a small number of staff act first", "how to count"),
    ),
)  # fmt: skip


def find_role(reading: str) -> tuple[Role | None, tuple[int, int] | None]:
    """The role wanted and where the words stand that say so; ``None`` for both where nothing clear is said."""
    reading = _NAMED.sub(lambda name: "\ue000" * len(name.group()), reading)
    for role in (Role.PLAN, Role.PRACTICE, Role.PROBLEM):
        matches = [match.span() for cue in ROLE_CUES if cue.role is role and (match := cue.search(reading))]
        if matches:
            start, end = min(matches)
            return role, (start, start + len(reading[start:end].rstrip()))
    return None, None


def asks_for_figures(reading: str) -> bool:
    """Whether numbers are asked for."""
    return any(cue.search(reading) for cue in FIGURE_CUES)
