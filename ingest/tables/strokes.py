"""Put the rules of a page together: pieces of one line become one, and lines that meet become one frame."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Strokes = NDArray[
    np.float64
]  # (n, 3): place across, start, end: y, left, right of level rules, x, top, bottom of upright ones

_SAME_PLACE = 2.0  # points between two rules that are one, as the two edges of neighbouring boxes
_JOINED = 3.0  # points between the pieces of a broken or dotted rule
_SHORTEST = 6.0  # points
_MEET = 2.5  # points between the end of a rule and the one it leads to
_LINE = 0.6  # of a letter's height between the middles of words of one line
_ROW = 4.0  # letter heights, with white above and below the line
_STRIPES = 2.0  # heights of a stripe to the next one
_MOST = 400  # strokes of either way; more is a drawing, of which the longest are kept


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """Rules that meet.

    Attributes:
        level, upright: Strokes, by place.
    """

    level: Strokes
    upright: Strokes


def level_and_upright(rules: NDArray[np.float32]) -> tuple[Strokes, Strokes]:
    """Return the level and the upright strokes that rules (left, top, right, bottom) make together, by place.

    Pieces of one stroke are put together, short ones are left out.
    """
    left, top, right, bottom = rules.astype(np.float64).T
    is_upright = right - left < bottom - top
    place, start, end = (np.where(is_upright, *both) for both in ((left, top), (top, left), (bottom, right)))
    order = np.lexsort((place, is_upright))
    place, is_upright = place[order], is_upright[order]
    parted = (place[1:] - place[:-1] > _SAME_PLACE) | (is_upright[1:] != is_upright[:-1])
    groups = np.append(0, np.cumsum(parted))[: len(order)]
    again = np.lexsort((start[order], groups))
    strokes = _joined(np.stack([place, start[order], end[order]], axis=1)[again], groups[again])
    count = int(np.count_nonzero(~is_upright))
    return _longest(strokes[strokes[:, 3] < count, :3]), _longest(strokes[strokes[:, 3] >= count, :3])


def _joined(strokes: Strokes, groups: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return strokes with the pieces of each put together, and the number of its first piece, as (n, 4).

    Args:
        groups: Ascending; strokes of one group stand at one place.
    """
    if not len(strokes):
        return np.empty((0, 4))
    # Each group is moved to a stretch of its own, so that the furthest end reached so far never leaks into the next.
    offset = groups * (strokes[:, 2].max() - strokes[:, 1].min() + 10 * _JOINED)
    reached = np.maximum.accumulate(strokes[:, 2] + offset)
    first = np.append(0, np.flatnonzero(strokes[1:, 1] + offset[1:] - reached[:-1] > _JOINED) + 1)
    ends = np.maximum.reduceat(strokes[:, 2], first)
    places = np.add.reduceat(strokes[:, 0], first) / np.diff(first, append=len(strokes))
    return np.stack([places, strokes[first, 1], ends, first], axis=1)


def _longest(strokes: Strokes) -> Strokes:
    """Return the strokes that are long enough, not too many of them."""
    lengths = strokes[:, 2] - strokes[:, 1]
    kept = np.flatnonzero(lengths >= _SHORTEST)
    if len(kept) > _MOST:
        kept = np.sort(np.argsort(-lengths, kind="stable")[:_MOST])
    return strokes[kept]


def frames(level: Strokes, upright: Strokes, middles: NDArray[np.float32], height: float) -> list[Frame]:
    """Return the groups of strokes that meet, from top to bottom; a stroke that meets none is in none.

    Coloured stripes of the same columns are one group, and so are parts that only a line across all columns parts.

    Args:
        middles: Half-way between top and bottom of each word of the page, in points.
        height: Of a usual letter.
    """
    if not len(level) or not len(upright):
        return []
    y, left, right = (column[:, None] for column in level.T)
    x, top, bottom = upright.T
    meet = (x >= left - _MEET) & (x <= right + _MEET) & (y >= top - _MEET) & (y <= bottom + _MEET)
    of_level, of_upright = _components(meet)
    groups = [
        Frame(level[of_level == label], upright[of_upright == label])
        for label in sorted(set(of_upright.tolist()))
        if label < len(level)
    ]
    met = sorted(groups, key=lambda frame: float(frame.level[0, 0]))
    found: list[Frame] = []
    for frame in met:
        if found and (_are_stripes(found[-1], frame) or _go_on(found[-1], frame, middles, height)):
            both = (np.vstack(pair) for pair in zip(_parts(found[-1]), _parts(frame), strict=True))
            found[-1] = Frame(*both)
        else:
            found.append(frame)
    return found


def _parts(frame: Frame) -> tuple[Strokes, Strokes]:
    return frame.level, frame.upright


def _go_on(above: Frame, below: Frame, middles: NDArray[np.float32], height: float) -> bool:
    """Tell whether two frames open at their left are as wide, with one line between them: a heading between rows."""
    if not all(frame.upright[:, 0].min() > frame.level[:, 1].min() + _MEET for frame in (above, below)):
        return False
    top, bottom = float(above.level[:, 0].max()), float(below.level[:, 0].min())
    between = middles[(middles > top) & (middles < bottom)]
    one_line = len(between) > 0 and float(np.ptp(between)) < _LINE * height and bottom - top < _ROW * height
    ends = [np.array([frame.level[:, 1].min(), frame.level[:, 2].max()]) for frame in (above, below)]
    return one_line and bool(np.abs(ends[0] - ends[1]).max() <= _MEET)


def _are_stripes(above: Frame, below: Frame) -> bool:
    """Tell whether two frames have the same columns, and one row's height between them."""
    gap = float(below.level[:, 0].min() - above.level[:, 0].max())
    tall = float(np.ptp(below.level[:, 0]))
    if not 0 < gap <= _STRIPES * tall:
        return False
    rows = len(np.unique((below.level[:, 0] / _SAME_PLACE).round())) - 1
    if rows != 1 or np.median(above.upright[:, 2] - above.upright[:, 1]) > _STRIPES * tall:
        return False
    own, other = (np.unique((frame.upright[:, 0] / _SAME_PLACE).round()) for frame in (above, below))
    return np.array_equal(own, other)


def _components(meet: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return labels for the rows and for the columns of a matrix that says which of them meet.

    A label is the first row of those that meet; that of a column that meets none is the number of rows.
    """
    rows, columns = meet.shape
    of_rows, of_columns = np.arange(rows), np.full(columns, rows)
    while True:
        of_columns = np.minimum(of_columns, np.where(meet, of_rows[:, None], rows).min(axis=0))
        spread = np.minimum(of_rows, np.where(meet, of_columns, rows).min(axis=1))
        if np.array_equal(spread, of_rows):
            return of_rows, of_columns
        of_rows = spread
