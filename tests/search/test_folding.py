"""Near-identical passages are one; passages that differ in a sentence are not."""

from __future__ import annotations

from corpus.duplicates.shingle_sets import shingle_sets
from search.engine import Engine
from search.folding import fold, fold_sets

SENTENCE = "组织行政执法人员参加业务培训3次，覆盖全部持证人员，执法规范化水平有了明显提高。"


def test_copies_go_under_the_best_ranked() -> None:
    other = "开展法治宣传进校园活动12场，发放宣传资料800余份。"
    paragraph = (
        SENTENCE + "对执法案卷开展评查，发现问题逐一整改到位，案卷评查结果与单位年度考核挂钩，执法质量稳步提升。"
    )
    assert fold([paragraph, other, paragraph.replace("3次", "4次"), other, paragraph]) == [0, 1, 0, 1, 0]


def test_a_sentence_more_is_something_new() -> None:
    assert fold([SENTENCE, SENTENCE + "全年新取得执法证4人，执法队伍由5人增加到9人，立案数比上年翻了一番。"]) == [0, 1]


def test_layout_and_width_make_no_difference() -> None:
    assert fold([SENTENCE, SENTENCE.replace("，", ", ").replace("3", "３")]) == [0, 0]


def test_nothing_to_fold() -> None:
    assert fold([]) == []
    assert fold(["短"]) == [0]


def test_a_search_folds_and_loses_nothing(hashing_engine: Engine) -> None:
    answer = hashing_engine.search("执法力量薄弱", top=100)
    shown = [hit.passage.id for hit in answer.hits]
    folded = [same.passage.id for hit in answer.hits for same in hit.folded]
    assert folded, "the samples repeat sentences from year to year"
    assert len(set(shown + folded)) == len(shown) + len(folded)


def test_only_as_many_new_ones_as_are_wanted_are_compared_with() -> None:
    texts = [
        SENTENCE,
        "开展法治宣传进校园活动12场，发放宣传资料800余份。",
        "调解矛盾纠纷45件，调解成功率达到百分之九十八。",
    ]
    sets = shingle_sets([*texts, texts[1], texts[2], texts[0]])
    assert fold_sets(sets) == [0, 1, 2, 1, 2, 0]
    assert fold_sets(sets, 2) == [0, 1, 2, 1, 4, 0]
    assert fold_sets(sets, 3) == [0, 1, 2, 1, 2, 0]
