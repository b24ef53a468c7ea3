"""What a cell's text is: value, unit, caption, number of a list."""

from __future__ import annotations

import pytest

from ingest.tables.contents import is_caption, is_enumerator, is_number, is_unit, is_value, is_year


@pytest.mark.parametrize(
    "text",
    [
        *("138", "1,530", "12,5", "1 530", "0.4 – 0.7", "<5", "~50", "42 %", "EUR 1,922", "92,726", "76.9 MWh", "-3"),
        *("(12)", "1000 – 2500*)", "14 t", "25-100 mg/l", "USD 37"),
    ],
)
def test_numbers_are_values(text: str) -> None:
    """A number is a value, alone, as a range, with a sign, a unit or a currency."""
    assert is_number(text)
    assert is_value(text)


@pytest.mark.parametrize("text", ["-", "–", "n.a.", "n/a", "✓", "X"])
def test_a_mark_for_no_value_is_a_value_and_no_number(text: str) -> None:
    """A dash stands where a value would, but is no number."""
    assert is_value(text)
    assert not is_number(text)


@pytest.mark.parametrize("text", ["Dyeing", "Table 3", "2 shifts a day", "BAT 12", "Class A1", "138 of 200 firms"])
def test_words_are_no_values(text: str) -> None:
    """A text with words of its own is no value, whatever numbers it holds."""
    assert not is_value(text)


@pytest.mark.parametrize(
    "text", ["m3/t", "%", "(EUR)", "kWh/t", "[mg/l]", "USD", "months", "t/a", "million CNY", "m³/h"]
)
def test_units_are_told(text: str) -> None:
    """A unit is one with or without brackets and denominators."""
    assert is_unit(text)


@pytest.mark.parametrize("text", ["Water", "Before", "138", "Unit of the value"])
def test_names_are_no_units(text: str) -> None:
    """A name of a column is no unit."""
    assert not is_unit(text)


def test_years_head_columns() -> None:
    """Years are told from other numbers."""
    assert [is_year(text) for text in ("2019", "2003/04", "20190", "1200")] == [True, True, False, False]


@pytest.mark.parametrize(
    "text",
    [
        "Table 3.1: Water",
        "TABLE 4",
        "Table A. Strength",
        "Tab. 3 Water",
        "Tableau 2 – Eau",
        "Cuadro 5. Agua",
        "表 3 用水量",
        "Quadro 1",
        "Tabel 3\u00a0BBT",
        "Bảng 2.1 Nước",
        "جدول 3",
        "Table IV. Costs",
        "表三 成本",
    ],
)
def test_captions_are_told_in_many_languages(text: str) -> None:
    """A caption has the word for a table and its number, and no sentence goes on after it."""
    assert is_caption(text)


@pytest.mark.parametrize(
    "text", ["Table 3 shows what was saved", "Tables are below", "Tableware", "In Table 3", "Table of contents", "表示"]
)
def test_sentences_about_tables_are_no_captions(text: str) -> None:
    """A sentence that names a table is no caption."""
    assert not is_caption(text)


def test_numbers_of_lists_are_told() -> None:
    """Bullets, letters and numbers with a mark begin a list's item; a number alone may be a value."""
    texts = ["•", "1.", "(a)", "iv)", "[12]", "2.3.1", "12", "Dyeing"]
    assert [is_enumerator(text) for text in texts] == [True] * 6 + [False] * 2
