"""What reports have in common: sentences told by hand, and the quick way beside the plain one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.report import Place
from embeddings import HashingEncoder
from errors import QueryError
from indexer.build import build_index
from indexer.index import Index
from insight.copying import links, survey
from insight.copying.columns import Columns, Forms, gather, open_derived
from insight.copying.contract import overview_json, pair_json, reading_json
from insight.copying.digest import digest_of, packed, unpacked
from insight.copying.links import candidates, find_links
from insight.copying.minhash import band_keys, shingles
from insight.copying.nouns import NEAR, SHORTEST, STANDINGS, Alike, Part, Standing
from insight.copying.overview import overview
from insight.copying.pair import compare, differences
from insight.copying.reading import Found, Relation, read
from insight.copying.sentences import cut, exact_form, masked_form, own_names, sentences_of
from insight.copying.standing import common_limit
from insight.copying.survey import Survey, open_survey
from search.filters import Filters
from tests.insight import copied
from tests.insight.copied import id_of


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    opened = copied.write_index(tmp_path_factory.mktemp("copying"))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def surveyed(index: Index) -> Survey:
    return open_survey(index)


def sentence(index: Index, surveyed: Survey, name: str, text: str) -> Found:
    found = [found for found in read(index, surveyed, id_of(index, name)).sentences if text in found.cited.text]
    assert len(found) == 1, f"{text} stands {len(found)} times in {name}"
    return found[0]


@pytest.mark.parametrize(
    ("name", "text", "standing", "alike"),
    [
        ("a21", copied.KEPT, Standing.OWN, None),
        ("a22", copied.KEPT, Standing.REPEATED, Alike.EXACT),
        ("b23", copied.KEPT, Standing.COUNTY, Alike.EXACT),
        ("a23", copied.FIGURES_2023, Standing.REPEATED, Alike.FIGURES),
        ("a22", copied.FIGURES_2022, Standing.OWN, None),
        ("a23", copied.NEAR_2023, Standing.REPEATED, Alike.NEAR),
        ("b22", copied.LEARNED, Standing.ELSEWHERE, Alike.EXACT),
        ("c22", copied.LEARNED, Standing.ELSEWHERE, Alike.EXACT),
        ("d23", "學法", Standing.COUNTY, Alike.EXACT),
        ("b23", copied.SHOWN, Standing.ELSEWHERE, Alike.EXACT),
        ("e23", "公告栏", Standing.ELSEWHERE, Alike.EXACT),
        ("a22", copied.SHORT, Standing.UNJUDGED, None),
        ("a22", copied.COMMON, Standing.COMMON, None),
        ("e23", copied.COMMON, Standing.COMMON, None),
        ("e23", "说理会", Standing.OWN, None),
    ],
)
def test_each_sentence_stands_as_told_by_hand(
    index: Index, surveyed: Survey, name: str, text: str, standing: Standing, alike: Alike | None
) -> None:
    found = sentence(index, surveyed, name, text)
    assert (found.standing, found.alike) == (standing, alike)


def test_every_sentence_is_a_slice_and_opens_where_it_stands(index: Index, surveyed: Survey) -> None:
    for facts in index.reports:
        report = index.catalogue.report(facts.id)
        assert report is not None
        held = {item.passage.id: item.passage for _, item in index.catalogue.passages_in(report)}
        for found in read(index, surveyed, facts.id).sentences:
            cited = found.cited
            assert cited.text == report.text[cited.start : cited.end]
            passage = held[cited.passage_id]
            assert passage.start <= cited.start < cited.end <= passage.end
            assert all(exact_form(other.cited.text) for other in found.others)


def test_where_else_names_the_own_reports_first_and_the_county_next(index: Index, surveyed: Survey) -> None:
    found = sentence(index, surveyed, "a22", copied.KEPT)
    assert [(other.relation, other.cited.report.year) for other in found.others] == [
        (Relation.AUTHORITY, 2023),
        (Relation.AUTHORITY, 2021),
        (Relation.COUNTY, 2023),
    ]
    assert (found.reports, found.townships) == (3, 1)
    common = sentence(index, surveyed, "a22", copied.COMMON)
    assert (common.reports, common.townships, len(common.others)) == (7, 4, 5)


def test_preamble_and_closing_count_for_nothing(index: Index, surveyed: Survey) -> None:
    reading = read(index, surveyed, id_of(index, "a22"))
    parts = {found.part for found in reading.sentences}
    assert Part.PREAMBLE in parts
    body = [found for found in reading.sentences if found.part is Part.BODY]
    assert reading.shares.count == len(body)
    assert reading.shares.total == sum(len(exact_form(found.cited.text)) for found in body)
    assert sum(shares.count for section, shares in reading.sections if section.level == 1) == len(body)


def test_overview_orders_by_what_is_in_common(index: Index, surveyed: Survey) -> None:
    found = overview(index, surveyed, Filters())
    shares = [row.shares.repeated for row in found.rows]
    assert shares == sorted(shares, reverse=True)
    assert len(found.rows) == found.compared == len(copied.REPORTS)
    assert found.townships == 5
    assert found.total.count == sum(row.shares.count for row in found.rows)
    before = {row.report.source.rpartition("/")[2]: row.before for row in found.rows}
    assert (before["a23.txt"], before["a21.txt"]) == (2022, None)
    one = overview(index, surveyed, Filters(county="白水县"))
    assert {row.report.place.township for row in one.rows} == {"丙湾镇", "丁口镇"}
    assert one.compared == len(copied.REPORTS)
    none = overview(index, surveyed, Filters(county="没有县"))
    assert (none.rows, none.total.count, none.total.repeated) == ((), 0, 0)


def test_partners_are_the_reports_with_most_in_common(index: Index, surveyed: Survey) -> None:
    reading = read(index, surveyed, id_of(index, "a23"))
    assert reading.partners[0].report.id == id_of(index, "a22")
    assert reading.partners[0].sentences == 3
    assert reading.shared_with == 3


def test_a_pair_is_aligned_with_its_differences(index: Index) -> None:
    pair = compare(index, id_of(index, "a23"), id_of(index, "a22"))
    assert pair.relation is Relation.AUTHORITY
    told = {aligned.left.text: aligned for aligned in pair.aligned}
    figures = told[copied.FIGURES_2023]
    left = index.catalogue.report(pair.left.id)
    assert left is not None
    assert [left.text[slice(*span)] for span in figures.left_only] == ["15", "140"]
    assert figures.alike is Alike.FIGURES
    near = told[copied.NEAR_2023]
    assert (near.alike, near.likeness >= NEAR) == (Alike.NEAR, True)
    assert told[copied.KEPT].left_only == told[copied.KEPT].right_only == ()
    assert pair.left_shared == pair.right_shared == len(pair.aligned)


def test_unknown_reports_are_refused_in_one_sentence(index: Index, surveyed: Survey) -> None:
    with pytest.raises(QueryError, match="no report"):
        read(index, surveyed, "0000")
    with pytest.raises(QueryError, match="no report"):
        compare(index, id_of(index, "a22"), "0000")
    with pytest.raises(QueryError, match="same report twice"):
        compare(index, id_of(index, "a22"), id_of(index, "a22"))


def test_json_is_plain(index: Index, surveyed: Survey) -> None:
    found = overview_json(overview(index, surveyed, Filters()), Filters())
    assert set(found) == {"filters", "reports", "townships", "compared", "limits", "total", "rows"}
    assert sum(found["total"]["shares"].values()) == pytest.approx(1, abs=0.001)
    one = reading_json(read(index, surveyed, id_of(index, "a23")))
    two = pair_json(compare(index, id_of(index, "a23"), id_of(index, "a22")))
    assert [item["standing"] for item in one["texts"]].count("repeated") == 3
    assert two["left"]["shared"] == 5
    assert json.loads(json.dumps([found, one, two], ensure_ascii=False)) == json.loads(json.dumps([found, one, two]))


def test_a_kept_survey_is_the_same_and_reads_no_report(
    index: Index, surveyed: Survey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(survey, "gather", None)
    again = open_survey(index)
    for part in ("columns", "links", "standings"):
        for name in getattr(surveyed, part).__slots__:
            assert np.array_equal(getattr(getattr(again, part), name), getattr(getattr(surveyed, part), name))


def test_an_empty_index_has_nothing_in_common(tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    build_index(tmp_path / "index", [tmp_path / "reports"], HashingEncoder())
    opened = Index.open(tmp_path / "index")
    assert overview(opened, open_survey(opened), Filters()).rows == ()
    opened.close()


def test_an_unknown_year_has_no_direction(tmp_path: Path) -> None:
    """Without a year a report repeats none of its own, and with others there is no telling who was first."""
    columns, forms = gather_of(tmp_path)
    year = columns.year.copy()
    unknown = {number for number, _ in enumerate(year) if year[number] == 2023}
    year[list(unknown)] = -1
    changed = replace(columns, year=year)
    told = survey.make_survey(changed, find_links(forms, int(columns.masked.max()) + 1)).standings.standing
    repeated = STANDINGS.index(Standing.REPEATED)
    of_unknown = np.isin(columns.report, list(unknown))
    assert not (told[of_unknown] == repeated).any()
    assert (told[of_unknown] == STANDINGS.index(Standing.COUNTY)).any()
    assert (told[~of_unknown] == repeated).any()


def gather_of(folder: Path) -> tuple[Columns, Forms]:
    opened = copied.write_index(folder)
    derived = open_derived(opened)
    found = gather(opened, derived)
    derived.close()
    opened.close()
    return found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("一是执法人员不足，经费偏少。", "（三）执法人员不足，经费偏少。"),
        ("2．执法人员不足，经费偏少。", "执法人员 不足,经费偏少;"),
        ("執法人員不足，經費偏少。", "执法人员不足，经费偏少。"),
        ("首先，完成投资１２万元。", "完成投资12万元"),
    ],
)
def test_number_marks_width_and_script_never_count(one: str, other: str) -> None:
    assert exact_form(one) == exact_form(other)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2022年培训3次，受训120人次。", "2023年培训十二次，受训80人次。", True),
        ("2.5万元用于普法", "30万元用于普法", True),
        ("落实二十大精神", "落实十九大精神", False),
        ("我镇成立专班", "云中县甲河镇成立专班", True),
        ("全乡成立专班", "甲河镇成立专班", True),
        ("乙溪乡成立专班", "甲河镇成立专班", False),
    ],
)
def test_masked_forms_leave_figures_and_the_own_place_aside(one: str, other: str, same: bool) -> None:
    names = own_names(Place("云中省", "云中市", "云中县", "甲河镇"))
    assert (masked_form(exact_form(one), names) == masked_form(exact_form(other), names)) is same


def test_sentences_are_cut_at_their_ends() -> None:
    text = "　不足之处：一是人手少；二是经费少。办结率99.5%\n“够了吗？”他问."
    pieces = [text[start:end] for start, end in cut(text)]
    assert pieces == ["不足之处：", "一是人手少；", "二是经费少。", "办结率99.5%", "“够了吗？”", "他问."]


@given(st.text(alphabet="。；？！\n：一是二 　a1.法”", max_size=60))
def test_cut_loses_nothing_but_white_space(text: str) -> None:
    spans = list(cut(text))
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    covered = "".join(text[start:end] for start, end in spans)
    assert "".join(covered.split()) == "".join(text.split())


def test_a_digest_survives_its_keeping(index: Index) -> None:
    report = index.catalogue.report(id_of(index, "a22"))
    assert report is not None
    passages = [item.passage for _, item in index.catalogue.passages_in(report)]
    digest = digest_of(report, passages)
    again = unpacked(packed(digest))
    assert all(np.array_equal(getattr(again, name), getattr(digest, name)) for name in digest.__slots__)
    judged = [len(sentence.masked) >= SHORTEST for sentence in sentences_of(report, passages)]
    assert (digest.shingle_counts > 0).tolist() == judged


def _forms(texts: list[str]) -> Forms:
    hashes, bounds = shingles(texts)
    return Forms(np.arange(len(texts), dtype=np.int32), band_keys(hashes, bounds), hashes, bounds)


def _jaccard(one: str, other: str) -> float:
    a, b = ({text[at : at + 3] for at in range(len(text) - 2)} for text in (one, other))
    return len(a & b) / len(a | b)


def test_links_are_those_of_all_pairs(index: Index) -> None:
    """Texts of one family, a step of two characters apart: which of them are near is told by comparing all pairs of sets."""
    base = "".join(chr(0x4E00 + 7 * place) for place in range(40))
    texts = [base[:at] + "".join(chr(0x9000 + at + k) for k in range(10)) + base[at + 10 :] for at in range(0, 30, 3)]
    texts += [base[5:] + "甲乙丙", base[::-1], base]
    found = find_links(_forms(texts), len(texts))
    near = {(one, other) for one in range(len(texts)) for other in found.of(one)[0].tolist()}
    true = {(a, b) for a, b in combinations(range(len(texts)), 2) if _jaccard(texts[a], texts[b]) >= NEAR}
    assert {pair for pair in near if pair[0] < pair[1]} == true
    assert {(b, a) for a, b in near} == near
    for one in range(len(texts)):
        for other, likeness in zip(*found.of(one), strict=True):
            assert int(likeness) == int(_jaccard(texts[one], texts[int(other)]) * 100)


def test_a_crowded_key_makes_few_candidates() -> None:
    """A thousand forms under one key: each meets its next neighbours and the first, never all others."""
    same = np.zeros(1000, dtype=np.uint32)
    pairs = candidates(same, same)
    assert len(pairs) <= 1000 * (links.NEIGHBOURS + 1)
    met = {divmod(int(pair), 1000) for pair in pairs}
    assert (0, 999) in met and (500, 501) in met and (100, 900) not in met
    # Those that share the next key too are neighbours, wherever they stand.
    then = np.arange(1000, dtype=np.uint32)
    assert not len(candidates(then, same))
    then[[3, 900]] = 5000
    assert 3 * 1000 + 900 in candidates(same, then)


@given(st.lists(st.text(alphabet="依法行政执1", min_size=3, max_size=12), min_size=1, max_size=6))
def test_shingles_are_those_of_each_text_alone(texts: list[str]) -> None:
    hashes, bounds = shingles(texts)
    for place, text in enumerate(texts):
        alone, _ = shingles([text])
        assert np.array_equal(hashes[bounds[place] : bounds[place + 1]], alone)
        assert len(alone) == len({text[at : at + 3] for at in range(len(text) - 2)})


@pytest.mark.parametrize(("authorities", "limit"), [(0, 5), (5, 5), (8, 5), (13, 7), (38, 19), (3000, 20)])
def test_common_limit(authorities: int, limit: int) -> None:
    assert common_limit(authorities) == limit


def test_differences_keep_figures_whole() -> None:
    left, right = "受理174件，办结率99.5%。", "全年受理196件，办结率99.7%。"
    one, other = differences(left, right)
    assert [left[slice(*span)] for span in one] == ["174", "99.5"]
    assert [right[slice(*span)] for span in other] == ["全年", "196", "99.7"]
