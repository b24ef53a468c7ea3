"""Tables in the running text: rows as lines, tabs between cells, exact spans, parts over page breaks as one."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.model import Table
from tests.ingest.tables.typeset import PROSE, read, rows

ROWS = ", ".join(f"[Step {number}], [{3 * number}], [{2 * number}]" for number in range(1, 31))


def test_a_row_is_a_line_with_tabs_between_cells(tmp_path: Path) -> None:
    """The text has caption, rows and cells in their order; an empty cell is its tab alone."""
    cells = "[], [Before], [After], [Dyeing], [138], [], [Rinsing], [], [21], [], [7.5], [6]"
    markup = f"First words of it.\n\nTable 1. Water\n#table(columns: (90pt, 70pt, 70pt), {cells})\n\nLast words of it."
    (page,), _ = read(tmp_path, markup)

    assert page.text == (
        "First words of it.\n\n"
        "Table 1. Water\n\tBefore\tAfter\nDyeing\t138\t\nRinsing\t\t21\n\t7.5\t6\n\n"
        "Last words of it."
    )


def test_cells_know_their_exact_span(tmp_path: Path) -> None:
    """A cell's text is what stands in its page's text there, and so is each word's."""
    pages, tables = read(tmp_path, f"{PROSE}\n\n#table(columns: (60pt, 70pt, 70pt), [Step], [Before], [After], {ROWS})")
    texts = {page.number: page.text for page in pages}

    assert [cell.text for table in tables for cell in table.cells] == [
        texts[cell.page][cell.span[0] : cell.span[1]] for table in tables for cell in table.cells
    ]


def _whole(tables: list[Table]) -> tuple[int, int, int, list[list[str]]]:
    (table,) = tables
    return table.first_page, table.last_page, table.row_count, rows(table)[:2] + rows(table)[-1:]


@pytest.mark.parametrize("stroke", ["0.5pt", "none", "(x, y) => (bottom: 0.5pt)"])
@pytest.mark.parametrize("head", ["table.header([Step], [Before], [After])", "[Step], [Before], [After]"])
def test_a_table_cut_by_a_page_break_is_one(tmp_path: Path, stroke: str, head: str) -> None:
    """Parts on following pages are one table, a repeated head there is dropped."""
    _, tables = read(
        tmp_path, f"{PROSE}\n\n#table(columns: (90pt, 70pt, 70pt), stroke: {stroke}, {head}, {ROWS})\n\n{PROSE}"
    )

    assert _whole(tables) == (1, 2, 31, [["Step", "Before", "After"], ["Step 1", "3", "2"], ["Step 30", "90", "60"]])


@pytest.mark.parametrize(
    ("caption", "count"),
    [
        pytest.param("Table 1 (continued)", 1, id="continued"),
        pytest.param("Tableau 1 (suite)", 1, id="continued, French"),
        pytest.param("Table 1. Water", 1, id="the same caption"),
        pytest.param("Table 2. Energy", 2, id="another table"),
    ],
)
def test_a_caption_tells_whether_a_table_goes_on(tmp_path: Path, caption: str, count: int) -> None:
    """Only the same caption, or one that says so, makes one table of two."""
    table = "#table(columns: (90pt, 70pt, 70pt), [Step], [Before], [After], {})"
    first = table.format(", ".join(["[a], [1], [2]"] * 3))
    _, tables = read(tmp_path, f"{PROSE}\n\nTable 1. Water\n{first}\n#pagebreak()\n{caption}\n{first}\n\n{PROSE}")

    assert len(tables) == count
    assert [each.ordinal for each in tables] == list(range(count))


@pytest.mark.parametrize(
    "second",
    [
        pytest.param("(90pt, 140pt), [Step], [Use], [a], [1], [b], [3]", id="fewer columns"),
        pytest.param("(40pt, 40pt, 150pt), [Step], [Before], [After], [a], [1], [2]", id="other places"),
        pytest.param("(40pt, 40pt, 40pt), [Step], [Before], [After], [a], [1], [2]", id="narrower"),
    ],
)
def test_tables_of_other_columns_are_not_joined(tmp_path: Path, second: str) -> None:
    """What follows overleaf with other columns is another table."""
    first = "(90pt, 70pt, 70pt), [Step], [Before], [After], [a], [1], [2], [b], [3], [4]"
    _, tables = read(tmp_path, f"#table(columns: {first})\n#pagebreak()\n#table(columns: {second})")

    assert [(table.first_page, table.last_page) for table in tables] == [(1, 1), (2, 2)]


@pytest.mark.parametrize("stroke", ["none", "(x, y) => (bottom: 0.5pt)", "0.5pt"])
def test_a_last_row_overleaf_is_a_row_of_the_table(tmp_path: Path, stroke: str) -> None:
    """A row alone at the top of the next page, in the table's columns, is no text of its own."""
    cells = "[Step], [Before], [After], [Dyeing], [138], [80], [Rinsing], [64], [21], [Salt], [8], [5]"
    table = f"#table(columns: (90pt, 70pt, 70pt), stroke: {stroke}, {cells})"
    pages, tables = read(tmp_path, f"#block(height: 252pt)[{PROSE}]\n{table}\n\n{PROSE}")

    assert _whole(tables) == (1, 2, 4, [["Step", "Before", "After"], ["Dyeing", "138", "80"], ["Salt", "8", "5"]])
    assert pages[1].text.startswith("Salt\t8\t5\n\nThe plant")


def test_prose_overleaf_is_no_row(tmp_path: Path) -> None:
    """Text that begins a page after a table is no part of it."""
    cells = "[Step], [Before], [After], [Dyeing], [138], [80], [Rinsing], [64], [21], [Salt], [8], [5]"
    table = f"#table(columns: (90pt, 70pt, 70pt), {cells})"
    _, tables = read(tmp_path, f"{table}\n#pagebreak()\n{PROSE}\n#pagebreak()\nA line #h(40pt) of words #h(40pt) alone")

    assert [(table.first_page, table.last_page) for table in tables] == [(1, 1)]
