from __future__ import annotations

import pytest

from corpus.periods import spoken_period


@pytest.mark.parametrize(
    ("period", "unit", "spoken"),
    [
        ("year", "m3", "per year"),
        ("t of steel", "kWh", "per t of steel"),
        ("per batch", "l", "per batch"),
        ("first year", "USD", "(first year)"),
        ("2018-2020, total", "kWh", "(2018-2020, total)"),
        ("10 years", "acre-feet", "(10 years)"),
        ("since 2006", "t", "(since 2006)"),
        ("per 1,000 kg of raw hide", "kg", "per 1,000 kg of raw hide"),
        ("year", "%", ""),
        ("relative", "%", ""),
        ("not stated", "USD", ""),
        ("", "m3", ""),
    ],
)
def test_a_period_is_spoken_as_what_it_is(period: str, unit: str, spoken: str) -> None:
    assert spoken_period(period, unit) == spoken
