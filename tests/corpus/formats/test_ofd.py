"""OFD files, the national page format."""

from __future__ import annotations

import io
import zipfile

import pytest

from corpus.formats import ofd
from corpus.report import Document
from errors import UnreadableFileError
from tests.corpus.formats.files import PROSE, docx_bytes
from tests.corpus.formats.ofd_files import LEFT, NAMESPACE, PITCH, SIZE, TOP, lines, ofd_bytes, page, text_object


def read(data: bytes) -> Document:
    assert ofd.recognise(data)
    return ofd.read(data, "a.ofd")


def text_of(content: str) -> str:
    return read(ofd_bytes([page(content)])).text


def test_ofd_pages_come_in_the_order_of_the_document_with_indents_and_gaps() -> None:
    pages = [
        page(lines("　　　云溪镇年度报告", "", "　　各级领导：", "镇里开展检查。", "再接再厉。")),
        page(lines("第二页首行", "　　第二段")),
    ]
    info = "<o:Title>云溪镇年度报告</o:Title><o:CustomDatas><o:CustomData Name='文号'>云政〔2024〕1号</o:CustomData></o:CustomDatas>"
    document = read(ofd_bytes(pages, info=info))
    assert document.text == (
        "　　　云溪镇年度报告\n\n　　各级领导：\n镇里开展检查。\n再接再厉。\n第二页首行\n　　第二段"
    )
    assert document.text[document.pages[1] :].startswith("第二页首行")
    assert (document.format, document.hard_wrapped, document.title) == ("ofd", True, "云溪镇年度报告")
    assert document.metadata == {"文号": "云政〔2024〕1号"}
    assert document.notes == ()


def test_ofd_title_that_is_a_file_name_is_not_declared() -> None:
    assert read(ofd_bytes([page(lines(PROSE))], info="<o:Title>Microsoft Word - 新建文档</o:Title>")).title is None


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (text_object("后半句。", LEFT + 4 * SIZE) + text_object("前半句，"), "前半句，后半句。"),
        (text_object("甲乙", code=f'<o:TextCode X="0" Y="5" DeltaX="{SIZE}">甲乙</o:TextCode>'), "甲乙"),
        (text_object("甲乙丙", deltas=f'DeltaX="g 1 {SIZE} {SIZE}"'), "甲乙丙"),
        (text_object("甲乙丙", deltas='DeltaX="g 999999999999 5.6"'), "甲乙丙"),
        (text_object("甲乙丙丁", deltas='DeltaX="g 2 20 5.6"'), "甲 乙 丙丁"),
        (text_object("甲乙丙", deltas='DeltaX="g x nan"'), "甲乙丙"),
        (text_object("哈哈哈", deltas=""), "哈哈哈"),
        (text_object("左") + text_object("右", LEFT + 5 * SIZE), "左 右"),
        (text_object("左右", deltas='DeltaX="28"'), "左 右"),
        (
            text_object("", code=f'<o:TextCode X="0" Y="5">第一行</o:TextCode><o:TextCode X="0" Y="{5 + PITCH}">第二行</o:TextCode>'),
            "第一行\n第二行",
        ),
        (text_object("Word", deltas='DeltaX="g 3 2.8"') + text_object("OFD", LEFT + 14, deltas='DeltaX="g 2 2.8"'), "Word OFD"),
        (text_object("正文") + text_object("①", LEFT + 2 * SIZE, TOP - 2, size=3), "正文①"),
        (text_object("加粗") + text_object("加粗", LEFT + 0.2), "加粗"),
        (f'<o:PageBlock ID="5"><o:PageBlock>{text_object("块内")}</o:PageBlock></o:PageBlock>', "块内"),
        (text_object("放大", LEFT, TOP, size=1.0, attributes='CTM="5.6 0 0 5.6 0 0"', deltas='DeltaX="1"'), "放大"),
        (text_object("看得见") + text_object("看不见", y=TOP + PITCH, attributes='Visible="false"'), "看得见"),
        (text_object("字形", code='<o:CGTransform CodePosition="0" CodeCount="2" GlyphCount="2"><o:Glyphs>7 9</o:Glyphs></o:CGTransform>'
                     '<o:TextCode X="0" Y="5" DeltaX="5.6">字形</o:TextCode>'), "字形"),
        (text_object("\u2f00、做法"), "一、做法"),
    ],
    ids=[
        "left-to-right", "one-delta", "repeats", "endless-repeat", "spaced-out", "bad-deltas", "no-deltas", "gap", "gap-inside", "two-codes",
        "words", "note-mark", "fake-bold", "blocks", "scaled", "hidden", "glyphs", "radicals",
    ],
)  # fmt: skip
def test_ofd_text_stands_as_on_paper(content: str, text: str) -> None:
    assert text_of(content) == text


