"""Group the lines of a table into rows: a cell may have several lines, and a line may begin a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ingest.layout.hyphens import goes_on
from ingest.tables.contents import is_number, is_unit
from ingest.tables.lines import TextLine

_NEARER = 0.3  # of a letter's height: how much closer lines of one row stand than rows
_OVERLAPPING = -0.35  # of a letter's height


@dataclass(frozen=True, slots=True)
class FilledLine:
    """A line with what it holds by column.

    Attributes:
        texts: By column; only of those it fills.
        spans: Whether one of its cells covers several columns.
    """

    line: TextLine
    texts: dict[int, str]
    spans: bool


def row_groups(lines: Sequence[FilledLine], height: float) -> list[list[FilledLine]]:
    """Return the lines of each row, from top to bottom.

    A line goes on the row above it if it overlaps it; if it stands closer than rows do; or, where all lines stand
    alike, if it leaves columns empty and begins in lower case. Two numbers of one column never share a row, and units
    are a row of their own unless they stand close, in brackets.
    """
    near = _nearness(lines, height)
    rows: list[list[FilledLine]] = []
    for line in lines:
        if rows and _goes_on(rows[-1], line, near, height):
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _goes_on(row: Sequence[FilledLine], line: FilledLine, near: float | None, height: float) -> bool:
    gap = line.line.top - max(other.line.bottom for other in row)
    if any(_stacked(other, line) for other in row):
        return False
    if gap < _OVERLAPPING * height or (gap < height and _is_split(row[-1], line)):
        return True
    if _is_unit_row(line):
        return near is not None and gap <= near and all(text[0] in "([" for text in line.texts.values())
    if near is not None:
        return gap <= near
    return gap < height and _reads_on(row[-1], line)


def _stacked(above: FilledLine, below: FilledLine) -> bool:
    """Tell whether two lines have numbers in one column, or the upper spans what the lower parts."""
    if above.spans and len(below.texts) > len(above.texts):
        return True
    both = above.texts.keys() & below.texts.keys()
    return any(is_number(above.texts[column]) and is_number(below.texts[column]) for column in both)


def _is_unit_row(line: FilledLine) -> bool:
    return len(line.texts) > 1 and all(map(is_unit, line.texts.values()))


def _is_split(above: FilledLine, below: FilledLine) -> bool:
    """Tell whether a word of the upper line goes on in the lower one."""
    both = above.texts.keys() & below.texts.keys()
    return any(goes_on(above.texts[column].split()[-1], below.texts[column].split()[0]) for column in both)


def _reads_on(above: FilledLine, below: FilledLine) -> bool:
    """Tell whether a line that fills fewer columns reads like the rest of the one above."""
    if not below.texts.keys() <= above.texts.keys() or len(below.texts) >= max(2, len(above.texts)):
        return False
    first = next(iter(below.texts.values()))
    return first[0].islower() or first[0] in "(&"


def _nearness(lines: Sequence[FilledLine], height: float) -> float | None:
    """Return the widest gap within a row, in points; None if lines stand alike, or gaps do not tell rows."""
    tops = np.array([line.line.top for line in lines])
    bottoms = np.maximum.accumulate(np.array([line.line.bottom for line in lines]))
    gaps = tops[1:] - bottoms[:-1]
    ordered = np.sort(gaps[gaps > _OVERLAPPING * height])
    if len(ordered) < 2:
        return None
    jumps = np.diff(ordered)
    place = int(np.argmax(jumps))
    if jumps[place] < _NEARER * height:
        return None
    near = float(ordered[place])
    inside = [
        (above, below)
        for above, below, gap in zip(lines, lines[1:], gaps.tolist(), strict=False)
        if _OVERLAPPING * height < gap <= near
    ]
    told = sum(_stacked(above, below) for above, below in inside)
    return near if told <= 0.25 * len(inside) else None
