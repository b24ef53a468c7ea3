"""Word documents are read as Word shows them."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from corpus.errors import DamagedFileError, NoTextError
from corpus.model import Flag
from ingest.flow.docx import read
from ingest.flow.limits import FlowLimits
from ingest.flow.pages import FlowDocument
from tests.ingest.flow.office_files import W, paragraph, part_of, run, with_parts, word_file

_SEEN = "<w:r><w:lastRenderedPageBreak/></w:r>"
_NOTE = '<w:r><w:footnoteReference w:id="2"/></w:r>'
_RELATIONS = "word/_rels/document.xml.rels"


def _read(path: Path) -> FlowDocument:
    return read(path, FlowLimits())


def _bodies(*elements: str, tmp_path: Path) -> list[str]:
    return [page.body for page in _read(word_file(tmp_path / "a.docx", *elements)).pages]


def _related(path: Path, kind: str, content: str, attributes: str = "") -> Path:
    """Add a part of a kind to a DOCX."""
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    link = f'<Relationship Id="rX{kind}" Type="{base}/{kind}" Target="{kind}.xml"{attributes}/></Relationships>'
    relations = part_of(path, _RELATIONS).decode().replace("</Relationships>", link)
    types = part_of(path, "[Content_Types].xml").decode()
    override = f'<Override PartName="/word/{kind}.xml" ContentType="application/xml"/></Types>'
    return with_parts(
        path,
        {
            _RELATIONS: relations.encode(),
            f"word/{kind}.xml": content.encode(),
            "[Content_Types].xml": types.replace("</Types>", override).encode(),
        },
    )


def test_headings_have_their_level(tmp_path: Path) -> None:
    """Title, heading styles, styles based on them and outline levels make headings; body text's level does not."""
    document = docx.Document()
    document.add_heading("Guide", 0)
    document.add_heading("Results", 1)
    document.add_heading("Water", 2)
    own = document.styles.add_style("Own", 1)
    own.base_style = document.styles["Heading 3"]
    document.add_paragraph("Detail", "Own")
    document.save(str(tmp_path / "a.docx"))
    elements = [
        paragraph(run("Outlined"), properties='<w:outlineLvl w:val="3"/>'),
        paragraph(run("Not a heading"), style="Heading1", properties='<w:outlineLvl w:val="9"/>'),
    ]

    assert [(each.text, each.level) for each in _read(tmp_path / "a.docx").headings] == [
        ("Guide", 1),
        ("Results", 1),
        ("Water", 2),
        ("Detail", 3),
    ]
    assert [each.level for each in _read(word_file(tmp_path / "b.docx", *elements)).headings] == [4]


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        pytest.param([run("10 m"), run("3", '<w:vertAlign w:val="superscript"/>')], "10 m³", id="raised"),
        pytest.param(
            ["<w:del><w:r><w:delText>no</w:delText></w:r></w:del>", f"<w:ins>{run('yes')}</w:ins>"], "yes", id="revised"
        ),
        pytest.param([f"<w:hyperlink>{run('link')}</w:hyperlink>"], "link", id="link"),
        pytest.param(["<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r>"], "a b\nc", id="tab and line"),
        pytest.param(["<w:r><w:t>e</w:t><w:noBreakHyphen/><w:t>f</w:t></w:r>"], "e-f", id="hyphen"),
        pytest.param(['<w:r><w:sym w:font="Symbol" w:char="00B1"/><w:t>5</w:t></w:r>'], "±5", id="symbol"),
        pytest.param(['<w:r><w:sym w:char="x"/><w:t>5</w:t></w:r>'], "5", id="malformed symbol"),
        pytest.param(["<w:r><w:instrText>PAGE</w:instrText><w:t>7</w:t></w:r>"], "7", id="field code"),
        pytest.param([run("a", '<w:vanish w:val="0"/>')], "a", id="not hidden after all"),
    ],
)
def test_a_paragraph_is_what_is_shown(tmp_path: Path, runs: list[str], expected: str) -> None:
    """Field codes and deleted text are left out, raised digits stay apart from the number before them."""
    assert _bodies(paragraph(*runs), tmp_path=tmp_path) == [expected]


