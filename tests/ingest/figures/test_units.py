"""Units and currencies as printed."""

from __future__ import annotations

import pytest

from ingest.figures.currencies import currency_spellings
from ingest.figures.units import all_units, parse_unit, unit_spellings

KILOGRAM = next(unit for unit in all_units() if unit.code == "kg")


@pytest.mark.parametrize(
    ("printed", "code", "currency", "factor", "period"),
    [
        ("m³", "m3", "", 1.0, ""),
        ("L/kg", "L/kg", "", 1.0, ""),
        ("kWh per tonne of fabric", "kW.h/t", "", 1.0, "tonne of fabric"),
        ("million gallons", "[gal_us]", "", 1e6, ""),
        ("MPC (thousand cubic feet)", "10*3.[cft_i]", "", 1.0, ""),
        ("kg made tea per m3 of wood", "kg/m3", "", 1.0, "m3 of wood"),
        ("m3 de agua al año", "m3/a", "", 1.0, "year"),
        ("m3 of water per tonne of product", "m3/t", "", 1.0, "tonne of product"),
        ("tonnes annually", "t/a", "", 1.0, "year"),
        ("t CO2 eq.", "t", "", 1.0, ""),
        ("hl per hl", "hL/hL", "", 1.0, "hl"),
        ("l per pig", "L/{pig}", "", 1.0, "pig"),
        ("kWh/m3/d", "kW.h/m3/d", "", 1.0, "day"),
        ("m3 per kWh", "m3/(kW.h)", "", 1.0, "kWh"),
        ("USD/t", "/t", "USD", 1.0, "t"),
        ("million VND", "", "VND", 1e6, ""),
        ("$ per year", "/a", "USD", 1.0, "year"),
        ("percentage points", "%{points}", "", 1.0, ""),
        ("吨/年", "t/a", "", 1.0, "year"),
        ("千瓦时", "kW.h", "", 1.0, ""),
        ("متر مكعب", "m3", "", 1.0, ""),
    ],
)
def test_a_printed_unit_has_a_code(printed: str, code: str, currency: str, factor: float, period: str) -> None:
    """A unit is read with magnitude, currency and what it is counted over."""
    found = parse_unit(printed)

    assert found is not None
    assert (code, currency, factor, period) == (found.code, found.currency, found.factor, found.period)


@pytest.mark.parametrize("printed", ["", "hats", "kg hats", "of", "m3x"])
def test_what_is_no_unit_has_no_code(printed: str) -> None:
    """A text that holds more than a unit, or none, is not guessed at."""
    assert parse_unit(printed) is None


@pytest.mark.parametrize(
    ("printed", "country", "code"),
    [
        ("tons", "US", "[ston_av]"),
        ("tons", "KE", "t"),
        ("gallons", "GB", "[gal_br]"),
        ("gallons", None, "[gal_us]"),
    ],
)
def test_the_country_decides_what_a_shared_name_means(printed: str, country: str | None, code: str) -> None:
    """A ton is a short ton in the United States, a gallon an imperial one in Britain."""
    found = parse_unit(printed, country=country)

    assert found is not None
    assert code == found.code


@pytest.mark.parametrize(
    ("sign", "language", "country", "expected"),
    [
        ("US$", "en", None, "USD"),
        ("$", "en", None, "USD"),
        ("$", "en", "AU", "AUD"),
        ("$", "es", "MX", "MXN"),
        ("R", "en", "ZA", "ZAR"),
        ("Rs", "en", None, "INR"),
        ("Rs", "en", "LK", "LKR"),
        ("DM", "de", None, "DEM"),
        ("francs", "fr", None, "FRF"),
        ("francs", "fr", "SN", "XOF"),
        ("South African rand", "en", None, "ZAR"),
        ("dólares estadounidenses", "es", None, "USD"),
        ("triệu", "vi", None, None),
        ("đồng", "vi", None, "VND"),
        ("元", "zh", None, "CNY"),
        ("¥", "zh", "JP", "JPY"),
        ("EUR", "xx", None, "EUR"),
        ("ALL", "en", None, None),
        ("R", "en", "KE", None),
    ],
)
def test_a_currency_is_told_by_its_sign_and_the_country(
    sign: str, language: str, country: str | None, expected: str | None
) -> None:
    """Signs and names that several countries share mean the document's own."""
    found = currency_spellings(language, country).after(f"{sign} 5", 0)

    assert expected == (found[0] if found else None)


def test_a_spelling_is_no_part_of_a_longer_word() -> None:
    """ "m3" is not in "m34", "kg" not in "bkg"."""
    spellings = unit_spellings(None)

    assert spellings.after("m34", 0) is None
    assert spellings.before("bkg", 3) is None
    assert (spellings.after("kg", 0), spellings.before("5 kg", 4)) == ((KILOGRAM, 2), (KILOGRAM, 2))


def test_no_spelling_of_the_list_stands_for_two_units() -> None:
    """Two entries that print alike would make one of them unreachable."""
    codes = [unit.code for unit in all_units()]

    assert len(codes) == len(set(codes))
