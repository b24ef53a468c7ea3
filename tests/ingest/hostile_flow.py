"""Office files, web pages and texts made to harm whoever reads them; built here, never kept as files."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.ingest.flow.office_files import paragraph, run, word_file, workbook

_LINE = "Rinse water is reused in the dye house."
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_BOOK_TYPE = b"spreadsheetml.sheet.main+xml"
_TEXT_TYPE = b"wordprocessingml.document.main+xml"
_SHEET = "xl/worksheets/sheet1.xml"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


@cache
def _ordinary(kind: str) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"a.{kind}"
        if kind == "docx":
            return word_file(path, paragraph(run(_LINE))).read_bytes()
        return workbook(path, {"Mill": [("Measure", "Water"), ("Reuse", _LINE)]}).read_bytes()


def office(
    kind: str,
    parts: Mapping[str, bytes] | None = None,
    *,
    without: str = "",
    change: Callable[[str, bytes], bytes] = lambda name, content: content,
) -> bytes:
    """Return an Office file with a line of text.

    Args:
        kind: "docx" or "xlsx".
        parts: Members to add or put in the place of others.
        without: A member to leave out.
        change: What becomes of every other member.
    """
    parts = parts or {}
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_ordinary(kind))) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts and name != without:
                new.writestr(name, change(name, old.read(name)))
        for name, content in parts.items():
            new.writestr(name, content)
    return packed.getvalue()


def body(content: str) -> bytes:
    """Return a DOCX whose body holds this, in the namespace prefix w."""

    def changed(name: str, old: bytes) -> bytes:
        return old.replace(b"<w:sectPr", content.encode() + b"<w:sectPr", 1) if name == "word/document.xml" else old

    return office("docx", change=changed)


def zip_bomb() -> bytes:
    """Return a DOCX with a part of a gigabyte of spaces."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        with zipfile.ZipFile(io.BytesIO(_ordinary("docx"))) as old:
            for name in old.namelist():
                new.writestr(name, old.read(name))
        with new.open("word/media/image1.xml", "w") as part:
            for _ in range(1024):
                part.write(b" " * (1 << 20))
    return packed.getvalue()


def lying_directory() -> bytes:
    """Return a DOCX whose directory says that a part of 64 MiB unpacks to a hundred bytes."""
    packed = io.BytesIO(office("docx", {"word/comments.xml": b" " * (64 << 20)}))
    with zipfile.ZipFile(packed) as package:
        size = package.getinfo("word/comments.xml").file_size
    return packed.getvalue().replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little"))


def entity_bomb(kind: str) -> bytes:
    """Return an Office file whose properties unfold to 10^9 words, the "billion laughs"."""
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'{_XML}<!DOCTYPE a [<!ENTITY l0 "lol">{entities}]><a>&l9;</a>'
    return office(kind, {"docProps/app.xml": bomb.encode()})


def external(kind: str) -> bytes:
    """Return an Office file that points to a file of this machine and to a server, as templates and images do."""
    targets = ("file:///etc/passwd", "http://127.0.0.1:9/template.dotm", "\\\\127.0.0.1\\share\\a.png")
    kinds = ("attachedTemplate", "image", "externalLinkPath")
    links = "".join(
        f'<Relationship Id="x{n}" Type="{_RELATIONS}/{kinds[n]}" Target="{target}" TargetMode="External"/>'
        for n, target in enumerate(targets)
    )

    def changed(name: str, old: bytes) -> bytes:
        is_main = name in ("word/_rels/document.xml.rels", "xl/_rels/workbook.xml.rels")
        return old.replace(b"</Relationships>", links.encode() + b"</Relationships>") if is_main else old

    return office(kind, change=changed)


def macro(kind: str, *, told: bool) -> bytes:
    """Return a file with macros under the name of one without, whose content types tell of them or not."""
    main = {"docx": (_TEXT_TYPE, b"ms-word.document.macroEnabled.main+xml")}.get(
        kind, (_BOOK_TYPE, b"ms-excel.sheet.macroEnabled.main+xml")
    )

    def changed(name: str, old: bytes) -> bytes:
        is_types = told and name == "[Content_Types].xml"
        return old.replace(b"vnd.openxmlformats-officedocument." + main[0], b"vnd." + main[1]) if is_types else old

    folder = "word" if kind == "docx" else "xl"
    return office(kind, {} if told else {f"{folder}/vbaProject.bin": b"Sub AutoOpen()"}, change=changed)


def climbing_names(kind: str) -> bytes:
    """Return an Office file with members whose names lead out of any folder."""
    names = ("../../../../tmp/cpkb-escaped", "/etc/cpkb-escaped", "..\\..\\cpkb-escaped", "word/../../cpkb-escaped.xml")
    return office(kind, dict.fromkeys(names, b"<a/>"))


