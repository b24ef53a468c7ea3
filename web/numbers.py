"""Numbers as the reader's language writes them."""

from __future__ import annotations

from collections.abc import Mapping

from babel.numbers import format_decimal

from search_api.answers import QuantityView, Spread
from search_api.quantity_text import unit_text
from web.language import READER, translate

# What a quantity bounds.
BOUNDS: Mapping[str, str] = {
    "exact": "{amount}",
    "about": "about {amount}",
    "more than": "more than {amount}",
    "less than": "less than {amount}",
}

# Units that are words.
UNITS: Mapping[str, str] = {unit: unit for unit in ("year", "months", "week", "day")}


def unit(text: str) -> str:
    """Return a unit whose words are in the reader's language: "m³/year"."""
    return "/".join(translate(UNITS[part]) if part in UNITS else part for part in text.split("/"))


def number(value: float) -> str:
    """Write a number as the reader's language does, with three significant digits; whole ones above a hundred whole."""
    rounded = value if value == int(value) or abs(value) >= 100 else float(f"{value:.3g}")
    return str(
        format_decimal(rounded, format="#,##0" if abs(value) >= 100 else "#,##0.######", locale=READER.get().code)
    )


def spread_number(value: float, spread: Spread) -> str:
    """Write a number of a statistic: three significant digits; of years one decimal."""
    if spread.scale == "payback":
        return number(round(value, 1 if value >= 1 else 2))
    return number(float(f"{value:.3g}"))


def quantity(view: QuantityView) -> str:
    """Write a quantity as people read it: "about 45.4 m³/t"."""
    ends = number(view.low) if view.low == view.high else f"{number(view.low)}–{number(view.high)}"
    amount = f"{view.currency} {ends} {unit(unit_text(view.unit))}".strip().replace(" /", "/")
    return translate(BOUNDS.get(view.bound, "{amount}")).format(amount=amount)


def size(size_bytes: int) -> str:
    """Write a file size as people read it, decimal units."""
    if size_bytes < 1_000_000:
        return translate("{size} kB").format(size=number(max(1, round(size_bytes / 1000))))
    return translate("{size} MB").format(size=number(round(size_bytes / 1_000_000, 1)))
