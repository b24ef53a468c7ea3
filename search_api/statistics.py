"""Medians and ranges of what several sites report: each site counts once, and never fewer than three.

Whoever reads a median believes it. So a case is left out where it states several numbers of a kind, since none of them
need be of the whole site, and where its number promises more than it states ("up to 30 %").
"""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from corpus.model import Case, Figure, Role
from corpus.sites import site_of
from search_api.comparing import Kind, Scale, comparable, is_cautious, kind_of, middle

ENOUGH = 3  # sites; below that one of them decides what a reader believes
QUARTERED = 8  # sites from which on quartiles are told; below, the ends of the range


@dataclass(frozen=True, slots=True)
class Point:
    """A figure of a case, as a number in its kind's unit."""

    case: Case
    figure: Figure
    value: float

    @property
    def alone(self) -> bool:
        """Whether the case applied one measure, so that the figure is of nothing else."""
        return len(self.case.measures) == 1


@dataclass(frozen=True, slots=True)
class Statistic:
    """What the sites report of one kind of figure.

    Attributes:
        points: What was counted, by value, then case.
        sites: How many sites they are from; each counts once, with the median of its cases.
        median, low, high: Of the sites' values.
        quartiles: First and third, interpolated linearly between values; None below `QUARTERED` sites.
        several, flattering: Cases left out: they state several numbers, or one that promises more than it states.
    """

    kind: Kind
    points: tuple[Point, ...]
    sites: int
    median: float
    low: float
    high: float
    quartiles: tuple[float, float] | None
    several: tuple[Case, ...]
    flattering: tuple[Case, ...]


def statistics_of(cases: Iterable[Case], roles: Sequence[Role]) -> list[Statistic]:
    """Return a statistic for each kind of figure that enough sites report, what carries over best first.

    Args:
        roles: What the figures may say.
    """
    stated: defaultdict[Kind, list[Point]] = defaultdict(list)
    for case in cases:
        for figure in case.figures:
            kind, quantity = kind_of(figure), comparable(figure)
            if kind and quantity and kind.role in roles:
                stated[kind].append(Point(case, figure, middle(quantity)))
    found = (_statistic(kind, points) for kind, points in stated.items())
    return sorted((each for each in found if each), key=_place)


def _place(statistic: Statistic) -> tuple[int, int, str, str, str, str]:
    kind = statistic.kind
    return list(Scale).index(kind.scale), -statistic.sites, kind.subject, kind.role, kind.unit, kind.basis


def _statistic(kind: Kind, stated: Sequence[Point]) -> Statistic | None:
    """Return the statistic of a kind, None if too few sites are left."""
    single, several = _single(stated)
    points = sorted((p for p in single if is_cautious(p.figure)), key=lambda p: (p.value, p.case.id))
    sites: defaultdict[tuple[str, ...], list[float]] = defaultdict(list)
    for point in points:
        sites[site_of(point.case)].append(point.value)
    values = [statistics.median(of_site) for of_site in sites.values()]
    if len(values) < ENOUGH:
        return None
    return Statistic(
        kind=kind,
        points=tuple(points),
        sites=len(values),
        median=statistics.median(values),
        low=min(values),
        high=max(values),
        quartiles=_quartiles(values) if len(values) >= QUARTERED else None,
        several=several,
        flattering=tuple(point.case for point in single if not is_cautious(point.figure)),
    )


def _single(stated: Sequence[Point]) -> tuple[list[Point], tuple[Case, ...]]:
    """Return the one point of each case that states one number, and the cases that state several."""
    by_case: defaultdict[str, list[Point]] = defaultdict(list)
    for point in stated:
        by_case[point.case.id].append(point)
    single = [points[0] for points in by_case.values() if len({point.value for point in points}) == 1]
    several = (points[0].case for points in by_case.values() if len({point.value for point in points}) > 1)
    return single, tuple(several)


def _quartiles(values: Sequence[float]) -> tuple[float, float]:
    first, third = np.quantile(values, [0.25, 0.75])
    return float(first), float(third)
