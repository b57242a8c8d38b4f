from __future__ import annotations

import pytest

from corpus.outline.headings import find_parents, outline
from corpus.outline.roles import (
    HEADING_CUES,
    PASSAGE_CUES,
    RoleCue,
    assign_roles,
    first_act,
    heading_role,
    passage_role,
)
from corpus.report import Role

PRACTICE, PROBLEM, PLAN, MIXED = Role.PRACTICE, Role.PROBLEM, Role.PLAN, Role.MIXED
EXAMPLES = [pytest.param(cue, text, id=f"{cue.role}: {text}") for cue in HEADING_CUES for text in cue.examples]
COUNTEREXAMPLES = [
    pytest.param(cue, text, id=f"not {cue.role}: {text}") for cue in HEADING_CUES for text in cue.counterexamples
]


def roles_of(*lines: str, year: int | None = 2023) -> list[Role]:
    text = "\n".join(lines)
    headings = outline(text, 0, len(text))
    return assign_roles(headings, find_parents(headings), year)


@pytest.mark.parametrize(("cue", "heading"), EXAMPLES)
def test_examples(cue: RoleCue, heading: str) -> None:
    assert cue.search(heading)
    assert heading_role(heading, None) is cue.role


@pytest.mark.parametrize(("cue", "heading"), COUNTEREXAMPLES)
def test_counterexamples(cue: RoleCue, heading: str) -> None:
    assert not cue.search(heading)
    assert heading_role(heading, None) is not cue.role


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("主要做法和存在问题", MIXED),
        ("存在问题及下一步打算", MIXED),
        ("工作开展情况及下一步打算", MIXED),
        ("2023年工作总结和2024年工作计划", MIXED),
        ("主要成效与不足", MIXED),
        ("存在的问题及整改措施", MIXED),
        ("2023年法治政府建设推进情况和2024年工作打算", MIXED),
        ("工作短板及改进措施", MIXED),
        ("2024年推进法治政府建设的主要安排", PLAN),
        ("上年度存在问题整改情况", PRACTICE),
        ("存在问题整改落实情况", PRACTICE),
        ("下一步工作措施", PLAN),
        ("下一步主要工作", PLAN),
        ("2024年重点工作", PLAN),
        ("2024年主要工作任务", PLAN),
        ("谋划长远，2024年重点任务", PLAN),
        ("2023年重点工作", None),
        ("2023年主要工作", PRACTICE),
        ("年度工作计划落实情况", PRACTICE),
        ("重点任务完成情况", PRACTICE),
        ("强化领导，压实责任", None),
        ("", None),
    ],
)
def test_heading_role_in_a_report_on_2023(heading: str, role: Role | None) -> None:
    assert heading_role(heading, 2023) is role


@pytest.mark.parametrize(
    "heading",
    [
        "聚焦群众反映强烈问题",
        "坚持问题导向，补齐短板",
        "着力解决突出问题，提升服务水平",
        "破解执法力量不足",
        "针对薄弱环节，开展专项培训",
        "化解信访突出问题",
        "整治群众身边的突出问题",
    ],
)
def test_solving_problems_is_no_problem(heading: str) -> None:
    assert heading_role(heading, 2023) is not PROBLEM
    assert roles_of("一、工作情况", f"（一）{heading}", "做了工作。")[1] is PRACTICE


def test_later_year_is_a_plan_only_for_a_known_year() -> None:
    assert heading_role("2024年重点工作", 2024) is None
    assert heading_role("2024年重点工作", None) is None


