"""Which figures of different cases may stand in one statistic: the same kind of thing, in one unit, on one basis.

Compared are paybacks; percentages of the same thing; amounts per year, which grow with the size of a plant; and
amounts per unit of the same product. Water by mass is counted by volume. Money is not compared: sources print it in the
prices of many years and countries, and the library holds no table to bring them to one. Nor is what is counted over no
period, or over a product that is not named.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from corpus.folding import fold
from corpus.model import Bound, Figure, Quantity, Role

MONTHS_OF_A_YEAR = 12
KG_OF_A_M3 = 1000  # of water, as cold and clean as figures are exact
_WATERS = frozenset(
    ("resource:water", "resource:rinse-water", "resource:cooling-water", "resource:hot-water", "pollutant:wastewater")
)
_YEARLY = "/a"
_PRODUCT = re.compile(r"\bof (.+)$")
_COUNTED = re.compile(r"\{(.+)\}$")  # UCUM's way to name what is counted: "kg/{battery}"
# A saving of "more than 30 %" is at least that; "up to 30 %" may be much less, and must not lift a median.
_CAUTIOUS = {
    Role.SAVING: Bound.MORE,
    Role.ANNUAL_SAVING: Bound.MORE,
    Role.PAYBACK: Bound.LESS,
    Role.INVESTMENT: Bound.LESS,
}


class Scale(StrEnum):
    """What a kind of figure depends on, those that carry over best from one site to another first."""

    PAYBACK = "payback"
    SHARE = "share"
    SPECIFIC = "specific"
    YEARLY = "yearly"


@dataclass(frozen=True, slots=True)
class Kind:
    """What figures must have in common to be compared.

    Attributes:
        subject: The resource or pollutant counted, a concept's id, else what the record calls it, folded; "" for a
            payback.
        unit: UCUM code: "%", "m3/a", "m3/t"; "a" for a payback.
        basis: What a percentage is of, or what a unit of product is, folded; "" for the others.
    """

    scale: Scale
    role: Role
    subject: str
    unit: str
    basis: str


def kind_of(figure: Figure) -> Kind | None:
    """Return what a figure is compared with, None if it is compared with nothing."""
    normal = comparable(figure)
    if normal is None:
        return None
    if figure.role is Role.PAYBACK:
        return Kind(Scale.PAYBACK, figure.role, "", "a", "") if normal.unit == "a" else None
    subject = figure.of or fold(figure.subject)
    if normal.unit == "%":
        return Kind(Scale.SHARE, figure.role, subject, "%", fold(figure.basis)) if figure.basis else None
    if normal.unit.count("/") != 1:
        return None
    if normal.unit.endswith(_YEARLY):
        return Kind(Scale.YEARLY, figure.role, subject, normal.unit, "")
    product = product_of(figure)
    return Kind(Scale.SPECIFIC, figure.role, subject, normal.unit, fold(product)) if product else None


def product_of(figure: Figure) -> str:
    """Return what an amount is counted per, in the record's words: "fabric" of "kg of fabric"; "" if not named."""
    counted = _COUNTED.search(figure.normal.unit if figure.normal else "")
    if counted:
        return counted[1]
    named = _PRODUCT.search(figure.period) or _PRODUCT.search(figure.unit)
    return named[1] if named else ""


def comparable(figure: Figure) -> Quantity | None:
    """Return a figure in the unit of its kind: a payback in years, water by volume; None if it has no quantity."""
    normal = figure.normal
    if normal is None:
        return None
    if figure.role is Role.PAYBACK and normal.unit == "mo":
        return _times(normal, 1 / MONTHS_OF_A_YEAR, "a")
    if figure.of in _WATERS and normal.unit.startswith("kg/"):
        return _times(normal, 1 / KG_OF_A_M3, normal.unit.replace("kg", "m3", 1))
    return normal


def middle(quantity: Quantity) -> float:
    """Return the number that stands for a quantity: the middle of a range."""
    return (quantity.low + quantity.high) / 2


def _times(quantity: Quantity, factor: float, unit: str) -> Quantity:
    return replace(quantity, low=quantity.low * factor, high=quantity.high * factor, unit=unit)


def is_cautious(figure: Figure) -> bool:
    """Tell whether a figure promises no more than it states: exact, about, or open towards the better side."""
    bound = figure.normal.bound if figure.normal else Bound.EXACT  # what cannot be read promises nothing
    return bound in (Bound.EXACT, Bound.ABOUT) or bound is _CAUTIOUS.get(figure.role)
