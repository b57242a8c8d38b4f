"""What a problem point complains of: a small vocabulary beside the vectors, which tell the field better than the complaint.

To an encoder, too few mediators and useless mediation are both about mediation, and too few officers and too few mediators have nothing in common. The
words of the complaint (a lack of people, of means, of awareness) and of what it is about keep such points together or apart. No aspect is a theme and
none gives a name: they only add to the distance between two points. What they are worth: docs/insight.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

ASPECTS_VERSION = 1
"""Raised with the table, so that a map is made anew."""
_LEAD = 20
"""Characters; a point opens with its subject, so a word that begins there counts twice, as one in the heading does."""


@dataclass(frozen=True, slots=True)
class Aspect:
    """One thing that points complain of, or complain about: its words, and texts that must show it."""

    name: str
    words: tuple[str, ...]
    examples: tuple[str, ...]


def _aspect(name: str, words: str, *examples: str) -> Aspect:
    return Aspect(name, tuple(words.split()), examples)


ASPECTS = (
    _aspect(
        "people",
        "人员 人手 力量 队伍 编制 兼职 身兼 招聘 招录 配备 老化 年龄 年纪 持证 抽调 专职 人才 缺编 无人 没有人 人少",
        "工作人员偏少",
        "一人身兼多岗",
    ),
    _aspect("means", "装备 设备 记录仪 车辆 用车 服装 硬件 设施 场所 阵地 工具", "办案设备陈旧"),
    _aspect("money", "经费 预算 资金 缺口 补助 保障不足 财力", "没有列入预算"),
    _aspect(
        "mindset",
        "意识 观念 思想 认识 重视 凭经验 老经验 重业务 轻法治 轻程序 畏难 拍板 先干后 依法办事",
        "法治观念淡薄",
        "做事凭经验",
    ),
    _aspect(
        "ability",
        "能力 本领 水平 素质 业务不 专业性 不会 不敢 看不懂 接不住 学用 学法 培训 吃力 法治思维",
        "业务水平参差不齐",
    ),
    _aspect(
        "form",
        "形式 单一 枯燥 老套 载体 传单 横幅 创新 吸引 氛围 实效 效果 趣味 走过场 方式方法 不感兴趣 不爱看",
        "活动形式单调",
    ),
    _aspect("reach", "覆盖 盲区 死角 偏远 分散 流动 听不到 知晓率 外来 不够广 深度", "边远村组覆盖不到"),
    _aspect(
        "data",
        "平台 系统 数据 填报 信息化 纸质 线上 互通 共享 壁垒 网络 断网 录入 软件 数字 智慧 报表",
        "数据不能共享",
    ),
    _aspect("papers", "文书 案卷 卷宗 笔录 档案 台账 送达 告知 评查", "案卷装订不齐"),
    _aspect(
        "procedure",
        "程序 听证 评估 论证 征求意见 公开 公示 公众参与 决策 合法性审查 审核 备案 送审",
        "没有开过听证会",
    ),
    _aspect("bounds", "底数 权属 四至 边界 地界 草界 测绘 确权 界限", "林地边界没有划清"),
    _aspect("contract", "合同 协议 约定 履行 承包 租赁", "合同条款空白"),
    _aspect("repeat", "多头 重复 交叉 统筹 检查", "重复检查较多"),
    _aspect("joint", "衔接 联动 协同 合力 推诿 配合 各自为 沟通", "部门配合不紧"),
    _aspect("uneven", "不平衡 不均衡 时紧时松 发展不 差异 压力传导 长效机制 常态", "工作推进不平衡"),
    _aspect("rules", "村规民约 居民公约 自治 议事 物业 业主", "居民公约没有人看"),
    _aspect("adviser", "法律顾问 顾问 律师", "顾问很少到场"),
    _aspect("mediate", "调解 调处 化解", "调处成功率不高"),
    _aspect("petition", "信访 上访 积案 诉求", "积案没有了结"),
    _aspect("watch", "监督 问责 追究 制约", "事后追究偏软"),
    _aspect("firms", "企业 商户 合规 用工 欠款 拖欠 账款", "商户用工不规范"),
    _aspect("helpers", "法律明白人 联户长 指导员 网格员 骨干 志愿", "法律明白人更换频繁"),
    _aspect("enforce", "执法 处罚", "处罚尺度不一"),
    _aspect("publicity", "普法 宣传 宣讲", "宣讲次数偏少"),
)


def aspects_of(heading: str, text: str) -> NDArray[np.float32]:
    """How much of each aspect a point has, of unit length or all zeros, shape (aspects,).

    Args:
        heading: The innermost heading above it, ``""`` where there is none; in simplified characters, as ``text`` is.
        text: The point.
    """
    counts = [
        sum(_worth(text.find(word)) + 2 * (word in heading) for word in aspect.words if word in text or word in heading)
        for aspect in ASPECTS
    ]
    # A root, so that five words for staff do not drown the one that says whose.
    found = np.sqrt(np.array(counts, dtype=np.float32))
    unit: NDArray[np.float32] = (found / max(float(np.linalg.norm(found)), 1e-9)).astype(np.float32)
    return unit


def aspect_rows(points: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
    """The same for many pairs of heading and text, shape (points, aspects)."""
    if not points:
        return np.zeros((0, len(ASPECTS)), dtype=np.float32)
    return np.stack([aspects_of(heading, text) for heading, text in points])


def _worth(place: int) -> int:
    if place < 0:
        return 0
    return 2 if place < _LEAD else 1
