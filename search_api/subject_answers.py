"""What the services answer of one sector, process, resource, pollutant or practice, as plain records."""

from __future__ import annotations

from dataclasses import dataclass

from search_api.answers import Spread, Term
from search_api.directory_answers import TermCount
from search_api.evidence_answers import CasesView


@dataclass(frozen=True, slots=True)
class TechniqueUse:
    """A technique and how many of a subject's cases applied it.

    Attributes:
        spread: What carries over best of what they report together; None if too few sites report the same.
    """

    technique: Term
    case_count: int
    spread: Spread | None
    url: str


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A process and the cases about it: all of them, and by practice in the order of the matrix."""

    process: Term
    cases: int
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SubjectView:
    """The own page of a sector, a process, a resource, a pollutant or a practice.

    Attributes:
        scheme: "sector", "process", "resource", "pollutant" or "practice".
        id: Its notation there: "1313", "dyeing".
        codes: In other classifications: "NACE 13.30".
        cas: CAS Registry Number; "" if there is none.
        narrower: With their cases, those with most first.
        applied: Its cases; of a resource or pollutant the statistics are of paybacks and of itself.
        techniques: What these cases applied, most often first.
        practices: Columns of the matrix.
        matrix: Processes of these cases, those with most first; none for a process.
    """

    scheme: str
    id: str
    title: str
    alternatives: tuple[str, ...]
    definition: str
    codes: tuple[str, ...]
    cas: str
    broader: tuple[Term, ...]
    related: tuple[Term, ...]
    narrower: tuple[TermCount, ...]
    applied: CasesView
    techniques: tuple[TechniqueUse, ...]
    practices: tuple[Term, ...]
    matrix: tuple[MatrixRow, ...]
    url: str
