"""What the templates of techniques, other subjects, comparisons and coverage are given: pages of what cases report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from search_api.answers import CaseSummary, Spread, Term
from search_api.directory_answers import CoverageView
from search_api.evidence_answers import CasesView
from search_api.subject_answers import SubjectView, TechniqueUse
from search_api.technique_answers import ConceptView
from web.plots import Plot
from web.views import FacetBox, Frame, Removable


@dataclass(frozen=True, slots=True)
class CasesBlock:
    """The cases of a page's subject.

    Attributes:
        plots: A picture a statistic.
        told: Further statistics, told in a line.
        languages: Of the cases, by id.
        shown, others: Cases in full, and those only linked to.
        filters: Those that hold, each with the address without it.
        unfiltered: The page without any; "" if there are none.
        csv_url: The statistics as a table; "" if there are none.
    """

    view: CasesView
    languages: Mapping[str, str]
    shown: tuple[CaseSummary, ...]
    others: tuple[CaseSummary, ...]
    plots: tuple[Plot, ...]
    told: tuple[Spread, ...]
    filters: tuple[Removable, ...]
    unfiltered: str
    facets: tuple[FacetBox, ...]
    csv_url: str


@dataclass(frozen=True, slots=True)
class TechniquePage:
    """technique.html.

    Attributes:
        applied: Its cases.
        comparison: Address that sets it beside related techniques; "" if it has none.
        search: A search for it.
        advice: What its sheet says, under headings; empty without a sheet.
        source_urls: Of the sheet's sources, in their order; "" where one has no web address.
    """

    frame: Frame
    view: ConceptView
    applied: CasesBlock
    comparison: str
    search: str
    advice: tuple[tuple[str, tuple[str, ...]], ...]
    source_urls: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TechniqueList:
    """Techniques of a subject: those shown at once and those behind "more"."""

    first: tuple[TechniqueUse, ...]
    more: tuple[TechniqueUse, ...]


@dataclass(frozen=True, slots=True)
class CompareCell:
    """What one technique has in a row: a statistic, or points of its sheet; neither if it has nothing there."""

    spread: Spread | None = None
    points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CompareRow:
    """One thing to compare; `unit` is that of a statistic."""

    name: str
    unit: str
    cells: tuple[CompareCell, ...]


@dataclass(frozen=True, slots=True)
class ComparePage:
    """compare.html.

    Attributes:
        without: For each technique the comparison without it.
        spreads, advice: Rows of statistics, and of what the sheets say.
        most: How many techniques may stand side by side.
    """

    frame: Frame
    techniques: tuple[ConceptView, ...]
    without: tuple[str, ...]
    spreads: tuple[CompareRow, ...]
    advice: tuple[CompareRow, ...]
    most: int


@dataclass(frozen=True, slots=True)
class HeatCell:
    """A number, its shade from 0 to 4, and the search for its cases; "" if there are none."""

    count: int
    level: int
    url: str


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A sector or a process: all its cases, then those of each practice."""

    name: str
    all: HeatCell
    cells: tuple[HeatCell, ...]


@dataclass(frozen=True, slots=True)
class SubjectPage:
    """subject.html: a sector, a process, a resource, a pollutant or a practice.

    Attributes:
        term: What the page is of.
        rows: Of the matrix of processes and practices; none if there is no matrix.
        steps: As of CoveragePage.
        search: All documents about it.
    """

    frame: Frame
    view: SubjectView
    term: Term
    techniques: TechniqueList
    rows: tuple[HeatRow, ...]
    steps: tuple[tuple[int, int | None], ...]
    applied: CasesBlock
    search: str


@dataclass(frozen=True, slots=True)
class CoveragePage:
    """coverage.html.

    Attributes:
        steps: What each shade from 1 on means: cases from and to; None means no end.
    """

    frame: Frame
    view: CoverageView
    rows: tuple[HeatRow, ...]
    steps: tuple[tuple[int, int | None], ...]
