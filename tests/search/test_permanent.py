"""A passage is found again after anything but its own words has changed."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.report import Level, Passage, Place
from embeddings import HashingEncoder
from indexer.build import build_index
from indexer.catalogue import ReportFacts
from indexer.index import Index
from search.permanent import LONGEST, Address, Located, Lost, Standing, address_of, find_words, locate

POINTS = (
    "一是抽调执法人员5名组成综合行政执法队，全年检查商户40家。",
    "二是聘请律师3名担任村法律顾问，全年坐班36天，解答咨询210人次。",
    "三是建成法治文化广场1处，组织普法宣讲12场，发放资料800份。",
)
_WORDS = st.text(st.characters(codec="utf-8"), max_size=60)


def written(
    place: str = "昭苏县察汗乌苏蒙古族乡", year: int = 2024, before: str = "", points: tuple[str, ...] = POINTS
) -> str:
    """A report; ``before`` is put ahead of its points."""
    lines = [
        f"{place}{year}年法治政府建设工作报告",
        "县司法局：",
        f"现将{year}年有关情况报告如下。",
        "一、主要工作",
        "（一）规范执法",
    ]
    return "\n".join([*lines, *([before] if before else []), *points, f"{place}人民政府", f"{year + 1}年1月20日", ""])


class Shelf:
    """A folder of reports and its index."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "reports").mkdir(parents=True)

    def put(self, **texts: str) -> Index:
        """Make these the only reports, and index them."""
        shutil.rmtree(self.root / "reports")
        (self.root / "reports").mkdir()
        for name, text in texts.items():
            (self.root / "reports" / f"{name}.txt").write_text(text, encoding="utf-8")
        build_index(self.root / "index", [self.root / "reports"], HashingEncoder())
        return Index.open(self.root / "index")


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    yield Shelf(tmp_path)


def remembered(index: Index, words: str) -> tuple[str, Address]:
    """What the link of the passage with these words holds."""
    for report in index.reports:
        for _, item in index.catalogue.passages_of(report.id):
            if words in item.passage.text:
                address = address_of(report, item.passage.text)
                assert address is not None
                return item.passage.id, address
    raise AssertionError(words)


def standing(index: Index, passage: str, address: Address) -> tuple[Passage, Standing]:
    """Where it is now, after checking that it is a slice of its report."""
    found = locate(index, passage, address)
    assert isinstance(found, Located)
    report = index.catalogue.report(found.passage.report_id)
    assert report is not None and report.text[found.passage.start : found.passage.end] == found.passage.text
    return found.passage, found.standing


EDITS: dict[str, Callable[[], dict[str, str]]] = {
    "a paragraph before it": lambda: {"a": written(before="坚持学习，提高认识，压实责任，全年研究法治工作六次。")},
    "other points after it": lambda: {
        "a": written(points=(*POINTS[:2], "三是另有安排，不再赘述，详见附件所列各项内容。"))
    },
    "another file name": lambda: {"z": written(before="坚持学习，提高认识，压实责任，全年研究法治工作六次。")},
    "other white space": lambda: {
        "a": written(
            before="坚持学习，提高认识，压实责任。", points=tuple(point.replace("，", "，  ") for point in POINTS)
        )
    },
    "others of the place and of other years": lambda: {
        "a": written(before="坚持学习，提高认识，压实责任，全年研究法治工作六次。"),
        "b": written(year=2022),
        "c": written("刚察县沙柳河镇"),
    },
}


@pytest.mark.parametrize("edited", EDITS.values(), ids=EDITS)
def test_after_an_edit_it_is_found_in_the_report_of_the_same_authority_and_year(
    shelf: Shelf, edited: Callable[[], dict[str, str]]
) -> None:
    passage, address = remembered(shelf.put(a=written()), "律师3名")
    index = shelf.put(**edited())
    assert index.catalogue.position_of(passage) is None
    found, how = standing(index, passage, address)
    assert how is Standing.MOVED
    assert "".join(found.text.split()) == POINTS[1]
    [facts] = [report for report in index.reports if report.id == found.report_id]
    assert (facts.place.township, facts.year) == ("察汗乌苏蒙古族乡", 2024)
    assert any(item.passage == found for _, item in index.catalogue.passages_of(found.report_id))
    index.close()


