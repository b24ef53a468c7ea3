"""What the services answer about the library as a whole: what it holds and covers, and the centres; plain records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from search_api.answers import CaseSummary, SourceView, Term


@dataclass(frozen=True, slots=True)
class TermCount:
    """A term and the cases that are about it."""

    term: Term
    count: int


@dataclass(frozen=True, slots=True)
class HomeView:
    """What the library holds, for its front page.

    Attributes:
        countries: How many countries the cases come from.
        sectors, processes, resources: What to browse by, those with most cases first.
        examples: Searches to try, by what somebody is about to do: "visit", "course" or "brief".
    """

    documents: int
    pages: int
    cases: int
    techniques: int
    countries: int
    sectors: tuple[TermCount, ...]
    processes: tuple[TermCount, ...]
    resources: tuple[TermCount, ...]
    examples: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class CentreSummary:
    """A centre, short.

    Attributes:
        country: ISO 3166-1 alpha-2.
        city: "" if no source names it.
        region: "africa", "arab", "asia-pacific", "europe" or "latin-america".
        case_count: Cases from its country, whoever worked on them.
    """

    id: str
    name: str
    country: str
    country_name: str
    city: str
    region: str
    case_count: int
    url: str


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """A source and which facts it is the source of: "country", "name", "city", "host", "founded", ..."""

    source: SourceView
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CentreView:
    """A centre's own page. What no source says is "" or None.

    Attributes:
        roundtable: The roundtable or network on cleaner production of its region.
        services: "awareness", "training-and-assessment", "investment", "policy".
        sectors: ISIC divisions of all these cases, those with most first.
        practices: Likewise.
        contributed: Cases whose documents say that they come from the centre, best evidence first.
        cases: The others of its country, best evidence first; nothing says that they are the centre's work.
        missing_sectors: Manufacturing divisions without a case.
        missing_practices: Practices without one.
    """

    summary: CentreSummary
    roundtable: str
    host: str
    founded: int | None
    website: str
    services: tuple[str, ...]
    note: str
    evidence: tuple[EvidenceView, ...]
    sectors: tuple[TermCount, ...]
    practices: tuple[TermCount, ...]
    contributed: tuple[CaseSummary, ...]
    cases: tuple[CaseSummary, ...]
    missing_sectors: tuple[Term, ...]
    missing_practices: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """A sector and its cases by practice, in the order of the table's practices."""

    sector: Term
    cases: int
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ThinTopic:
    """Something centres are asked about, in the words they are asked in, with too few cases."""

    term: Term
    words: str
    count: int


@dataclass(frozen=True, slots=True)
class CoverageView:
    """What the library covers. A case counts once in each cell it has a measure for.

    Attributes:
        enough: Cases from which on a topic is not called thin.
        rows: All ISIC divisions of manufacturing, and the others that have cases.
        unplaced: Cases that name no division.
        thin_sectors, thin_processes: What centres are asked about and has too few cases.
        explained: Techniques that have a sheet.
        thin_techniques: Those of them with too few cases.
    """

    cases: int
    enough: int
    practices: tuple[Term, ...]
    rows: tuple[CoverageRow, ...]
    unplaced: int
    countries: tuple[TermCount, ...]
    without_country: int
    grades: tuple[TermCount, ...]
    thin_sectors: tuple[ThinTopic, ...]
    thin_processes: tuple[ThinTopic, ...]
    explained: int
    thin_techniques: tuple[TermCount, ...]