def test_ofd_pieces_set_at_one_place_are_read_in_their_order() -> None:
    """A widespread program gives each piece of a line the line's own boundary, and spells the size in lower case."""
    pieces = "".join(
        text_object(piece, deltas=f'DeltaX="g {len(piece) - 1} 60"') for piece in ("在", "县委、县", "政府", "县", "下")
    )
    assert text_of(pieces.replace("Size=", "size=")) == "在县委、县政府县下"


def test_ofd_indent_made_of_blanks_is_an_indent() -> None:
    assert (
        text_of(lines("正文一行", "正文二行") + text_object("　　段首", y=TOP + 2 * PITCH)).split("\n")[2] == "　　段首"
    )


def test_ofd_vertical_and_turned_text_is_read_and_watermarks_are_removed() -> None:
    down = '<o:TextCode X="0" Y="5" DeltaY="g 2 5.6">竖排字</o:TextCode>'
    slanted = text_object("内部资料", 90, 150, attributes='CTM="0.7 0.7 -0.7 0.7 0 0"')
    turned = text_object("横向表格", 150, 100, attributes='CTM="0 1 -1 0 0 0"')
    document = read(
        ofd_bytes([page(text_object("正文共有七个字") + text_object("", 100, 60, code=down) + slanted + turned)])
    )
    assert document.text.split() == ["正文共有七个字", "竖排字", "横向表格"]
    assert document.removed == ("内部资料",)


@pytest.mark.parametrize(
    "turn", [(0, 1, -1, 0, 190, 0), (0, -1, 1, 0, 0, 280), (-1, 0, 0, -1, 190, 280)], ids=["right", "left", "over"]
)
def test_ofd_page_set_sideways_is_turned(turn: tuple[int, ...]) -> None:
    rows = ((PROSE[:20], 20), ("（一）学习", 30), ("二段", 40))
    content = "".join(
        text_object(
            text,
            attributes=f'CTM="{" ".join(map(str, turn))}"',
            code=f'<o:TextCode X="20" Y="{y}" DeltaX="g 30 5.6">{text}</o:TextCode>',
        ).replace("Boundary=", 'Boundary="0 0 9 9" Old=')
        for text, y in rows
    )
    assert text_of(content).split() == [text for text, _ in rows]


@pytest.mark.parametrize("wrap", ["{}", "<x:Other xmlns:x='urn:x'/>{}"])
@pytest.mark.parametrize(
    "namespace", [NAMESPACE, "http://www.ofdspec.org", "urn:none"], ids=["2016", "older", "unknown"]
)
def test_ofd_any_namespace_and_prefix(namespace: str, wrap: str) -> None:
    content = wrap.format(lines(PROSE))
    data = ofd_bytes([page(content).replace("o:", "").replace("xmlns:o", "xmlns").replace(NAMESPACE, namespace)])
    assert read(data).text == PROSE