def test_nothing_changed_is_the_same_passage(shelf: Shelf) -> None:
    index = shelf.put(a=written())
    passage, address = remembered(index, "律师3名")
    assert standing(index, passage, address)[1] is Standing.SAME
    assert standing(index, passage, replace(address, fingerprint="0" * 16))[1] is Standing.SAME
    index.close()


def test_cut_differently_it_is_a_slice(shelf: Shelf) -> None:
    words = "聘请律师3名担任村法律顾问，全年坐班36天，解答咨询210人次。"
    passage, address = remembered(shelf.put(a=written(points=(POINTS[0], words))), "律师3名")
    index = shelf.put(a=written(points=(POINTS[0], f"各村都已落实到人。{words}受到群众欢迎。")))
    found, how = standing(index, passage, address)
    assert (found.text, how) == (words, Standing.MOVED)
    [around] = [item.passage for _, item in index.catalogue.passages_of(found.report_id) if item.passage.id == found.id]
    assert around.start < found.start and found.end < around.end
    index.close()


def test_what_now_are_two_passages_is_one_slice_across_them(shelf: Shelf) -> None:
    index = shelf.put(a=written())
    [report] = index.reports
    words = POINTS[0] + POINTS[1]
    address = address_of(report, words)
    assert address is not None
    found, how = standing(index, "0" * 16, address)
    assert (found.text.replace("\n", ""), how) == (words, Standing.MOVED)
    index.close()


def test_gone_from_its_report_but_not_from_the_index(shelf: Shelf) -> None:
    passage, address = remembered(shelf.put(a=written()), "律师3名")
    index = shelf.put(a=written(points=POINTS[:1]), b=written("刚察县沙柳河镇", 2022))
    found, how = standing(index, passage, address)
    assert (found.text, how) == (POINTS[1], Standing.ELSEWHERE)
    index.close()


def test_gone_altogether(shelf: Shelf) -> None:
    passage, address = remembered(shelf.put(a=written()), "律师3名")
    index = shelf.put(
        a=written(points=(POINTS[0], POINTS[1].replace("3", "4"))), b=written("刚察县沙柳河镇", points=POINTS[:1])
    )
    assert locate(index, passage, address) == Lost(2, 2)
    assert locate(index, passage, None) == Lost(0, 2)
    assert locate(index, None, address) == Lost(2, 2)
    index.close()


def test_no_more_is_looked_through_than_the_bound(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    passage, address = remembered(shelf.put(a=written()), "律师3名")
    index = shelf.put(b=written("刚察县沙柳河镇", 2022, points=POINTS[:1]), c=written("刚察县沙柳河镇", 2023))
    assert standing(index, passage, address)[1] is Standing.ELSEWHERE
    monkeypatch.setattr("search.permanent.MOST_CHARACTERS", 10)
    assert locate(index, passage, address) == Lost(1, 2)
    index.close()


FACTS = ReportFacts(0, "0" * 16, "a.txt", "", Place(), Level.UNKNOWN, None, False)


@given(_WORDS, _WORDS, _WORDS)
def test_words_are_found_between_any_others(before: str, words: str, after: str) -> None:
    address = address_of(FACTS, words)
    if address is None:
        assert not words.strip()
        return
    found = find_words(before + words + after, address)
    assert found is not None
    there = (before + words + after)[slice(*found)]
    assert "".join(there.split()) == "".join(words.split())


@given(_WORDS, _WORDS)
def test_only_the_words_themselves_are_found(text: str, words: str) -> None:
    address = address_of(FACTS, words)
    if address is not None:
        stands = "".join(words.split()) in "".join(text.split())
        assert (find_words(text, address) is not None) == stands


@given(st.text(max_size=80))
def test_an_address_is_read_as_it_was_written_or_not_at_all(value: str) -> None:
    address = address_of(FACTS, value)
    if address is not None:
        assert Address.parse(str(address)) == address
        assert len(str(address)) <= 40
    with pytest.raises(ValueError):
        Address.parse("x" + value)


@pytest.mark.parametrize(
    "value",
    ["", "2024-a195dc-0-249948b55f5e69c3", "2024-a195dc-2001-249948b55f5e69c3", "２０２４-a195dc-3-249948b55f5e69c3"],
)
def test_no_address(value: str) -> None:
    with pytest.raises(ValueError):
        Address.parse(value)


def test_words_too_long_have_no_address() -> None:
    assert address_of(FACTS, "法" * LONGEST) is not None
    assert address_of(FACTS, "法" * (LONGEST + 1)) is None
    assert address_of(FACTS, " \n\u3000") is None
