"""Small PDFs written byte by byte, ordinary and hostile; every test builds what it needs."""

from __future__ import annotations

import io
import zlib
from collections.abc import Mapping, Sequence

from pypdf import PdfReader, PdfWriter

LETTER = (0, 0, 612, 792)

# Objects every document of `document` has; its pages follow from number 10 on.
_CATALOG, _PAGES, _FONT, _UNICODE_FONT, _CID_FONT, _TO_UNICODE, _INFO = range(1, 8)
_FIRST_PAGE = 10

_CMAP = (
    b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Own def /CMapType 2 def "
    b"1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfrange <0000> <FFFF> <0000> endbfrange "
    b"endcmap end end"
)


def build(objects: Mapping[int, bytes], *, trailer: bytes = b"") -> bytes:
    """Return a PDF with these objects, a cross-reference table and a trailer; object 1 is the catalogue."""
    out = bytearray(b"%PDF-1.7\n")
    places = {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    size = max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        out += b"%010d 00000 %c \n" % (places.get(number, 0), b"n" if number in places else b"f")
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, table)
    return bytes(out)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """Return a stream object."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), entries, content)


def show(text: str, x: float, y: float, size: float = 11) -> bytes:
    """Return the operators that show one line of text; beyond Latin-1 a font with 16-bit codes is used."""
    if all(ord(character) < 256 for character in text):
        escaped = text.encode("latin-1").replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)")
        return b"BT /F1 %g Tf %g %g Td (%s) Tj ET\n" % (size, x, y, escaped)
    return b"BT /F2 %g Tf %g %g Td <%s> Tj ET\n" % (size, x, y, text.encode("utf-16-be").hex().encode())


def column(lines: Sequence[str], x: float = 72, y: float = 720, size: float = 11) -> bytes:
    """Return the operators for lines below one another; an empty line leaves a gap."""
    return b"".join(show(line, x, y - 1.25 * size * row, size) for row, line in enumerate(lines) if line)


def document(
    *contents: bytes,
    box: tuple[int, int, int, int] = LETTER,
    page_entries: bytes = b"",
    catalog_entries: bytes = b"",
    title: str = "",
    extra: Mapping[int, bytes] | None = None,
    content_entries: bytes = b"",
) -> bytes:
    """Return a PDF with one page for each content."""
    kids = b" ".join(b"%d 0 R" % (_FIRST_PAGE + 2 * index) for index in range(len(contents)))
    objects = {
        _CATALOG: b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog_entries,
        _PAGES: b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(contents), kids),
        _FONT: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        _UNICODE_FONT: b"<< /Type /Font /Subtype /Type0 /BaseFont /Own /Encoding /Identity-H "
        b"/DescendantFonts [5 0 R] /ToUnicode 6 0 R >>",
        _CID_FONT: b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Own /DW 1000 "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        _TO_UNICODE: stream(_CMAP),
        _INFO: b"<< /Title <feff%s> >>" % title.encode("utf-16-be").hex().encode(),
    }
    for index, content in enumerate(contents):
        number = _FIRST_PAGE + 2 * index
        objects[number] = (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [%d %d %d %d] /Contents %d 0 R %s "
            b"/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>" % (*box, number + 1, page_entries)
        )
        objects[number + 1] = stream(content, content_entries)
    return build(objects | dict(extra or {}), trailer=b"/Info 7 0 R")


def ordinary(text: str = "Rinse water is reused in the dye house.") -> bytes:
    """Return one page with one sentence."""
    return document(show(text, 72, 700))


def encrypted(content: bytes, *, user: str, owner: str) -> bytes:
    """Return a PDF encrypted with these passwords."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    writer.encrypt(user_password=user, owner_password=owner, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def without_pages() -> bytes:
    """Return a PDF whose page tree is empty."""
    return document()


def without_text() -> bytes:
    """Return a page with a grey rectangle, as a scan is for a program that reads text."""
    return document(b"0.5 g 72 72 400 600 re f\n")


def flate_bomb() -> bytes:
    """Return a page whose content is packed twice and unfolds to a gigabyte of nothing."""
    packer = zlib.compressobj(9)
    block = bytes(1 << 20)
    once = b"".join(packer.compress(block) for _ in range(1024)) + packer.flush()
    return document(zlib.compress(once, 9), content_entries=b"/Filter [/FlateDecode /FlateDecode]")


def text_bomb(lines: int) -> bytes:
    """Return a small file whose only page holds very many lines of text below one another."""
    line = b"(All work and no play makes a dull plant.) Tj 0 -12 Td\n"
    content = b"BT /F1 11 Tf 72 700 Td\n" + line * lines + b"ET"
    return document(zlib.compress(content, 9), content_entries=b"/Filter /FlateDecode")