@pytest.mark.parametrize(
    ("location", "name"),
    [
        ("/Doc_0/P/C.xml", "Doc_0/P/C.xml"),
        ("../Elsewhere/C.xml", "Elsewhere/C.xml"),
        ("Doc_0/P/C.xml", "Doc_0/P/C.xml"),
        ("P\\C.xml", "doc_0/p/c.XML"),
        ("./P/../P/C.xml", "Doc_0/P/C.xml"),
    ],
    ids=["absolute", "up", "from-the-root", "backslash-and-case", "dots"],
)
def test_ofd_paths(location: str, name: str) -> None:
    root = f'<o:Document xmlns:o="{NAMESPACE}"><o:Pages><o:Page ID="1" BaseLoc="{location}"/></o:Pages></o:Document>'
    assert read(ofd_bytes([], parts={"Doc_0/Document.xml": root, name: page(lines(PROSE))})).text == PROSE


def test_ofd_absolute_path_is_not_taken_from_the_document() -> None:
    root = f'<o:Document xmlns:o="{NAMESPACE}"><o:Pages><o:Page ID="1" BaseLoc="/P/C.xml"/></o:Pages></o:Document>'
    parts: dict[str, str | bytes] = {
        "Doc_0/Document.xml": root,
        "P/C.xml": page(lines("正")),
        "Doc_0/P/C.xml": page(lines("误")),
    }
    assert read(ofd_bytes([], parts=parts)).text == "正"


def test_ofd_templates_annotations_and_page_numbers_are_removed() -> None:
    data = ofd_bytes(
        [page(lines(f"{'一二'[n - 1]}、{PROSE}", "尾" * n) + text_object(f"— {n} —", 100, 280), '<o:Template TemplateID="7" ZOrder="Background"/>') for n in (1, 2)],
        document='<o:CommonData><o:TemplatePage ID="7" BaseLoc="Tpls/T.xml"/></o:CommonData><o:Annotations>Annots/A.xml</o:Annotations>',
        parts={
            "Doc_0/Tpls/T.xml": page(lines("云溪镇人民政府专用")),
            "Doc_0/Annots/A.xml": f'<o:Annotations xmlns:o="{NAMESPACE}"><o:Page PageID="1"><o:FileLoc>One/B.xml</o:FileLoc></o:Page></o:Annotations>',
            "Doc_0/Annots/One/B.xml": f'<o:PageAnnot xmlns:o="{NAMESPACE}"><o:Annot Type="Stamp"><o:Appearance>'
            f"{text_object('已签收')}</o:Appearance></o:Annot></o:PageAnnot>",
        },
    )  # fmt: skip
    document = read(data)
    assert document.text == f"一、{PROSE}\n尾\n二、{PROSE}\n尾尾"
    assert document.removed == ("云溪镇人民政府专用", "已签收", "— 1 —", "— 2 —")


def test_ofd_composite_objects_are_placed_and_circles_end() -> None:
    unit = f'<o:CompositeGraphicUnit ID="3"><o:Content>{text_object("内", 5, 5)}<o:CompositeObject ResourceID="3"/></o:Content></o:CompositeGraphicUnit>'
    resources = f'<o:Res xmlns:o="{NAMESPACE}"><o:CompositeGraphicUnits>{unit}</o:CompositeGraphicUnits></o:Res>'
    content = (
        text_object("外")
        + f'<o:CompositeObject ResourceID="3" Boundary="{LEFT + 2} {TOP - 10} 9 9" CTM="2 0 0 2 0 0"/>'
    )
    data = ofd_bytes(
        [page(content)],
        document="<o:CommonData><o:DocumentRes>Res.xml</o:DocumentRes></o:CommonData>",
        parts={"Doc_0/Res.xml": resources},
    )
    assert read(data).text == "外 内"


