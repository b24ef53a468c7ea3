"""Find tables that level rules frame and no upright ones: above and below, under the head, between rows.

What stands between two rules is a band. Bands that follow one another and hold cells side by side make a table;
where most bands are single rows each band is one. Short rules within a head part it where they run.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ingest.tables.columns import separators
from ingest.tables.contents import is_number
from ingest.tables.families import SAME_SIDE, families
from ingest.tables.filling import filled, grid_of_rows, rows_of
from ingest.tables.grid import Grid, GridCell, in_order
from ingest.tables.judging import judged
from ingest.tables.lattice import Lattice, along, cells_of
from ingest.tables.lines import TextLine, lines_of
from ingest.tables.sheet import Sheet
from ingest.tables.strokes import Strokes

_HEAD_GAP = 1.6  # of a letter's height, from a rule to the middle of the row that it parts from the others
_STEPS = 0.02  # of a band's words have a next cell; fewer is prose, and most pages are that between two rules
_FEW_WORDS = 12  # of a band that may be a title, and hold nothing side by side
_ROWS_BY_RULES = 3  # bands below the head, for rules to part rows
_WIDE = 0.6  # of a table's width by one segment, as in prose
_PROSE_LINES = 0.3  # of a band's lines; more is no part of a table
_CELLS = 0.25  # of a band's lines hold several cells


@dataclass(frozen=True, slots=True, eq=False)
class _Band:
    """What stands between two rules.

    Attributes:
        partial: Shorter rules in between.
    """

    top: float
    bottom: float
    lines: list[TextLine]
    partial: Strokes


def barred_tables(level: Strokes, sheet: Sheet, taken: NDArray[np.bool_]) -> list[Grid]:
    """Return the tables between level rules; words that are taken are in none of them."""
    taken = taken.copy()
    found = []
    for rules in families(level):
        for bands in _runs(rules, level, sheet, taken):
            grid = _grid(bands, sheet)
            if grid is not None:
                found.append(grid)
                taken[grid.words] = True
    return found


def _runs(rules: Strokes, level: Strokes, sheet: Sheet, taken: NDArray[np.bool_]) -> list[list[_Band]]:
    """Return stretches of bands that look like parts of a table."""
    left, right = float(rules[:, 1].min()), float(rules[:, 2].max())
    free = (sheet.across > left - SAME_SIDE) & (sheet.across < right + SAME_SIDE) & ~taken
    shorter = level[(level[:, 1] >= left - SAME_SIDE) & (level[:, 2] <= right + SAME_SIDE)]
    runs: list[list[_Band]] = [[]]
    for top, bottom, within in _strips(rules[:, 0], np.flatnonzero(free), sheet):
        worth_it = len(within) < _FEW_WORDS or np.count_nonzero(sheet.steps[within]) > _STEPS * len(within)
        lines = lines_of(within.tolist(), sheet) if worth_it else []
        if _is_part(lines, right - left):
            partial = shorter[(shorter[:, 0] > top + 1) & (shorter[:, 0] < bottom - 1)]
            runs[-1].append(_Band(top, bottom, lines, partial))
        else:
            runs.append([])
    return [_with_bare_ends(run, sheet, free, _HEAD_GAP * sheet.height) for run in runs if run]


def _strips(
    places: NDArray[np.float64], words: NDArray[np.int64], sheet: Sheet
) -> Iterator[tuple[float, float, NDArray[np.int64]]]:
    """Yield top and bottom of each strip between two neighbouring rules that holds words, and these words.

    Args:
        places: Of the rules, from top to bottom.
        words: Those that may be in a strip.
    """
    down = sheet.down[words]
    order = np.argsort(down, kind="stable")
    words, down = words[order], down[order]
    first, end = np.searchsorted(down, places[:-1], side="right"), np.searchsorted(down, places[1:])
    for strip in np.flatnonzero(first < end).tolist():
        yield float(places[strip]), float(places[strip + 1]), np.sort(words[first[strip] : end[strip]])


def _with_bare_ends(run: list[_Band], sheet: Sheet, free: NDArray[np.bool_], reach: float) -> list[_Band]:
    """Return bands with the row above the first rule, or below the last, if cells stand there: that end has no rule."""
    down = sheet.down
    gutters = separators([line for band in run for line in band.lines], sheet)
    top, bottom = run[0].top, run[-1].bottom
    none = np.empty((0, 3))
    above = lines_of(np.flatnonzero(free & (down < top) & (down > top - reach)).tolist(), sheet)[-1:]
    below = lines_of(np.flatnonzero(free & (down > bottom) & (down < bottom + reach)).tolist(), sheet)[:1]
    before = [_Band(top - reach, top, above, none)] if _fits(above, gutters) else []
    return [*before, *run, *([_Band(bottom, bottom + reach, below, none)] if _fits(below, gutters) else [])]


def _fits(lines: Sequence[TextLine], gutters: Sequence[float]) -> bool:
    """Tell whether the segments of a line stand in most columns and across no gutter."""
    segments = [segment for line in lines for segment in line.segments]
    crossed = any(segment.left < gutter < segment.right for segment in segments for gutter in gutters)
    return len(segments) > max(1, 0.5 * len(gutters)) and not crossed


def _is_part(lines: Sequence[TextLine], width: float) -> bool:
    """Tell whether a band holds cells side by side, or a short head; prose fills its lines from side to side."""
    if not lines:
        return False
    prose = sum(max(segment.right - segment.left for segment in line.segments) > _WIDE * width for line in lines)
    several = sum(len(line.segments) > 1 for line in lines)
    return prose <= _PROSE_LINES * len(lines) and (several >= _CELLS * len(lines) or len(lines) == 1)


def _grid(bands: Sequence[_Band], sheet: Sheet) -> Grid | None:
    gutters = separators([line for band in bands for line in band.lines], sheet)
    if not gutters:
        return None
    gutters = _snapped(gutters, bands)
    whole = _parted_by_rules(bands, gutters, sheet)
    parts = [_part(band, gutters, sheet, whole=whole) for band in bands]
    return judged(_stacked(parts), sheet, ruled=True)


def _snapped(gutters: Sequence[float], bands: Sequence[_Band]) -> list[float]:
    """Return gutters moved to the end of a short rule that is in the same white: rules end where columns do."""
    ends = np.concatenate([band.partial[:, 1:].ravel() for band in bands])
    segments = [segment for band in bands for line in band.lines for segment in line.segments]
    snapped = []
    for gutter in gutters:
        end = min(ends.tolist(), key=lambda end: abs(end - gutter), default=gutter)
        low, high = min(gutter, end), max(gutter, end)
        between = any(segment.left < high - 1 and segment.right > low + 1 for segment in segments)
        snapped.append(gutter if between else end)
    return sorted(snapped)


def _parted_by_rules(bands: Sequence[_Band], gutters: Sequence[float], sheet: Sheet) -> bool:
    """Tell whether each band is a row: there are several, and none has two numbers in one column."""
    if len(bands) <= _ROWS_BY_RULES:
        return False
    for band in bands[1:]:
        seen: set[int] = set()
        for line in filled(band.lines, gutters, sheet):
            numbers = {column for column, text in line.texts.items() if is_number(text)}
            if seen & numbers:
                return False
            seen |= numbers
    return True


def _part(band: _Band, gutters: Sequence[float], sheet: Sheet, *, whole: bool) -> Grid:
    """Return the rows of one band, not trimmed."""
    if len(band.partial):
        return _parted_head(band, gutters, sheet)
    rows = [filled(band.lines, gutters, sheet)] if whole else rows_of(band.lines, gutters, sheet)
    return grid_of_rows(rows, gutters, sheet)


def _parted_head(band: _Band, gutters: Sequence[float], sheet: Sheet) -> Grid:
    """Return the rows of a band that short rules part: a cell above one spans its columns, others go down beside it."""
    words = [word for line in band.lines for word in line.words]
    left, right = min(line.left for line in band.lines), max(line.right for line in band.lines)
    xs = np.array([min(left, gutters[0] - 1), *gutters, max(right, gutters[-1] + 1)])
    ys = np.array([band.top, *np.unique(band.partial[:, 0]), band.bottom])
    floors = along(band.partial, ys, xs).T
    sides = np.ones((len(ys) - 1, len(xs)), np.bool_)
    for place, start, end in band.partial.tolist():
        above = int(np.searchsorted(ys, place)) - 1
        sides[above, (xs > start + 1) & (xs < end - 1)] = False
    lattice = Lattice(xs, ys, sides, floors)
    cells = cells_of(lattice, words, sheet)
    return Grid(cells, *lattice.shape, (left, band.top, right, band.bottom), (left, *gutters, right))


def _stacked(parts: Sequence[Grid]) -> Grid:
    """Return grids of the same columns as one, from top to bottom."""
    cells: list[GridCell] = []
    rows = 0
    for part in parts:
        cells += [replace(cell, row=cell.row + rows) for cell in part.cells]
        rows += part.row_count
    boxes = np.array([part.box for part in parts])
    box = (*boxes[:, :2].min(axis=0).tolist(), *boxes[:, 2:].max(axis=0).tolist())
    return replace(parts[0], cells=in_order(cells), row_count=rows, box=box)
