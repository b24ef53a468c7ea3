"""How the figures of cases stand in the database."""

from __future__ import annotations

import sqlite3

from corpus.connections import Value
from corpus.model import Bound, ConceptId, Figure, Quantity, Role

FIGURE_COLUMNS = (
    "role, printed, unit, subject, period, note, page, start_at, end_at, of_concept, basis, "
    "low, high, bound, ucum, currency, price_year, normal_low, normal_high, normal_ucum, normal_currency, normal_year"
)


def figure_values(figure: Figure) -> tuple[Value, ...]:
    """Return the values of the figure columns."""
    start, end = figure.span or (None, None)
    quantity, normal = figure.quantity, figure.normal
    return (
        *(figure.role, figure.printed, figure.unit, figure.subject, figure.period, figure.note),
        *(figure.page, start, end, figure.of, figure.basis),
        *((quantity.low, quantity.high, quantity.bound) if quantity else (None, None, None)),
        *((quantity.unit, quantity.currency, quantity.price_year) if quantity else (None, None, None)),
        *((normal.low, normal.high) if normal else (None, None)),
        *((normal.unit, normal.currency, normal.price_year) if normal else (None, None, None)),
    )


def figure_of(row: sqlite3.Row) -> Figure:
    """Make a figure of its row."""
    return Figure(
        role=Role(row["role"]),
        printed=row["printed"],
        unit=row["unit"],
        subject=row["subject"],
        period=row["period"],
        note=row["note"],
        page=row["page"],
        span=None if row["start_at"] is None else (row["start_at"], row["end_at"]),
        quantity=_quantity_of(row),
        normal=_normal_of(row),
        of=None if row["of_concept"] is None else ConceptId(row["of_concept"]),
        basis=row["basis"],
    )


def _quantity_of(row: sqlite3.Row) -> Quantity | None:
    if row["low"] is None:
        return None
    bound = Bound(row["bound"])
    return Quantity(row["low"], row["high"], bound, row["ucum"], row["currency"], row["price_year"])


def _normal_of(row: sqlite3.Row) -> Quantity | None:
    """Return the normalised quantity, which bounds as the printed one does."""
    if row["normal_low"] is None:
        return None
    unit, currency, year = row["normal_ucum"], row["normal_currency"], row["normal_year"]
    return Quantity(row["normal_low"], row["normal_high"], Bound(row["bound"]), unit, currency, year)