class TestSections:
    def test_the_head_of_government_s_duties_behind_the_problems_are_practice(self) -> None:
        lines = [
            "一、主要举措和成效",
            "二、存在的不足和原因",
            "三、主要负责人履行第一责任人职责情况",
            "四、2024年工作安排",
        ]
        assert roles_of(*lines) == [PRACTICE, PROBLEM, PRACTICE, PLAN]

    def test_three_acts(self) -> None:
        assert roles_of(
            "一、工作情况", "（一）学习", "8次。", "二、存在的问题", "不足。", "三、下一步打算", "改进。"
        ) == [
            PRACTICE,
            PRACTICE,
            PROBLEM,
            PLAN,
        ]

    def test_unnamed_first_level_headings_are_practice_until_the_problems(self) -> None:
        lines = ["一、强化领导", "二、规范执法", "三、化解矛盾", "四、存在的不足", "五、2024年重点工作"]
        assert roles_of(*lines) == [PRACTICE] * 3 + [PROBLEM, PLAN]

    def test_an_unnamed_heading_behind_the_problems_is_the_plan(self) -> None:
        assert roles_of("一、强化领导", "二、存在的不足", "三、接续用力，再上台阶") == [PRACTICE, PROBLEM, PLAN]

    def test_one_heading_with_two_acts(self) -> None:
        lines = [
            "一、2023年法治政府建设情况",
            "二、主要做法和存在问题",
            "（一）主要做法",
            "做。",
            "（二）存在问题",
            "缺。",
            "三、2024年重点工作",
        ]
        assert roles_of(*lines) == [PRACTICE, MIXED, PRACTICE, PROBLEM, PLAN]

    def test_unnamed_subsections_of_two_acts_go_on_with_the_last_named(self) -> None:
        lines = [
            "二、存在问题及下一步打算",
            "（一）执法力量薄",
            "缺。",
            "（二）普法面窄",
            "缺。",
            "（三）下一步打算",
            "做。",
            "（四）强化保障",
            "做。",
        ]
        assert roles_of(*lines) == [MIXED, PROBLEM, PROBLEM, PLAN, PLAN]

    def test_problems_as_the_last_subsection_of_the_practice(self) -> None:
        lines = ["一、工作情况", "（七）强化普法", "做。", "（八）存在的问题", "缺。", "二、下一步打算", "做。"]
        assert roles_of(*lines) == [PRACTICE, PRACTICE, PROBLEM, PLAN]

    def test_subsections_of_the_plan_stay_the_plan(self) -> None:
        lines = [
            "三、2024年工作打算",
            "（一）补齐程序短板",
            "做。",
            "（二）解决人员不足",
            "做。",
            "（三）总结推广经验做法",
            "做。",
        ]
        assert roles_of(*lines) == [PLAN] * 4

    def test_subsections_of_the_problems_stay_the_problems(self) -> None:
        lines = ["二、存在的问题", "（一）整改措施落实不到位", "缺。", "（二）经验做法总结不够", "缺。"]
        assert roles_of(*lines) == [PROBLEM] * 3


@pytest.mark.parametrize(
    ("text", "before", "role"),
    [
        ("下一步，我镇将配齐执法人员。", PROBLEM, PLAN),
        ("今后，全镇要继续努力。", PRACTICE, PLAN),
        ("仍然存在执法人员偏少的问题。", PRACTICE, PROBLEM),
        ("一是普法形式不够新颖。", PRACTICE, PROBLEM),
        ("全年调解纠纷40件。", PRACTICE, PRACTICE),
        ("三是村级力量多为兼职。", PROBLEM, PROBLEM),
        ("二是加强培训。", PLAN, PLAN),
    ],
)
def test_passage_role(text: str, before: Role, role: Role) -> None:
    assert passage_role(text, before) is role


@pytest.mark.parametrize(
    ("heading", "role"),
    [("主要做法和存在问题", PRACTICE), ("存在问题及下一步打算", PROBLEM), ("强化领导", PRACTICE)],
)
def test_first_act(heading: str, role: Role) -> None:
    assert first_act(heading) is role


PASSAGES = [(cue, text) for cue in PASSAGE_CUES for text in cue.examples]
OTHER_PASSAGES = [(cue, text) for cue in PASSAGE_CUES for text in cue.counterexamples]


@pytest.mark.parametrize(("cue", "text"), PASSAGES, ids=[text for _, text in PASSAGES])
def test_passage_examples(cue: RoleCue, text: str) -> None:
    assert passage_role(text, PRACTICE) is cue.role


@pytest.mark.parametrize(("cue", "text"), OTHER_PASSAGES, ids=[text for _, text in OTHER_PASSAGES])
def test_passage_counterexamples(cue: RoleCue, text: str) -> None:
    assert passage_role(text, PRACTICE) is PRACTICE
