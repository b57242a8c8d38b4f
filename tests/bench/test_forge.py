"""The forge itself: always the same bytes, formats that hold their own text, messes that change the page and keep the truth."""

from __future__ import annotations

import hashlib
import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from functools import cache
from html import unescape
from pathlib import Path
from random import Random

import pytest

from bench.forge.alignment import squeeze
from bench.forge.anatomy import ANATOMIES, Anatomy, draw_habits
from bench.forge.catalogue import MESSES, make_draft, may_meet
from bench.forge.draft import Draft, Part, bare, cells, debris, draft_of, marked, optional, shown
from bench.forge.phrases import THEMES
from bench.forge.phrases.acts import MIXED_AHEAD, MIXED_DONE, PLAN, PRACTICE, PROBLEM
from bench.forge.places import atlas
from bench.forge.prose import Voice, chinese
from bench.forge.render.lines import width_of, wrap
from bench.forge.truth import TrueReport
from bench.forge.variant import FORMATS, PACKED, WRITERS, Variant, forge
from bench.forge.writer import chinese_year, write
from corpus.report import Level, Role

ROOT = Path(__file__).parents[2]
SEEDS = range(40)


@cache
def _report(seed: int) -> TrueReport:
    return write(seed)


def _forged(name: str, format: str) -> Variant:
    return next(v for seed in SEEDS if (v := forge(seed, format, (name,))))


def _text(draft: Draft) -> str:
    return "\n".join("".join(bare(block.written) for block in group) for group in draft.paragraphs)


# The same arguments, the same bytes.


@pytest.mark.parametrize("format", FORMATS)
def test_same_seed_same_bytes(format: str) -> None:
    for seed in (3, 8):
        assert forge(seed, format) is not None
        assert forge(seed, format) == forge(seed, format)


def test_other_seeds_give_other_reports() -> None:
    assert len({_report(seed).title + str(_report(seed).headings) for seed in SEEDS}) == len(SEEDS)


