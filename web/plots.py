"""Small pictures of how figures spread: every point is a case, placed in percent of the width: text keeps its size."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from search_api.answers import Spread
from search_api.evidence_answers import PointView, StatisticView
from web import numbers

MARGIN = 4.0  # percent of the width at either end
APART = 4.0  # percent; nearer points stand above one another
LANE = 17  # pixels from one such point to the next
TOP = 34  # pixels above the points: the median and its name
BOTTOM = 40  # pixels below: the axis and its numbers
TICKS = 5  # numbers on an axis, about
WIDE = 30.0  # times the lowest value: above, an axis of amounts has steps of ten


@dataclass(frozen=True, slots=True)
class Dot:
    """A point of a plot: a case; `x` in percent, `y` in pixels."""

    x: float
    y: int
    point: PointView


@dataclass(frozen=True, slots=True)
class Tick:
    """A number on the axis; `x` in percent."""

    x: float
    text: str


@dataclass(frozen=True, slots=True)
class Plot:
    """How one kind of figure spreads.

    Attributes:
        median, low, high: Places in percent.
        box: Place and width of the middle half of the sites; None where quartiles are not told.
        height, axis: In pixels: of the whole, and where the axis lies.
        leaning: Where the name of the median stands beside its line: "start", "middle" or "end".
        stepped: Whether the axis has steps of ten.
    """

    statistic: StatisticView
    dots: tuple[Dot, ...]
    ticks: tuple[Tick, ...]
    median: float
    low: float
    high: float
    box: tuple[float, float] | None
    height: int
    axis: int
    leaning: str
    stepped: bool


@dataclass(frozen=True, slots=True)
class _Axis:
    """From a value to its place in percent."""

    low: float
    high: float
    stepped: bool

    def place(self, value: float) -> float:
        """Return where a value stands."""
        low, high, at = (math.log10(v) if self.stepped else v for v in (self.low, self.high, value))
        return round(MARGIN + (100 - 2 * MARGIN) * (at - low) / (high - low), 2)


def plot(statistic: StatisticView) -> Plot:
    """Return the picture of a statistic."""
    spread = statistic.spread
    values = [point.value for point in statistic.points]
    axis, ticks = _axis(spread, values)
    dots, lanes = _dots(statistic.points, axis)
    line = TOP + lanes * LANE
    median = axis.place(spread.median)
    ends = [axis.place(end) for end in spread.quartiles] if spread.quartiles else []
    return Plot(
        statistic=statistic,
        dots=dots,
        ticks=tuple(Tick(axis.place(tick), numbers.number(tick)) for tick in ticks),
        median=median,
        low=axis.place(spread.low),
        high=axis.place(spread.high),
        box=(ends[0], round(ends[1] - ends[0], 2)) if ends else None,
        height=line + BOTTOM,
        axis=line,
        leaning="start" if median < 25 else "end" if median > 75 else "middle",
        stepped=axis.stepped,
    )


def _axis(spread: Spread, values: Sequence[float]) -> tuple[_Axis, list[float]]:
    """Return an axis that holds all values, and the numbers on it."""
    if spread.scale == "yearly" and min(values) > 0 and max(values) > WIDE * min(values):
        first, last = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
        powers = range(first, last + 1, max(1, math.ceil((last - first) / TICKS)))
        return _Axis(10.0**first, 10.0**last, True), [10.0**power for power in powers]
    low, high = min(0.0, *values), max(values)
    step = _step((high - low) or 1.0)
    first, last = math.floor(low / step), max(math.ceil(high / step), 1)
    return _Axis(first * step, last * step, False), [step * n for n in range(first, last + 1)]


def _step(length: float) -> float:
    """Return a round step that cuts a length into about as many parts as an axis has numbers."""
    size = 10.0 ** math.floor(math.log10(length / TICKS))
    return next(size * part for part in (1.0, 2.0, 2.5, 5.0, 10.0) if size * part * TICKS >= length)


def _dots(points: Sequence[PointView], axis: _Axis) -> tuple[tuple[Dot, ...], int]:
    """Place points from left to right, near ones above one another; return them and how many lanes they take."""
    ends: list[float] = []
    placed: list[tuple[float, int, PointView]] = []
    for point in points:
        x = axis.place(point.value)
        lane = next((n for n, end in enumerate(ends) if x - end >= APART), len(ends))
        ends[lane : lane + 1] = [x]
        placed.append((x, lane, point))
    line = TOP + len(ends) * LANE
    return tuple(Dot(x, line - LANE * lane - LANE // 2 - 2, point) for x, lane, point in placed), len(ends)
