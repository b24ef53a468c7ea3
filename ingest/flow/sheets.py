"""Read the sheets of a workbook (XLSX): values as they are shown, formulas as they were last computed.

Nothing is computed, no link is followed. Cells that hold an error are taken as empty; hidden sheets are left out.
"""

from __future__ import annotations

import posixpath
import re
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from itertools import islice
from pathlib import Path

import openpyxl
from defusedxml import ElementTree
from openpyxl.workbook import Workbook
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.worksheet.cell_range import CellRange

from corpus.errors import LimitError
from corpus.model import Flag
from ingest.flow.blocks import Block, PageBreak, Paragraph
from ingest.flow.limits import FlowLimits
from ingest.flow.number_formats import shown
from ingest.flow.packages import MALFORMED, check_package, damaged
from ingest.flow.pages import FlowDocument, Layout
from ingest.flow.sheet_rows import Merges, SheetRow, blocks_of
from ingest.pdf.structure import readable_title

_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?\bref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
_MERGES = 20_000  # of a sheet; more are ignored
_ERROR = "e"


def read(path: Path, limits: FlowLimits) -> FlowDocument:
    """Return a workbook: a page a sheet, long sheets in several, each with its name as heading.

    Raises:
        DamagedFileError, LimitError: As `check_package`; or a sheet holds too much.
        NoTextError: No sheet holds anything.
    """
    flags = set(check_package(path, limits))
    layout = Layout(path.name, limits, paged=True)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells of all that it does not read
            with closing(openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)) as book:
                layout.fill(_blocks(book, _sheet_parts(path), path, limits))
                title = readable_title(book.properties.title or "")
                if any(sheet.sheet_state != "visible" for sheet in book.worksheets):
                    flags.add(Flag.HIDDEN_TEXT)
    except MALFORMED as error:
        raise damaged(path) from error
    pages, headings, tables = layout.finish()
    return FlowDocument(pages, headings, tables, title=title, flags=tuple(sorted(flags)), language=None)


def _blocks(book: Workbook, parts: Mapping[str, str], path: Path, limits: FlowLimits) -> Iterator[Block]:
    sheets = [sheet for sheet in book if isinstance(sheet, ReadOnlyWorksheet) and sheet.sheet_state == "visible"]
    if len(sheets) > limits.sheets:
        raise LimitError(f"{path.name} has more than {limits.sheets} sheets. Split it.")
    for sheet in sheets:
        tables = blocks_of(_rows(sheet), _merges(path, parts.get(sheet.title)), path.name, limits)
        first = next(tables, None)
        if first:
            yield from (PageBreak(), Paragraph(sheet.title, level=1), first)
            yield from tables


def _rows(sheet: ReadOnlyWorksheet) -> Iterator[SheetRow]:
    sheet.reset_dimensions()  # what the sheet says of its own size may be wrong
    for number, row in enumerate(sheet.iter_rows()):  # type: ignore[misc]  # the stubs borrow it from another class
        yield SheetRow(
            number,
            tuple(
                "" if cell.value is None or cell.data_type == _ERROR else shown(cell.value, cell.number_format)
                for cell in row
            ),
        )


def _sheet_parts(path: Path) -> Mapping[str, str]:
    """Return by sheet which member of the package holds it."""
    with zipfile.ZipFile(path) as package:
        book = ElementTree.fromstring(package.read("xl/workbook.xml"))
        links = ElementTree.fromstring(package.read("xl/_rels/workbook.xml.rels"))
    targets = {link.get("Id"): posixpath.join("/xl", link.get("Target", ""))[1:] for link in links}
    sheets = book.findall(".//{*}sheet")
    return {sheet.get("name", ""): targets.get(_relation(sheet.attrib), "") for sheet in sheets}


def _relation(attributes: Mapping[str, str]) -> str:
    """Return a sheet's relation, whichever of the two namespaces of ECMA-376 it is in."""
    return next((value for name, value in attributes.items() if name.endswith("}id")), "")


def _merges(path: Path, part: str | None) -> Merges:
    """Return a sheet's merged cells; openpyxl leaves them out of what it reads row by row."""
    if not part:
        return {}
    with zipfile.ZipFile(path) as package:
        ranges = [CellRange(match[1].decode()) for match in islice(_MERGED.finditer(package.read(part)), _MERGES)]
    return {
        (each.min_row - 1, each.min_col - 1): (each.max_row - each.min_row + 1, each.max_col - each.min_col + 1)
        for each in ranges
    }
