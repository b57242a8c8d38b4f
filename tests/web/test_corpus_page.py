"""The corpus page as Streamlit runs it, without a browser."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from corpus.correcting import sidecar_rows
from embeddings import HashingEncoder
from indexer.build import build_index
from indexer.index import Index
from indexer.journal import BuildState, read_state, write_state
from tests.web.conftest import HOSTILE, write_reports
from tests.web.visiting import link, open_page, shown, text
from web import building
from web.corpus_shelf import own_shelf
from web.texts import EN, ZH, texts

PAGE = "web/pages/corpus.py"
REPORT = "昭苏县察汗乌苏蒙古族乡2023年法治政府建设工作报告\n\n一、工作情况\n培训执法人员3次。\n二、存在的问题\n一是执法人员不足。\n"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An index of the page's own reports and of another folder."""
    write_reports(tmp_path / "others")
    own = tmp_path / "index-data" / "reports"
    own.mkdir(parents=True)
    (own / "甲<b>$x$.txt").write_text(REPORT, encoding="utf-8")
    (own / "空.txt").touch()
    monkeypatch.setenv("FAJIAN_INDEX", str(tmp_path / "index"))
    monkeypatch.setenv("FAJIAN_MODEL", "hashing")
    monkeypatch.delenv("FAJIAN_DATA", raising=False)
    build_index(tmp_path / "index", [tmp_path / "others", own], HashingEncoder())
    st.cache_resource.clear()
    return tmp_path


def visit(**params: str) -> AppTest:
    page = open_page(**params)
    page.switch_page(PAGE)
    for name, value in params.items():
        page.query_params[name] = value
    return page.run()


def press(page: AppTest, key: str) -> AppTest:
    return page.button(key=key).click().run()


def until(page: AppTest, done: Callable[[AppTest], bool]) -> AppTest:
    deadline = time.monotonic() + 60
    while not done(page) and time.monotonic() < deadline:
        time.sleep(0.2)
        page.run()
    assert done(page)
    return page


def built(page: AppTest, home: Path, before: str) -> AppTest:
    def over(_: AppTest) -> bool:
        state = building.latest(home / "index")
        return state is not None and state.build != before and not state.alive

    return until(page, over).run()


def build_name(home: Path) -> str:
    return (read_state(home / "index") or BuildState("")).build


def row_key(page: AppTest, start: str) -> str:
    return next(str(button.key) for button in page.button if str(button.key).startswith(start))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_everything_in_the_index_is_listed_with_its_state(home: Path, language: str) -> None:
    own = texts(language).corpus
    page = visit(lang=language)
    assert own.held.format(
        reports=5, passages=Index.open(home / "index").manifest.passages, files=5, folders=2
    ) in text(page)
    assert own.inside_count.format(shown=6, found=6, of=6) in text(page)
    assert own.states["skipped"] in text(page) and own.states["indexed"] in text(page)
    assert (home / "others").as_posix() in text(page)
    assert "<b>$x$" not in shown(page) and "甲<b>$x$.txt" in text(page)
    assert "<script>alert" not in shown(page)
    assert HOSTILE.split("<", maxsplit=1)[0] in text(page)


def test_words_state_and_folder_narrow_the_list_and_stand_in_the_link(home: Path) -> None:
    page = visit()
    page.text_input(key="corpus_words").input("沙柳河 2022").run()
    assert link(page)["q"] == "沙柳河 2022"
    assert ZH.corpus.inside_count.format(shown=1, found=1, of=6) in text(page)
    page.text_input(key="corpus_words").input("").run()
    page.selectbox(key="corpus_state").select("skipped").run()
    assert link(page) == {"pick": "state:skipped"}
    assert "空.txt 是空的" in text(page) and str(home) not in text(page).replace((home / "others").as_posix(), "")
    assert ZH.corpus.nothing_found in text(visit(q="没有这样的文件"))


def test_corrections_of_a_report_reach_its_reading_and_the_index(home: Path) -> None:
    page = visit(q="甲")
    press(page, row_key(page, "look_"))
    until(page, lambda page: any("corpus_year_" in str(field.key) for field in page.text_input))
    year = next(field for field in page.text_input if "corpus_year_" in str(field.key))
    assert year.value == "2023"
    year.input("二三")
    press(page, next(str(b.key) for b in page.button if "facts_" in str(b.key)))
    assert ZH.corpus.unmeant.split("{")[0] in text(page)
    assert sidecar_rows(own_shelf(home / "index-data").folder) == {}
    next(field for field in page.text_input if "corpus_year_" in str(field.key)).input("2020")
    press(page, next(str(b.key) for b in page.button if "facts_" in str(b.key)))
    rows = sidecar_rows(own_shelf(home / "index-data").folder)
    assert rows == {"甲<b>$x$.txt": {"source": "甲<b>$x$.txt", "year": "2020"}}
    until(page, lambda page: "2020 年" in text(page))
    heading = next(box for box in page.selectbox if "corpus_heading_" in str(box.key) and "role" not in str(box.key))
    heading.select("二、存在的问题")
    next(box for box in page.selectbox if "corpus_heading_role_" in str(box.key)).select("plan")
    press(page, next(str(b.key) for b in page.button if "outline_" in str(b.key)))
    rows = sidecar_rows(own_shelf(home / "index-data").folder)
    assert rows["甲<b>$x$.txt"]["outline"] == "二、存在的问题=plan"
    assert ZH.corpus.waiting.format(count=1) in text(page)
    before = build_name(home)
    built(press(page, "corpus_index"), home, before)
    report = next(r for r in Index.open(home / "index").catalogue.reports() if r.source.endswith("甲<b>$x$.txt"))
    assert report.year == 2020 and report.sections[2].role.value == "plan"


