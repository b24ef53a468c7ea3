"""The order of the steps that make raw pages into pages with tables."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.model import Page, Table
from ingest.layout.page_text import RawPage, running_pages
from ingest.tables.arranging import arranged
from ingest.tables.continuing import find_all
from ingest.tables.joining import tables_of


def pages_and_tables(raw_pages: Sequence[RawPage]) -> tuple[list[Page], list[Table]]:
    """Return the running text of pages, tables row by row in it, and these tables.

    Args:
        raw_pages: In reading order, their margins set apart.
    """
    found = [arranged(raw, grids) for raw, grids in zip(raw_pages, find_all(raw_pages), strict=True)]
    pages = running_pages([each.raw for each in found])
    return pages, tables_of(pages, found)
