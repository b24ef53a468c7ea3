"""Write what is carried away as a table for a spreadsheet, CSV or XLSX; no text in it runs as a formula."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from search_api.answers import CaseSummary, DocumentSummary, Passage, Spread, TechniqueResult
from search_api.carried_answers import Carried
from search_api.table_files import csv_file

Value = str | int

COLUMNS = (
    "kind",
    "title",
    "text",
    "practices",
    "techniques",
    "company",
    "country",
    "sector",
    "year",
    "status",
    "grade",
    "figures",
    "document",
    "page",
    "source",
    "publisher",
    "source_year",
    "source_address",
    "rights",
    "address",
)
WIDTHS: Mapping[str, int] = {"title": 50, "text": 70, "figures": 50, "document": 40, "source": 40, "address": 60}


def csv(entries: Sequence[Carried], base: str) -> bytes:
    """Return a row a thing as CSV in UTF-8 with a byte order mark."""
    return csv_file(COLUMNS, (table_row(entry, base) for entry in entries))


def xlsx(entries: Sequence[Carried], base: str) -> bytes:
    """Return a row a thing as a workbook; every text is one, whatever it begins with."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("cpkb")
    sheet.freeze_panes = "A2"
    for number, name in enumerate(COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = WIDTHS.get(name, 14)
    for row in (COLUMNS, *(table_row(entry, base) for entry in entries)):
        sheet.append([_cell(sheet, value, bold=row is COLUMNS) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet: WriteOnlyWorksheet, value: Value, *, bold: bool) -> Cell:
    text = isinstance(value, str)
    cell: Cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub(" ", str(value)) if text else value)
    cell.data_type = "s" if text else "n"
    cell.font = Font(bold=bold)
    return cell


def table_row(entry: Carried, base: str) -> tuple[Value, ...]:
    """Return the columns of one thing; what it lacks is "".

    Args:
        base: As of carried_files.file_of.
    """
    match entry.found:
        case TechniqueResult():
            known = _technique(entry.found)
        case CaseSummary():
            known = _case(entry.found)
        case Passage():
            known = _passage(entry.found)
    known |= {"kind": entry.item.kind.value, "address": f"{base}{entry.found.url}"}
    if source := entry.source:
        known |= {"source": source.title, "publisher": source.publisher, "source_address": source.address}
        known |= {"source_year": source.year} if source.year else {}
    return tuple(known.get(column, "") for column in COLUMNS)


def _technique(found: TechniqueResult) -> dict[str, Value]:
    return {
        "title": found.title,
        "text": found.definition,
        "practices": "; ".join(term.label for term in found.practices),
        "figures": "; ".join(map(spread_line, found.spreads)),
    }


def _case(found: CaseSummary) -> dict[str, Value]:
    return {
        "title": found.title,
        "techniques": "; ".join(term.label for term in found.techniques),
        "company": found.company or "",
        "country": found.country_name or "",
        "sector": found.sector.label if found.sector else "",
        "year": found.year or "",
        "status": found.status,
        "grade": found.grade,
        "figures": "; ".join(f"{figure.role}: {figure.text}" for figure in found.figures),
        **_place(found.document, found.page),
    }


def _passage(found: Passage) -> dict[str, Value]:
    text = " ".join(f"{found.lead} {found.text}".split())
    return {"title": found.heading, "text": text, **_place(found.document, found.page)}


def _place(document: DocumentSummary, page: int) -> dict[str, Value]:
    return {"document": document.title, "page": page, "rights": document.rights}


def spread_line(spread: Spread) -> str:
    """Return a statistic on one line: "saving of Water: median 42 % of water (4 sites, 25 to 65)"."""
    name = f"{spread.role} of {spread.subject}" if spread.subject else spread.role
    unit = f"{spread.unit_text} of {spread.basis}" if spread.basis else spread.unit_text
    ends = f"{spread.low_text} to {spread.high_text}"
    return f"{name}: median {spread.median_text} {unit} ({spread.sites} sites, {ends})"
