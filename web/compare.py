"""Techniques side by side: a row for each thing to compare, a column for each technique."""

from __future__ import annotations

from collections.abc import Sequence

from search_api.answers import Spread
from search_api.requests import MAX_COMPARED
from search_api.technique_answers import ConceptView
from web import links, text
from web.language import translate
from web.reported_views import CompareCell, ComparePage, CompareRow
from web.views import Frame

MOST_SPREADS = 8  # kinds of figure

Kind = tuple[str, str, str, str, str]


def compare_page(views: Sequence[ConceptView]) -> ComparePage:
    """Return the page that sets techniques beside one another."""
    names = [view.id for view in views]
    return ComparePage(
        frame=Frame(title=translate("Compare techniques"), listed=False),
        techniques=tuple(views),
        without=tuple(compare_url([other for other in names if other != name]) for name in names),
        spreads=tuple(_spread_rows(views)),
        advice=tuple(_advice_rows(views)),
        most=MAX_COMPARED,
    )


def suggested(view: ConceptView) -> str:
    """Return the address that sets a technique beside those related to it; "" if there are none."""
    others = dict.fromkeys(term.value for term in (*view.opposites, *view.related))
    return compare_url([view.id, *list(others)[: MAX_COMPARED - 1]]) if others else ""


def compare_url(techniques: Sequence[str]) -> str:
    """Return the address of a comparison; of one technique, its own page; of none, the front page."""
    if len(techniques) > 1:
        return links.address("/compare", {"technique": list(techniques)})
    return f"/techniques/{techniques[0]}" if techniques else "/"


def _spread_rows(views: Sequence[ConceptView]) -> list[CompareRow]:
    """Return a row for each kind of figure that any technique has a statistic of, most shared first."""
    found: dict[Kind, list[Spread | None]] = {}
    for column, view in enumerate(views):
        for statistic in view.applied.reported.statistics:
            row = found.setdefault(_kind(statistic.spread), [None] * len(views))
            row[column] = statistic.spread
    rows = sorted(found.values(), key=lambda row: sum(spread is None for spread in row))
    return [_spread_row(row) for row in rows[:MOST_SPREADS]]


def _spread_row(spreads: Sequence[Spread | None]) -> CompareRow:
    first = next(spread for spread in spreads if spread)
    cells = (CompareCell(spread=spread) for spread in spreads)
    return CompareRow(text.spread_name(first), text.spread_unit(first), tuple(cells))


def _kind(spread: Spread) -> Kind:
    return spread.scale, spread.role, spread.subject, spread.unit, spread.basis


def _advice_rows(views: Sequence[ConceptView]) -> list[CompareRow]:
    """Return a row for each part of the sheets that any technique has."""
    told = [dict(text.advice(view.sheet)) for view in views]
    headings = list(dict.fromkeys(heading for sheet in told for heading in sheet))
    return [
        CompareRow(heading, "", tuple(CompareCell(points=sheet.get(heading, ())) for sheet in told))
        for heading in headings
    ]