def many_members(count: int) -> bytes:
    """Return a DOCX that packs so many files."""
    return office("docx", {f"word/media/{n}.xml": b"" for n in range(count)})


def sheet(rows: str, *, dimension: str = "A1:B2") -> bytes:
    """Return an XLSX with a sheet of these rows."""
    content = f'{_XML}<worksheet {_MAIN}><dimension ref="{dimension}"/><sheetData>{rows}</sheetData></worksheet>'
    return office("xlsx", {_SHEET: content.encode()})


def far_cell() -> bytes:
    """Return an XLSX that claims a million rows of 16,384 columns, and holds a cell at either end."""
    ends = "".join(
        f'<row r="{row}"><c r="{column}{row}" t="inlineStr"><is><t>{_LINE}</t></is></c></row>'
        for row, column in ((1, "A"), (1_048_576, "XFD"))
    )
    return sheet(ends, dimension="A1:XFD1048576")


def million_rows() -> bytes:
    """Return an XLSX with a million rows, all but the first of them empty."""
    first = f'<row r="1"><c r="A1" t="inlineStr"><is><t>{_LINE}</t></is></c></row>'
    return sheet(first + "".join(f'<row r="{number}"/>' for number in range(2, 1_000_001)))


def full_rows(count: int) -> bytes:
    """Return an XLSX with so many rows of ten numbers."""
    cells = "<c><v>1234.5</v></c>" * 10
    return sheet("".join(f'<row r="{number}">{cells}</row>' for number in range(1, count + 1)))


def merged_cells(count: int) -> bytes:
    """Return an XLSX with so many merged ranges, each the whole sheet."""
    cell = f'<row r="1"><c r="A1" t="inlineStr"><is><t>{_LINE}</t></is></c></row>'
    merges = '<mergeCell ref="A1:XFD1048576"/>' * count
    content = f"{_XML}<worksheet {_MAIN}><sheetData>{cell}</sheetData><mergeCells>{merges}</mergeCells></worksheet>"
    return office("xlsx", {_SHEET: content.encode()})


def nested_tables(depth: int) -> bytes:
    """Return a DOCX with a table within a table within a table."""
    return body("<w:tbl><w:tr><w:tc>" * depth + paragraph(run(_LINE)) + "</w:tc></w:tr></w:tbl>" * depth)


def spanning_cells(columns: int) -> bytes:
    """Return a DOCX with a table of one cell that claims so many columns."""
    properties = f'<w:tcPr><w:gridSpan w:val="{columns}"/></w:tcPr>'
    return body(f"<w:tbl><w:tr><w:tc>{properties}{paragraph(run(_LINE))}</w:tc></w:tr></w:tbl>")


def without_styles() -> bytes:
    """Return a DOCX that has no styles and says so, as some programs write it; python-docx then takes its own."""

    def changed(name: str, old: bytes) -> bytes:
        return re.sub(rb'<(Relationship|Override) [^>]*styles\.xml"[^>]*/>', b"", old)

    return office("docx", without="word/styles.xml", change=changed)


def style_loop() -> bytes:
    """Return a DOCX with two styles, each based on the other."""
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{one}"><w:name w:val="{one}"/><w:basedOn w:val="{other}"/></w:style>'
        for one, other in (("A", "B"), ("B", "A"))
    )

    def changed(name: str, old: bytes) -> bytes:
        if name == "word/styles.xml":
            return old.replace(b"</w:styles>", styles.encode() + b"</w:styles>")
        styled = paragraph(run(_LINE), style="A").encode()
        return old.replace(b"<w:sectPr", styled + b"<w:sectPr", 1) if name == "word/document.xml" else old

    return office("docx", change=changed)


def nested_page(depth: int, tag: str = "div") -> bytes:
    """Return a web page with so many tags within one another."""
    return f"<!doctype html><title>Deep</title>{f'<{tag}>' * depth}{_LINE}".encode()


def page_tables(depth: int) -> bytes:
    """Return a web page with a table within a table within a table, each with two rows that count as data."""
    begin, end = "<table><tr><th>a<th>b<tr><td>1<td>", "</table>"
    return f"<!doctype html><p>{_LINE}</p>{begin * depth}{end * depth}".encode()


def page_spans(span: int) -> bytes:
    """Return a web page with a table whose cells claim so many rows and columns."""
    row = f"<tr><td rowspan={span} colspan={span}>1<td>2"
    return f"<!doctype html><p>{_LINE}</p><table><tr><th>a<th>b{row * 50}</table>".encode()