def xref_loop() -> bytes:
    """Return a PDF whose cross-reference table names itself as the one before it."""
    content = ordinary()
    place = content.rindex(b"xref\n0")
    return content.replace(b"/Info 7 0 R", b"/Prev %d" % place)


def page_tree_loop() -> bytes:
    """Return a PDF whose page tree has itself as a branch."""
    return build(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Count 2 /Kids [3 0 R] >>",
            3: b"<< /Type /Pages /Count 2 /Parent 2 0 R /Kids [2 0 R 3 0 R] >>",
        }
    )


def page_count(count: int) -> bytes:
    """Return a PDF that says it has so many pages, and has one."""
    return ordinary().replace(b"/Count 1", b"/Count %d" % count)


def deep_nesting(depth: int) -> bytes:
    """Return a PDF with arrays within arrays in its catalogue."""
    return document(show("Deep.", 72, 700), catalog_entries=b"/Deep " + b"[" * depth + b"]" * depth)


def form_loop() -> bytes:
    """Return a page with a form that draws itself."""
    form = stream(b"/X1 Do", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X1 8 0 R >> >>")
    page = document(b"/X1 Do\n" + show("Loop.", 72, 700), extra={8: form})
    return page.replace(b"/Resources << /Font", b"/Resources << /XObject << /X1 8 0 R >> /Font", 1)


def outline_loop() -> bytes:
    """Return a PDF with a bookmark that follows itself."""
    return document(
        show("Outline.", 72, 700),
        catalog_entries=b"/Outlines 8 0 R",
        extra={
            8: b"<< /Type /Outlines /First 9 0 R /Last 9 0 R /Count 1 >>",
            9: b"<< /Title (Again) /Parent 8 0 R /Next 9 0 R /Dest [10 0 R /Fit] >>",
        },
    )


def huge_predictor() -> bytes:
    """Return a page whose content claims rows of a thousand million columns."""
    return document(
        zlib.compress(show("Predicted.", 72, 700)),
        content_entries=b"/Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns 1000000000 /Colors 4 >>",
    )


def unclosed_inline_image() -> bytes:
    """Return a page with an inline image that never ends."""
    return document(b"BI /W 100000 /H 100000 /BPC 8 /CS /RGB ID " + b"x" * 5000)


def slow_to_draw(text: str = "Dye house water reuse saves water.") -> bytes:
    """Return a small page that is read at once and drawn in minutes: its background is forms within forms."""
    levels, calls = 4, 10
    box = b"/BBox [0 0 612 792] "
    tile = b"/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /XStep 600 /YStep 700 " + box
    form = b"/Type /XObject /Subtype /Form " + box
    below = b"/Resources << /XObject << /X %d 0 R >> >>"
    extra = {
        100 + level: stream(b"/X Do " * calls, (form if level else tile) + below % (101 + level))
        for level in range(levels)
    }
    extra[100 + levels] = stream(b"0 0 m " + b"500 600 l 600 10 l 20 700 l 9 9 l " * 500 + b"f*", form)
    page = document(show(text, 72, 700) + b"/Pattern cs /P scn 0 0 612 792 re f ", extra=extra)
    return page.replace(b"/Resources << /Font", b"/Resources << /Pattern << /P 100 0 R >> /Font", 1)


def scripted() -> bytes:
    """Return a page with a script, an action on opening, an annotation and an attachment."""
    return document(
        show("Scripted.", 72, 700),
        page_entries=b"/AA << /O 8 0 R >> /Annots [ << /Type /Annot /Subtype /Link /Rect [0 0 99 99] /A 8 0 R >> ]",
        catalog_entries=b"/OpenAction 8 0 R /Names << /JavaScript << /Names [(a) 8 0 R] >> "
        b"/EmbeddedFiles << /Names [(a.txt) 9 0 R] >> >>",
        extra={
            8: b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>",
            9: b"<< /Type /Filespec /F (a.txt) /EF << /F 30 0 R >> >>",
            30: stream(b"attached", b"/Type /EmbeddedFile"),
        },
    )


def with_outline(entries: Sequence[tuple[str, int]], *contents: bytes) -> bytes:
    """Return a PDF with these pages, and bookmarks as (title, page from 1)."""
    first = 100
    extra = {8: b"<< /Type /Outlines /First %d 0 R /Last %d 0 R >>" % (first, first + len(entries) - 1)}
    for index, (title, page) in enumerate(entries):
        following = b"/Next %d 0 R" % (first + index + 1) if index + 1 < len(entries) else b""
        extra[first + index] = b"<< /Title (%s) /Parent 8 0 R /Dest [%d 0 R /Fit] %s >>" % (
            title.encode("latin-1"),
            _FIRST_PAGE + 2 * (page - 1),
            following,
        )
    return document(*contents, catalog_entries=b"/Outlines 8 0 R", extra=extra)
