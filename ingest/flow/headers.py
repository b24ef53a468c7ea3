"""Tell which rows at the top of a table name its columns and their units."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.figures.units import parse_unit
from ingest.flow.blocks import GridCell

_NUMBER = re.compile(r"[^\w]*\d[\d\s.,'’:/%-]*\W*\Z")
_NAME = 80  # characters of a column's name at most
_UNIT = 16  # characters of a unit at most


def header_rows(cells: Sequence[GridCell], row_count: int) -> int:
    """Return how many rows at the top are header: names, over them names of groups of columns, below them units.

    Args:
        cells: Of the whole table, by row.
    """
    rows = [[cell for cell in cells if cell.row == row] for row in range(min(3, row_count))]
    grouped = len(rows) > 2 and any(cell.columns > 1 for cell in rows[0]) and _are_names(rows[0])
    names = rows[grouped]
    repeated = len({cell.text for cell in names}) < len(names)
    if row_count < 2 or len(names) < 2 or (repeated and not grouped) or not _are_names(names):
        return 0
    units = rows[grouped + 1] if grouped + 1 < len(rows) else []
    has_units = row_count > grouped + 2 and units and all(_is_unit(cell.text) for cell in units)
    return grouped + 1 + bool(has_units)


def is_numeric(text: str) -> bool:
    """Tell whether a cell holds a number, a date or a percentage and no words."""
    return bool(_NUMBER.match(text))


def _are_names(cells: Sequence[GridCell]) -> bool:
    texts = [cell.text for cell in cells]
    return all(len(text) <= _NAME and not is_numeric(text) and any(map(str.isalpha, text)) for text in texts)


def _is_unit(text: str) -> bool:
    bare = text.strip("()[] ")
    bracketed = text[:1] in "([" and text[-1:] in ")]"
    return len(text) <= _UNIT and (bracketed or parse_unit(bare, language="en", country=None) is not None)
