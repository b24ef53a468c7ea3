"""Read the figures that a person wrote into a record: number, unit, period and note, each in a field of its own.

Records print numbers with a comma between thousands and a decimal point, whatever their source does
(corpus/cases/README.md).
"""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.model import Bound, Quantity, Role
from corpus.periods import is_counted_over, shown_period
from corpus.records import FigureRecord
from ingest.figures.bounds import bound_before
from ingest.figures.quantities import Found, Reading, find_quantities, is_share, price_year

_TIMES = re.compile(r"(year|month|week|day|hour)\b")
_BRACKETS = re.compile(r"\([^()]*\)")


def recorded_quantity(figure: FigureRecord, country: str | None) -> Found | None:
    """Return number, unit and period of a record's figure as a quantity, None if they cannot be read.

    Args:
        country: ISO 3166-1 alpha-2 of the case, None if unknown.
    """
    printed, unit = figure.printed.strip(), _BRACKETS.sub("", figure.unit).strip()
    found = find_quantities(f"{printed} {unit}", Reading("en", country, "."))
    if len(found) != 1 or found[0].first or found[0].last < len(f"{printed} {unit}".rstrip(".")):
        return None
    whole = _over_period(found[0], printed, unit, figure, country)
    quantity = replace(whole.quantity, bound=_bound(figure.note, whole.quantity), price_year=_year(figure, whole))
    return replace(whole, quantity=quantity)


def _over_period(found: Found, printed: str, unit: str, figure: FigureRecord, country: str | None) -> Found:
    """Return the quantity over the record's period, if it is counted over one and its unit does not say so."""
    period = shown_period(figure.period, figure.unit).removeprefix("per ").removeprefix("one ")
    once = figure.role in (Role.INVESTMENT, Role.PAYBACK)
    if (
        once
        or is_share(found)
        or "/" in found.quantity.unit
        or not (is_counted_over(period) or _TIMES.fullmatch(period))
    ):
        return found
    text = f"{printed} {unit} per {period}"
    longer = find_quantities(text, Reading("en", country, "."))
    return longer[0] if longer and longer[0].period else found


def _bound(note: str, quantity: Quantity) -> Bound:
    """Return the bound that the note states, if it states nothing else or begins with it: "more than"."""
    head = re.split(r"[,;(]", note)[0].strip()
    bound, start = bound_before(head, len(head))
    return bound if head and start == 0 else quantity.bound


def _year(figure: FigureRecord, found: Found) -> int | None:
    return price_year(figure.note) if found.quantity.currency else None
