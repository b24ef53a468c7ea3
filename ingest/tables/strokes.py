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
    """Return the level and the upright strokes that rules (left, top, right, bottom) make together."""
    wide, tall = rules[:, 2] - rules[:, 0], rules[:, 3] - rules[:, 1]
    level, upright = rules[wide >= tall].astype(np.float64), rules[wide < tall].astype(np.float64)
    return _joined(level[:, [1, 0, 2]]), _joined(upright[:, [0, 1, 3]])


def _joined(strokes: Strokes) -> Strokes:
    """Return strokes by place, pieces of one put together, short ones left out."""
    if not len(strokes):
        return strokes
    strokes = strokes[np.argsort(strokes[:, 0], kind="stable")]
    places = np.cumsum(np.diff(strokes[:, 0], prepend=strokes[0, 0]) > _SAME_PLACE)
    order = np.lexsort((strokes[:, 1], places))
    strokes, places = strokes[order], places[order]
    # Each place is moved to a stretch of its own, so that the furthest end reached so far never leaks into the next.
    offset = places * (strokes[:, 2].max() - strokes[:, 1].min() + 10 * _JOINED)
    reached = np.maximum.accumulate(strokes[:, 2] + offset)
    first = np.concatenate([[0], np.flatnonzero(strokes[1:, 1] + offset[1:] - reached[:-1] > _JOINED) + 1])
    ends = np.maximum.reduceat(strokes[:, 2], first)
    sums = np.add.reduceat(strokes[:, 0], first) / np.diff(first, append=len(strokes))
    joined = np.stack([sums, strokes[first, 1], ends], axis=1)
    lengths = joined[:, 2] - joined[:, 1]
    kept = np.sort(np.argsort(-lengths, kind="stable")[: min(_MOST, int(np.count_nonzero(lengths >= _SHORTEST)))])
    return joined[kept]


def frames(level: Strokes, upright: Strokes, middles: NDArray[np.float64], height: float) -> list[Frame]:
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
    labels = _components(meet)
    groups = [
        Frame(level[labels[: len(level)] == label], upright[labels[len(level) :] == label])
        for label in np.unique(labels[: len(level)]).tolist()
    ]
    met = sorted((frame for frame in groups if len(frame.upright)), key=lambda frame: float(frame.level[0, 0]))
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


def _go_on(above: Frame, below: Frame, middles: NDArray[np.float64], height: float) -> bool:
    """Tell whether two frames open at their left are as wide, with one line between them: a heading between rows."""
    top, bottom = float(above.level[:, 0].max()), float(below.level[:, 0].min())
    between = middles[(middles > top) & (middles < bottom)]
    one_line = len(between) > 0 and float(np.ptp(between)) < _LINE * height and bottom - top < _ROW * height
    ends = [np.array([frame.level[:, 1].min(), frame.level[:, 2].max()]) for frame in (above, below)]
    is_open = all(frame.upright[:, 0].min() > frame.level[:, 1].min() + _MEET for frame in (above, below))
    return is_open and one_line and bool(np.abs(ends[0] - ends[1]).max() <= _MEET)


def _are_stripes(above: Frame, below: Frame) -> bool:
    """Tell whether two frames have the same columns, and one row's height between them."""
    gap = float(below.level[:, 0].min() - above.level[:, 0].max())
    tall = float(np.ptp(below.level[:, 0]))
    rows = len(np.unique((below.level[:, 0] / _SAME_PLACE).round())) - 1
    if rows != 1 or np.median(above.upright[:, 2] - above.upright[:, 1]) > _STRIPES * tall:
        return False
    own, other = (np.unique((frame.upright[:, 0] / _SAME_PLACE).round()) for frame in (above, below))
    return 0 < gap <= _STRIPES * tall and np.array_equal(own, other)


def _components(meet: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return a label for each row, then for each column, of a matrix that says which of them meet."""
    rows, columns = meet.shape
    of_rows, of_columns = np.arange(rows), np.full(columns, rows + columns)
    while True:
        of_columns = np.minimum(of_columns, np.where(meet, of_rows[:, None], rows + columns).min(axis=0))
        spread = np.minimum(of_rows, np.where(meet, of_columns, rows + columns).min(axis=1))
        if np.array_equal(spread, of_rows):
            return np.concatenate([of_rows, of_columns])
        of_rows = spread
