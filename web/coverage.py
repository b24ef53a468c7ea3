"""The page of coverage: the services' counts with a shade for each cell and a search behind it."""

from __future__ import annotations

from bisect import bisect_right

from search_api.answers import Group, Term
from search_api.directory_answers import CoverageRow, CoverageView
from search_api.requests import SearchRequest
from web import links, text
from web.views import CoveragePage, Frame, HeatCell, HeatRow

STEPS = (1, 3, 6, 12)  # cases from which on a cell is a shade darker; the second is where a topic is thin no more


def coverage_page(view: CoverageView) -> CoveragePage:
    """Return the page of what a library covers."""
    return CoveragePage(
        frame=Frame(title=text.translate("What the library covers"), api_url="/api/v1/coverage"),
        view=view,
        rows=tuple(_row(row, view.practices) for row in view.rows),
        steps=tuple(zip(STEPS, (*(step - 1 for step in STEPS[1:]), None), strict=True)),
    )


def _row(row: CoverageRow, practices: tuple[Term, ...]) -> HeatRow:
    cells = (_cell(count, row.sector, practice) for count, practice in zip(row.counts, practices, strict=True))
    return HeatRow(row.sector.label, _cell(row.cases, row.sector), tuple(cells))


def _cell(count: int, *terms: Term) -> HeatCell:
    asked = SearchRequest(filters={term.facet: (term.value,) for term in terms}, group=Group.CASE)
    return HeatCell(count, bisect_right(STEPS, count), links.search_url(asked) if count else "")
