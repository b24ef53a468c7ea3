"""The page of a sector, a process, a resource, a pollutant or a practice."""

from __future__ import annotations

from urllib.parse import quote

from search_api.answers import Term
from search_api.subject_answers import MatrixRow, SubjectView
from web import links, names
from web.cases import cases_block
from web.coverage import STEP_ENDS, heat_cell
from web.reported_views import HeatRow, SubjectPage, TechniqueList
from web.views import Frame

SHOWN_AT_ONCE = 15  # techniques


def subject_page(view: SubjectView) -> SubjectPage:
    """Return the page of a subject."""
    term = Term(view.scheme, view.id, view.title)
    path = f"/{links.PAGES[view.scheme]}/{quote(view.id, safe='')}"
    filters = view.applied.narrowing.filters
    return SubjectPage(
        frame=Frame(title=names.label(term), api_url=links.address(f"/api/v1{path}", filters), listed=not filters),
        view=view,
        term=term,
        techniques=TechniqueList(view.techniques[:SHOWN_AT_ONCE], view.techniques[SHOWN_AT_ONCE:]),
        rows=tuple(_row(row, view, path) for row in view.matrix),
        steps=STEP_ENDS,
        applied=cases_block(view.applied, path),
        search=links.filtered(view.scheme, view.id),
    )


def _row(row: MatrixRow, view: SubjectView, path: str) -> HeatRow:
    """Return a row of the matrix; each number opens these cases, under the filters of the page."""

    def opened(**chosen: str) -> str:
        filters = {**view.applied.narrowing.filters, "process": (row.process.value,)}
        return links.address(path, filters | {facet: (value,) for facet, value in chosen.items()})

    cells = zip(row.counts, view.practices, strict=True)
    return HeatRow(
        names.label(row.process),
        heat_cell(row.cases, opened()),
        tuple(heat_cell(count, opened(practice=practice.value)) for count, practice in cells),
    )