def test_ofd_with_two_documents() -> None:
    body = "<o:DocBody><o:DocRoot>{}</o:DocRoot></o:DocBody>"
    entry = f'<o:OFD xmlns:o="{NAMESPACE}">{body.format("/Doc_0/Document.xml")}{body.format("B/Document.xml")}</o:OFD>'
    second = f'<o:Document xmlns:o="{NAMESPACE}"><o:Pages><o:Page ID="1" BaseLoc="C.xml"/></o:Pages></o:Document>'
    parts: dict[str, str | bytes] = {"OFD.xml": entry, "B/Document.xml": second, "B/C.xml": page(lines("第二份"))}
    document = read(ofd_bytes([page(lines("第一份"))], parts=parts))
    assert (document.text, len(document.pages)) == ("第一份\n第二份", 2)


def test_ofd_text_behind_a_scan_is_marked_as_recognised() -> None:
    hidden = text_object("识别的文字", attributes='Alpha="0"')
    image = '<o:ImageObject ID="4" Boundary="0 0 210 297" ResourceID="5"/>'
    document = read(ofd_bytes([page(image + hidden)]))
    assert (document.text, document.recognised) == ("识别的文字", True)
    assert "识别层" in document.notes[0]
    with pytest.raises(UnreadableFileError, match="has no text"):
        read(ofd_bytes([page(hidden)]))


def test_ofd_partly_damaged_is_read_with_notes() -> None:
    parts: dict[str, str | bytes] = {"Doc_0/Pages/Page_2/Content.xml": "damage"}
    document = read(ofd_bytes([page(lines("坏")), page(lines("好\x01页")[:-4])], parts=parts))
    assert document.text == "\n好页"
    assert document.notes == ("第1页在文件中缺失或损坏，未能读出", "文件有1处损坏，读出了能读的部分")
    assert len(document.pages) == 2


def test_ofd_that_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = ofd_bytes([page(lines(PROSE))])
    image = page('<o:ImageObject ID="4" Boundary="0 0 210 297" ResourceID="5"/>')
    locked = bytearray(whole)
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := whole.find(mark, at + 1)) >= 0:
            locked[at + flags] |= 1
    entity = '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/hostname">]>' + page(
        text_object("甲&e;").replace("&amp;", "&")
    )
    assert read(ofd_bytes([entity])).text == "甲"
    for data, message in (
        (whole[: len(whole) // 2], "damaged or cut off"),
        (bytes(locked), "encrypted"),
        (ofd_bytes([page(lines(PROSE))], parts={"Encryptions.xml": "<a/>"}), "encrypted"),
        (ofd_bytes([image]), "has no text"),
        (ofd_bytes([page(lines("¤¤¤¤甲"))]), "pictures of characters"),
        (ofd_bytes([], parts={"OFD.xml": "no xml"}), "damaged"),
        (ofd_bytes(["no xml"]), "no page of it can be read"),
        (
            ofd_bytes([], parts={"OFD.xml": "<OFD><DocBody><DocRoot>x.xml</DocRoot></DocBody></OFD>"}),
            r"no x\.xml in it",
        ),
    ):
        with pytest.raises(UnreadableFileError, match=message):
            read(data)
    for limit, value, message in (
        ("ofd.MAX_PAGES", 0, "more than 0 pages"),
        ("ofd_page.MAX_CHARACTERS", 5, "more than 5 characters"),
        ("ofd_page.MAX_OBJECTS", 1, "more than 1 objects"),
        ("zipped_xml.MAX_ENTRIES", 2, "more than 2 entries"),
        ("zipped_xml.MAX_PART_BYTES", 100, "unpacks to more than"),
        ("zipped_xml.MAX_UNPACKED_BYTES", 500, "unpacks to more than"),
    ):
        with monkeypatch.context() as patch, pytest.raises(UnreadableFileError, match=message):
            patch.setattr(f"corpus.formats.{limit}", value)
            read(whole)


def test_ofd_is_told_from_other_archives() -> None:
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("a.txt", PROSE)
    assert not ofd.recognise(other.getvalue())
    assert not ofd.recognise(docx_bytes(f"<w:p><w:r><w:t>{PROSE}</w:t></w:r></w:p>"))
