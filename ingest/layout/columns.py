"""Tell columns of running text on a page by the white gutters between them.

Columns are taken for such only where lines are long, no rule crosses the gutter, and the file draws them line by line
across, or a whole column after the other. Cells of tables are drawn otherwise, and keep their order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from math import inf

import numpy as np
from numpy.typing import NDArray

from ingest.layout.lines import Runs, share_line
from ingest.layout.medians import median
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


@dataclass(frozen=True, slots=True)
class _Band:
    """Runs that stand beside one another, and those of bands right above and below.

    Attributes:
        gaps: Where it is white from top to bottom, the sides of the page included.
    """

    runs: list[int]
    left: float
    top: float
    right: float
    bottom: float
    gaps: list[_Interval]

    def gutters(self) -> list[_Interval]:
        """Return the gaps that have words on both sides."""
        return [(start, end) for start, end in self.gaps if self.left < start and end < self.right]


def regions(runs: Runs, raw: RawPage) -> list[NDArray[np.int64]]:
    """Return the page's runs as regions in reading order, each in the order of the words; one if there is no column.

    Args:
        raw: The page of these words, upright, left to right.
    """
    if not _side_by_side(runs):
        return [np.arange(len(runs.first))]
    height = median(runs.boxes[:, 3] - runs.boxes[:, 1])
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
    groups: list[_Band] = []
    for band in _bands(runs, height):
        if groups and band.top - groups[-1].bottom < _APART * height:
            both = _together(groups[-1], band, _GUTTER * height)
            if both.gutters() or not (groups[-1].gutters() or band.gutters()):
                groups[-1] = both
                continue
        groups.append(band)
    return [(np.sort(np.array(group.runs)), group.gutters()) for group in groups]


def _bands(runs: Runs, height: float) -> Iterator[_Band]:
    """Yield the runs from top to bottom, parted wherever white runs across the whole page."""
    tops, bottoms = runs.boxes[:, 1] + _SHRUNK * height, runs.boxes[:, 3] - _SHRUNK * height
    order = np.argsort(tops, kind="stable")
    reached = np.maximum.accumulate(bottoms[order])
    ends = [*(np.flatnonzero(tops[order][1:] >= reached[:-1]) + 1).tolist(), len(order)]
    own, boxes = order.tolist(), runs.boxes[order].tolist()
    for first, end in pairwise([0, *ends]):
        lefts, highest, rights, lowest = zip(*boxes[first:end], strict=True)
        gaps = _gaps(sorted(zip(lefts, rights, strict=True)), _GUTTER * height)
        yield _Band(own[first:end], min(lefts), min(highest), max(rights), max(lowest), gaps)


def _gaps(sides: Sequence[_Interval], narrowest: float) -> list[_Interval]:
    """Return where a band is white from top to bottom, the sides of the page included.

    Args:
        sides: Left and right of what stands there, by left.
    """
    found: list[_Interval] = []
    reached = -inf
    for left, right in sides:
        if left - reached >= narrowest:
            found.append((reached, left))
        reached = max(reached, right)
    return [*found, (reached, inf)]


def _together(above: _Band, below: _Band, narrowest: float) -> _Band:
    met = ((max(a, c), min(b, d)) for a, b in above.gaps for c, d in below.gaps)
    return _Band(
        above.runs + below.runs,
        min(above.left, below.left),
        min(above.top, below.top),
        max(above.right, below.right),
        max(above.bottom, below.bottom),
        [(start, end) for start, end in met if end - start >= narrowest],
    )


def _columns(runs: Runs, group: NDArray[np.int64], gutters: list[_Interval], raw: RawPage) -> list[NDArray[np.int64]]:
    """Return a band's columns from left to right; the band itself if it has none."""
    columns: list[NDArray[np.int64]] = []
    rest = group
    for gutter, following in pairwise([*sorted(gutters), (inf, inf)]):
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
    usual = median(boxes[:, 2] - boxes[:, 0])
    long_lines = median(runs.lengths[column]) >= _WORDS
    return long_lines and wide >= _NARROWEST * page_width and usual >= _FILLED * wide


def _crossed(boxes: NDArray[np.float32], gutter: _Interval, rules: NDArray[np.float32]) -> bool:
    """Tell whether level rules lead across a gutter within a band; a rule may be drawn cell by cell."""
    middle = (gutter[0] + gutter[1]) / 2
    across = (rules[:, 0] - _RULE_GAP <= middle) & (middle <= rules[:, 2] + _RULE_GAP)
    slack = float((boxes[:, 3] - boxes[:, 1]).max())
    within = (rules[:, 1] > boxes[:, 1].min() - slack) & (rules[:, 1] < boxes[:, 3].max() + slack)
    places = rules[(rules[:, 1] == rules[:, 3]) & across & within, 1]
    return len(np.unique(np.round(places / _RULE_GAP))) >= _CROSSED
