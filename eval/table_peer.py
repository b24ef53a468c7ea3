"""Read tables with pdfplumber, to compare with. It is a development dependency only, and may be absent."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from eval.table_scores import FoundTable

NAME = "pdfplumber"


def is_installed() -> bool:
    """Tell whether pdfplumber is there."""
    return find_spec("pdfplumber") is not None


def peer_tables(pdf: Path) -> list[FoundTable]:
    """Return the tables that pdfplumber finds, page by page, by its own defaults.

    These go by rules. Its other way, by aligned words, takes every page of prose for a table.
    """
    import pdfplumber

    with pdfplumber.open(pdf) as document:
        return [
            FoundTable(page.page_number, page.page_number, _cells(table.extract()))
            for page in document.pages
            for table in page.find_tables()
        ]


def _cells(rows: list[list[str | None]]) -> dict[tuple[int, int], str]:
    return {(r, c): " ".join(text.split()) for r, row in enumerate(rows) for c, text in enumerate(row) if text}
