"""What visitors collected: theirs alone, in order, bounded, and never lost."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from briefing.excerpt import Excerpt
from corpus.report import Kind, Level, Place, Role
from errors import FajianError
from indexer.catalogue import ReportFacts
from web.excerpts.basket import Basket, Kept, read, written
from web.excerpts.database import YEAR, Database
from web.excerpts.store import LONGEST_CONTENT, LONGEST_NOTE, LONGEST_TITLE, MOST_EXCERPTS, MOST_HEADINGS, ExcerptStore

ME, OTHER = "a" * 40, "b" * 40


def excerpt(identity: str, text: str = "聘请律师3名。") -> Excerpt:
    place = Place("甲省", "乙市", "丙县", "丁乡", "123456789", certain=True)
    report = ReportFacts(7, "r1", "reports/x.docx", "报告", place, Level.TOWNSHIP, 2023, fictional=True, kind=Kind.PLAN,
                         other_sources=("b.docx",), issuer="丁乡人民政府", signed="2023-12-20")  # fmt: skip
    return Excerpt(identity, report, Role.PROBLEM, ("一、问题",), text, page=2)


def kept(*identities: str) -> list[Kept]:
    return [Kept(excerpt(identity)) for identity in identities]


def order(store: ExcerptStore, visitor: str = ME) -> list[str]:
    return [item.excerpt.passage_id for item in store.basket(visitor).ordered()]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "excerpts.sqlite"


@pytest.fixture
def store(path: Path) -> Iterator[ExcerptStore]:
    made = ExcerptStore(Database(path))
    yield made
    made.database.close()


def test_looking_makes_no_file(store: ExcerptStore, path: Path) -> None:
    assert store.basket(ME) == Basket()
    assert store.count(ME) == 0 and not store.holds(ME, "p")
    store.join(ME, [OTHER])
    assert not path.parent.exists()


def test_an_excerpt_comes_back_as_it_was(store: ExcerptStore, path: Path) -> None:
    store.add(ME, kept("p1"))
    store.annotate(ME, "p1", " 可以借鉴。\r\n第二行 ")
    store.database.close()
    again = ExcerptStore(Database(path))
    [item] = again.basket(ME).kept
    again.database.close()
    expected = excerpt("p1")
    assert item.excerpt == Excerpt(
        expected.passage_id,
        expected.report,
        expected.role,
        expected.headings,
        expected.text,
        page=2,
        note="可以借鉴。\n第二行",
    )


@pytest.mark.parametrize("text", ["", "null", "[]", "{}", '{"report": 3}', "\ud800"])
def test_what_nobody_wrote_is_no_excerpt(text: str) -> None:
    assert read(text, "") is None


def test_fields_of_another_version_are_left_out() -> None:
    text = written(excerpt("p1")).replace('"passage_id"', '"unheard": 1, "passage_id"')
    assert read(text, "n") is not None


def test_nobody_sees_what_another_collected(store: ExcerptStore, path: Path) -> None:
    store.add(ME, kept("p1"))
    assert store.basket(OTHER) == Basket() and store.count(OTHER) == 0 and not store.holds(OTHER, "p1")
    store.remove(OTHER, ["p1"])
    store.annotate(OTHER, "p1", "x")
    store.clear(OTHER)
    assert order(store) == ["p1"] and store.basket(ME).kept[0].excerpt.note == ""
    store.database.close()
    for piece in path.parent.iterdir():
        assert ME.encode() not in piece.read_bytes()


def test_collecting_twice_keeps_the_first_with_its_note(store: ExcerptStore) -> None:
    store.add(ME, kept("p1"))
    store.annotate(ME, "p1", "n")
    store.add(ME, kept("p1", "p2"))
    assert order(store) == ["p1", "p2"]
    assert store.basket(ME).kept[0].excerpt.note == "n"


def test_excerpts_move_within_headings_and_over_their_edges(store: ExcerptStore) -> None:
    store.add(ME, kept("p1", "p2", "p3"))
    store.add_heading(ME, "甲")
    store.add_heading(ME, "乙")
    first, second = (heading.number for heading in store.basket(ME).headings)
    store.move(ME, "p1", 1)
    assert order(store) == ["p2", "p1", "p3"]
    store.place(ME, ["p3", "p2"], first)
    assert order(store) == ["p1", "p3", "p2"]
    assert [item.heading for item in store.basket(ME).ordered()] == [None, first, first]
    store.move(ME, "p1", 1)
    assert order(store) == ["p1", "p3", "p2"] and store.basket(ME).under(None) == ()
    store.move(ME, "p2", 1)
    assert [item.excerpt.passage_id for item in store.basket(ME).under(second)] == ["p2"]
    store.move(ME, "p2", 1)
    store.move(ME, "p2", -1)
    assert order(store) == ["p1", "p3", "p2"] and store.basket(ME).under(second) == ()
    store.move_heading(ME, second, -1)
    store.move_heading(ME, second, -1)
    store.rename_heading(ME, second, " 乙\n二 ")
    assert [heading.title for heading in store.basket(ME).headings] == ["乙 二", "甲"]
    store.remove_heading(ME, first)
    assert order(store) == ["p1", "p3", "p2"] and len(store.basket(ME).under(None)) == 3
    store.move(ME, "gone", 1)
    assert len(order(store)) == 3


def test_what_was_taken_away_is_put_back_in_its_place(store: ExcerptStore) -> None:
    store.add(ME, kept("p1", "p2", "p3"))
    store.name(ME, "摘编")
    store.add_heading(ME, "甲")
    [heading] = store.basket(ME).headings
    store.place(ME, ["p2"], heading.number)
    store.annotate(ME, "p2", "n")
    before = store.basket(ME)
    takings: tuple[Callable[[], None], ...] = (
        lambda: store.clear(ME),
        lambda: store.remove(ME, ["p1", "p2"]),
        lambda: store.remove_heading(ME, heading.number),
    )
    for take in takings:
        take()
        assert store.basket(ME) != before
        store.restore(ME, before)
        assert store.basket(ME) == before
    store.clear(ME)
    store.add(ME, kept("p9"))
    store.add_heading(ME, "新")
    store.restore(ME, before)
    assert set(order(store)) == {"p1", "p2", "p3", "p9"}
    assert {heading.title for heading in store.basket(ME).headings} == {"甲", "新"}


def test_everything_is_bounded(store: ExcerptStore) -> None:
    store.add(ME, kept(*(f"p{number}" for number in range(MOST_EXCERPTS))))
    with pytest.raises(FajianError, match=f"最多放{MOST_EXCERPTS}条"):
        store.add(ME, kept("one", "more"))
    assert store.count(ME) == MOST_EXCERPTS
    store.annotate(ME, "p0", "批" * 5_000)
    store.name(ME, "题" * 5_000)
    basket = store.basket(ME)
    assert len(basket.kept[0].excerpt.note) == LONGEST_NOTE and len(basket.title) == LONGEST_TITLE
    with pytest.raises(FajianError, match="太长"):
        store.add(OTHER, [Kept(excerpt("long", "长" * LONGEST_CONTENT))])
    for number in range(MOST_HEADINGS):
        store.add_heading(ME, f"{number}")
    with pytest.raises(FajianError, match=f"最多{MOST_HEADINGS}个"):
        store.add_heading(ME, "x")
    store.add_heading(ME, " ")
    assert len(store.basket(ME).headings) == MOST_HEADINGS


def test_hostile_text_is_kept_as_text(store: ExcerptStore) -> None:
    store.add(ME, [Kept(excerpt("p1", "\ud800\x00'; DROP TABLE excerpts; --"))])
    store.annotate(ME, "p1", "\ud800\x00'")
    store.name(ME, "\udfff'")
    [item] = store.basket(ME).kept
    assert item.excerpt.text == "\ud800\x00'; DROP TABLE excerpts; --"
    assert item.excerpt.note == "\ufffd\ufffd'" and store.basket(ME).title == "\ufffd'"


def test_what_nobody_opened_for_a_year_is_taken_away(path: Path) -> None:
    now = [1_000_000_000.0]
    store = ExcerptStore(Database(path, lambda: now[0]))
    store.add(ME, kept("p1"))
    store.add(OTHER, kept("p2"))
    now[0] += YEAR - 10
    assert order(store) == ["p1"]
    store.database.close()
    now[0] += 20
    again = ExcerptStore(Database(path, lambda: now[0]))
    assert order(again) == ["p1"] and again.basket(OTHER) == Basket()
    again.database.close()


def test_two_ids_of_one_person_become_one(store: ExcerptStore) -> None:
    store.add(ME, kept("p1", "p2"))
    store.add_heading(ME, "甲")
    store.add(OTHER, kept("p2", "p3"))
    store.add_heading(OTHER, "乙")
    store.place(OTHER, ["p3"], store.basket(OTHER).headings[0].number)
    store.name(OTHER, "题")
    store.join(ME, [OTHER, OTHER, ME])
    basket = store.basket(ME)
    assert order(store) == ["p1", "p2", "p3"] and basket.title == "题"
    assert [heading.title for heading in basket.headings] == ["甲", "乙"]
    assert basket.kept[-1].heading == basket.headings[1].number
    # A window that still goes by the other id sees and changes the same.
    store.add(OTHER, kept("p4"))
    assert order(store) == order(store, OTHER) == ["p1", "p2", "p4", "p3"]
    third = "c" * 40
    store.join(third, [ME])
    assert order(store, OTHER) == order(store, third) == ["p1", "p2", "p4", "p3"]


def test_many_windows_at_once_lose_nothing(path: Path) -> None:
    stores = [ExcerptStore(Database(path)) for _ in range(2)]
    failed: list[Exception] = []

    def collect(number: int) -> None:
        try:
            for step in range(15):
                stores[number % 2].add(ME, kept(f"p{number}-{step}"))
                stores[number % 2].annotate(ME, f"p{number}-{step}", f"n{number}")
                stores[(number + 1) % 2].move(ME, f"p{number}-{step}", -1)
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=collect, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    basket = stores[0].basket(ME)
    assert {(item.excerpt.passage_id, item.excerpt.note) for item in basket.kept} == {
        (f"p{number}-{step}", f"n{number}") for number in range(8) for step in range(15)
    }
    for store in stores:
        store.database.close()


@pytest.mark.parametrize("damage", ["noise", "middle"])
def test_a_damaged_file_is_kept_aside(store: ExcerptStore, path: Path, damage: str) -> None:
    store.add(ME, kept(*(f"p{number}" for number in range(100))))
    store.database.close()
    whole = path.read_bytes()
    broken = b"no database at all" * 99 if damage == "noise" else whole[:8192] + b"\xff" * (len(whole) - 8192)
    path.write_bytes(broken)
    again = ExcerptStore(Database(path))
    again.add(ME, kept("p1"))
    assert order(again) == ["p1"]
    assert again.database.warning is not None and "另存为" in again.database.warning
    [aside] = path.parent.glob("excerpts-damaged-*.sqlite")
    assert aside.read_bytes() == broken and aside.name in again.database.warning
    again.database.close()


def test_damage_found_at_work_is_one_sentence_and_a_fresh_file(store: ExcerptStore, path: Path) -> None:
    store.add(ME, kept("p1"))
    with pytest.raises(FajianError, match="另存为"), store.database.transaction():
        raise sqlite3.DatabaseError("database disk image is malformed")
    assert list(path.parent.glob("excerpts-damaged-*.sqlite"))
    store.add(ME, kept("p2"))
    assert order(store) == ["p2"]


def test_a_disk_that_takes_nothing_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    store = ExcerptStore(Database(tmp_path / "data" / "excerpts.sqlite"))
    with pytest.raises(FajianError, match="摘录夹无法读写"):
        store.add(ME, kept("p1"))


def test_a_change_that_fails_changes_nothing(store: ExcerptStore) -> None:
    store.add(ME, kept("p1"))
    with pytest.raises(RuntimeError), store.database.transaction():
        store.remove(ME, ["p1"])
        raise RuntimeError
    assert order(store) == ["p1"]


def test_memory_ends_with_the_session() -> None:
    store = ExcerptStore(Database(None))
    store.add("", kept("p1"))
    assert order(store, "") == ["p1"]
    assert ExcerptStore(Database(None)).count("") == 0
