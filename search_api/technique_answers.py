"""What the services answer of one technique, as plain records."""

from __future__ import annotations

from dataclasses import dataclass

from search_api.answers import DocumentSummary, Passage, SourceView, Term
from search_api.evidence_answers import CasesView


@dataclass(frozen=True, slots=True)
class TechniqueSheetView:
    """What to know of a technique before using it; "[1]" in a text is the first of `sources`.

    Attributes:
        document: The sheet itself.
    """

    document: DocumentSummary
    what: str
    how: str
    restrictions: str
    where: tuple[str, ...]
    where_not: tuple[str, ...]
    preconditions: tuple[str, ...]
    measure_first: tuple[str, ...]
    cross_media: tuple[str, ...]
    mistakes: tuple[str, ...]
    skills: tuple[str, ...]
    sources: tuple[SourceView, ...]


@dataclass(frozen=True, slots=True)
class ConceptView:
    """A technique's own page.

    Attributes:
        sheet: None if no document explains it.
        applied: The cases that applied it or a narrower technique.
    """

    id: str
    title: str
    alternatives: tuple[str, ...]
    definition: str
    practices: tuple[Term, ...]
    broader: tuple[Term, ...]
    related: tuple[Term, ...]
    opposites: tuple[Term, ...]
    sheet: TechniqueSheetView | None
    applied: CasesView
    passages: tuple[Passage, ...]
    url: str