def reaching_page() -> bytes:
    """Return a web page that asks for files of this machine and of a server, and runs a script."""
    return (
        '<!doctype html><html><head><base href="file:///etc/"><link rel=stylesheet href="http://127.0.0.1:9/a.css">'
        '<meta http-equiv=refresh content="0;url=file:///etc/passwd"><script src="http://127.0.0.1:9/a.js"></script>'
        f'</head><body onload="x()"><img src="file:///etc/passwd"><iframe src="/etc/passwd"></iframe><p>{_LINE}</p>'
    ).encode()


def page_entities() -> bytes:
    """Return a web page whose document type declares the "billion laughs"."""
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE html [<!ENTITY l0 "lol">{entities}]><html><body><p>{_LINE} &l9;</p></body></html>'.encode()


def attributes(count: int) -> bytes:
    """Return a web page with a tag of so many attributes."""
    return f"<!doctype html><p {' '.join(f'a{n}=1' for n in range(count))}>{_LINE}</p>".encode()


# By name: what the file is called, and how it is made.
HOSTILE_FLOW: Mapping[str, tuple[str, Callable[[], bytes]]] = {
    "zip bomb": ("a.docx", zip_bomb),
    "zip with a lying directory": ("a.docx", lying_directory),
    "zip of many members": ("a.docx", partial(many_members, 20_000)),
    "entity bomb, docx": ("a.docx", partial(entity_bomb, "docx")),
    "entity bomb, xlsx": ("a.xlsx", partial(entity_bomb, "xlsx")),
    "external relations, docx": ("a.docx", partial(external, "docx")),
    "external relations, xlsx": ("a.xlsx", partial(external, "xlsx")),
    "macros told, docx": ("a.docx", partial(macro, "docx", told=True)),
    "macros told, xlsx": ("a.xlsx", partial(macro, "xlsx", told=True)),
    "macros hidden, docx": ("a.docx", partial(macro, "docx", told=False)),
    "macros hidden, xlsx": ("a.xlsx", partial(macro, "xlsx", told=False)),
    "climbing names, docx": ("a.docx", partial(climbing_names, "docx")),
    "climbing names, xlsx": ("a.xlsx", partial(climbing_names, "xlsx")),
    "docx without styles": ("a.docx", without_styles),
    "docx whose styles are gone": ("a.docx", partial(office, "docx", without="word/styles.xml")),
    "docx without its text": ("a.docx", partial(office, "docx", without="word/document.xml")),
    "docx without relations": ("a.docx", partial(office, "docx", without="word/_rels/document.xml.rels")),
    "truncated docx": ("a.docx", lambda: office("docx")[:9000]),
    "docx, nested tables": ("a.docx", partial(nested_tables, 200)),
    "docx, tables nested too deep": ("a.docx", partial(nested_tables, 20_000)),
    "docx, endless span": ("a.docx", partial(spanning_cells, 2_000_000_000)),
    "docx, style loop": ("a.docx", style_loop),
    "xlsx, far cell": ("a.xlsx", far_cell),
    "xlsx, million empty rows": ("a.xlsx", million_rows),
    "xlsx, too many rows": ("a.xlsx", partial(full_rows, 200_000)),
    "xlsx, merged over and over": ("a.xlsx", partial(merged_cells, 100_000)),
    "html, nested": ("a.html", partial(nested_page, 100_000)),
    "html, nested links": ("a.html", partial(nested_page, 20_000, "b")),
    "html, nested tables": ("a.html", partial(page_tables, 2_000)),
    "html, endless spans": ("a.html", partial(page_spans, 2_000_000_000)),
    "html, reaching out": ("a.html", reaching_page),
    "html, entity bomb": ("a.html", page_entities),
    "html, attributes": ("a.html", partial(attributes, 200_000)),
    "markdown, nested quotes": ("a.md", lambda: b">" * 100_000 + _LINE.encode()),
    "markdown, nested lists": ("a.md", lambda: b"".join(b" " * 2 * n + b"- a\n" for n in range(2_000))),
    "markdown, open brackets": ("a.md", lambda: b"[" * 200_000 + _LINE.encode()),
    "markdown, emphasis": ("a.md", lambda: b"*a_ **b " * 50_000 + _LINE.encode()),
    "csv, one endless field": ("a.csv", lambda: b'a,b,c\n"' + b"x" * 10_000_000),
    "csv, wide": ("a.csv", lambda: b",".join([b"1"] * 1_000_000) + b"\n"),
    "text of NUL": ("a.txt", lambda: _LINE.encode() + bytes(1_000_000)),
}
