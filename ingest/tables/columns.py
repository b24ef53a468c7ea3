"""Find where columns are parted: upright stretches of white that (almost) all lines leave free."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ingest.tables.lines import Segment, TextLine
from ingest.tables.sheet import Sheet

_NARROWEST = 0.4  # of a letter's height
_NEAR = 1.2  # of a letter's height
_LINES_TO_COUNT = 4
_MOSTLY = 0.7  # of the lines
_SPREAD = 0.2  # of a letter's height between the left ends of texts that are set to the right
_MAY_SPAN = 0.25  # of the lines may cross a gutter, as heads over several columns do


def separators(lines: Sequence[TextLine], sheet: Sheet) -> list[float]:
    """Return the middles of the white gutters between the columns of some lines, from left to right.

    A line may cross a gutter if it is a segment alone on its line, if it stands above a line that has more segments,
    or if the words around the gutter stand further apart than a space.
    """
    several = any(len(line.segments) > 1 for line in lines)
    # A segment alone on its line may span columns, so it does not say where they are.
    counted = [segment for line in lines if len(line.segments) > 1 or not several for segment in line.segments]
    gutters = [gutter for gutter in _gutters(counted, sheet.height) if _parts(gutter, lines, sheet)]
    lonely = _without_lonely([(start + end) / 2 for start, end in gutters], lines, sheet)
    return sorted([*lonely, *_seams(lines, sheet)])


def _seams(lines: Sequence[TextLine], sheet: Sheet) -> list[float]:
    """Return where a column set to the right meets one set to the left, no further apart than words."""
    seams: dict[tuple[int, int], list[int]] = defaultdict(list)
    for line in lines:
        for segment in line.segments:
            for before, after in pairwise(segment.words):
                seams[round(sheet.places[before][2]), round(sheet.places[after][0])].append(before)
    found = []
    enough = max(_LINES_TO_COUNT, _MOSTLY * len(lines))
    for (end, start), words in seams.items():
        if len(words) >= enough and float(np.ptp(sheet.boxes[words, 0])) > _SPREAD * sheet.height:
            found.append((end + start) / 2)
    return found


def _without_lonely(gutters: list[float], lines: Sequence[TextLine], sheet: Sheet) -> list[float]:
    """Return gutters without those left of a column that only one line fills, close to its neighbour: a wide space."""
    if len(lines) < _LINES_TO_COUNT:
        return gutters
    kept: list[float] = []
    for gutter, following in pairwise([*gutters, np.inf]):
        own = [segment for line in lines for segment in line.segments if gutter < segment.left < following]
        before = [segment.right for line in lines for segment in line.segments if segment.right <= gutter + 1]
        near = len(own) == 1 and own[0].left - max(before, default=-np.inf) < _NEAR * sheet.height
        if not near:
            kept.append(gutter)
    return kept


def pieces(segment: Segment, gutters: Sequence[float], sheet: Sheet) -> list[Segment]:
    """Return a segment cut at the gutters where its words stand further apart than a space, or just around one."""
    if len(segment.words) == 1 or not any(segment.left - 1 < gutter < segment.right + 1 for gutter in gutters):
        return [segment]
    cuts = []
    for place, (before, after) in enumerate(pairwise(segment.words), start=1):
        ends, begins = sheet.places[before][2], sheet.places[after][0]
        slack = 1.0 if begins - ends >= sheet.loose_gap else -0.4 * (begins - ends)
        if any(ends - slack <= gutter <= begins + slack for gutter in gutters):
            cuts.append(place)
    bounds = [0, *cuts, len(segment.words)]
    parts = [segment.words[first:last] for first, last in pairwise(bounds)]
    return [Segment(part, sheet.places[part[0]][0], max(sheet.places[word][2] for word in part)) for part in parts]


def _gutters(segments: Sequence[Segment], height: float) -> list[tuple[float, float]]:
    """Return the stretches that few segments cover."""
    if not segments:
        return []
    lefts = np.array([segment.left for segment in segments])
    rights = np.array([segment.right for segment in segments])
    edges = np.unique(np.concatenate([lefts, rights]))
    middles = (edges[1:] + edges[:-1]) / 2
    covered = _coverage(lefts, rights, middles)
    allowed = max(0, int(_MAY_SPAN * _line_count(lefts, rights)))
    return _stretches(edges, covered, allowed, _NARROWEST * height)


def _line_count(lefts: NDArray[np.float64], rights: NDArray[np.float64]) -> int:
    """Return how many segments the column with the most has: as many lines are filled."""
    return int(_coverage(lefts, rights, (lefts + rights) / 2).max())


def _coverage(
    lefts: NDArray[np.float64], rights: NDArray[np.float64], places: NDArray[np.float64]
) -> NDArray[np.int64]:
    began = np.searchsorted(np.sort(lefts), places, side="right")
    ended = np.searchsorted(np.sort(rights), places, side="right")
    return np.asarray(began - ended)


def _stretches(
    edges: NDArray[np.float64], covered: NDArray[np.int64], allowed: int, narrowest: float
) -> list[tuple[float, float]]:
    """Return the valleys of the coverage: least-covered stretches between two peaks that stand higher."""
    low = np.flatnonzero(covered <= allowed)
    valleys = np.split(low, np.flatnonzero(np.diff(low) > 1) + 1)
    inner = [valley for valley in valleys if len(valley) and valley[0] > 0 and valley[-1] + 1 < len(covered)]
    return [
        stretch for valley in inner for stretch in _lowest(edges, covered, int(valley[0]), int(valley[-1]), narrowest)
    ]


def _lowest(
    edges: NDArray[np.float64], covered: NDArray[np.int64], first: int, last: int, narrowest: float
) -> list[tuple[float, float]]:
    """Return the least covered stretches, wide enough, of one valley: a sparse column may stand within it."""
    for level in range(int(covered[first : last + 1].min()), int(covered[first : last + 1].max()) + 1):
        low = np.flatnonzero(covered[first : last + 1] <= level) + first
        runs = np.split(low, np.flatnonzero(np.diff(low) > 1) + 1)
        wide = [(float(edges[run[0]]), float(edges[run[-1] + 1])) for run in runs]
        kept = [stretch for stretch in wide if stretch[1] - stretch[0] >= narrowest]
        if kept:
            return kept
    return []


def _parts(gutter: tuple[float, float], lines: Sequence[TextLine], sheet: Sheet) -> bool:
    """Tell whether all lines that cross a gutter have a reason to."""
    middle = (gutter[0] + gutter[1]) / 2
    for place, line in enumerate(lines):
        crossing = next((segment for segment in line.segments if segment.left < middle < segment.right), None)
        if crossing is None or len(line.segments) == 1:
            continue
        if len(pieces(crossing, [*gutter, middle], sheet)) > 1:
            continue
        if not any(len(other.segments) > len(line.segments) for other in lines[place + 1 : place + 3]):
            return False
    return True