def test_hidden_text_is_left_out_and_told(tmp_path: Path) -> None:
    """Runs and styles can hide text; a paragraph without hidden words raises no flag."""
    path = word_file(
        tmp_path / "a.docx",
        paragraph(run("seen "), run("hidden", "<w:vanish/>")),
        paragraph(run("gone"), style="Ghost"),
        paragraph(run("ghost run", '<w:rStyle w:val="Ghost"/>')),
    )
    styles = part_of(path, "word/styles.xml").decode()
    ghost = '<w:style w:type="paragraph" w:styleId="Ghost"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>'
    with_parts(path, {"word/styles.xml": styles.replace("</w:styles>", ghost).encode()})

    found = _read(path)

    assert [page.text for page in found.pages] == ["seen"]
    assert found.flags == (Flag.HIDDEN_TEXT,)
    assert _read(word_file(tmp_path / "b.docx", paragraph(run("x"), run(" ", "<w:vanish/>")))).flags == ()


def test_a_loop_of_styles_ends(tmp_path: Path) -> None:
    """A style that is based on itself is read like any other."""
    path = word_file(tmp_path / "a.docx", paragraph(run("text"), style="Loop"))
    styles = part_of(path, "word/styles.xml").decode()
    loop = '<w:style w:type="paragraph" w:styleId="Loop"><w:basedOn w:val="Loop"/></w:style></w:styles>'
    with_parts(path, {"word/styles.xml": styles.replace("</w:styles>", loop).encode()})

    assert [page.text for page in _read(path).pages] == ["text"]


def test_pages_are_those_that_word_saw(tmp_path: Path) -> None:
    """A paragraph over a page's end stands on both; the break that caused it is not counted twice."""
    bodies = _bodies(
        paragraph(run("one "), _SEEN, run("two")),
        paragraph('<w:r><w:br w:type="page"/></w:r>'),
        paragraph(_SEEN, run("three")),
        tmp_path=tmp_path,
    )

    assert bodies == ["one", "two", "three"]


def test_breaks_that_the_author_set_end_pages(tmp_path: Path) -> None:
    """Without any that Word saw, those in the text and before paragraphs count."""
    bodies = _bodies(
        paragraph(run("one")),
        paragraph(run("two"), properties="<w:pageBreakBefore/>"),
        paragraph('<w:r><w:br w:type="page"/><w:t>three</w:t></w:r>'),
        tmp_path=tmp_path,
    )

    assert bodies == ["one", "two", "three"]


