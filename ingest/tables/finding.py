"""Find the tables of a page: first those whose cells are drawn, then those between level rules, then the bare ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ingest.layout.bidi import right_to_left
from ingest.layout.page_text import RawPage
from ingest.layout.turning import upright
from ingest.tables.barred import barred_tables
from ingest.tables.captions import with_captions
from ingest.tables.grid import Grid
from ingest.tables.painted import painted_tables
from ingest.tables.ruled import ruled_table
from ingest.tables.sheet import Sheet, sheet_of
from ingest.tables.strokes import Strokes, frames, level_and_upright
from ingest.tables.unruled import unruled_tables

_FEWEST_WORDS = 6  # of a page with a table
_MOST_WORDS = 10_000  # of a page that a person can read


def find(raw: RawPage) -> list[Grid]:
    """Return the tables of a page in reading order; running head and foot are in none.

    Args:
        raw: In reading order, its margin set apart. Turned text is read as if the page were turned.
    """
    if not _FEWEST_WORDS <= len(raw.words) - raw.margin <= _MOST_WORDS:
        return []
    standing = _mirrored(upright(raw))
    sheet = sheet_of(standing)
    taken = np.zeros(len(sheet.words), np.bool_)
    grids, level, upright_rules = _drawn(standing, sheet, taken)
    if len(level) >= 2:
        grids += _claimed(painted_tables(level, upright_rules, sheet, taken), taken)
        grids += _claimed(barred_tables(level, sheet, taken), taken)
    grids += _claimed(unruled_tables(sheet, taken), taken)
    grids.sort(key=lambda grid: min(grid.words))
    return with_captions(grids, sheet) if grids else []


def _mirrored(raw: RawPage) -> RawPage:
    """Return a page of right-to-left writing seen in a mirror: its tables begin at the right."""
    if not right_to_left("".join(raw.words[:200])):
        return raw
    boxes, rules = (
        np.stack([raw.width - sides[:, 2], sides[:, 1], raw.width - sides[:, 0], sides[:, 3]], axis=1)
        for sides in (raw.boxes, raw.rules)
    )
    return replace(raw, boxes=boxes, rules=rules)


def _drawn(standing: RawPage, sheet: Sheet, taken: NDArray[np.bool_]) -> tuple[list[Grid], Strokes, Strokes]:
    """Return the tables whose cells are drawn, the level rules that are of none, and all upright ones."""
    level, uprights = level_and_upright(standing.rules)
    grids: list[Grid] = []
    for frame in frames(level, uprights, sheet.down, sheet.height):
        grid = ruled_table(frame, sheet, taken)
        if grid is not None:
            grids += _claimed([grid], taken)
            level = level[~np.isin(level[:, 0], frame.level[:, 0])]
    return grids, level, uprights


def _claimed(grids: Sequence[Grid], taken: NDArray[np.bool_]) -> Sequence[Grid]:
    for grid in grids:
        taken[grid.words] = True
    return grids
