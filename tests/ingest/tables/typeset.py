"""Typst documents for tests of tables, read as ingestion reads them."""

from __future__ import annotations

from pathlib import Path

import typst

from corpus.model import Page, Table
from ingest.layout.margins import set_apart
from ingest.layout.order import ordered
from ingest.layout.page_text import RawPage
from ingest.pdf.pages import TextLimits, raw_pages
from ingest.tables.reading import pages_and_tables

PROSE = (
    "The plant led its last rinse water back to the first bath and saved a good part of what it had bought before. "
    "Every shift wrote down what the meters showed, so that leaks were seen early and mended within days. "
)
_FONTS = typst.Fonts(include_system_fonts=False)


def typeset(folder: Path, markup: str, *, page: str = "") -> Path:
    """Return the PDF of a typst text; `page` are further settings of the page."""
    path = folder / "document.pdf"
    head = f"#set page(width: 400pt, height: 400pt, margin: 40pt, {page})\n"
    head += '#set text(font: "Libertinus Serif", size: 10pt)\n'
    compiler = typst.Compiler(root=str(folder), font_paths=_FONTS, ignore_system_fonts=True)
    pdf = compiler.compile(input=(head + markup).encode(), format="pdf")
    assert isinstance(pdf, bytes)
    path.write_bytes(pdf)
    return path


def raws(folder: Path, markup: str, *, page: str = "") -> list[RawPage]:
    """Return the pages of a typst text in reading order."""
    return [ordered(raw) for raw in set_apart(list(raw_pages(typeset(folder, markup, page=page), TextLimits())))]


def read(folder: Path, markup: str, *, page: str = "") -> tuple[list[Page], list[Table]]:
    """Return the pages and tables of a typst text."""
    return pages_and_tables(raws(folder, markup, page=page))


def rows(table: Table) -> list[list[str]]:
    """Return the text of each cell, "" where none begins."""
    found = [[""] * table.column_count for _ in range(table.row_count)]
    for cell in table.cells:
        found[cell.row][cell.column] = cell.text
    return found
