"""The search page without a browser: tabs, the tree of places, chips, the order of hits, and what is said where nothing reliable was found."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from corpus.report import Role
from embeddings import HashingEncoder
from indexer.index import Index
from search.answer import Answer
from search.engine import Engine
from search.facets import Facets, PlaceNode
from search.filters import Filters
from tests.web.visiting import QUESTION, cards, link, open_page, shown, text
from web.chips import chips_of
from web.grouping import grouped, hits_needed, only_of
from web.link import View
from web.places_tree import MOST_BRANCHES, open_branches
from web.role_tabs import tab_labels
from web.sidebar import year_bars
from web.texts import EN, ZH, texts


@pytest.fixture(autouse=True)
def _environment(page_environment: None) -> None:
    """Every test here runs on the small index."""


def labels(page: AppTest) -> list[str]:
    return [button.label.replace("\u2060", "").replace("\\", "") for button in page.button]


def press(page: AppTest, label: str) -> AppTest:
    return next(b for b in page.button if b.label.replace("\u2060", "").replace("\\", "") == label).click().run()


def trusting(monkeypatch: pytest.MonkeyPatch, change: Callable[[Answer], Answer]) -> None:
    """The small index has too few words for the toy encoder to be sure of much."""
    search = Engine.search
    monkeypatch.setattr(Engine, "search", lambda self, *args, **options: change(search(self, *args, **options)))


def sure(answer: Answer) -> Answer:
    return replace(answer, confident=True)


def unsure(answer: Answer) -> Answer:
    return replace(answer, confident=False)


def test_tabs_before_a_question_count_the_corpus(index: Index) -> None:
    counts = Engine(index, HashingEncoder()).counts(Filters(county="刚察县"))
    page = open_page(county="刚察县")
    tabs = page.segmented_control(key="role_tab")
    assert tabs.options[:2] == [f"做法 {counts[Role.PRACTICE]}", f"问题 {counts[Role.PROBLEM]}"]
    assert tabs.options[-1] == f"全部 {sum(counts.values())}" and tabs.value == "all"


def test_a_tab_shows_as_many_as_it_says_and_all_is_their_sum(monkeypatch: pytest.MonkeyPatch) -> None:
    trusting(monkeypatch, sure)
    page = open_page(q="执法人员不足", asis="role")
    before = page.segmented_control(key="role_tab").options
    counts = {name: int(count) for name, count in (tab.split() for tab in before)}
    assert counts.pop("全部") == sum(counts.values()) > 0
    assert f"找到 {sum(counts.values())} 个相关段落" in text(page)
    page.segmented_control(key="role_tab").set_value("problem").run()
    assert link(page)["role"] == "problem" and all("fj-problem" in card for card in cards(page))
    assert f"找到 {counts['问题']} 个相关段落" in text(page)
    assert page.segmented_control(key="role_tab").options == before
    page.segmented_control(key="role_tab").set_value("all").run()
    assert "role" not in link(page)


def test_the_role_that_the_question_wishes_for_is_marked_and_not_chosen() -> None:
    counts = {Role.PRACTICE: 3, Role.PROBLEM: 0, Role.PLAN: 1, Role.OTHER: 0}
    marked = tab_labels(counts, None, Role.PRACTICE, ZH)
    assert list(marked.values()) == ["做法 3（优先）", "问题 0", "打算 1", "全部 4"]
    assert list(tab_labels(None, Role.OTHER, Role.PRACTICE, EN).values()) == [
        "Practice",
        "Problem",
        "Plan",
        "Other",
        "All",
    ]
    assert tab_labels(counts | {Role.OTHER: 2}, None, None, ZH)["other"] == "其他 2"
    page = open_page(q=QUESTION)
    assert "（优先）" in page.segmented_control(key="role_tab").options[0]
    assert page.segmented_control(key="role_tab").value == "all"


def test_the_tree_opens_and_any_place_can_be_chosen() -> None:
    page = open_page(q=QUESTION)
    assert "✓ 全部地点（4）" in labels(page) and "新疆维吾尔自治区（2）" in labels(page)
    assert "昭苏县（2）" not in labels(page)
    press(page, "展开 新疆维吾尔自治区")
    assert "察汗乌苏蒙古族乡（2）" in labels(page), "a place alone below another is shown at once"
    assert "county" not in link(page)
    press(page, "昭苏县（2）")
    assert link(page)["county"] == "昭苏县" and "township" not in link(page)
    assert "✓ 昭苏县（2）" in labels(page)
    assert cards(page) and all("察汗乌苏蒙古族乡" in card for card in cards(page))
    press(page, "收起 昭苏县")
    assert "察汗乌苏蒙古族乡（2）" not in labels(page)
    press(page, "全部地点（4）")
    assert link(page) == {"q": QUESTION}


def test_places_are_found_by_name_and_counted_within_the_other_filters() -> None:
    page = open_page(q=QUESTION, year="2023")
    page.text_input(key="place_wanted").input("乌苏").run()
    assert any(label.endswith("昭苏县 察汗乌苏蒙古族乡（1）") for label in labels(page))
    assert "坏省（0）" not in labels(page)
    page.text_input(key="place_wanted").input("<b>没有$x$").run()
    assert "没有名称含“<b>没有$x$”的地点。" in text(page)


def test_a_link_with_part_of_a_place_opens_the_branch_it_lies_in(index: Index) -> None:
    branches = list(open_branches(Facets(index), Filters(township="沙柳河镇"), {}))
    drawn = [branch.node.parts[-1] for branch in branches if branch.node]
    assert "沙柳河镇" in drawn and "察汗乌苏蒙古族乡" not in drawn
    closed = {branch.node.names: False for branch in branches if branch.node}
    assert "沙柳河镇" not in [
        b.node.parts[-1] for b in open_branches(Facets(index), Filters(township="沙柳河镇"), closed) if b.node
    ]


def test_a_branch_of_many_places_is_cut_but_never_the_chosen_one(monkeypatch: pytest.MonkeyPatch, index: Index) -> None:
    facets = Facets(index)
    nodes = [PlaceNode((None, None, f"{number}县", None), 1) for number in range(MOST_BRANCHES + 20)]
    monkeypatch.setattr(Facets, "places", lambda *_: nodes)
    monkeypatch.setattr(Facets, "whole_place", lambda *_: nodes[-1].names)
    *drawn, last = open_branches(facets, Filters(), {})
    assert [branch.node for branch in drawn] == [*nodes[:MOST_BRANCHES], nodes[-1]]
    assert last.node is None and last.left == 19


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_filter_has_a_chip_that_takes_it_back(language: str) -> None:
    words = texts(language)
    given = {
        "county": "昭苏县",
        "year": "2023-2024",
        "level": "township",
        "theme": "publicity",
        "kind": "all",
        "each": "2",
    }
    page = open_page(q=QUESTION, lang=language, **given)
    for name, gone in (
        ("place", "county"),
        ("year", "year"),
        ("level", "level"),
        ("theme", "theme"),
        ("kind", "kind"),
        ("each", "each"),
    ):
        assert gone in link(page)
        page.button(key=f"chip_{name}").click().run()
        assert gone not in link(page)
    assert not [button for button in page.button if (button.key or "").startswith("chip_")]
    page = open_page(q=QUESTION, lang=language, role="plan", **given)
    assert words.search_page.chip.format(text="2023–2024") in labels(page)
    page.button(key="chip_all").click().run()
    assert {name for name in link(page) if name != "lang"} == {"q", "role"}


def test_a_chip_names_the_place_with_the_one_around_it() -> None:
    view = View("问", Filters(province="甲省", prefecture="乙市", county="丙县", years=(2023, 2023)))
    place, year = chips_of(view, ZH)
    assert place.text == "乙市 丙县" and place.without.filters == Filters(years=(2023, 2023))
    assert year.text == "2023" and year.without.filters.county == "丙县"


def test_at_most_so_many_of_each_township() -> None:
    page = open_page(q=QUESTION, n="50")
    assert max(map(_townships(page).count, _townships(page))) > 2
    page.selectbox(key="each").set_value(2).run() if _has(page, "each") else page.query_params.update({"each": "2"})
    page.run()
    found = _townships(page)
    assert link(page)["each"] == "2" and found and max(map(found.count, found)) <= 2
    assert "each=11" in text(open_page(q=QUESTION, each="11")) and "group=x" in text(open_page(q=QUESTION, group="x"))


def test_hits_stand_township_by_township(monkeypatch: pytest.MonkeyPatch) -> None:
    trusting(monkeypatch, sure)
    page = open_page(q=QUESTION)
    page.segmented_control(key="layout").set_value("grouped").run()
    assert link(page) == {"q": QUESTION, "group": "township"}
    groups = re.findall(r'<h3 class="fj-group">(.*?)</h3>', shown(page))
    assert groups and len(groups) == len(set(groups))
    assert '<h4 class="fj-place">' in cards(page)[0]
    further = [button for button in page.button if (button.key or "").startswith("further_")]
    if further:
        further[0].click().run()
        assert "group" not in link(page) and len(set(_townships(page))) == 1
    assert text(open_page(q=QUESTION, group="township")).count("段相关") == len(groups)


def test_groups_hold_the_best_hits_and_count_the_others(hashing_engine: Engine) -> None:
    answer = hashing_engine.search("执法人员", top=hits_needed(10, 3), per_township=3)
    groups = grouped(answer, 3)
    assert 1 < len(groups) <= 3
    assert [group.hits[0].rank for group in groups] == sorted(group.hits[0].rank for group in groups)
    shown_ids = {hit.passage.id for group in groups for hit in group.hits}
    for group in groups:
        assert len(group.hits) <= 3 and {hit.report.authority for hit in group.hits} == {group.report.authority}
        folded = sum(
            other.report.authority == group.report.authority
            for own in groups
            for hit in own.hits
            for other in hit.folded
            if other.passage.id not in shown_ids
        )
        assert group.further == max(0, answer.townships[group.report.authority] - len(group.hits) - folded)
        narrowed = only_of(Filters(), group.report)
        assert narrowed is not None
        alone = hashing_engine.search("执法人员", narrowed, top=50)
        assert {hit.report.authority for hit in alone.hits} == {group.report.authority}


def test_what_was_tried_is_told_and_what_would_help_is_one_click(monkeypatch: pytest.MonkeyPatch) -> None:
    page = open_page(q=QUESTION, township="坏镇:red[x]", year="2023")
    said = text(page)
    assert ZH.search_page.nothing_title in said and ZH.search_page.tried in said
    assert "执法人员" in said and "坏镇:red[x] · 2023" in said and "0 个乡镇（单位）的报告" in said
    trusting(monkeypatch, lambda answer: unsure(answer) if answer.filters.years else sure(answer))
    page = open_page(q="2024年执法人员不足", county="昭苏县", role="problem")
    said = text(page)
    assert ZH.unreliable_title in said and ZH.search_page.nearest in said and cards(page)
    assert "问题 · " in said and "昭苏县 · 2024" in said
    ways = [label for label in labels(page) if label.startswith("不限“")]
    assert len(ways) == 2 and ways[0].startswith("不限“2024年”：") and ways[1].startswith("不限“全部筛选”：")
    total = int(re.findall(r"：(\d+) 段", ways[0])[0])
    press(page, ways[0])
    assert link(page)["asis"] == "year" and f"找到 {total} 个相关段落" in text(page)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_other_wordings_are_the_corpus_own_or_there_are_none(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    trusting(monkeypatch, unsure)
    words = texts(language)
    page = open_page(q="执法人员为何短缺", lang=language)
    wordings = [button for button in page.button if (button.key or "").startswith("wording_")]
    assert "执法人员不足" in [button.label for button in wordings]
    wordings[0].click().run()
    assert link(page)["q"] == wordings[0].label
    assert words.search_page.word_otherwise in text(open_page(q="红烧肉怎么做", lang=language))


def test_no_counts_are_claimed_where_nothing_is_reliable(monkeypatch: pytest.MonkeyPatch) -> None:
    trusting(monkeypatch, unsure)
    page = open_page(q=QUESTION, group="township")
    assert not any(re.search(r"\d", tab) for tab in page.segmented_control(key="role_tab").options)
    assert "段相关" not in text(page) and "fj-group" not in shown(page) and len(cards(page)) <= 10


def test_a_weak_hit_among_good_ones_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def mixed(answer: Answer) -> Answer:
        hits = tuple(replace(hit, relevant=hit.rank in {1, 3}) for hit in answer.hits)
        return replace(answer, confident=True, hits=hits)

    trusting(monkeypatch, mixed)
    page = open_page(q=QUESTION)
    assert ["fj-weak" in card for card in cards(page)][:4] == [False, True, False, False]
    before, after = shown(page).split("fj-weaker")
    assert before.count('class="fj-hit"') == 3 and after.count('class="fj-hit"') == len(cards(page)) - 3


def test_years_are_shown_as_bars_with_their_counts() -> None:
    bars = year_bars({2022: 0, 2023: 4, 2024: 2}, (2023, 2023), ZH)
    assert re.findall(r"<em>(\d+)</em>", bars) == ["0", "4", "2"]
    assert re.findall(r"height:(\d+)px", bars) == ["1", "33", "17"]
    assert bars.count("fj-out") == 2 and "2023 年：4 份报告" in bars
    assert year_bars({}, None, EN).count("<li") == 0


def _has(page: AppTest, key: str) -> bool:
    return any(box.key == key for box in page.selectbox)


def _townships(page: AppTest) -> list[str]:
    return [
        re.sub(r"<[^>]*>", "", re.findall(r'fj-around">.*?</span> <span>(.*?)</span>', card)[0]) for card in cards(page)
    ]


def test_on_paper_the_question_and_the_filters_stand_in_words() -> None:
    page = open_page(q=QUESTION, county="昭苏县", year="2023-2024")
    assert re.search(f'<p class="fj-printed">{QUESTION} · [^<]*昭苏县[^<]* · [^<]*2023[^<]*2024[^<]*</p>', shown(page))
