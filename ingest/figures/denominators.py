"""Let what was before and what came after be counted over the same: "1.2 m3 per tonne, where it was 14 m3"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.model import Role
from ingest.figures.quantities import Found
from ingest.figures.roles import Reason

_STATES = (Role.BASELINE, Role.AFTER)


def counted_alike(found: Sequence[Found], reasons: Sequence[Reason | None]) -> list[Found]:
    """Return the quantities with what was before and after counted over the same: "1.2 m3 per t, before 14 m3"."""
    states = [
        quantity
        for quantity, reason in zip(found, reasons, strict=True)
        if reason and reason.role in _STATES and "/" in quantity.quantity.unit
    ]
    return [_like(quantity, reason, states) for quantity, reason in zip(found, reasons, strict=True)]


def _like(quantity: Found, reason: Reason | None, states: Sequence[Found]) -> Found:
    """Return a value before or after with the denominator of the other one, if its unit is the same but for that."""
    if not reason or reason.role not in _STATES or "/" in quantity.quantity.unit:
        return quantity
    for other in states:
        above = other.quantity.unit.partition("/")[0]
        if above == quantity.quantity.unit and other.quantity.currency == quantity.quantity.currency:
            return replace(quantity, quantity=replace(quantity.quantity, unit=other.quantity.unit), period=other.period)
    return quantity
