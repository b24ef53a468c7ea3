"""Numbers as printed, in the ways of several languages."""

from __future__ import annotations

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from ingest.figures.numerals import (
    Sign,
    decimal_sign,
    looks_like_year,
    money_letter,
    numerals,
    plain_digits,
    spoken_numerals,
    value_of,
)


@pytest.mark.parametrize(
    ("printed", "sign", "expected"),
    [
        ("1,530", ".", 1530.0),
        ("1,530", ",", 1.53),
        ("1.530", ",", 1530.0),
        ("1.530,5", ".", 1530.5),
        ("1,530.5", ",", 1530.5),
        ("1 530", ".", 1530.0),
        ("1\u202f530,5", ".", 1530.5),
        ("12,5", ".", 12.5),
        ("0,750", ".", 0.75),
        ("1.530.000", ".", 1_530_000.0),
        ("1,00,000", ".", 100_000.0),
        ("1'250", ".", 1250.0),
        ("2019", ".", 2019.0),
        ("3.2.1", ".", None),
        ("12.05.2001", ".", None),
    ],
)
def test_a_number_has_its_value_by_its_own_form_else_by_the_sign(
    printed: str, sign: Sign, expected: float | None
) -> None:
    """Separators that can be only one thing are read so; the document's sign decides the rest."""
    assert expected == value_of(printed, sign)


@given(st.integers(0, 10**9), st.sampled_from(["en", "es", "fr", "de", "pt", "vi", "nl"]))
def test_a_number_printed_for_a_language_is_read_back(number: int, language: str) -> None:
    """What Babel prints with two decimals in a language has its value again, whatever the sign of the document."""
    printed = format_decimal(number / 100, format="#,##0.00", locale=language)

    assert {number / 100} == {value_of(printed, sign) for sign in (".", ",")}


@pytest.mark.parametrize(
    ("text", "language", "country", "expected"),
    [
        ("No number at all.", "en", None, "."),
        ("No number at all.", "fr", None, ","),
        ("No number at all.", "es", "MX", "."),
        ("No number at all.", "xx", None, "."),
        ("12,5 kg, 0,75 t and 3,25 t", "en", None, ","),
        ("12.55 kg, 10.75 t and 1,530,000 t", "fr", None, "."),
        ("Secciones 3.2 y 4.1; 12,5 kg", "es", "BO", ","),
    ],
)
def test_the_numbers_of_a_document_tell_its_sign_else_its_language(
    text: str, language: str, country: str | None, expected: str
) -> None:
    """Numbers that can be only one way outvote the language's habit; section numbers weigh little."""
    assert expected == decimal_sign(text, language, country)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.2 million kWh", [1_200_000.0]),
        ("3 mil litros", [3000.0]),
        ("2 milliers de m3", [2000.0]),
        ("30万元", [300_000.0]),
        ("1.0 lakh", [100_000.0]),
        ("1.5 x 10^6 l, 2 × 10³ l", [1_500_000.0, 2000.0]),
        ("R134a, m8, CO2, Rs500, USD8", [500.0, 8.0]),
        ("7 and 12.05.2001", [7.0]),
    ],
)
def test_numbers_of_a_text_come_with_their_magnitude(text: str, expected: list[float]) -> None:
    """A magnitude behind a number multiplies it; digits that belong to a name or date are no number."""
    assert expected == [numeral.value for numeral in numerals(text, ".")]


def test_arabic_digits_count_as_digits_at_the_same_place() -> None:
    """Arabic-Indic digits are read, and the text keeps its length."""
    text = "خفض ١٬٥٣٠٫٥ متر"
    plain = plain_digits(text)

    assert len(text) == len(plain)
    assert [numeral.value for numeral in numerals(plain, ".")] == [1530.5]


def test_small_numbers_in_words_are_found() -> None:
    """Words for numbers are found in any case."""
    found = [(numeral.value, numeral.start, numeral.end) for numeral in spoken_numerals("Three years, dos años")]

    assert found == [(3.0, 0, 5), (2.0, 13, 16)]


@pytest.mark.parametrize(("text", "expected"), [("M a year", 1e6), ("k", 1e3), ("m3", 1.0), ("kg", 1.0), ("bn", 1e9)])
def test_a_letter_behind_money_is_a_magnitude(text: str, expected: float) -> None:
    """ "$2M" is two million, "2m3" is a volume."""
    assert expected == money_letter(text, 0)[0]


@pytest.mark.parametrize(("printed", "expected"), [("1998", True), ("1,998", False), ("998", False)])
def test_four_digits_of_two_centuries_look_like_a_year(printed: str, expected: bool) -> None:
    """A year has no separator."""
    assert expected is looks_like_year(printed)
