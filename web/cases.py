"""The cases of something on a page: what they report together, drawn, and the links that narrow them."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from search_api.evidence_answers import CasesView, Narrowing
from web import text
from web.facets import facet_box
from web.plots import plot
from web.views import CasesBlock, FacetBox, Removable

Filters = Mapping[str, tuple[str, ...]]


def cases_block(view: CasesView, path: str) -> CasesBlock:
    """Return what a page shows of the cases of its subject.

    Args:
        path: Of the page, without filters.
    """
    narrowed = view.narrowing
    return CasesBlock(
        view=view,
        plots=tuple(map(plot, view.reported.statistics)),
        filters=_filters(narrowed, path),
        unfiltered=path if narrowed.selected else "",
        facets=tuple(box for facet in narrowed.facets if (box := _box(facet, narrowed, path)).first),
        csv_url=address(f"/api/v1{path}.csv", narrowed.filters) if view.reported.statistics else "",
    )


def address(path: str, filters: Filters) -> str:
    """Return a path with filters."""
    query = urlencode([(facet, value) for facet in sorted(filters) for value in filters[facet]])
    return f"{path}?{query}" if query else path


def _filters(narrowed: Narrowing, path: str) -> tuple[Removable, ...]:
    return tuple(
        Removable(text.facet_name(term.facet), term.label, "", _toggled(narrowed, term.facet, term.value, path))
        for term in narrowed.selected
    )


def _box(facet: str, narrowed: Narrowing, path: str) -> FacetBox:
    return facet_box(facet, narrowed.facets[facet], lambda value: _toggled(narrowed, facet, value, path))


def _toggled(narrowed: Narrowing, facet: str, value: str, path: str) -> str:
    present = narrowed.filters.get(facet, ())
    values = tuple(other for other in present if other != value) if value in present else (*present, value)
    others = {name: kept for name, kept in narrowed.filters.items() if name != facet}
    return address(path, {**others, **({facet: values} if values else {})})