def test_lists_have_their_marks(tmp_path: Path) -> None:
    """Numbers, letters, Roman numbers and bullets are counted as Word does, deeper levels begin anew."""
    levels = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/>'
        f'<w:numFmt w:val="{style}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for depth, start, style, text in [
            (0, 1, "decimal", "%1."),
            (1, 1, "decimal", "%1.%2"),
            (2, 3, "lowerLetter", "%3)"),
            (3, 9, "upperRoman", "%4."),
            (4, 1, "bullet", "o"),
            (5, 1, "none", ""),
            (6, 8, "decimalZero", "%7"),
        ]
    )
    numbering = (
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="1">{levels}</w:abstractNum>'
        '<w:num w:numId="5"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
    )
    depths = [0, 1, 1, 2, 3, 4, 5, 6, 0, 1, 8]
    items = [
        paragraph(run("x"), properties=f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="5"/></w:numPr>')
        for depth in depths
    ]
    off = paragraph(run("end"), style="ListBullet", properties='<w:numPr><w:numId w:val="0"/></w:numPr>')
    path = word_file(tmp_path / "a.docx", *items, off)
    with_parts(path, {"word/numbering.xml": numbering.encode()})

    lines = [line for line in _read(path).pages[0].text.split("\n") if line]

    assert lines == ["1. x", "1.1 x", "1.2 x", "c) x", "IX. x", "• x", "x", "08 x", "2. x", "2.1 x", "x", "end"]


def test_tables_keep_merged_cells_headers_and_captions(tmp_path: Path) -> None:
    """A merged cell is one cell; rows marked as header are header; hidden and deleted rows are left out."""
    cell = "<w:tc><w:tcPr>{}</w:tcPr><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    rows = [
        "<w:tr><w:trPr><w:tblHeader/></w:trPr>"
        + cell.format("", "Water")
        + cell.format('<w:gridSpan w:val="2"/>', "Use"),
        "<w:tr>" + cell.format('<w:vMerge w:val="restart"/>', "a") + cell.format("", "1") + cell.format("", "2"),
        "<w:tr>" + cell.format("<w:vMerge/>", "") + cell.format("", "3") + cell.format("", "4"),
        "<w:tr><w:trPr><w:hidden/></w:trPr>" + cell.format("", "h") + cell.format("", "h"),
        "<w:tr><w:trPr><w:del/></w:trPr>" + cell.format("", "d") + cell.format("", "d"),
        '<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>' + cell.format("", "5") + cell.format("", ""),
    ]
    table = "<w:tbl>" + "</w:tr>".join(rows) + "</w:tr></w:tbl>"
    found = _read(word_file(tmp_path / "a.docx", paragraph(run("Table 1: Use"), style="Caption"), table))

    (read_table,) = found.tables
    assert found.pages[0].text == "Table 1: Use\nWater\tUse\t\na\t1\t2\n\t3\t4\n\t5"
    assert (read_table.caption, read_table.header_rows, read_table.row_count, read_table.column_count) == (
        "Table 1: Use",
        1,
        4,
        3,
    )
    assert [(each.text, each.row, each.column, each.rows, each.columns) for each in read_table.cells] == [
        ("Water", 0, 0, 1, 1),
        ("Use", 0, 1, 1, 2),
        ("a", 1, 0, 2, 1),
        ("1", 1, 1, 1, 1),
        ("2", 1, 2, 1, 1),
        ("3", 2, 1, 1, 1),
        ("4", 2, 2, 1, 1),
        ("5", 3, 1, 1, 1),
    ]


def test_a_table_over_two_pages_is_one(tmp_path: Path) -> None:
    """The row that begins on the next page, and the row below one that ends there, stand on it."""
    cell = "<w:tc><w:p>{}</w:p></w:tc>"
    rows = [
        cell.format(run("Name")) + cell.format(run("Value")),
        cell.format(run("a")) + cell.format(run("1")),
        cell.format(_SEEN + run("b")) + cell.format(run("2")),
        cell.format(run("c") + _SEEN + run("c")) + cell.format(run("3")),
        cell.format(run("d")) + cell.format(run("4")),
    ]
    table = "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"
    found = _read(word_file(tmp_path / "a.docx", table))

    assert [page.text for page in found.pages] == ["Name\tValue\na\t1", "b\t2\nc c\t3", "d\t4"]
    assert [cell.page for cell in found.tables[0].cells] == [1] * 4 + [2] * 4 + [3] * 2


def test_tables_that_only_arrange_text_are_none(tmp_path: Path) -> None:
    """A frame of one column and a table around tables are read as what stands in them; an empty table is none."""
    inner = "<w:tbl><w:tr><w:tc><w:p/></w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>"
    frame = f"<w:tbl><w:tr><w:tc>{paragraph(run('boxed'))}</w:tc></w:tr></w:tbl>"
    left, right = f"<w:tc>{paragraph(run('left'))}{inner}<w:p/></w:tc>", f"<w:tc>{paragraph(run('right'))}</w:tc>"
    around = f"<w:tbl><w:tr>{left}{right}</w:tr></w:tbl>"
    found = _read(word_file(tmp_path / "a.docx", frame, around))

    assert ([page.text for page in found.pages], found.tables) == (["boxed\n\nleft\n\nright"], [])