def test_same_bytes_in_another_process() -> None:
    arguments = [("txt", ("zero width",)), ("docx", ()), ("html", ()), ("pdf", ())]
    code = (
        "import hashlib; from bench.forge.variant import forge;"
        f"print([hashlib.sha256(forge(5, f, m).data).hexdigest() for f, m in {arguments!r}])"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    here = [forge(5, format, messes) for format, messes in arguments]
    assert run.stdout.strip() == str([hashlib.sha256(variant.data).hexdigest() for variant in here if variant])


# Reports.


def test_wordings_are_many() -> None:
    kinds = ("practices", "problems", "plans")
    headings = {kind: {wording for theme in THEMES for wording in getattr(theme, kind)} for kind in kinds}
    assert len(headings["practices"]) >= 60
    assert len(headings["problems"]) >= 30
    assert len(headings["plans"]) >= 30
    assert min(map(len, (PRACTICE, PROBLEM, PLAN))) >= 15
    assert min(map(len, (MIXED_DONE, MIXED_AHEAD))) >= 4


@pytest.mark.parametrize("anatomy", ANATOMIES, ids=lambda anatomy: anatomy.name)
def test_anatomies_count_from_one_at_every_level(anatomy: Anatomy) -> None:
    slots = ("we", "all", "k", "vil", "led", "name", "issuer", "above", "short")
    random = Random(4)
    for _ in range(20):
        words = {slot: slot for slot in slots} | {"year": "2023", "cyear": "二〇二三", "next": "2024", "villages": "9"}
        headings = anatomy.build(Voice(words, random), draw_habits(random))
        counts = [0, 0, 0]
        for heading in headings:
            assert "{" not in heading.text + "".join(heading.paragraphs)
            if heading.optional:
                continue
            counts[heading.level - 1] += 1
            counts[heading.level :] = [0] * (3 - heading.level)
            count = counts[heading.level - 1]
            assert heading.number in {f"{chinese(count)}、", f"（{chinese(count)}）", f"{count}."}
        assert {heading.role for heading in headings} <= {Role.PRACTICE, Role.PROBLEM, Role.PLAN, Role.MIXED}
        assert not any(heading.paragraphs for heading in headings if heading.role is Role.MIXED)


@pytest.mark.parametrize(("number", "written"), [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (35, "三十五")])
def test_chinese_numbers(number: int, written: str) -> None:
    assert chinese(number) == written


def test_places_are_settled_only_by_what_the_report_tells() -> None:
    names = list(atlas().names.values())
    kinds = set()
    for seed in range(300):
        report = _report(seed)
        text = _text(draft_of(report)) + report.folder
        assert report.place.own in text
        if report.level is Level.TOWNSHIP:
            named = report.place.names[-2] in text
            assert report.place.settled == (named or names.count(report.place.own) == 1)
            kinds.add((named, report.place.settled))
    assert kinds == {(True, True), (False, True), (False, False)}


def test_the_year_is_always_told() -> None:
    for seed in range(200):
        report = _report(seed)
        head = report.title + "".join(report.preamble)
        assert str(report.year) in head or chinese_year(report.year) in head
        assert str(report.year + 1) not in re.sub(r"及\d{4}年工作计划", "", report.title)


def test_all_kinds_of_authorities_and_shapes_are_drawn() -> None:
    reports = [_report(seed) for seed in range(300)]
    assert {report.level for report in reports} == {Level.TOWNSHIP, Level.COUNTY, Level.DEPARTMENT}
    assert any(report.letterhead for report in reports)
    assert any(report.place.own.endswith("街道") for report in reports)
    assert any(heading.level == 3 for report in reports for heading in report.headings)
    assert any(heading.optional for report in reports for heading in report.headings)


# Formats hold the report's own text; read back here by other means than the product's.


def _decoded(variant: Variant) -> str:
    data = _unpacked(variant)
    for encoding in ("utf-8-sig", "utf-16", "gb18030", "big5"):
        text = data.decode(encoding, "replace")
        if variant.spans[-1].text[:6] in text:
            return text
    raise AssertionError("no known encoding")


def _unpacked(variant: Variant) -> bytes:
    if variant.format not in PACKED:
        return variant.data
    with zipfile.ZipFile(io.BytesIO(variant.data)) as archive:
        return archive.read(archive.namelist()[0])


def _docx_text(variant: Variant) -> str:
    with zipfile.ZipFile(io.BytesIO(_unpacked(variant))) as archive:
        xml = archive.read("word/document.xml").decode("utf-8")
    return unescape("".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", xml)))


def _pdf_text(variant: Variant) -> str:
    import pypdfium2

    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(_unpacked(variant)))


def _ofd_text(variant: Variant) -> str:
    with zipfile.ZipFile(io.BytesIO(variant.data)) as archive:
        pages = [name for name in archive.namelist() if name.endswith("Content.xml")]
        pages.sort(key=lambda name: int(name.split("_")[-1].split("/")[0]))
        xml = "".join(archive.read(name).decode("utf-8") for name in pages)
    return unescape("\n".join(re.findall(r"<ofd:TextCode[^>]*>([^<]*)<", xml)))


_EXTRACT: dict[str, Callable[[Variant], str]] = {
    "txt": _decoded,
    "md": lambda variant: _decoded(variant).replace("**", "").replace("\\*", "*"),
    "docx": _docx_text,
    "html": lambda variant: unescape(re.sub(r"<[^>]*>", "", _decoded(variant))),
    "pdf": _pdf_text,
    "ofd": _ofd_text,
}


def _without_furniture(variant: Variant, text: str) -> str:
    """The text without page numbers and running heads; a line at the head that reads like the title is the title."""
    lines = [line.strip() for line in text.splitlines()]
    title = lines.index(variant.report.title) if variant.report.title in lines[:6] else -1
    return squeeze("".join(line for at, line in enumerate(lines) if at == title or line not in variant.debris))


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("mess", ["", "traditional", "half-width"])
def test_formats_hold_every_character_of_the_report(format: str, mess: str) -> None:
    kind = format.removeprefix("zip-")
    for seed in range(6):
        variant = forge(seed, format, (mess,) if mess else ())
        assert variant is not None
        read, cursor = _without_furniture(variant, _EXTRACT[kind](variant)), 0
        automatic = kind == "docx" and squeeze(variant.headings[0].number + variant.headings[0].text) not in read
        for span in variant.spans:
            words = squeeze(span.text)
            number = next((h.number for h in variant.headings if words.startswith(squeeze(h.number + h.text))), "")
            words = words.removeprefix(number) if automatic else words
            at = read.find(words, cursor)
            assert at >= 0, words
            cursor = at + len(words)


def test_word_files_have_automatic_and_typed_numbers() -> None:
    variants = [variant for seed in range(12) if (variant := forge(seed, "docx"))]
    assert {variant.headings[0].number in _docx_text(variant) for variant in variants} == {True, False}


def test_archives_name_the_folder_in_either_encoding() -> None:
    flags = set()
    for seed in range(120):
        if _report(seed).folder.isascii():
            continue
        variant = forge(seed, "zip-txt")
        assert variant is not None
        with zipfile.ZipFile(io.BytesIO(variant.data)) as archive:
            info = archive.infolist()[0]
            assert archive.testzip() is None
        utf8 = bool(info.flag_bits & 0x800)
        flags.add(utf8)
        assert variant.source == (info.filename if utf8 else info.filename.encode("cp437").decode("gbk"))
    assert flags == {True, False}


# Messes.


@cache
def _before_and_after(name: str) -> tuple[Draft, Draft]:
    return next((draft_of(_report(s)), after) for s in range(200) if (after := make_draft(_report(s), [name])))


@pytest.mark.parametrize("name", MESSES)
def test_a_mess_changes_the_page(name: str) -> None:
    before, after = _before_and_after(name)
    old, new = ([[shown(b.written) for b in group] for group in draft.paragraphs] for draft in (before, after))
    assert (old, before.setting) != (new, after.setting)


def _title_of(draft: Draft) -> str:
    return squeeze("".join(block.text for block in draft.blocks if block.part is Part.TITLE))


@pytest.mark.parametrize("name", MESSES)
def test_a_mess_keeps_the_truth(name: str) -> None:
    before, after = _before_and_after(name)
    stage, one, other = MESSES[name].stage, before.report, after.report
    assert (one.place, one.level, one.year) == (other.place, other.level, other.year)
    assert [(h.level, h.role) for h in before.headings] == [(h.level, h.role) for h in after.headings]
    if stage != 2:
        assert [h.text for h in before.headings] == [h.text for h in after.headings]
        assert squeeze(one.title) == squeeze(other.title)
    if stage == 1:
        assert _title_of(before) == _title_of(after)
        own = [block for block in before.blocks if block.part is not Part.TITLE]
        assert [bare(b.text) for b in own] == [
            bare(b.text) for b in after.blocks if bare(b.text) in {b.text for b in own}
        ]
    if stage == 3:
        assert _text(before) == _text(after)


@pytest.mark.parametrize("name", [name for name, mess in MESSES.items() if mess.leaves])
def test_what_a_mess_leaves_is_declared(name: str) -> None:
    format = next(format for format in WRITERS if format in MESSES[name].formats)
    variant = _forged(name, format)
    assert variant.debris or variant.optional
    text = squeeze(_EXTRACT[format](variant))
    assert all(squeeze(piece) in text for piece in variant.debris if piece.strip())


@pytest.mark.parametrize("other", [name for name in MESSES if may_meet(MESSES[name], MESSES["zero width"])])
def test_marks_never_reach_the_truth(other: str) -> None:
    draft = next(d for seed in range(200) if (d := make_draft(_report(seed), [other, "zero width", "word residue"])))
    text = _text(draft) + draft.report.title + str(draft.headings)
    assert not re.search("[\ue000-\uf8ff]", text)
    assert not re.search("[\ue000-\uf8ff]", "".join(shown(block.written) for block in draft.blocks))


def test_messes_that_touch_the_same_do_not_meet() -> None:
    assert not may_meet(MESSES["wrapped"], MESSES["page cuts"])
    assert not may_meet(MESSES["numbers 1 lost"], MESSES["run in, level 1"])
    assert not may_meet(MESSES["arabic"], MESSES["one paragraph"])
    assert may_meet(MESSES["wrapped"], MESSES["parts"])


def test_a_mess_has_no_place_in_some_formats() -> None:
    assert forge(1, "pdf", ("wrapped",)) is None
    with pytest.raises(KeyError):
        forge(1, "txt", ("no such mess",))


@pytest.mark.parametrize("name", ["wrapped", "wrapped bare", "wrapped gaps", "wrapped parted", "wrapped pages"])
def test_wrapped_text_has_no_long_lines(name: str) -> None:
    assert max(width_of(line) for line in _decoded(_forged(name, "txt")).splitlines()) <= 45


def test_headings_that_lost_their_number_stand_alone() -> None:
    alone = 0
    for seed in SEEDS:
        draft = make_draft(_report(seed), ["numbers 2 lost"])
        for group in draft.paragraphs if draft else []:
            if group[0].part is Part.HEADING and not group[0].number:
                alone += 1
                assert len(group) == 1
                assert not group[0].mark
    assert alone


# Pieces.


def test_wrap_keeps_every_character_and_hangs_marks() -> None:
    text = "坚持依法行政，落实各项制度。共开展宣传12场次，发放资料300份。"
    for width in range(4, 20):
        lines = wrap(text, width)
        assert "".join(lines) == text
        assert not any(line[0] in "，。" for line in lines)
        assert all(width_of(line) <= width + 1 for line in lines)


def test_marks_tell_what_is_not_the_reports() -> None:
    text = f"一{debris('废')}二{optional('又')}三"
    assert bare(text) == "一二三"
    assert shown(text) == "一废二又三"
    assert marked(text) == (["废"], ["又"])
    assert cells(f"{optional('| ')}甲{optional(' | ')}乙{optional(' |')}") == ["甲", "乙"]
