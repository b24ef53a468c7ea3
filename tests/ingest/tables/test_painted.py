"""Tables with a head painted cell by cell: the product's own sheets, and tables that typst sets like them."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.records import Record
from corpus.sheets import render_sheet
from corpus.vocabulary import load_vocabulary
from ingest.layout.margins import set_apart
from ingest.layout.order import ordered
from ingest.pdf.pages import TextLimits, raw_pages
from ingest.tables.reading import pages_and_tables
from tests.ingest.tables.typeset import PROSE, read, rows
from tests.rendered import collection_records

SHEETS = [record for record in collection_records() if record.case][::17]
_HEAD = ["What", "Figure", "Unit", "Period or basis", "Note"]
_MEASURES = ["Measure", "Technique", "Practice"]
_COLUMNS_OF_FACTS = 2
_STYLE = "inset: (x: 2pt, y: 4pt), stroke: (x: none, y: 0.5pt), fill: (x, y) => if y == 0 { aqua }"


def _painted(cells: str, columns: str) -> str:
    return f"#table(columns: {columns}, {_STYLE}, {cells})"


@pytest.mark.parametrize("record", SHEETS, ids=lambda record: str(record.case.id))
def test_a_case_sheet_has_each_figure_alone_in_its_cell(record: Record, tmp_path: Path) -> None:
    """Each table of a sheet has the template's columns, and every figure's printed number a cell of its own."""
    assert record.case is not None
    path = tmp_path / "sheet.pdf"
    path.write_bytes(render_sheet(record, load_vocabulary()))
    standing = [ordered(raw) for raw in set_apart(list(raw_pages(path, TextLimits())))]
    pages, tables = pages_and_tables(standing)
    figures = [table for table in tables if rows(table)[0][0] == _HEAD[0]]
    measures = [table for table in tables if rows(table)[0] == _MEASURES]
    others = [table for table in tables if table not in figures and table not in measures]
    numbers = [row[1] for table in figures for row in rows(table)[1:]]

    assert all(rows(table)[0] == [name for name in _HEAD if name in rows(table)[0]] for table in figures)
    assert [table.column_count for table in others if table.column_count != _COLUMNS_OF_FACTS] == []
    assert sorted(numbers) == sorted(figure.printed for figure in record.case.figures)
    assert sum(table.row_count - 1 for table in measures) == len(record.case.measures)
    assert all(pages[cell.page - 1].text[slice(*cell.span)] == cell.text for table in tables for cell in table.cells)


def test_narrow_columns_are_told_by_the_paint_of_the_head(tmp_path: Path) -> None:
    """Where texts fill their columns, no white parts them as wide as two cells want; the painted head still does."""
    cells = "[Case], [Country], [Source], [Stock control in medical stores], [United States, 2007], [A memo], "
    cells += "[Baler for the foam trim of a mill], [country not named], [A fair]"
    _, (table,) = read(tmp_path, f"{PROSE}\n\n{_painted(cells, '(auto, auto, auto)')}\n\n{PROSE}")

    assert rows(table)[1:] == [
        ["Stock control in medical stores", "United States, 2007", "A memo"],
        ["Baler for the foam trim of a mill", "country not named", "A fair"],
    ]


def test_each_painted_head_begins_a_table(tmp_path: Path) -> None:
    """Tables of the same width under one another stay apart, and the heading between them is in neither."""
    first = _painted("[Step], [Water], [Dyeing], [138], [Rinsing], [64]", "(150pt, 100pt)")
    second = _painted("[Cost], [Sum], [Tank], [900], [Pump], [70]", "(150pt, 100pt)")
    pages, tables = read(tmp_path, f"{PROSE}\n\n{first}\n\n*What it cost*\n\n{second}\n\n{PROSE}")

    assert [rows(table) for table in tables] == [
        [["Step", "Water"], ["Dyeing", "138"], ["Rinsing", "64"]],
        [["Cost", "Sum"], ["Tank", "900"], ["Pump", "70"]],
    ]
    assert "\nWhat it cost\n" in pages[0].text


def test_rows_without_rules_below_a_painted_head_are_told_by_numbers(tmp_path: Path) -> None:
    """Two numbers of one column make two rows, though no rule parts them."""
    style = "stroke: (x, y) => if y == 0 { (y: 0.5pt) }, fill: (x, y) => if y == 0 { aqua }"
    cells = "[Step], [Water], [Dyeing], [138], [Rinsing], [64], table.hline(stroke: 0.5pt)"
    _, (table,) = read(tmp_path, f"{PROSE}\n\n#table(columns: (150pt, 100pt), {style}, {cells})\n\n{PROSE}")

    assert rows(table) == [["Step", "Water"], ["Dyeing", "138"], ["Rinsing", "64"]]