def test_removing_putting_back_and_indexing(home: Path) -> None:
    page = visit(q="甲")
    box = next(box for box in page.checkbox if str(box.key).startswith("choose_"))
    box.check().run()
    press(page, "corpus_remove")
    assert ZH.corpus.was_removed.format(count=1) in text(page)
    assert ZH.corpus.states["gone"] in text(page)
    before = build_name(home)
    built(press(page, "corpus_index"), home, before)
    assert len(Index.open(home / "index").reports) == 4
    press(page, row_key(page, "back_"))
    assert (home / "index-data" / "reports" / "甲<b>$x$.txt").is_file()
    assert ZH.corpus.states["waiting"] in text(page)


def test_another_folder_can_only_be_taken_out(home: Path) -> None:
    page = visit()
    before = build_name(home)
    built(press(page, row_key(page, "out_")), home, before)
    index = Index.open(home / "index")
    assert index.catalogue.folders() == [str(home / "index-data" / "reports")]
    assert (home / "others" / "a-2023.txt").is_file()


def test_a_build_elsewhere_is_seen_and_a_second_one_refused(home: Path) -> None:
    now = time.time()
    state = BuildState("other", "terminal", 7, stage="encode", done=3, of=9, started=now, since=now, beat=now)
    page = visit()
    write_state(home / "index", state)
    press(page, "corpus_index")
    assert "由终端开始），请等它完成" in text(page)
    page = visit()
    assert ZH.corpus.counted.format(stage=ZH.corpus.stages["encode"], done=3, of=9) in [
        bar.proto.text for bar in page.get("progress")
    ]
    assert not [button for button in page.button if button.key in {"corpus_index", "corpus_cancel"}]
    assert ZH.corpus.running_short in text(open_page())


def test_a_read_only_page_shows_and_offers_nothing(home: Path) -> None:
    (home / "index-data" / "page.toml").write_text("read_only = true\n", encoding="utf-8")
    page = visit(lang="en")
    assert EN.corpus.read_only in text(page)
    assert EN.corpus.inside_count.format(shown=6, found=6, of=6) in text(page)
    assert not page.get("file_uploader") and not page.checkbox
    actions = ("corpus_index", "corpus_remove", "corpus_take", "out_", "again_", "back_", "discard_", "corpus_re")
    assert not [button.key for button in page.button if str(button.key).startswith(actions)]
    press(page, row_key(page, "look_"))
    assert EN.corpus.outline in text(page) and not page.selectbox(key="corpus_state").disabled
    assert not [field for field in page.text_input if "corpus_year" in str(field.key)]


def test_without_an_index_one_can_begin_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAJIAN_INDEX", str(tmp_path / "index"))
    monkeypatch.setenv("FAJIAN_MODEL", "hashing")
    st.cache_resource.clear()
    labels = [element.proto.label for element in open_page(q="x").get("page_link")]
    assert ZH.corpus.begin_here in labels
    page = visit()
    assert ZH.corpus.held_none in text(page)
    assert page.get("file_uploader") and page.button(key="corpus_samples")


def test_a_damaged_index_is_told_and_the_page_goes_on(home: Path) -> None:
    version = next((home / "index" / "versions").iterdir())
    shutil.rmtree(version)
    page = visit()
    assert ZH.corpus.broken.split("{")[0] in text(page)
    assert page.get("file_uploader")
    assert ZH.corpus.states["waiting"] in text(page)


def test_thousands_of_files_come_page_by_page(home: Path) -> None:
    folder = home / "index-data" / "reports"
    for number in range(60):
        (folder / f"{number:03}.txt").write_text("x", encoding="utf-8")
    page = visit(pick="state:waiting")
    assert ZH.corpus.inside_count.format(shown=25, found=60, of=66) in text(page)
    press(page, "corpus_after")
    assert link(page) == {"pick": "state:waiting,page:2"}
    assert "025.txt" in text(page) and "024.txt" not in text(page)
    assert ZH.corpus.inside_count.format(shown=10, found=60, of=66) in text(visit(pick="state:waiting,page:999"))
