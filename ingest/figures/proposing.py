"""Make a proposed figure of a quantity, what it says and what it counts; and keep each figure once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from corpus.model import Bound, Evidence, Figure, ProposedFigure, Quantity, Role
from ingest.figures.conversion import normalise
from ingest.figures.quantities import Found, is_share
from ingest.figures.roles import Reason
from ingest.figures.subjects import Subject

_SURE = 0.8  # of two statements as sure as this the one that says more is kept, else the first


def proposed_figure(
    found: Found, reason: Reason, of: Subject, *, printed: str, basis: str, place: tuple[int, int], evidence: Evidence
) -> ProposedFigure:
    """Return a figure with the words that say it.

    Args:
        printed: The number as the page shows it.
        basis: What a percentage is of; "" for other quantities.
        place: Characters of the number in the text of the evidence's page.
    """
    quantity, period = _per_year(found, reason)
    return ProposedFigure(
        Figure(
            role=reason.role,
            printed=printed,
            unit=found.unit,
            subject=of.words,
            period=period,
            note="" if quantity.bound is Bound.EXACT else quantity.bound.value,
            page=evidence.page,
            span=place,
            quantity=quantity,
            normal=normalise(quantity),
            of=of.concept,
            basis=basis,
        ),
        (evidence,),
        reason.confidence,
    )


def _per_year(found: Found, reason: Reason) -> tuple[Quantity, str]:
    """Return quantity and period; a saving of each year is one per year even if its unit does not say so."""
    quantity = found.quantity
    if is_share(found):
        return replace(quantity, unit=quantity.unit.partition("/")[0]), found.period
    if reason.yearly and reason.role in (Role.SAVING, Role.ANNUAL_SAVING) and "/" not in quantity.unit:
        return replace(quantity, unit=f"{quantity.unit}/a"), "year"
    return quantity, found.period


def once(figures: Iterable[ProposedFigure]) -> list[ProposedFigure]:
    """Return each figure once, where it is stated best, by page and place.

    Equal numbers of two substances are two figures.
    """
    best: dict[tuple[object, ...], list[ProposedFigure]] = {}
    for proposed in figures:
        alike = best.setdefault(_key(proposed.figure), [])
        at = next((at for at, other in enumerate(alike) if _counts_same(proposed.figure, other.figure)), None)
        if at is None:
            alike.append(proposed)
        elif _quality(proposed) > _quality(alike[at]):
            alike[at] = proposed
    kept = (proposed for alike in best.values() for proposed in alike)
    return sorted(kept, key=lambda proposed: (proposed.figure.page, proposed.figure.span or (0, 0)))


def _counts_same(figure: Figure, other: Figure) -> bool:
    return figure.of == other.of or figure.of is None or other.of is None


def _key(figure: Figure) -> tuple[object, ...]:
    quantity = figure.quantity or Quantity(0.0, 0.0)
    if figure.role is Role.PAYBACK and figure.normal:
        return (figure.role, round(figure.normal.low), round(figure.normal.high))  # "49.9 months, or 4.16 years"
    return (figure.role, quantity.low, quantity.high, quantity.unit.partition("/")[0], quantity.currency)


def _quality(proposed: ProposedFigure) -> tuple[bool, bool, bool]:
    return (proposed.confidence >= _SURE, bool(proposed.figure.period), proposed.figure.of is not None)
