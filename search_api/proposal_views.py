"""Show what a document seems to say of a case: field by field, with the words that say it and their page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from corpus.countries import country_name
from corpus.model import CaseProposal, ConceptId, DocumentId, Evidence, Proposed, ProposedFigure, ProposedMeasure
from corpus.vocabulary import Vocabulary
from search_api.answers import DocumentSummary
from search_api.quantity_text import quantity_text

SINGLE = ("title", "company", "country", "year", "sector", "status", "grade")  # fields with one value
SEVERAL = ("processes", "substances")


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """One value that a document seems to state.

    Attributes:
        field: As sidecars call it, "country", "measure", "figure".
        value: As people read it: "Kenya", "80 L/kg water"; a status by its code.
        words: What the document says.
        url: The page, the words marked.
        confidence: 0 to 1.
        role: What a figure says; "" of other fields.
    """

    field: str
    value: str
    words: str
    page: int
    url: str
    confidence: float
    role: str = ""


@dataclass(frozen=True, slots=True)
class ProposalsView:
    """The cases that a document seems to tell, each as its rows."""

    document: DocumentSummary
    proposals: tuple[tuple[ProposalRow, ...], ...]


def proposal_rows(proposal: CaseProposal, document: DocumentId, vocabulary: Vocabulary) -> tuple[ProposalRow, ...]:
    """Return all values of a proposal in the order of a sidecar's fields."""
    return tuple(_rows(proposal, document, vocabulary))


def _rows(proposal: CaseProposal, document: DocumentId, vocabulary: Vocabulary) -> Iterator[ProposalRow]:
    for name in SINGLE:
        value: Proposed | None = getattr(proposal, name)
        if value:
            yield _row(name, _spoken(name, value.value, vocabulary), value, document)
    for name in SEVERAL:
        for value in getattr(proposal, name):
            yield _row(name, _spoken(name, value.value, vocabulary), value, document)
    for measure in proposal.measures:
        yield from _measure_rows(measure, document, vocabulary)
    for found in proposal.figures:
        yield replace(_row("figure", _figure_text(found), found, document), role=found.figure.role.value)


def _measure_rows(measure: ProposedMeasure, document: DocumentId, vocabulary: Vocabulary) -> Iterator[ProposalRow]:
    yield _row("measure", measure.name.value, measure.name, document)
    for name, value in (("technique", measure.technique), ("practice", measure.practice)):
        if value:
            yield _row(name, _spoken(name, value.value, vocabulary), value, document)


def _row(name: str, spoken: str, value: Proposed | ProposedFigure, document: DocumentId) -> ProposalRow:
    evidence = value.evidence[0]
    return ProposalRow(name, spoken, evidence.words, evidence.page, _address(document, evidence), value.confidence)


def _address(document: DocumentId, evidence: Evidence) -> str:
    return f"/documents/{document}/pages/{evidence.page}?span={evidence.span[0]}-{evidence.span[1]}"


def _spoken(name: str, value: str, vocabulary: Vocabulary) -> str:
    concept = vocabulary.concepts.get(ConceptId(value))
    if concept is not None:
        return concept.label
    return country_name(value) or value if name == "country" else value


def _figure_text(found: ProposedFigure) -> str:
    figure = found.figure
    number = quantity_text(figure.quantity) if figure.quantity else f"{figure.printed} {figure.unit}".strip()
    return " ".join(part for part in (number, figure.basis or figure.subject) if part)
