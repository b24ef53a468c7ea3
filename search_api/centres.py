"""The centres with the cases of their countries, and what is missing from there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from corpus.centres import OWN_FILE, Centre, Evidence, load_centres
from corpus.countries import country_name
from corpus.errors import CentreNotFoundError
from corpus.library import Library
from corpus.model import Case, ConceptId
from corpus.vocabulary import Vocabulary
from search_api.answers import CaseSummary, Term
from search_api.case_tally import (
    CaseTally,
    LibraryTally,
    best_first,
    divisions_of,
    manufacturing_of,
    practices_of,
    tally_cases,
)
from search_api.directory_answers import CentreSummary, CentreView, EvidenceView, TermCount
from search_api.views import Views, source_view


class CentreViews:
    """Answers what is asked of centres: what each contributed, and the other cases of its country.

    The files are read when they are first asked for: most commands never ask.
    """

    def __init__(self, library: Library, vocabulary: Vocabulary, views: Views, counted: LibraryTally) -> None:
        self._library = library
        self._vocabulary = vocabulary
        self._views = views
        self._counted = counted
        self._loaded: tuple[Centre, ...] = ()

    def centres(self) -> tuple[CentreSummary, ...]:
        """Return all centres, by the English name of their country.

        Raises:
            CollectionError: The administrator's own file of centres is wrong.
        """
        by_country = Counter(case.country for case in self._counted.current().cases)
        summaries = (_summary(centre, by_country[centre.country]) for centre in self._centres())
        return tuple(sorted(summaries, key=lambda centre: (centre.country_name, centre.name)))

    def centre(self, centre_id: str) -> CentreView:
        """Return a centre with the cases it contributed and the others of its country, best evidence first.

        Raises:
            CentreNotFoundError: There is no such centre.
            CollectionError: As `centres`.
        """
        centre = next((centre for centre in self._centres() if centre.id == centre_id), None)
        if centre is None:
            raise CentreNotFoundError(f"There is no centre {centre_id[:80]!a}. Look it up in the list of centres.")
        documents = [document.id for document in self._library.documents.of_centre(centre.id)]
        told = self._library.cases.of_documents(documents).values()
        contributed = sorted((case for cases in told for case in cases), key=best_first)
        own = {case.id for case in contributed}
        of_country = [case for case in self._counted.current().cases if case.country == centre.country]
        others = sorted((case for case in of_country if case.id not in own), key=best_first)
        return self._view(_summary(centre, len(of_country)), centre, contributed, others)

    def _view(self, summary: CentreSummary, centre: Centre, contributed: list[Case], cases: list[Case]) -> CentreView:
        tally = tally_cases([*contributed, *cases], self._vocabulary)
        practices = practices_of(self._vocabulary)
        return CentreView(
            summary=summary,
            roundtable=centre.roundtable,
            host=centre.host,
            founded=centre.founded,
            website=centre.website,
            services=tuple(centre.services),
            note=centre.note,
            evidence=tuple(map(_evidence, centre.evidence)),
            sectors=self._counts(divisions_of(self._vocabulary), tally),
            practices=self._counts(practices, tally),
            contributed=self._cases(contributed),
            cases=self._cases(cases),
            missing_sectors=self._missing(manufacturing_of(self._vocabulary), tally),
            missing_practices=self._missing(practices, tally),
        )

    def _centres(self) -> tuple[Centre, ...]:
        if not self._loaded:
            self._loaded = load_centres(self._library.home / OWN_FILE)
        return self._loaded

    def _cases(self, cases: list[Case]) -> tuple[CaseSummary, ...]:
        documents = self._library.documents.by_ids(case.document for case in cases)
        return tuple(self._views.case(case, documents[case.document]) for case in cases if case.document in documents)

    def _counts(self, concepts: Iterable[ConceptId], tally: CaseTally) -> tuple[TermCount, ...]:
        """Return those that have cases, those with most first."""
        counts = [TermCount(self._views.naming.concept(concept), tally.count(concept)) for concept in concepts]
        return tuple(sorted((count for count in counts if count.count), key=lambda c: (-c.count, c.term.label)))

    def _missing(self, concepts: Iterable[ConceptId], tally: CaseTally) -> tuple[Term, ...]:
        return tuple(self._views.naming.concept(concept) for concept in concepts if not tally.count(concept))


def _summary(centre: Centre, cases: int) -> CentreSummary:
    return CentreSummary(
        id=centre.id,
        name=centre.name,
        country=centre.country,
        country_name=country_name(centre.country),
        city=centre.city,
        region=centre.region,
        case_count=cases,
        url=f"/centres/{centre.id}",
    )


def _evidence(evidence: Evidence) -> EvidenceView:
    return EvidenceView(source_view(evidence.source), tuple(evidence.facts))
