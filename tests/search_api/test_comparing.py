"""Which figures may stand in one statistic."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.model import Bound, Figure, Role
from search_api.comparing import Kind, Scale, comparable, is_cautious, kind_of, middle
from tests.made_cases import figure, payback, saving


def test_percentages_are_compared_on_one_basis_only() -> None:
    fresh, process = (kind_of(saving(30, basis=basis)) for basis in ("Fresh water", "process water"))

    assert fresh == Kind(Scale.SHARE, Role.SAVING, "resource:water", "%", "fresh water")
    assert fresh != process


def test_amounts_of_one_unit_a_year_are_compared_whatever_they_were_printed_in() -> None:
    gallons, litres = (figure(Role.SAVING, 1, unit) for unit in ("[gal_us]/d", "L/mo"))

    assert kind_of(gallons) == kind_of(litres) == Kind(Scale.YEARLY, Role.SAVING, "resource:water", "m3/a", "")


def test_amounts_per_unit_of_product_are_compared_for_one_product_only() -> None:
    fabric = figure(Role.SAVING, 71, "L/kg", period="kg of fabric")
    coffee = figure(Role.SAVING, 36, "L/kg", period="kg of dry parchment coffee")

    assert kind_of(fabric) == Kind(Scale.SPECIFIC, Role.SAVING, "resource:water", "m3/t", "fabric")
    assert kind_of(fabric) != kind_of(coffee)
    assert kind_of(replace(fabric, unit="L per kg of fabric", period="ten years")) == kind_of(fabric)


def test_what_is_counted_per_piece_names_the_piece() -> None:
    assert kind_of(figure(Role.SAVING, 0.3, "m3/{pig}")) == Kind(
        Scale.SPECIFIC, Role.SAVING, "resource:water", "m3/{pig}", "pig"
    )


@pytest.mark.parametrize(
    "alone",
    [
        figure(Role.ANNUAL_SAVING, 5000, "/a", currency="USD"),
        figure(Role.SAVING, 500, "m3"),
        figure(Role.SAVING, 6, "m3/t"),
        saving(30, basis=""),
        replace(saving(30), quantity=None, normal=None),
        figure(Role.PAYBACK, 2, "%", basis="sales"),
    ],
    ids=["money", "no period", "no product", "no basis", "unread", "payback in percent"],
)
def test_what_names_no_basis_is_compared_with_nothing(alone: Figure) -> None:
    assert kind_of(alone) is None


def test_a_subject_outside_the_vocabularies_is_compared_by_its_words() -> None:
    kind = kind_of(figure(Role.SAVING, 8, "kg/a", subject="Oxide  mud", of=None))

    assert kind is not None
    assert kind.subject == "oxide mud"


def test_a_payback_is_in_years_and_water_in_cubic_metres() -> None:
    half, tonnes = comparable(payback(6)), comparable(figure(Role.SAVING, 30, "t/a"))

    assert half is not None
    assert tonnes is not None
    assert (half.low, half.unit) == (0.5, "a")
    assert (tonnes.low, tonnes.unit) == (30, "m3/a")
    assert comparable(replace(payback(6), normal=None)) is None


def test_a_range_stands_for_its_middle() -> None:
    quantity = comparable(saving(70, high=75))

    assert quantity is not None
    assert middle(quantity) == 72.5


@pytest.mark.parametrize(
    ("stated", "cautious"),
    [
        (saving(30), True),
        (saving(30, bound=Bound.ABOUT), True),
        (saving(30, bound=Bound.MORE), True),
        (saving(30, bound=Bound.LESS), False),
        (payback(6, bound=Bound.LESS), True),
        (payback(6, bound=Bound.MORE), False),
        (figure(Role.BASELINE, 6, "m3/t", bound=Bound.MORE), False),
        (replace(saving(30), normal=None), True),
    ],
)
def test_what_promises_more_than_it_states_is_told_apart(stated: Figure, cautious: bool) -> None:
    assert is_cautious(stated) is cautious
