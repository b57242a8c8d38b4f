"""The pages of practices and of what is said alike, as Streamlit runs them without a browser."""

from __future__ import annotations

import html
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from indexer.index import Index
from tests.web.conftest import HOSTILE
from tests.web.visiting import QUESTION, cards, link, open_page, open_report, shown, text
from web.choice import Choice
from web.texts import EN, ZH, texts

PRACTICES, SIMILAR = "web/pages/practices.py", "web/pages/similar.py"
PROBLEM = "执法人员不足"


@pytest.fixture(autouse=True)
def _environment(page_environment: None) -> None:
    """Every test here runs on the small index unless it says otherwise."""


def visit(page_file: str, **params: str) -> AppTest:
    page = open_page(**params)
    page.switch_page(page_file)
    for name, value in params.items():
        page.query_params[name] = value
    return page.run()


def passage_of(index: Index, said: str, place: str) -> str:
    """The id of the passage of a township that holds these words."""
    passages = index.catalogue.passages(list(range(index.manifest.passages)))
    return next(
        passage.id
        for position, passage in enumerate(passages)
        if said in passage.text and index.reports[int(index.report_of[position])].place.township == place
    )


def links(page: AppTest, label: str) -> list[dict[str, str]]:
    """Where the links of a label lead."""
    found = [element.proto.query_string for element in page.get("page_link") if element.proto.label == label]
    return [{name: value[0] for name, value in parse_qs(query).items()} for query in found]


def roles(page: AppTest) -> set[str]:
    return {role for card in cards(page) for role in ("practice", "problem", "plan") if f"fj-badge fj-{role}" in card}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_example_is_one_click(language: str) -> None:
    page = visit(PRACTICES, lang=language)
    words = texts(language).practices
    assert words.intro["problem"] in text(page) and not cards(page)
    page.button(key="example_0").click().run()
    assert link(page)["q"] == words.examples["problem"][0]


def test_a_problem_shows_three_columns_word_for_word(index: Index) -> None:
    page = visit(PRACTICES, q=PROBLEM)
    assert roles(page) == {"practice", "problem", "plan"}
    assert [name for name in ("same_problem", "practices", "plans") if f'id="fj-{name}"' in shown(page)] == [
        "same_problem", "practices", "plans",
    ]  # fmt: skip
    assert "提到此问题的乡镇（单位）3 / 有报告的乡镇（单位）3" in page.expander[0].label
    texts_held = {passage.text for passage in index.catalogue.passages(list(range(index.manifest.passages)))}
    for card in cards(page):
        quoted = card.split("<blockquote", 1)[1].split(">", 1)[1].split("</blockquote>")[0]
        assert html.unescape(quoted.replace("<mark>", "").replace("</mark>", "")) in texts_held


def test_typing_writes_the_link_and_takes_the_place_of_a_passage(index: Index) -> None:
    page = visit(PRACTICES, passage=passage_of(index, "2022年全乡持证人员", "沙柳河镇"), pick="own", year="2022-2024")
    page.text_input(key="problem").input("普法形式单一")
    next(button for button in page.button if button.label == ZH.practices.submit).click().run()
    assert link(page) == {"q": "普法形式单一", "year": "2022-2024"}


def test_a_passage_stands_on_top_and_its_township_can_be_switched_in(index: Index) -> None:
    asked = passage_of(index, "2022年全乡持证人员", "沙柳河镇")
    page = visit(PRACTICES, passage=asked)
    top = next(body for body in shown(page).split("\n") if "fj-cited" in body)
    assert "2022年全乡持证人员仅有2名" in shown(page) and "沙柳河镇" in top
    assert cards(page) and not any("沙柳河镇" in card for card in cards(page))
    assert ZH.practices.coverage_others.format(townships=2, of=2) in page.expander[0].label
    page.toggle(key="practices_own").set_value(True).run()
    assert link(page) == {"passage": asked, "pick": "own"}
    assert any("沙柳河镇" in card for card in cards(page))


def test_a_township_can_be_left_out() -> None:
    page = visit(PRACTICES, q=PROBLEM)
    page.selectbox(key="practices_without").select("刚察县 沙柳河镇").run()
    assert link(page) == {"q": PROBLEM, "pick": "without:刚察县 沙柳河镇"}
    assert cards(page) and not any("沙柳河镇" in card for card in cards(page))
    assert "没有镇" in text(visit(PRACTICES, q=PROBLEM, pick="without:没有镇"))


def test_the_other_way_round_asks_for_a_practice() -> None:
    page = visit(PRACTICES, q=PROBLEM)
    page.segmented_control(key="practices_way").set_value("practice").run()
    assert link(page) == {"pick": "reverse"}
    assert ZH.practices.intro["practice"] in text(page)
    found = visit(PRACTICES, q="补充执法人员", pick="reverse")
    assert roles(found) == {"problem"} and 'id="fj-problems"' in shown(found)


