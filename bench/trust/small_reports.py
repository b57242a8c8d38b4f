"""Small invented reports by number, for programs that build an index hundreds of times: each has words of its own, and sentences that others have too.

Two numbers never make the same report: townships differ as far as they reach, and every text has a token that stands in no other. Sentences that
several reports share let a build reuse vectors, as among real reports.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from random import Random

MOST = 360
"""Reports of different townships; beyond that names come again."""

_STEMS = "柳泉石桥青山白河双龙大坪金沙龙潭新安太平永兴高桥"
_KINDS = ("乡", "镇", "街道")
_COUNTIES = ("甲县", "乙县", "丙区", "丁市", "戊县", "己县", "庚区", "辛县", "壬县", "癸县")
_LETTERS = "BCDFGHJKLMNPQRSTVWXZ"

_DONE = (
    "加强执法队伍建设，全年组织培训{a}次，{b}人取得行政执法证",
    "化解矛盾纠纷，全年调解矛盾纠纷{a}件，调解成功率{b}%",
    "开展普法宣传，发放资料{a}份，举办讲座{b}场",
    "推进政务公开，主动公开信息{a}条，办理依申请公开{b}件",
    "严格合法性审查，审查合同{a}份，提出意见{b}条",
    "落实行政执法三项制度，开展法制审核{a}次，公示执法决定{b}条",
    "办理行政复议和应诉案件{a}件，负责人出庭{b}次",
    "聘请法律顾问{a}名，参与重大决策{b}次",
)
_WANTED = (
    "执法人员不足，持证人员只有{a}名",
    "普法形式单一，群众参与的积极性不高",
    "执法装备落后，执法记录仪只有{a}台",
    "干部依法行政的能力有待提高",
    "法律顾问作用发挥不充分",
    "基层法治力量薄弱，专职人员只有{a}名",
)
_PLANNED = (
    "充实执法力量，计划招录{a}名执法人员",
    "创新普法形式，计划举办活动{a}场",
    "加强干部学法，每季度集中学习一次",
    "配齐执法装备，年底前全部到位",
    "完善法律顾问制度，明确工作职责",
)


def token(number: int) -> str:
    """A word of ten letters that stands in the report of this number and in no other."""
    digest = hashlib.sha256(f"report {number}".encode()).digest()
    return "".join(_LETTERS[byte % len(_LETTERS)] for byte in digest[:10])


def township(number: int) -> str:
    """County and township of a report."""
    place, kind = divmod(number, len(_KINDS))
    county, stem = divmod(place, len(_STEMS) // 2)
    return f"{_COUNTIES[county % len(_COUNTIES)]}{_STEMS[2 * stem : 2 * stem + 2]}{_KINDS[kind]}"


def year(number: int) -> int:
    """The year that a report tells of."""
    return 2018 + number % 7


def report_text(number: int, said: str = "") -> str:
    """The report of a number, some 300 characters.

    Args:
        number: Which one; below ``MOST`` for a township of its own.
        said: What stands in every section beside its token, for example the round in which it was written.
    """
    chance = Random(number)
    own = f"（{token(number)}{said}）"
    where = township(number)
    name = where[where.find(next(c for c in "县区市" if c in where)) + 1 :]

    def some(table: tuple[str, ...], count: int) -> list[str]:
        return [line.format(a=chance.randint(2, 60), b=chance.randint(61, 99)) for line in chance.sample(table, count)]

    done, wanted, planned = some(_DONE, 3), some(_WANTED, 2), some(_PLANNED, 2)
    return "\n".join(
        (
            f"{where}{year(number)}年法治政府建设工作报告",
            "",
            f"{year(number)}年，{name}认真推进法治政府建设，现将有关情况报告如下：",
            "",
            "一、工作开展情况",
            *(f"（{count}）{line}{own}。" for count, line in zip("一二", done, strict=False)),
            f"（三）{done[2]}。",
            "二、存在的问题",
            f"一是{wanted[0]}{own}。二是{wanted[1]}{own}。",
            "三、下一步打算",
            f"（一）{planned[0]}{own}。",
            f"（二）{planned[1]}。",
            "",
        )
    )


def write_report(path: Path, number: int, said: str = "") -> None:
    """Put a report into a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(report_text(number, said), encoding="utf-8")
