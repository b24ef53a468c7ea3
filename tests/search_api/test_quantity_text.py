"""Quantities are written as people read them."""

from __future__ import annotations

import pytest

from corpus.model import Bound, Quantity
from search_api.quantity_text import number_text, quantity_text, quantity_view, unit_text


@pytest.mark.parametrize(
    ("quantity", "text"),
    [
        (Quantity(45.4249, 45.4249, unit="m3/t"), "45.4 m³/t"),
        (Quantity(70, 75, unit="%"), "70–75 %"),
        (Quantity(12000, 12000, Bound.MORE, "kW.h/a"), "more than 12,000 kWh/year"),
        (Quantity(1530, 1530, currency="USD", price_year=1998), "USD 1,530"),
        (Quantity(2.5, 2.5, Bound.ABOUT, unit="/a", currency="EUR"), "about EUR 2.5/year"),
        (Quantity(3, 3), "3"),
        (Quantity(8, 8, Bound.LESS, "mo"), "less than 8 months"),
        (Quantity(0.5, 0.5, unit="[gal_us]/d"), "0.5 gal_us/day"),
    ],
)
def test_a_quantity_is_read_as_a_phrase(quantity: Quantity, text: str) -> None:
    """Bound, money, range and unit, with raised numbers."""
    assert quantity_text(quantity) == text == quantity_view(quantity).text


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0"), (1234567.8, "1,234,568"), (0.00004567, "0.0000457"), (12.345, "12.3"), (-3, "-3")]
)
def test_converted_numbers_have_three_digits(value: float, text: str) -> None:
    """More would claim an exactness that no source has."""
    assert number_text(value) == text


@pytest.mark.parametrize(("unit", "text"), [("kg.m-2", "kg·m⁻²"), ("m3", "m³"), ("mg/L", "mg/L"), ("", "")])
def test_units_are_read_not_coded(unit: str, text: str) -> None:
    """UCUM stays recognisable."""
    assert unit_text(unit) == text
