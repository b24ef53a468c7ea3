"""Bring quantities to one unit a dimension, with Pint, so that they can be compared.

A volume becomes m3, a mass kg, energy kW.h; per product m3/t, kg/t, kW.h/t; in a liquid mg/L. What is counted per day,
week or month becomes a year of the calendar, what is counted per hour or less stays an hour's: a pump is not a plant.
Money (there is no deflator) and things that are only counted are not compared.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from corpus.model import Quantity
from ingest.figures.units import all_units

if TYPE_CHECKING:
    import pint

_NORMAL = {
    "volume": "m3",
    "mass": "kg",
    "energy": "kW.h",
    "power": "kW",
    "area": "m2",
    "length": "m",
    "calendar": "mo",
    "clock": "h",
    "temperature": "Cel",
    "pressure": "bar",
    "share": "%",
    "share points": "%{points}",
    "parts": "[ppm]",
    "apparent power": "kV.A",
}
_NORMAL_BELOW = _NORMAL | {"mass": "t", "calendar": "a", "energy": "(kW.h)"}
_DIGITS = 12  # significant ones; what stands behind them comes from binary fractions
_CONCENTRATION = ("mg", "L")
_UNCONVERTED = frozenset(["%", "%{points}"])
_CODE = re.compile(r"(?<![\w.\[])[A-Za-z]\w*")  # not the "e6" of "1e6"
_PARTS = re.compile(r"/(?![^{]*\})")


def normalise(quantity: Quantity) -> Quantity | None:
    """Return a quantity in the unit that its dimension is compared in, None if there is nothing to compare it with."""
    if quantity.currency or not quantity.unit:
        return None
    conversion = _conversion(quantity.unit)
    if conversion is None:
        return None
    unit, factor = conversion
    low, high = (float(f"{end * factor:.{_DIGITS}g}") for end in (quantity.low, quantity.high))
    return replace(quantity, low=low, high=high, unit=unit)


@cache
def _conversion(code: str) -> tuple[str, float] | None:
    """Return the unit to compare in and the factor to it; None for what is not known or not converted."""
    units = {unit.code: unit for unit in all_units()}
    above, *below = [part.strip("()") if part != "(kW.h)" else "kW.h" for part in _PARTS.split(code)]
    if above not in units or units[above].kind not in _NORMAL:
        return None
    kinds = [units[part].kind if part in units else "thing" for part in below]
    normal, normal_below = (
        _NORMAL[units[above].kind],
        [_below(kind, part) for kind, part in zip(kinds, below, strict=True)],
    )
    if units[above].kind == "mass" and kinds[:1] == ["volume"]:
        normal, normal_below[0] = _CONCENTRATION
    factor = _factor(above, normal)
    for part, target in zip(below, normal_below, strict=True):
        factor /= _factor(part, target.strip("()"))
    return "/".join([normal, *normal_below]), factor


def _below(kind: str, part: str) -> str:
    return _NORMAL_BELOW.get(kind, part)


def _factor(code: str, target: str) -> float:
    """Return how many of the target one of the unit is."""
    if code == target or code in _UNCONVERTED:
        return 1.0
    registry = _registry()
    return float(registry.Quantity(1.0, _name(code)).to(_name(target)).magnitude)


@cache
def _registry() -> pint.UnitRegistry[float]:
    """Return Pint's registry with the units of the list only: its own list takes longer to read than many documents."""
    import pint  # here: it costs 0.2 seconds that most commands need not pay

    registry: pint.UnitRegistry[float] = pint.UnitRegistry(None)
    for unit in all_units():
        if unit.definition:
            meaning = _CODE.sub(lambda match: f"* {_name(match[0])}", unit.definition)
            registry.define(f"{_name(unit.code)} = {meaning.removeprefix('* ')}")
    return registry


def _name(code: str) -> str:
    """Return a name for a UCUM code that Pint can read."""
    return "u_" + re.sub(r"\W", "_", code)