def test_text_boxes_and_content_controls_are_read_once(tmp_path: Path) -> None:
    """A text box stands behind its paragraph, though the file holds it twice for older programs."""
    box = "<w:txbxContent>" + paragraph(run("in the box")) + "</w:txbxContent>"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    drawn = f'<w:r><mc:AlternateContent {mc}><mc:Choice Requires="wps"><w:drawing>{box}</w:drawing></mc:Choice>'
    drawn += f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    control = f"<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>{paragraph(run('controlled'))}</w:sdtContent></w:sdt>"

    assert _bodies(paragraph(run("before"), drawn), control, tmp_path=tmp_path) == [
        "before\n\nin the box\n\ncontrolled"
    ]


def test_running_heads_go_to_the_margin(tmp_path: Path) -> None:
    """They are kept, and are no part of the text; numbers of pages are left out."""
    document = docx.Document()
    section = document.sections[0]
    section.header.paragraphs[0].text = "A guide"
    section.footer.paragraphs[0].text = "12"
    document.add_paragraph("Body")
    document.save(str(tmp_path / "a.docx"))

    assert [(page.body, page.text) for page in _read(tmp_path / "a.docx").pages] == [("Body", "Body\nA guide")]


def test_a_note_stands_behind_the_paragraph_or_the_table_that_refers_to_it(tmp_path: Path) -> None:
    """So it is found by search, and a number in a cell stays a number."""
    note = f'<w:footnotes {W}><w:footnote w:id="2">{paragraph(run("Measured in 2009."))}</w:footnote></w:footnotes>'
    row = f"<w:tr><w:tc>{paragraph(run('m3/t'))}</w:tc><w:tc>{paragraph(run('30'), _NOTE)}</w:tc></w:tr>"
    content = [paragraph(run("80"), _NOTE), f"<w:tbl>{row}</w:tbl>", paragraph(run("end")), paragraph(_NOTE)]
    (page,) = _read(_related(word_file(tmp_path / "a.docx", *content), "footnotes", note)).pages

    assert page.body == "80\n\nMeasured in 2009.\n\nm3/t\t30\n\nMeasured in 2009.\n\nend\n\nMeasured in 2009."


def test_what_stands_outside_the_package_is_left_alone(tmp_path: Path) -> None:
    """A header that is somewhere else is not fetched."""
    path = _related(word_file(tmp_path / "a.docx", paragraph(run("x"))), "header", "<a/>", ' TargetMode="External"')

    assert [page.text for page in _read(path).pages] == ["x"]


@pytest.mark.parametrize(
    ("core", "expected"),
    [
        pytest.param("Dyeing with less salt", "Dyeing with less salt", id="said"),
        pytest.param("Word Document", "First heading", id="what programs put there"),
        pytest.param("", "First heading", id="not said"),
    ],
)
def test_the_title_is_what_the_file_offers(tmp_path: Path, core: str, expected: str) -> None:
    """A title in the properties goes before the first heading."""
    document = docx.Document()
    document.core_properties.title = core
    document.add_heading("First heading", 1)
    document.save(str(tmp_path / "a.docx"))
    found = _read(tmp_path / "a.docx")

    assert (found.title, found.language) == (expected, "en")


def test_malformed_parts_are_damage(tmp_path: Path) -> None:
    """XML that does not parse, or a part that is not there, is told as damage."""
    path = with_parts(word_file(tmp_path / "a.docx"), {"word/document.xml": b"<w:document"})

    with pytest.raises(DamagedFileError, match=r"a\.docx is damaged"):
        _read(path)


def test_an_empty_document_holds_no_text(tmp_path: Path) -> None:
    """A document without words is told."""
    with pytest.raises(NoTextError, match="holds no text"):
        _read(word_file(tmp_path / "a.docx"))
