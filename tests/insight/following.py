"""Small reports of a township over three years, and a folder of them, for the tests of follow-through."""

from __future__ import annotations

from pathlib import Path

_REPORT = """{county}{place}{year}年法治政府建设工作报告

{year}年，{place}在县委、县政府的领导下推进法治政府建设，现将有关情况报告如下。
一、主要工作
{practices}
二、存在的问题
{problems}
三、下一步打算
{plans}

{place}人民政府
{year}年12月20日
"""

STUDIED = "全年组织学习宪法和行政处罚法8次，旁听庭审2次，撰写心得体会30篇。"
BRIDGE = "在老石桥头设立渔船停泊调解点，聘请3名退休船工担任调解员。"
BRIDGE_DONE = "渔船停泊调解点3月在老石桥头挂牌，3名退休船工担任调解员，全年调解停泊纠纷41件。"
LAMPS = "为12座码头全部安装夜间照明灯和监控探头。"
LAMPS_BEGUN = "码头安全有了改善，7座码头安装了夜间照明灯和监控探头，剩余5座正在办理用电手续。"
HERBS = "编印草药采挖普法手册，做到挖药户人手一册。"
HERBS_ADMITTED = "去年提出的草药采挖普法手册因经费没有落实，至今没有编印。"
SCALES = "集市电子秤长年无人检定，短斤少两的投诉年年都有，市场管理人员说不清哪台秤该换。"
DUST = "采石场扬尘反复，群众意见较大。"
NEW = "新建码头的渔网仓库没有消防通道，存在火灾隐患。"


def write_report(
    folder: Path,
    year: int,
    *,
    practices: tuple[str, ...] = (STUDIED,),
    problems: tuple[str, ...] = (),
    plans: tuple[str, ...] = (),
    place: str = "芦花渡镇",
    county: str = "青石县",
) -> None:
    """Write a report of these points."""
    folder.mkdir(parents=True, exist_ok=True)

    def points(items: tuple[str, ...]) -> str:
        return "\n".join(f"（{number}）{item}" for number, item in zip("一二三四五六七", items, strict=False))

    text = _REPORT.format(
        county=county,
        place=place,
        year=year,
        practices=points(practices),
        problems=points(problems),
        plans=points(plans),
    )
    (folder / f"{place}-{year}.txt").write_text(text, encoding="utf-8")


def write_township(folder: Path) -> None:
    """Two years of a township in which everything happens that the view tells, and a year of two others."""
    write_report(folder, 2022, problems=(SCALES, DUST), plans=(BRIDGE, LAMPS, HERBS))
    write_report(
        folder,
        2023,
        practices=(STUDIED, BRIDGE_DONE, LAMPS_BEGUN),
        problems=(SCALES, HERBS_ADMITTED, NEW),
        plans=("在水库大坝设立防汛宣传牌6块。",),
    )
    for place in ("乌柏岭乡", "白鹭街道"):
        write_report(
            folder, 2023, place=place, problems=("执法人员不足，持证人员只有2人。",), plans=("充实执法力量。",)
        )
