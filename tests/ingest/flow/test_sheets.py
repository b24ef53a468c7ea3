"""Workbooks are read as they are shown."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from corpus.errors import DamagedFileError, LimitError, NoTextError
from corpus.model import Flag
from ingest.flow.limits import FlowLimits
from ingest.flow.sheets import read
from tests.ingest.flow.office_files import part_of, with_parts, workbook

_HEAD = ("Step", "Water")


def test_a_sheet_is_a_page(tmp_path: Path) -> None:
    """Its name is its heading, a title above the table its caption, its first row names the columns."""
    path = workbook(
        tmp_path / "a.xlsx", {"Dyeing": [["Water use"], [], _HEAD, ["dye", 30], ["rinse", 0.5]], "Rest": [["x"]]}
    )
    found = read(path, FlowLimits())

    assert [page.text for page in found.pages] == ["Dyeing\n\nWater use\nStep\tWater\ndye\t30\nrinse\t0.5", "Rest\n\nx"]
    assert [(heading.text, heading.page) for heading in found.headings] == [("Dyeing", 1), ("Rest", 2)]
    assert [(table.caption, table.header_rows, table.row_count) for table in found.tables] == [
        ("Water use", 1, 3),
    ]


def test_cells_are_read_as_shown(tmp_path: Path) -> None:
    """Formats count; formulas are as last computed; errors are empty."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Share", "Money", "Day", "Error", "Formula"])
    sheet.append([0.25, 12500, dt.date(2019, 5, 1), "#DIV/0!", "=A2*2"])
    sheet["A2"].number_format, sheet["B2"].number_format = "0%", '#,##0 "USD"'
    book.properties.title = "Savings of 2019"
    book.save(tmp_path / "a.xlsx")
    path = tmp_path / "a.xlsx"
    content = part_of(path, "xl/worksheets/sheet1.xml").replace(b"<f>A2*2</f><v></v>", b"<f>A2*2</f><v>0.5</v>")
    content = content.replace(b"<f>A2*2</f><v />", b"<f>A2*2</f><v>0.5</v>")
    found = read(with_parts(path, {"xl/worksheets/sheet1.xml": content}), FlowLimits())

    assert [cell.text for cell in found.tables[0].cells if cell.row == 1] == ["25%", "12,500 USD", "2019-05-01", "0.5"]
    assert found.title == "Savings of 2019"


def test_merged_cells_cover_what_they_cover(tmp_path: Path) -> None:
    """Rows without anything in them are left out, and count in no cell."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (["Step", "Water", None], [None, "before", "after"], ["dye", 3, 2], [None, 5, 4]):
        sheet.append(row)
    sheet.merge_cells("B1:C1")
    sheet.merge_cells("A3:A9")
    book.save(tmp_path / "a.xlsx")
    (table,) = read(tmp_path / "a.xlsx", FlowLimits()).tables

    merged = {cell.text: (cell.rows, cell.columns) for cell in table.cells if (cell.rows, cell.columns) != (1, 1)}
    assert merged == {"Water": (1, 2), "dye": (2, 1)}


def test_blank_rows_part_tables(tmp_path: Path) -> None:
    """Another table begins after a blank row with a title or with names after numbers; else the table goes on."""
    rows = [_HEAD, ["a", 1], [], ["b", 2], [], ["Second"], _HEAD, ["c", 3], [], ["Other", "Names"], ["d", 4]]
    found = read(workbook(tmp_path / "a.xlsx", {"S": rows}), FlowLimits())

    assert [(table.caption, table.row_count) for table in found.tables] == [("", 3), ("Second", 2), ("", 2)]


def test_empty_columns_to_the_left_are_left_out(tmp_path: Path) -> None:
    """A table begins in its first column that holds something."""
    (table,) = read(
        workbook(tmp_path / "a.xlsx", {"S": [[None, None, "a", "b"], [None, None, 1, 2]]}), FlowLimits()
    ).tables

    assert [(cell.row, cell.column) for cell in table.cells] == [(0, 0), (0, 1), (1, 0), (1, 1)]


def test_a_long_sheet_is_cut_into_parts(tmp_path: Path) -> None:
    """It stays one table, on pages of two hundred rows."""
    found = read(workbook(tmp_path / "a.xlsx", {"S": [_HEAD, *(["row", n] for n in range(450))]}), FlowLimits())

    assert [page.text.count("\n") for page in found.pages] == [201, 199, 50]
    assert [(table.first_page, table.last_page) for table in found.tables] == [(1, 3)]


def test_hidden_sheets_are_left_out_and_told(tmp_path: Path) -> None:
    """Nobody sees them, so nobody is shown them as evidence."""
    book = openpyxl.Workbook()
    book.worksheets[0].append(["seen"])
    hidden = book.create_sheet("Hidden")
    hidden.append(["not seen"])
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    found = read(tmp_path / "a.xlsx", FlowLimits())

    assert (found.flags, "not seen" in "".join(page.text for page in found.pages)) == ((Flag.HIDDEN_TEXT,), False)


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        pytest.param(FlowLimits(rows=2), "more than 2 rows", id="rows"),
        pytest.param(FlowLimits(columns=1), "more than 1 columns", id="columns"),
        pytest.param(FlowLimits(sheets=1), "more than 1 sheets", id="sheets"),
    ],
)
def test_too_much_is_refused(tmp_path: Path, limits: FlowLimits, said: str) -> None:
    """Rows, columns and sheets have their limits."""
    path = workbook(tmp_path / "a.xlsx", {"S": [_HEAD, ["a", 1], ["b", 2]], "T": [["x"]]})

    with pytest.raises(LimitError, match=said):
        read(path, limits)


def test_malformed_parts_are_damage(tmp_path: Path) -> None:
    """A workbook whose XML does not parse is told as damage."""
    path = with_parts(workbook(tmp_path / "a.xlsx", {"S": [["x"]]}), {"xl/workbook.xml": b"<workbook"})

    with pytest.raises(DamagedFileError, match="damaged"):
        read(path, FlowLimits())


def test_an_unknown_part_has_no_merged_cells(tmp_path: Path) -> None:
    """A sheet whose relation is not found by its id is read all the same."""
    path = workbook(tmp_path / "a.xlsx", {"S": [_HEAD, ["a", 1]]})
    book = part_of(path, "xl/workbook.xml").replace(b'name="S"', b'name="S "')

    assert read(with_parts(path, {"xl/workbook.xml": book}), FlowLimits()).tables[0].row_count == 2


def test_empty_sheets_are_told(tmp_path: Path) -> None:
    """A workbook of empty sheets shows only their names."""
    with pytest.raises(NoTextError, match="holds no text"):
        read(workbook(tmp_path / "a.xlsx", {"Sheet": []}), FlowLimits())


def test_a_sheet_of_one_column_is_text(tmp_path: Path) -> None:
    """Lines of one cell are no table, and long lists of them go on overleaf."""
    found = read(workbook(tmp_path / "a.xlsx", {"S": [[f"line {n}"] for n in range(250)]}), FlowLimits())

    assert ([page.text.count("line") for page in found.pages], found.tables) == ([200, 50], [])


def test_names_of_groups_stand_over_names(tmp_path: Path) -> None:
    """A row with a cell over several columns, the names below it and their units are all header."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (["Step", "Water", None], [None, "before", "after"], [None, "m3/t", "m3/t"], ["dye", 30, 20]):
        sheet.append(row)
    sheet.merge_cells("B1:C1")
    book.save(tmp_path / "a.xlsx")

    assert read(tmp_path / "a.xlsx", FlowLimits()).tables[0].header_rows == 3
