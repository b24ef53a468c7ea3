"""What the published cases of one thing report together, as plain records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from search_api.answers import CaseSummary, FacetValue, FigureView, Spread, Term
from search_api.directory_answers import TermCount


@dataclass(frozen=True, slots=True)
class CaseLink:
    """A case, by name."""

    id: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class PointView:
    """A case's figure, counted in a statistic.

    Attributes:
        site: Company and country, as far as the source names them.
        alone: Whether the case applied one measure; else its figure is of all its measures together.
        value, text: The number in the statistic's unit.
    """

    case: CaseLink
    site: str
    year: int | None
    grade: str
    status: str
    alone: bool
    value: float
    text: str
    figure: FigureView


@dataclass(frozen=True, slots=True)
class StatisticView:
    """What several sites report of one kind of figure.

    Attributes:
        points: What was counted, smallest first.
        several: Cases left out because they state several such numbers, none of which need be of the whole site.
        flattering: Cases left out because they promise more than they state: "up to 30 %".
    """

    spread: Spread
    points: tuple[PointView, ...]
    several: tuple[CaseLink, ...]
    flattering: tuple[CaseLink, ...]


@dataclass(frozen=True, slots=True)
class InvestmentClass:
    """How many cases invested from `low` to below `high` US dollars, as printed; None means no end."""

    low: float
    high: float | None
    count: int


@dataclass(frozen=True, slots=True)
class CaseSetView:
    """What published cases report together; failures are under-reported among them.

    Attributes:
        case_count: A case told in several documents counts once.
        sites: Independent ones; a site without a name counts as its own.
        unnamed: Cases whose source does not name the site.
        alone: Cases that applied one measure only.
        statuses, grades, countries: The cases of each, those with most first; grades from best to worst.
        years: First and last; None if no case has one.
        investments: Classes with a case, smallest first; of cases that state one investment in US dollars.
        other_investments: Cases that state another currency or several investments, and are in no class.
        statistics: Those that at least three sites allow, what carries over best from site to site first.
    """

    case_count: int
    sites: int
    unnamed: int
    alone: int
    statuses: tuple[TermCount, ...]
    grades: tuple[TermCount, ...]
    countries: tuple[TermCount, ...]
    years: tuple[int, int] | None
    investments: tuple[InvestmentClass, ...]
    other_investments: int
    statistics: tuple[StatisticView, ...]


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Filters on the cases of something, and what each further value would leave.

    Attributes:
        filters: As asked, by facet.
        selected: The same, named.
        facets: By facet, values with most cases first; a count reflects the filters of all other facets.
    """

    filters: Mapping[str, tuple[str, ...]]
    selected: tuple[Term, ...]
    facets: Mapping[str, tuple[FacetValue, ...]]


@dataclass(frozen=True, slots=True)
class CasesView:
    """The cases of something: what they report together, and each of them, best evidence first."""

    reported: CaseSetView
    cases: tuple[CaseSummary, ...]
    narrowing: Narrowing
