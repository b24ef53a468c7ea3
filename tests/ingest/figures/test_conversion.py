"""Quantities in the one unit of their dimension."""

from __future__ import annotations

import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.model import Quantity
from ingest.figures.conversion import normalise
from ingest.figures.units import all_units


@pytest.mark.parametrize(
    ("value", "unit", "expected", "normal"),
    [
        (1000.0, "L", 1.0, "m3"),
        (1.0, "[gal_us]", 0.003785411784, "m3"),
        (2.0, "t/a", 2000.0, "kg/a"),
        (138.0, "L/kg", 138.0, "m3/t"),
        (1.0, "MJ/kg", 277.777777778, "kW.h/t"),
        (3.0, "g/L", 3000.0, "mg/L"),
        (1.5, "a", 18.0, "mo"),
        (1.0, "L/min", 0.06, "m3/h"),
        (1.0, "m3/d", 365.25, "m3/a"),
        (7.0, "t/h", 7000.0, "kg/h"),
        (42.0, "%", 42.0, "%"),
        (5.0, "%{points}", 5.0, "%{points}"),
        (10.0, "10*6.[Btu_IT]", 2930.71070172, "kW.h"),
        (210.0, "L/{pig}", 0.21, "m3/{pig}"),
        (2.0, "m3/(kW.h)", 2.0, "m3/(kW.h)"),
        (500.0, "[ppb]", 0.5, "[ppm]"),
        (60.0, "Cel", 60.0, "Cel"),
    ],
)
def test_a_quantity_is_compared_in_one_unit(value: float, unit: str, expected: float, normal: str) -> None:
    """Each dimension has one unit, per product and per year included."""
    found = normalise(Quantity(value, value, unit=unit))

    assert found is not None
    assert found.unit == normal
    assert found.low == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize(
    "quantity",
    [
        Quantity(1, 1),
        Quantity(1, 1, currency="USD"),
        Quantity(1, 1, unit="/a", currency="USD"),
        Quantity(1, 1, unit="{tree}"),
        Quantity(1, 1, unit="[degF]"),
        Quantity(1, 1, unit="parsec"),
    ],
)
def test_what_cannot_be_compared_has_no_normal_form(quantity: Quantity) -> None:
    """Money, counted things, pure numbers and unknown units are left as they are."""
    assert normalise(quantity) is None


@given(
    st.floats(1e-3, 1e6), st.floats(1e-3, 1e6), st.sampled_from(["L", "lb", "kW.h/t", "[gal_us]/d", "mg/L", "[Btu_IT]"])
)
def test_ratios_survive(first: float, second: float, unit: str) -> None:
    """Twice as much stays twice as much."""
    found = normalise(Quantity(first, second, unit="[lb_av]" if unit == "lb" else unit))

    assert found is not None
    assert found.high / found.low == pytest.approx(second / first, rel=1e-9)


def test_definitions_agree_with_those_of_pint() -> None:
    """The list's own definitions, read at a fraction of the cost, are those of Pint's registry."""
    registry: pint.UnitRegistry[float] = pint.UnitRegistry()
    names = {
        "[gal_us]": ("gallon", "m**3"),
        "[gal_br]": ("imperial_gallon", "m**3"),
        "[cft_i]": ("foot**3", "m**3"),
        "[cyd_i]": ("yard**3", "m**3"),
        "[bbl_us]": ("oil_barrel", "m**3"),
        "[acr_us].[ft_us]": ("acre_foot", "m**3"),
        "[lb_av]": ("pound", "kg"),
        "[ston_av]": ("short_ton", "kg"),
        "[lton_av]": ("long_ton", "kg"),
        "[oz_av]": ("ounce", "kg"),
        "[Btu_IT]": ("Btu_it", "kW*h"),
        "10*5.[Btu_IT]": ("1e5 Btu_it", "kW*h"),
        "kcal_IT": ("1000 cal_it", "kW*h"),
        "10*7.kcal_IT": ("toe", "kW*h"),
        "[HP]": ("horsepower", "kW"),
        "[sft_i]": ("foot**2", "m**2"),
        "[acr_us]": ("acre", "m**2"),
        "[psi]": ("psi", "bar"),
        "a": ("year", "month"),
    }
    for code, (name, target) in names.items():
        found = normalise(Quantity(1, 1, unit=code))

        assert found is not None
        assert found.low == pytest.approx(registry.Quantity(name).to(target).magnitude, rel=1e-5), code


def test_every_unit_that_has_a_definition_can_be_converted() -> None:
    """No entry of the list stops the registry."""
    convertible = [unit.code for unit in all_units() if unit.definition and unit.code not in ("K", "[degF]")]

    assert [code for code in convertible if normalise(Quantity(1, 1, unit=code)) is None] == []
