"""Figures of records as quantities."""

from __future__ import annotations

from pathlib import Path

import pytest

import corpus
from corpus.model import Bound, Role
from corpus.records import FigureRecord, read_record
from ingest.figures.recorded import recorded_quantity

_SAVING = FigureRecord(Role.SAVING, "30", "m3", "water")


@pytest.mark.parametrize(
    ("role", "printed", "unit", "period", "note", "expected"),
    [
        (Role.SAVING, "30", "m3", "year", "", (30, 30, "m3/a")),
        (Role.SAVING, "30", "m3", "2005 to 2013", "", (30, 30, "m3")),
        (Role.BASELINE, "300", "l", "pig", "", (300, 300, "L/{pig}")),
        (Role.BASELINE, "14.8", "m3 per tonne", "per tonne of product", "", (14.8, 14.8, "m3/t")),
        (Role.SAVING, "70-75", "%", "year", "", (70, 75, "%")),
        (Role.SAVING, "31", "million gallons", "year", "", (31e6, 31e6, "[gal_us]/a")),
        (Role.SAVING, "500", "MPC (thousand cubic feet)", "", "", (500, 500, "10*3.[cft_i]")),
        (Role.ANNUAL_SAVING, "1,500", "USD", "one year", "", (1500, 1500, "USD/a")),
        (Role.INVESTMENT, "1,500", "USD", "year", "", (1500, 1500, "USD")),
        (Role.PAYBACK, "8.5", "months", "", "", (8.5, 8.5, "mo")),
    ],
)
def test_number_unit_and_period_make_a_quantity(
    role: Role, printed: str, unit: str, period: str, note: str, expected: tuple[float, float, str]
) -> None:
    """What is counted over a period has it in the unit, unless it says so already or is paid once."""
    found = recorded_quantity(FigureRecord(role, printed, unit, "", period, note), None)

    assert found is not None
    assert expected == (found.quantity.low, found.quantity.high, found.quantity.currency + found.quantity.unit)


@pytest.mark.parametrize(
    ("note", "bound"),
    [("more than", Bound.MORE), ("up to, by 2004", Bound.LESS), ("almost", Bound.ABOUT), ("of more", Bound.EXACT)],
)
def test_the_note_bounds_the_quantity(note: str, bound: Bound) -> None:
    """A note that is or begins with words of a bound counts as if they stood before the number."""
    found = recorded_quantity(FigureRecord(Role.SAVING, "30", "m3", note=note), None)

    assert found is not None
    assert bound is found.quantity.bound


def test_the_note_gives_the_price_year_of_money() -> None:
    """Money has a price year, if its note states one."""
    found = recorded_quantity(FigureRecord(Role.INVESTMENT, "500", "USD", note="price year 2002"), None)

    assert found is not None
    assert found.quantity.price_year == 2002


@pytest.mark.parametrize(("printed", "unit"), [("30", ""), ("30", "hats"), ("none", "m3"), ("3 or 4 of 9", "m3")])
def test_what_cannot_be_read_is_not_guessed(printed: str, unit: str) -> None:
    """A unit that is not known, or a number that is none, leaves no quantity."""
    assert recorded_quantity(FigureRecord(Role.SAVING, printed, unit), None) is None


def test_nearly_all_figures_of_the_collection_are_read() -> None:
    """At least 99 of 100 figures of the collection's records are quantities."""
    records = [read_record(path).case for path in (Path(corpus.__file__).parent / "cases").glob("*.yaml")]
    figures = [(figure, case.country) for case in records if case for figure in case.figures]
    unread = [figure for figure, country in figures if recorded_quantity(figure, country) is None]

    assert figures
    assert len(unread) <= 0.01 * len(figures), unread
