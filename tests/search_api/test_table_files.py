"""Tables leave as CSV that opens everywhere and runs nothing."""

from __future__ import annotations

import csv
import io

import pytest

from corpus.model import Cell, Table
from search_api.table_files import harmless, table_csv


def test_a_table_is_a_row_a_line_with_empty_cells_kept() -> None:
    """Commas and quotes are quoted; a spanning cell stands where it begins."""
    table = Table(
        0, "", 1, 1, 1, 2, 3, (Cell(0, 0, "Before, after", 1, (0, 13), 1, 2), Cell(1, 2, 'a "b"', 1, (14, 19)))
    )
    read = list(csv.reader(io.StringIO(table_csv(table).decode("utf-8-sig"))))

    assert read == [["Before, after", "", ""], ["", "", 'a "b"']]


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-A1", "@sum(1)", "\t=1", "=HYPERLINK(1)", "-", "-2+3"])
def test_what_a_spreadsheet_would_run_is_shown_instead(text: str) -> None:
    """An apostrophe makes a formula plain text."""
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-5", "+3.5 %", "- 12,000", "water", "", "5-7", "1=1"])
def test_numbers_with_a_sign_and_plain_text_stay_as_they_are(text: str) -> None:
    """A saving of -5 is a number, not a formula."""
    assert harmless(text) == text
