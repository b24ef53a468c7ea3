"""Turn what the library holds into what an answer shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.countries import country_name
from corpus.model import Case, Chunk, Concept, ConceptId, Document, Figure, MediaType, Scheme, Source, TechniqueSheet
from corpus.vocabulary import Vocabulary
from search_api.answers import (
    CaseSummary,
    CaseView,
    DocumentSummary,
    Explain,
    FigureView,
    MeasureView,
    Passage,
    SourceView,
    Term,
)
from search_api.excerpts import excerpt, row_excerpt
from search_api.naming import Naming
from search_api.quantity_text import quantity_view
from search_api.technique_answers import TechniqueSheetView


@dataclass(frozen=True, slots=True)
class Views:
    """Builds the records of answers.py; pure, but for the names it looks up."""

    naming: Naming

    def passage(self, chunk: Chunk, document: Document, terms: frozenset[str], explain: Explain | None) -> Passage:
        """Return a chunk as something to cite, the terms marked."""
        shown = (row_excerpt if "\t" in chunk.text else excerpt)(chunk.text, terms, chunk.language)
        return Passage(
            chunk=chunk.id,
            text=shown.text,
            marks=shown.marks,
            language=chunk.language,
            heading=chunk.heading,
            page=chunk.first_page,
            last_page=chunk.last_page,
            document=self.document(document),
            explain=explain,
            url=f"/documents/{document.id}/pages/{chunk.first_page}?chunk={chunk.ordinal}",
            lead=chunk.lead,
            path=chunk.path,
        )

    def document(self, document: Document) -> DocumentSummary:
        """Return a document, short."""
        return DocumentSummary(
            id=document.id,
            title=document.title,
            kind=document.kind,
            language=document.language,
            year=_year(document),
            country=document.country,
            rights=document.rights,
            page_count=document.page_count,
            cite=cite(document),
            work=document.work,
            url=f"/documents/{document.id}",
            media_type=document.media_type,
            flags=document.flags,
        )

    def case(self, case: Case, document: Document) -> CaseSummary:
        """Return a case, short."""
        return CaseSummary(
            id=case.id,
            title=case.title,
            company=case.company,
            country=case.country,
            country_name=country_name(case.country) if case.country else None,
            year=case.year,
            status=case.status,
            grade=case.grade,
            sector=self.naming.concept(case.sector) if case.sector else None,
            techniques=self._techniques(case),
            figures=tuple(figure_view(figure, case) for figure in case.figures),
            page=case.page,
            document=self.document(document),
            url=f"/cases/{case.id}",
        )

    def case_page(self, case: Case, document: Document, retold: Sequence[tuple[Case, Document]] = ()) -> CaseView:
        """Return all of a case, and where else it is told."""
        return CaseView(
            summary=self.case(case, document),
            text=case.summary,
            processes=tuple(map(self.naming.concept, case.processes)),
            substances=tuple(map(self.naming.concept, case.substances)),
            measures=tuple(
                MeasureView(
                    name=measure.name,
                    description=measure.description,
                    technique=self.naming.concept(measure.technique),
                    practice=self.naming.concept(measure.practice),
                    technique_url=f"/techniques/{measure.technique.partition(':')[2]}",
                )
                for measure in case.measures
            ),
            baseline=case.baseline,
            notes=case.notes,
            source=source_view(case.source),
            retold=tuple(self.case(*telling) for telling in retold),
        )

    def sheet(self, sheet: TechniqueSheet, document: Document) -> TechniqueSheetView:
        """Return what a document explains of a technique."""
        return TechniqueSheetView(
            document=self.document(document),
            what=sheet.what,
            how=sheet.how,
            restrictions=sheet.restrictions,
            where=sheet.where,
            where_not=sheet.where_not,
            preconditions=sheet.preconditions,
            measure_first=sheet.measure_first,
            cross_media=sheet.cross_media,
            mistakes=sheet.mistakes,
            skills=sheet.skills,
            sources=tuple(map(source_view, sheet.sources)),
        )

    def _techniques(self, case: Case) -> tuple[Term, ...]:
        return tuple(map(self.naming.concept, dict.fromkeys(measure.technique for measure in case.measures)))


def cite(document: Document) -> str:
    """Return a line to copy into a report: publisher, year, title, and the pages of what has any.

    A document that was written after another one, as a sheet is, has its own title first: nobody else published it.
    """
    pages = f" {document.page_count} p." if document.media_type == MediaType.PDF else ""
    origin = _origin(document)
    if document.source is not None and document.source.title != document.title:
        return f"{document.title}.{pages} After {origin}{document.source.title}."
    return f"{origin}{document.title}.{pages}"


def _origin(document: Document) -> str:
    """Return who published a document and when, with what leads on to its title."""
    publisher = document.source.publisher if document.source else ""
    year = f"({_year(document)})" if _year(document) else "(no year)"
    return f"{publisher} {year}: " if publisher else f"{year} "


def source_view(source: Source) -> SourceView:
    """Return a source to show."""
    return SourceView(source.title, source.publisher, source.year, source.address, source.rights)


def figure_view(figure: Figure, case: Case) -> FigureView:
    """Return a figure to show, with the address of its evidence."""
    where = f"/documents/{case.document}/pages/{figure.page}"
    return FigureView(
        role=figure.role,
        printed=figure.printed,
        unit=figure.unit,
        subject=figure.subject,
        period=figure.period,
        note=figure.note,
        text=figure_text(figure),
        page=figure.page,
        located=figure.span is not None,
        url=where + (f"?span={figure.span[0]}-{figure.span[1]}" if figure.span else ""),
        quantity=quantity_view(figure.quantity) if figure.quantity else None,
        normal=quantity_view(figure.normal) if figure.normal else None,
        basis=figure.basis,
    )


def figure_text(figure: Figure) -> str:
    """Return the whole figure to read: "30 % water per pig (year; to 210 l)"."""
    tail = "; ".join(part for part in (figure.period, figure.note) if part)
    body = " ".join(part for part in (figure.printed, figure.unit, figure.subject) if part)
    return f"{body} ({tail})" if tail else body


def practices(concept: Concept, naming: Naming) -> tuple[Term, ...]:
    """Return a technique's CP practices."""
    return tuple(map(naming.concept, concept.practices))


def techniques_of(facets: Sequence[str], vocabulary: Vocabulary) -> list[Concept]:
    """Return the techniques among a chunk's facets, in their order."""
    named = (ConceptId(facet) for facet in facets if facet.startswith(f"{Scheme.TECHNIQUE}:"))
    return [vocabulary.concepts[concept] for concept in named if concept in vocabulary.concepts]


def _year(document: Document) -> int | None:
    """Return when a document was published; a sheet made from a source is as old as that."""
    return document.year or (document.source.year if document.source else None)
