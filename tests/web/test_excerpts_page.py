"""Collecting, the page of excerpts, and the files, as Streamlit runs them without a browser."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from docx import Document
from openpyxl import load_workbook  # type: ignore[import-untyped]
from streamlit.testing.v1 import AppTest

from embeddings import HashingEncoder
from indexer.index import Index
from search.engine import MOST_HITS, Engine
from search.filters import Filters
from tests.web.visiting import QUESTION, cards, link, open_page, shown, text
from web import exporting, visitor
from web.excerpts.database import Database
from web.excerpts.items import ON_A_PAGE
from web.excerpts.store import FILE, ExcerptStore
from web.link import View
from web.settings import SETTINGS
from web.texts import EN, ZH, texts

ME, OTHER = "a" * 40, "b" * 40
OWN = ZH.excerpts


@pytest.fixture(autouse=True)
def data(page_environment: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data directory of the test's own, and a browser that sends the cookie of ``ME``."""
    monkeypatch.setenv("FAJIAN_DATA", str(tmp_path / "data"))
    monkeypatch.setattr(visitor, "_cookie", lambda: ME)
    yield tmp_path / "data"


def open_excerpts(**params: str) -> AppTest:
    page = open_page(**params)
    page.switch_page("web/pages/excerpts.py")
    for name, value in params.items():
        page.query_params[name] = value
    return page.run()


def collect(count: int, **params: str) -> AppTest:
    """Collect that many passages from a search."""
    page = open_page(q=QUESTION, **params)
    for _ in range(count):
        next(button for button in page.button if button.label == OWN.collect).click().run()
    return page


def excerpts(page: AppTest) -> list[str]:
    return [e.proto.body for e in page.get("html") if e.proto.body.startswith('<article class="fj-cited fj-excerpt">')]


def passages(data: Path) -> list[str]:
    store = ExcerptStore(Database(data / FILE))
    found = [item.excerpt.passage_id for item in store.basket(ME).ordered()]
    store.database.close()
    return found


def nav(page: AppTest) -> list[str]:
    return [element.proto.label for element in page.get("page_link")]


def test_a_passage_is_collected_and_taken_out_again(data: Path) -> None:
    page = collect(2)
    assert [b.label for b in page.button if b.key and b.key.startswith("fj-collect-")].count(OWN.collected) == 2
    assert "摘录夹（2）" in nav(page)
    assert len(passages(data)) == 2
    next(button for button in page.button if button.label == OWN.collected).click().run()
    assert "摘录夹（1）" in nav(page) and len(passages(data)) == 1


def test_looking_around_keeps_nothing(data: Path) -> None:
    open_page(q=QUESTION)
    page = open_excerpts()
    assert ZH.excerpts.empty_title in text(page) and "摘录夹" in nav(page)
    assert not data.exists()


def test_excerpts_come_word_for_word_with_their_source(index: Index) -> None:
    found = collect(1)
    passage = cards(found)[0]
    page = open_excerpts()
    [card] = excerpts(page)
    quoted = card.split('<blockquote class="fj-passage" lang="zh">')[1].split("</blockquote>")[0]
    assert quoted in passage.replace("<mark>", "").replace("</mark>", "")
    assert "《" in card and "年" in card and OWN.gone not in card
    assert OWN.counted.format(count=1, reports=1, townships=1, most=500) in text(page)


