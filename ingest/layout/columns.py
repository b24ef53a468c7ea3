"""Tell columns of running text on a page by the white gutters between them.

Columns are taken for such only where lines are long, no rule crosses the gutter, and the file draws them line by line
across, or a whole column after the other. Cells of tables are drawn otherwise, and keep their order.
"""

from __future__ import annotations

from itertools import groupby, pairwise

import numpy as np
from numpy.typing import NDArray

from ingest.layout.lines import Runs, share_line
from ingest.layout.page_text import RawPage

_Interval = tuple[float, float]

_GUTTER = 0.8  # of a line's height
_SHRUNK = 0.2  # of a line's height, off its top and its bottom: letters of one line reach into the next
_APART = 2.5  # heights below a column where something else begins
_LINES = 3  # of a column
_WORDS = 3  # on its middle line
_FILLED = 0.5  # of its width by its middle line
_NARROWEST = 0.15  # of the page's width
_CROSSED = 2  # rules across a gutter make it a table's
_RULE_GAP = 2.0  # points between the pieces of one rule
_INTERLEAVED = 0.5  # changes of side for a line of the shorter column


def regions(runs: Runs, raw: RawPage) -> list[NDArray[np.int64]]:
    """Return the page's runs as regions in reading order, each in the order of the words; one if there is no column.

    Args:
        raw: The page of these words, upright, left to right.
    """
    if not _side_by_side(runs):
        return [np.arange(len(runs.first))]
    height = float(np.median(runs.boxes[:, 3] - runs.boxes[:, 1]))
    groups = [_columns(runs, group, gutters, raw) for group, gutters in _groups(runs, height)]
    found: list[NDArray[np.int64]] = []
    for single, stretch in groupby(groups, key=lambda columns: len(columns) == 1):
        parts = [column for columns in stretch for column in columns]
        found += [np.sort(np.concatenate(parts))] if single else parts
    return found


def _side_by_side(runs: Runs) -> bool:
    """Tell whether enough lines of words stand beside others to make columns; most pages need no closer look."""
    boxes = runs.boxes[runs.lengths >= _WORDS]
    level = share_line(boxes[:, None], boxes)
    beside = level & (boxes[:, None, 2] < boxes[:, 0])
    return int(np.count_nonzero(beside.any(axis=1))) >= _LINES - 1


def _groups(runs: Runs, height: float) -> list[tuple[NDArray[np.int64], list[_Interval]]]:
    """Return bands of the page from top to bottom, each with the gutters that run all the way down it."""
    groups: list[tuple[NDArray[np.int64], list[_Interval]]] = []
    for band in _bands(runs, height):
        gaps = _gaps(runs.boxes[band], _GUTTER * height)
        if groups and _adjoin(runs, groups[-1][0], band, height):
            last, common = groups[-1]
            both, shared = np.concatenate([last, band]), _common(common, gaps, _GUTTER * height)
            inner = bool(_inner(runs, both, shared))
            if inner or not (_inner(runs, last, common) or _inner(runs, band, gaps)):
                groups[-1] = (both, shared)
                continue
        groups.append((band, gaps))
    return [(np.sort(group), _inner(runs, group, gaps)) for group, gaps in groups]


def _bands(runs: Runs, height: float) -> list[NDArray[np.int64]]:
    """Return the runs from top to bottom, parted wherever white runs across the whole page."""
    tops, bottoms = runs.boxes[:, 1] + _SHRUNK * height, runs.boxes[:, 3] - _SHRUNK * height
    order = np.argsort(tops, kind="stable")
    reached = np.maximum.accumulate(bottoms[order])
    return np.split(order, np.flatnonzero(tops[order][1:] >= reached[:-1]) + 1)


def _adjoin(runs: Runs, above: NDArray[np.int64], below: NDArray[np.int64], height: float) -> bool:
    return bool(runs.boxes[below, 1].min() - runs.boxes[above, 3].max() < _APART * height)


def _gaps(boxes: NDArray[np.float32], narrowest: float) -> list[_Interval]:
    """Return where a band is white from top to bottom, the sides of the page included."""
    order = np.argsort(boxes[:, 0], kind="stable")
    reached = np.maximum.accumulate(boxes[order, 2])
    starts, ends = [-np.inf, *reached.tolist()], [*boxes[order, 0].tolist(), np.inf]
    return [(start, end) for start, end in zip(starts, ends, strict=True) if end - start >= narrowest]


def _common(first: list[_Interval], second: list[_Interval], narrowest: float) -> list[_Interval]:
    met = ((max(a, c), min(b, d)) for a, b in first for c, d in second)
    return [(start, end) for start, end in met if end - start >= narrowest]


def _inner(runs: Runs, group: NDArray[np.int64], gaps: list[_Interval]) -> list[_Interval]:
    """Return the gaps that have words on both sides."""
    left, right = float(runs.boxes[group, 0].min()), float(runs.boxes[group, 2].max())
    return [(start, end) for start, end in gaps if left < start and end < right]


def _columns(runs: Runs, group: NDArray[np.int64], gutters: list[_Interval], raw: RawPage) -> list[NDArray[np.int64]]:
    """Return a band's columns from left to right; the band itself if it has none."""
    columns: list[NDArray[np.int64]] = []
    rest = group
    for gutter, following in pairwise([*sorted(gutters), (np.inf, np.inf)]):
        left = runs.boxes[rest, 2] <= gutter[0]
        beside = ~left & (runs.boxes[rest, 2] <= following[0])
        prose = _is_prose(runs, rest[left], raw.width) and _is_prose(runs, rest[beside], raw.width)
        if prose and _drawn_as_columns(left) and not _crossed(runs.boxes[group], gutter, raw.rules):
            columns.append(rest[left])
            rest = rest[~left]
    return [*columns, rest]


def _drawn_as_columns(left: NDArray[np.bool_]) -> bool:
    """Tell whether runs come a column after the other, or line by line across the gutter."""
    changes = int(np.count_nonzero(np.diff(left.astype(np.int8))))
    shorter = min(int(left.sum()), int((~left).sum()))
    return changes == 1 or changes >= _INTERLEAVED * shorter


def _is_prose(runs: Runs, column: NDArray[np.int64], page_width: float) -> bool:
    if len(column) < _LINES:
        return False
    boxes = runs.boxes[column]
    wide = float(boxes[:, 2].max() - boxes[:, 0].min())
    usual = float(np.median(boxes[:, 2] - boxes[:, 0]))
    long_lines = float(np.median(runs.lengths[column])) >= _WORDS
    return long_lines and wide >= _NARROWEST * page_width and usual >= _FILLED * wide


def _crossed(boxes: NDArray[np.float32], gutter: _Interval, rules: NDArray[np.float32]) -> bool:
    """Tell whether level rules lead across a gutter within a band; a rule may be drawn cell by cell."""
    middle = (gutter[0] + gutter[1]) / 2
    across = (rules[:, 0] - _RULE_GAP <= middle) & (middle <= rules[:, 2] + _RULE_GAP)
    slack = float((boxes[:, 3] - boxes[:, 1]).max())
    within = (rules[:, 1] > boxes[:, 1].min() - slack) & (rules[:, 1] < boxes[:, 3].max() + slack)
    places = rules[(rules[:, 1] == rules[:, 3]) & across & within, 1]
    return len(np.unique(np.round(places / _RULE_GAP))) >= _CROSSED
