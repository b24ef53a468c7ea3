"""The cases of a concept under filters: what they report together, each of them, and how to narrow them further."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from corpus.library import Library
from corpus.model import Case, ConceptId, Role
from search_api.answers import CaseSummary
from search_api.case_sets import ACHIEVED, CaseSets
from search_api.case_tally import LibraryTally
from search_api.evidence_answers import CasesView
from search_api.narrowing import narrowing
from search_api.views import Views


class SubjectCases:
    """Shows the cases of any concept of the vocabularies; safe to use from many threads."""

    def __init__(self, library: Library, views: Views, counted: LibraryTally) -> None:
        self._library = library
        self._views = views
        self._counted = counted
        self._sets = CaseSets(views.naming)

    def view(
        self,
        concept: ConceptId,
        filters: Mapping[str, tuple[str, ...]],
        roles: Sequence[Role] = ACHIEVED,
        *,
        of: ConceptId | None = None,
    ) -> CasesView:
        """Return the cases that are about a concept or a narrower one and satisfy the filters.

        Args:
            roles: What the figures of the statistics may say.
            of: What they may be of, beside paybacks; None for anything.

        Raises:
            UnknownFacetValueError: A filter names something that does not exist.
        """
        self._views.naming.check(filters)
        tally = self._counted.current()
        within = tally.about.get(concept, frozenset())
        cases = tally.of(within & tally.matching(filters))
        return CasesView(
            reported=self._sets.view(cases, roles, of=of),
            cases=self._summaries(cases),
            narrowing=narrowing(within, filters, tally, self._views.naming),
        )

    def _summaries(self, cases: Sequence[Case]) -> tuple[CaseSummary, ...]:
        documents = self._library.documents.by_ids(case.document for case in cases)
        return tuple(self._views.case(case, documents[case.document]) for case in cases if case.document in documents)