def test_excerpts_are_there_without_the_index_and_marked_where_it_changed(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    collect(1)
    store = ExcerptStore(Database(data / FILE))
    with store.database.transaction() as db:
        db.execute(
            "UPDATE excerpts SET passage = 'gone', content = replace(content, '\"passage_id\": \"', '\"passage_id\": \"gone')"
        )
    store.database.close()
    [card] = excerpts(open_excerpts())
    assert OWN.gone in card
    monkeypatch.setenv("FAJIAN_INDEX", str(tmp_path / "nowhere"))
    [card] = excerpts(open_excerpts())
    assert OWN.gone not in card and "fj-passage" in card


def test_order_note_heading_and_title(data: Path) -> None:
    collect(3)
    before = passages(data)
    page = open_excerpts()
    page.button(key=f"excerpts_1_{before[0]}").click().run()
    assert passages(data) == [before[1], before[0], before[2]]
    page.text_area(key=f"excerpts_note_{before[2]}").input("可以<b>借鉴</b>").run()
    assert "可以&lt;b&gt;借鉴" in excerpts(page)[2]
    page.text_input(key="excerpts_new_heading").input("补充**力量**")
    next(button for button in page.button if button.label == OWN.heading_add).click().run()
    page.checkbox(key=f"excerpts_choose_{before[1]}").check().run()
    assert OWN.chosen.format(count=1) in text(page)
    target = page.selectbox(key="excerpts_target")
    target.select_index(1).run()
    assert passages(data) == [before[0], before[2], before[1]]
    assert '<h2 class="fj-results fj-excerpt-heading">补充**力量**</h2>' in shown(page)
    page.text_input(key="excerpts_title").input("摘编").run()
    assert open_excerpts().text_input(key="excerpts_title").value == "摘编"


def test_clearing_can_be_undone(data: Path) -> None:
    collect(2)
    before = passages(data)
    page = open_excerpts()
    next(button for button in page.button if button.label == OWN.clear).click().run()
    assert passages(data) == [] and OWN.undone["clear"].format(count=2) in text(page)
    page.button(key="excerpts_undo").click().run()
    assert passages(data) == before and len(excerpts(page)) == 2
    page.checkbox(key="excerpts_all").check().run()
    next(button for button in page.button if button.label == OWN.remove_chosen).click().run()
    assert passages(data) == []
    page.button(key="excerpts_undo").click().run()
    assert passages(data) == before


def test_a_long_collection_has_pages() -> None:
    page = open_page(q=QUESTION, n="100")
    labels = [str(button.key) for button in page.button if button.label == OWN.collect]
    for key in labels[: ON_A_PAGE + 2]:
        page.button(key=key).click().run()
    page = open_excerpts()
    assert len(excerpts(page)) == ON_A_PAGE
    next(button for button in page.button if button.label == OWN.later).click().run()
    assert len(excerpts(page)) == 2 and link(page)["pick"] == "2"
    assert len(excerpts(open_excerpts(pick="99999"))) == 2
    assert len(excerpts(open_excerpts(pick="x"))) == ON_A_PAGE


def test_visitors_are_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    page = collect(1)
    monkeypatch.setattr(visitor, "_cookie", lambda: OTHER)
    assert "摘录夹" in nav(open_page()) and excerpts(open_excerpts()) == []
    monkeypatch.setattr(visitor, "_cookie", lambda: "")
    first, second = open_page(), open_page()
    ids = [session.session_state["fj_visitor"][0] for session in (first, second)]
    assert ids[0] != ids[1] and all(len(identity) == 40 for identity in ids)
    assert ME not in "".join(link(page).values())
    monkeypatch.setattr(visitor, "_cookie", lambda: ME)
    assert len(excerpts(open_excerpts())) == 1


@pytest.mark.parametrize("cookie", ["x", "../../etc", "A" * 40, "'; DROP TABLE excerpts", "." * 5000, "\x00"])
def test_a_hostile_cookie_is_nobody(cookie: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visitor, "_cookie", lambda: cookie)
    page = open_page()
    assert page.session_state["fj_visitor"][0] != cookie
    scripts = [e.proto.body for e in page.get("html") if "fajian-visitor" in e.proto.body]
    assert (len(scripts) == 1 and cookie not in scripts[0].replace("...", "")) or cookie in {"x", "." * 5000}


def test_two_windows_of_a_first_visit_are_joined(monkeypatch: pytest.MonkeyPatch) -> None:
    collect(1)
    monkeypatch.setattr(visitor, "_cookie", lambda: OTHER)
    window = open_page(q=QUESTION)
    [*_, last] = [button for button in window.button if button.label == OWN.collect]
    last.click().run()
    monkeypatch.setattr(visitor, "_cookie", lambda: f"{ME}.{OTHER}")
    assert len(excerpts(open_excerpts())) == 2
    window.run()
    assert "摘录夹（2）" in nav(window)


def test_a_page_that_may_store_nothing_keeps_excerpts_in_memory(data: Path) -> None:
    data.mkdir()
    (data / SETTINGS).write_text("read_only = true\n", encoding="utf-8")
    page = collect(2)
    assert not [e for e in page.get("html") if "fajian-visitor" in e.proto.body]
    page.switch_page("web/pages/excerpts.py").run()
    assert len(excerpts(page)) == 2 and OWN.for_session in text(page)
    assert [item.name for item in data.iterdir()] == [SETTINGS]
    assert excerpts(open_excerpts()) == []


def test_a_damaged_file_is_told_in_one_sentence(data: Path) -> None:
    data.mkdir()
    (data / FILE).write_bytes(b"damaged" * 999)
    page = open_page(lang="en")
    assert "The file of the collections was damaged; it is kept as excerpts-damaged-" in text(page)
    page.switch_page("web/pages/excerpts.py").run()
    assert EN.excerpts.empty_title in text(page) and "was damaged" not in text(page)


def test_what_cannot_be_saved_is_told_where_it_happened(data: Path) -> None:
    (data / FILE).mkdir(parents=True)
    page = collect(1)
    assert "摘录夹无法读写" in text(page)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_briefing_holds_what_was_chosen(language: str, monkeypatch: pytest.MonkeyPatch, data: Path) -> None:
    made = watch_files(monkeypatch)
    collect(2)
    page = open_excerpts(lang=language)
    own = texts(language)
    assert own.export.all_excerpts.format(count=2) in text(page)
    document = Document(io.BytesIO(made["excerpts", "docx"]()))
    assert document.paragraphs[0].text == own.excerpts.title_default
    quoted = [p.text for p in document.paragraphs if p.style.name == "Fajian Quotation"]
    assert len(quoted) == 2
    page.checkbox(key=f"excerpts_choose_{passages(data)[1]}").check().run()
    assert own.export.chosen_excerpts.format(count=1, of=2) in text(page)
    document = Document(io.BytesIO(made["excerpts", "docx"]()))
    assert [p.text for p in document.paragraphs if p.style.name == "Fajian Quotation"] == quoted[1:]


def test_a_search_is_exported_whole(monkeypatch: pytest.MonkeyPatch, index: Index) -> None:
    made = watch_files(monkeypatch)
    page = open_page(q=QUESTION, county="昭苏县")
    engine = Engine(index, HashingEncoder())
    answer = engine.search(QUESTION, Filters(county="昭苏县"), top=MOST_HITS)
    near = [hit.passage.text for hit in answer.hits if hit.relevant]
    assert exported(made["search", "xlsx"]()) == near
    page.checkbox(key="export_search_weaker").check().run()
    assert exported(made["search", "xlsx"]()) == [hit.passage.text for hit in answer.hits] != near
    assert "昭苏县" in Document(io.BytesIO(made["search", "docx"]())).paragraphs[3].text
    assert not open_page().get("download_button")


def test_what_is_said_alike_and_practices_are_exported(monkeypatch: pytest.MonkeyPatch, index: Index) -> None:
    made = watch_files(monkeypatch)
    [passage] = index.catalogue.passages([3])
    for name in ("similar", "practices"):
        page = open_page()
        page.switch_page(f"web/pages/{name}.py")
        page.query_params["passage"] = passage.id
        page.run()
        shown(page)
        if (name, "xlsx") in made:
            assert exported(made[name, "xlsx"]())
    assert ("similar", "docx") in made


def test_filters_are_told_in_words() -> None:
    view = View(filters=Filters(county="昭苏县", years=(2022, 2023)))
    told = exporting.filters_text(view, ZH)
    assert "昭苏县" in told and "2022–2023" in told


def watch_files(monkeypatch: pytest.MonkeyPatch) -> dict[tuple[str, str], Callable[[], bytes]]:
    """What the buttons of the latest drawing would make, by list and suffix."""
    made: dict[tuple[str, str], Callable[[], bytes]] = {}
    draw = st.download_button

    def watched(label: str, data: Callable[[], bytes], key: str, **more: Any) -> bool:
        _, name, suffix = key.split("_")
        made[name, suffix] = data
        return draw(label, data=data, key=key, **more)

    monkeypatch.setattr(st, "download_button", watched)
    return made


def exported(file: bytes) -> list[str]:
    [head, *rows] = load_workbook(io.BytesIO(file))["摘录"].iter_rows(values_only=True)
    return [row[head.index("原文")] for row in rows]
