"""Answer what is asked of one technique: what it is, its cases under any filters, and its best passages."""

from __future__ import annotations

from collections.abc import Mapping

from corpus.library import Library
from corpus.model import Concept, ConceptId, Scheme
from corpus.vocabulary import Vocabulary
from search_api.answers import Group, PassageResult, Term
from search_api.case_tally import LibraryTally
from search_api.cases_table import cases_csv
from search_api.requests import NO_FILTERS, SearchRequest
from search_api.search import SearchService
from search_api.subject_cases import SubjectCases
from search_api.technique_answers import ConceptView, TechniqueSheetView
from search_api.views import Views, practices

SHOWN_PASSAGES = 8


class TechniqueViews:
    """Answers what is asked of techniques; safe to use from many threads."""

    def __init__(
        self, library: Library, vocabulary: Vocabulary, views: Views, counted: LibraryTally, search: SearchService
    ) -> None:
        self._library = library
        self._vocabulary = vocabulary
        self._views = views
        self._cases = SubjectCases(library, views, counted)
        self._search = search

    def technique(self, notation: str, filters: Mapping[str, tuple[str, ...]] = NO_FILTERS) -> ConceptView:
        """Return a technique with what its cases report, those cases, and its best passages.

        Raises:
            ConceptNotFoundError: There is no such technique.
            UnknownFacetValueError: A filter names something that does not exist.
        """
        concept = self._concept(notation)
        return ConceptView(
            id=concept.notation,
            title=concept.label,
            alternatives=concept.labels["en"].alternatives,
            definition=concept.definition,
            practices=practices(concept, self._views.naming),
            broader=self._terms(concept.broader),
            related=self._terms(concept.related),
            opposites=self._terms(concept.opposites),
            sheet=self._sheet(concept.id),
            applied=self._cases.view(concept.id, filters),
            passages=tuple(result.passage for result in self._passages(concept, filters)),
            url=f"/techniques/{concept.notation}",
        )

    def technique_csv(self, notation: str, filters: Mapping[str, tuple[str, ...]] = NO_FILTERS) -> bytes:
        """Return the statistics of a technique with the figures they are made of. Raises as `technique` does."""
        return cases_csv(self._cases.view(self._concept(notation).id, filters).reported)

    def _concept(self, notation: str) -> Concept:
        return self._vocabulary.get(ConceptId(f"{Scheme.TECHNIQUE}:{notation}"))

    def _sheet(self, technique: ConceptId) -> TechniqueSheetView | None:
        """Return the sheet that explains a technique, the one that came first if there are several."""
        for document, sheet in self._library.techniques.of(technique):
            return self._views.sheet(sheet, self._library.documents.get(document))
        return None

    def _terms(self, concepts: tuple[ConceptId, ...]) -> tuple[Term, ...]:
        return tuple(map(self._views.naming.concept, concepts))

    def _passages(self, concept: Concept, filters: Mapping[str, tuple[str, ...]]) -> list[PassageResult]:
        within = {**filters, str(Scheme.TECHNIQUE): (concept.notation,)}
        request = SearchRequest(concept.label, within, group=Group.PASSAGE, limit=SHOWN_PASSAGES)
        return [result for result in self._search.search(request).results if isinstance(result, PassageResult)]
