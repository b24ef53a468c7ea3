"""The cases of something on a page: what they report together, drawn, and the links that narrow them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from search_api.evidence_answers import CasesView, Narrowing, StatisticView
from web import names, text
from web.facets import facet_box
from web.links import address
from web.plots import plot
from web.reported_views import CasesBlock
from web.views import FacetBox, Removable

SHOWN = 12  # cases in full; the others are linked to
POINTS = 100  # drawn on a page, at most; further statistics are told in a line


def cases_block(view: CasesView, path: str) -> CasesBlock:
    """Return what a page shows of the cases of its subject.

    Args:
        path: Of the page, without filters.
    """
    narrowed = view.narrowing
    drawn = _drawn(view.reported.statistics)
    return CasesBlock(
        view=view,
        languages={case.id: case.document.language for case in view.cases},
        shown=view.cases[:SHOWN],
        others=view.cases[SHOWN:],
        plots=tuple(map(plot, view.reported.statistics[:drawn])),
        told=tuple(statistic.spread for statistic in view.reported.statistics[drawn:]),
        filters=_filters(narrowed, path),
        unfiltered=path if narrowed.selected else "",
        facets=tuple(box for facet in narrowed.facets if (box := _box(facet, narrowed, path)).first),
        csv_url=address(f"/api/v1{path}.csv", narrowed.filters) if view.reported.statistics else "",
    )


def _drawn(statistics: Sequence[StatisticView]) -> int:
    """Return how many of the first statistics are drawn: as many as a page has room for, and one in any case."""
    sums = accumulate(len(statistic.points) for statistic in statistics)
    return max(sum(points <= POINTS for points in sums), 1)


def _filters(narrowed: Narrowing, path: str) -> tuple[Removable, ...]:
    return tuple(
        Removable(text.facet_name(term.facet), names.label(term), "", _toggled(narrowed, term.facet, term.value, path))
        for term in narrowed.selected
    )


def _box(facet: str, narrowed: Narrowing, path: str) -> FacetBox:
    return facet_box(facet, narrowed.facets[facet], lambda value: _toggled(narrowed, facet, value, path))


def _toggled(narrowed: Narrowing, facet: str, value: str, path: str) -> str:
    present = narrowed.filters.get(facet, ())
    values = tuple(other for other in present if other != value) if value in present else (*present, value)
    others = {name: kept for name, kept in narrowed.filters.items() if name != facet}
    return address(path, {**others, **({facet: values} if values else {})})
