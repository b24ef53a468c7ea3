"""The page of coverage: the services' counts with a shade for each cell and a search behind it."""

from __future__ import annotations

from bisect import bisect_right

from search_api.answers import Term
from search_api.directory_answers import CoverageRow, CoverageView
from web import links, names
from web.language import translate
from web.reported_views import CoveragePage, HeatCell, HeatRow
from web.views import Frame

STEPS = (1, 3, 6, 12)  # cases from which on a cell is a shade darker; the second is where a topic is thin no more

STEP_ENDS = tuple(zip(STEPS, (*(step - 1 for step in STEPS[1:]), None), strict=True))


def coverage_page(view: CoverageView) -> CoveragePage:
    """Return the page of what a library covers."""
    return CoveragePage(
        frame=Frame(title=translate("What the library covers"), api_url="/api/v1/coverage"),
        view=view,
        rows=tuple(_row(row, view.practices) for row in view.rows),
        steps=STEP_ENDS,
    )


def _row(row: CoverageRow, practices: tuple[Term, ...]) -> HeatRow:
    cells = (
        heat_cell(count, links.term_url(row.sector, practice=practice.value))
        for count, practice in zip(row.counts, practices, strict=True)
    )
    return HeatRow(names.label(row.sector), heat_cell(row.cases, links.term_url(row.sector)), tuple(cells))


def heat_cell(count: int, url: str) -> HeatCell:
    """Return a number of cases with its shade and the page that lists them."""
    return HeatCell(count, bisect_right(STEPS, count), f"{url}#cases" if count else "")
