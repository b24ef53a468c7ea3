"""Write quantities as people read them: few digits, units with raised numbers, bounds in words."""

from __future__ import annotations

import math
import re

from corpus.model import Bound, Quantity
from search_api.answers import QuantityView

_DIGITS = 3  # significant, of what was converted; more would claim an exactness that no source has
_RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_BOUNDS = {Bound.EXACT: "", Bound.ABOUT: "about ", Bound.MORE: "more than ", Bound.LESS: "less than "}
# UCUM codes that nobody would read as what they mean; the others are read as they stand.
_SPOKEN = {"a": "year", "mo": "months", "d": "day", "h": "h", "wk": "week", "kW.h": "kWh", "Cel": "°C"}
_EXPONENT = re.compile(r"(?<=[a-zA-Z])-?\d+(?=$|\.)")


def quantity_view(quantity: Quantity) -> QuantityView:
    """Return a quantity to show."""
    return QuantityView(
        low=quantity.low,
        high=quantity.high,
        bound=quantity.bound,
        unit=quantity.unit,
        currency=quantity.currency,
        price_year=quantity.price_year,
        text=quantity_text(quantity),
    )


def quantity_text(quantity: Quantity) -> str:
    """Return a quantity as people read it: "about 45.4 m³/t", "70–75 %"."""
    ends = [number_text(quantity.low)]
    if quantity.high != quantity.low:
        ends.append(number_text(quantity.high))
    unit = unit_text(quantity.unit)
    money = f"{quantity.currency} " if quantity.currency else ""
    gap = "" if unit.startswith("/") else " "
    return f"{_BOUNDS[quantity.bound]}{money}{'–'.join(ends)}{gap}{unit}".rstrip()


def number_text(value: float) -> str:
    """Return a number with three significant digits, whole numbers above a hundred whole, thousands apart."""
    if value == 0:
        return "0"
    if abs(value) >= 100 or value == int(value):
        return f"{value:,.0f}"
    places = _DIGITS - 1 - math.floor(math.log10(abs(value)))
    return f"{value:.{places}f}".rstrip("0").rstrip(".")


def unit_text(unit: str) -> str:
    """Return a UCUM code as people read it: "m3/t" as "m³/t", "kW.h/a" as "kWh/year"."""
    return "/".join(_part_text(part) for part in unit.split("/"))


def _part_text(part: str) -> str:
    spoken = _SPOKEN.get(part, part).replace("[", "").replace("]", "")
    return _EXPONENT.sub(lambda match: match[0].translate(_RAISED), spoken).replace(".", "·")
