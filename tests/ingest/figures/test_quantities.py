"""Numbers with units in running text."""

from __future__ import annotations

import pytest

from corpus.model import Bound
from ingest.figures.quantities import Reading, find_quantities, price_year
from ingest.figures.ranges import Place

_ENGLISH = Reading()
_SPANISH = Reading("es", "BO", ",")
_CHINESE = Reading("zh", "CN", ".")


def _seen(text: str, reading: Reading = _ENGLISH) -> list[tuple[str, float, float, str]]:
    return [
        (
            text[found.start : found.end],
            found.quantity.low,
            found.quantity.high,
            found.quantity.currency + found.quantity.unit,
        )
        for found in find_quantities(text, reading)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It cost USD 1,500.", [("1,500", 1500, 1500, "USD")]),
        ("It cost 1,500 USD a year.", [("1,500", 1500, 1500, "USD/a")]),
        ("€ 3 million", [("3", 3e6, 3e6, "EUR")]),
        ("US$ 2.5M", [("2.5", 2.5e6, 2.5e6, "USD")]),
        ("in 1998 USD 5,000", [("5,000", 5000, 5000, "USD")]),
        ("70-75 %", [("70-75", 70, 75, "%")]),
        ("70 to 75 %", [("70 to 75", 70, 75, "%")]),
        ("between 70 and 75 kWh/t", [("70 and 75", 70, 75, "kW.h/t")]),
        ("10 % – 20 %", [("10 % – 20", 10, 20, "%")]),
        ("USD 2-3 million", [("2-3", 2e6, 3e6, "USD")]),
        ("70 ± 5 kg", [("70 ± 5", 65, 75, "kg")]),
        ("from 138 to 80 L/kg", [("138", 138, 138, "L/kg"), ("80", 80, 80, "L/kg")]),
        ("from 16 days to 4 days a year", [("16", 16, 16, "d/a"), ("4", 4, 4, "d/a")]),
        ("12 and 15 %", [("12", 12, 12, "%"), ("15", 15, 15, "%")]),
        ("in 1993 and 15 %", [("15", 15, 15, "%")]),
        ("paid back in three years", [("three", 3, 3, "a")]),
        ("one of six firms", []),
        ("ISO 14001, Tel. 437 00 00, R134a, CAS 7732-18-5, 3.2 Heading, BAT 12g", []),
        ("12 a", []),
    ],
)
def test_quantities_are_found_whole(text: str, expected: list[tuple[str, float, float, str]]) -> None:
    """Each number comes with its unit once, ranges as one, "from X to Y" as two."""
    assert expected == _seen(text)


def test_quantities_of_other_languages_are_found() -> None:
    """Decimal commas, per-words and magnitudes of other languages are read."""
    spanish = "bajó de 1.530,5 a 980 m3 por tonelada de tela, ahorro de 12.000 US$ al año"

    assert _seen(spanish, _SPANISH) == [
        ("1.530,5", 1530.5, 1530.5, "m3/t"),
        ("980", 980, 980, "m3/t"),
        ("12.000", 12000, 12000, "USD/a"),
    ]
    assert _seen("用水量从138吨降至80吨，投资约30万元", _CHINESE) == [
        ("138", 138, 138, "t"),
        ("80", 80, 80, "t"),
        ("30", 3e5, 3e5, "CNY"),
    ]


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("more than 30 %", Bound.MORE),
        ("over US$ 30", Bound.MORE),
        ("30 kg or more", Bound.MORE),
        ("> 30 kg", Bound.MORE),
        ("up to 30 %", Bound.LESS),
        ("30 kg or less", Bound.LESS),
        ("about 30 t", Bound.ABOUT),
        ("30吨左右", Bound.ABOUT),
        ("the 30 t", Bound.EXACT),
    ],
)
def test_the_words_around_a_number_bound_it(text: str, bound: Bound) -> None:
    """Words before the number or its currency, and behind its unit, say how it is meant."""
    (found,) = find_quantities(text, Reading())

    assert bound is found.quantity.bound


@pytest.mark.parametrize(
    ("text", "expected"),
    [("USD 5 (1998 prices)", 1998), ("price year 2001; more", 2001), ("in 1998 dollars", 1998), ("since 1998", None)],
)
def test_the_year_of_prices_is_read(text: str, expected: int | None) -> None:
    """Only a year that is said to be one of prices counts."""
    assert expected == price_year(text)


def test_money_takes_the_price_year_and_nothing_else_does() -> None:
    """A price year belongs to money only."""
    money, share = find_quantities("USD 500 (1998 prices) or 5 %", Reading())

    assert (money.quantity.price_year, share.quantity.price_year) == (1998, None)


def test_both_ends_of_a_change_know_their_place() -> None:
    """What was before comes first, what came after second."""
    assert [found.place for found in find_quantities("from 9 to 7 bar", Reading())] == [Place.FROM, Place.TO]


@pytest.mark.parametrize(
    ("text", "language", "value", "printed", "unit"),
    [
        ("1½ months", "en", 1.5, "1½", "months"),
        ("en cuatro años y medio", "es", 4.5, "cuatro", "años"),
        ("deux ans et demi", "fr", 2.5, "deux", "ans"),
        ("vinte e quatro meses", "pt", 24.0, "vinte e quatro", "meses"),
        ("hai năm rưỡi", "vi", 2.5, "hai", "năm"),
        ("3 M€", "fr", 3e6, "3", "M€"),
        ("270 k$", "en", 270e3, "270", "k$"),
        ("0.3 MZAR", "en", 3e5, "0.3", "MZAR"),
        ("7 triệu rupi", "vi", 7e6, "7", "triệu rupi"),
        ("7 MPa", "en", 7.0, "7", "MPa"),
    ],
)
def test_halves_and_letters_of_sums_count(text: str, language: str, value: float, printed: str, unit: str) -> None:
    """ "and a half" stands behind the unit, the letter of a million in front of the currency."""
    [found] = find_quantities(text, Reading(language))

    assert (found.quantity.low, text[found.start : found.end], found.unit) == (value, printed, unit)