def test_english_problems_show_the_words_looked_for() -> None:
    page = visit(PRACTICES, q="shortage of enforcement staff", lang="en")
    assert EN.carried in text(page) and "执法人员" in text(page)
    assert EN.practices.columns["practices"] in text(page) and cards(page)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_no_report_speaks_of_is_one_sentence(language: str) -> None:
    page = visit(PRACTICES, q="how to bake sourdough bread", lang=language)
    assert texts(language).practices.nothing in text(page) and not cards(page)
    assert "0123456789abcdef" in text(visit(PRACTICES, passage="0123456789abcdef", lang=language))
    assert not visit(PRACTICES, q="", lang=language).exception


def test_an_empty_column_says_so() -> None:
    page = visit(PRACTICES, q=PROBLEM, county="刚察县", year="2022")
    assert cards(page)
    page = visit(PRACTICES, q="矛盾纠纷", county="刚察县")
    assert any(sentence in text(page) for sentence in (*ZH.practices.none.values(), ZH.practices.nothing))


def test_filters_stay_in_the_links_and_roles_do_not_narrow() -> None:
    page = visit(PRACTICES, q=PROBLEM, year="2023-2024", role="plan", theme="publicity")
    assert roles(page) == {"practice", "problem", "plan"}
    assert all("2022 年" not in card for card in cards(page))
    [first, *_] = links(page, ZH.similar.link)
    assert first["year"] == "2023-2024" and set(first) == {"year", "passage"}


def test_problems_lead_to_practices_and_all_passages_to_what_is_said_alike(index: Index) -> None:
    page = open_page(q=QUESTION)
    assert len(links(page, ZH.similar.link)) == len(cards(page)) == len(links(page, ZH.open_report))
    assert len(links(page, ZH.practices.link)) == sum("fj-badge fj-problem" in card for card in cards(page)) > 0
    problem = passage_of(index, "2022年全乡持证人员", "沙柳河镇")
    report = next(report for report in index.reports if report.place.township == "沙柳河镇")
    read = open_report(report=report.id, passage=problem, q=QUESTION, county="刚察县")
    assert links(read, ZH.practices.link) == links(read, ZH.similar.link) == [{"passage": problem, "county": "刚察县"}]
    assert not links(open_report(report=report.id), ZH.similar.link)


def test_what_is_said_alike_stands_below_the_passage(index: Index) -> None:
    asked = passage_of(index, "2022年全乡持证人员", "沙柳河镇")
    page = visit(SIMILAR, passage=asked)
    assert shown(page).index("2022年全乡持证人员") < shown(page).index("fj-hit")
    assert cards(page) and not any("沙柳河镇" in card for card in cards(page)[:1])
    own = {hit["passage"] for hit in links(page, ZH.open_report)}
    assert asked not in own and len(own) == len(cards(page))
    assert visit(SIMILAR, passage=asked, role="plan").exception == page.exception
    assert roles(visit(SIMILAR, passage=asked, role="plan")) == {"plan"}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_unknown_passage_has_nothing_alike(language: str) -> None:
    own = texts(language).similar
    assert own.no_passage in text(visit(SIMILAR, lang=language))
    assert own.unknown.format(passage="0badc0de") in text(visit(SIMILAR, passage="0badc0de", lang=language))


def test_text_of_reports_stays_text(index: Index) -> None:
    hostile = passage_of(index, "执法人员不足<script>", "坏镇:red[x]")
    for page in (visit(PRACTICES, passage=hostile), visit(SIMILAR, passage=hostile), visit(PRACTICES, q=PROBLEM)):
        assert HOSTILE in text(page)
        assert "<script" not in shown(page) and "<img" not in shown(page)
    assert not visit(PRACTICES, q=HOSTILE).exception


@pytest.mark.parametrize(
    ("choice", "pick"),
    [
        (Choice(), None),
        (Choice(own=True), "own"),
        (Choice(reverse=True, without="甲县 甲镇"), "reverse,without:甲县 甲镇"),
    ],
    ids=["nothing", "own", "both"],
)
def test_a_choice_stands_in_the_link(choice: Choice, pick: str | None) -> None:
    assert choice.pick == pick
    assert Choice.parse(pick) == choice
    assert Choice.parse("something,without:") == Choice()


def test_without_an_index_the_page_says_how_to_make_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAJIAN_INDEX", str(tmp_path))
    assert ZH.no_index_title in text(visit(PRACTICES)) and ZH.no_index_title in text(visit(SIMILAR))
