"""Write what cases report together as a table for a spreadsheet: a row a figure, its statistic beside it."""

from __future__ import annotations

from collections.abc import Iterator

from search_api.answers import Spread
from search_api.evidence_answers import CaseSetView, PointView, StatisticView
from search_api.table_files import csv_file

COLUMNS = (
    "role",
    "subject",
    "unit",
    "basis",
    "cases",
    "sites",
    "median",
    "first_quartile",
    "third_quartile",
    "lowest",
    "highest",
    "case",
    "title",
    "site",
    "year",
    "grade",
    "status",
    "only_measure",
    "value",
    "as_printed",
    "printed_unit",
    "note",
    "evidence",
)


def cases_csv(reported: CaseSetView) -> bytes:
    """Return every figure that a statistic counts, as CSV in UTF-8 with a byte order mark."""
    return csv_file(COLUMNS, (row for statistic in reported.statistics for row in _rows(statistic)))


def _rows(statistic: StatisticView) -> Iterator[tuple[object, ...]]:
    for point in statistic.points:
        yield (*_spread(statistic.spread), *_point(point))


def _spread(spread: Spread) -> tuple[object, ...]:
    first, third = spread.quartiles or ("", "")
    kind = (spread.role, spread.subject, spread.unit, spread.basis)
    return *kind, spread.cases, spread.sites, spread.median, first, third, spread.low, spread.high


def _point(point: PointView) -> tuple[object, ...]:
    figure, case = point.figure, point.case
    about = (case.id, case.title, point.site, point.year or "", point.grade, point.status)
    printed = (figure.printed, figure.unit, figure.note, figure.url)
    return *about, "yes" if point.alone else "no", point.value, *printed
