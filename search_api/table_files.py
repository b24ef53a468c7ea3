"""Write tables as CSV (RFC 4180) that opens in a spreadsheet and runs nothing there."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from corpus.model import Table

# What a spreadsheet would take for a formula; a number with its sign is harmless.
_RISKY = re.compile(r"[=+\-@\t\r](?!\s?\d[\d.,\s%]*$)")


def table_csv(table: Table) -> bytes:
    """Return a table in UTF-8 with a byte order mark; the text of a spanning cell stands where it begins."""
    rows = [[""] * table.column_count for _ in range(table.row_count)]
    for cell in table.cells:
        rows[cell.row][cell.column] = cell.text
    return _written(rows)


def csv_file(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Return rows under their columns' names, in UTF-8 with a byte order mark."""
    return _written([columns, *rows])


def _written(rows: Iterable[Sequence[object]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([harmless(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def harmless(text: str) -> str:
    """Return a text that no spreadsheet runs: one that begins like a formula gets an apostrophe before it."""
    return f"'{text}" if _RISKY.match(text) else text
