"""What cpkb can be asked, one method a question. The API, the pages and the command line call nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial

from corpus.errors import CpkbError
from corpus.library import Library
from corpus.model import Case, CaseId, ConceptId, Document, Scheme
from corpus.vocabulary import Vocabulary
from index.engine import Embedder
from index.generation import CurrentGeneration
from ingest.concepts import Matcher
from search_api.answers import CaseView, Readiness
from search_api.carrying import Carrying
from search_api.case_tally import LibraryTally, divisions_of
from search_api.centres import CentreViews
from search_api.coverage import CoverageViews
from search_api.directory_answers import HomeView, TermCount
from search_api.document_views import DocumentViews
from search_api.duplicates import Duplicates
from search_api.job_views import jobs_view
from search_api.naming import Naming
from search_api.remembering import RememberedAnswers
from search_api.requests import SearchRequest
from search_api.search import SearchService
from search_api.subject_views import SubjectViews
from search_api.technique_views import TechniqueViews
from search_api.views import Views
from search_api.vocabulary_views import VocabularyViews

EXAMPLES: Mapping[str, tuple[str, ...]] = {
    "visit": ("dye house water reuse", "cleaning in place milk"),
    "course": ("chrome recovery tannery", "kiln waste heat recovery"),
    "brief": ("compressed air leaks", "solar heat for industry"),
}
BROWSED = (Scheme.PROCESS, Scheme.RESOURCE)


class Services:
    """Everything an interface may call; safe to use from many threads."""

    def __init__(
        self,
        library: Library,
        generations: CurrentGeneration,
        vocabulary: Vocabulary,
        matcher: Matcher,
        embedder: Embedder | None,
    ) -> None:
        self._library = library
        self._vocabulary = vocabulary
        self._views = Views(Naming(vocabulary))
        self._counted = counted = LibraryTally(library, vocabulary)
        self._search = SearchService(library, generations, vocabulary, matcher, embedder, counted)
        self._documents = DocumentViews(library, self._views)
        self._centres = CentreViews(library, vocabulary, self._views, counted)
        self._coverage = CoverageViews(library, vocabulary, self._views.naming, counted)
        self._home: tuple[str, HomeView] | None = None  # counted once a generation
        self.search = RememberedAnswers(self._search.search, self._state)
        self.overview = RememberedAnswers(self._search.overview, self._state)
        self.facets = self._search.facets
        self.duplicates = Duplicates(library, vocabulary).found
        techniques = TechniqueViews(library, vocabulary, self._views, counted, self._search)
        self.technique = techniques.technique
        self.technique_csv = techniques.technique_csv
        subjects = SubjectViews(library, vocabulary, self._views, counted)
        self.subject = subjects.subject
        self.subject_csv = subjects.subject_csv
        carrying = Carrying(library, self._views, techniques.technique)
        self.carried_results = carrying.results
        self.carried_items = carrying.items
        self.document = self._documents.document
        self.tables = self._documents.tables
        self.table_csv = self._documents.table_csv
        self.proposals = self._documents.proposals
        self.proposal_rows = self._documents.proposal_rows
        self.page = self._documents.page
        self.page_image = self._documents.page_image
        self.page_pdf = self._documents.page_pdf
        self.original = self._documents.original
        self.centres = self._centres.centres
        self.centre = self._centres.centre
        self.coverage = self._coverage.coverage
        self.jobs = partial(jobs_view, library)
        words = VocabularyViews(vocabulary)
        self.vocabularies = words.vocabularies
        self.vocabulary = words.vocabulary
        self.vocabulary_file = words.vocabulary_file

    def _state(self) -> tuple[str, int]:
        return self._search.generation_id(), self._library.revision()

    def home(self) -> HomeView:
        """Return what the library holds, and where to begin."""
        generation = self._search.generation_id()
        if self._home is None or self._home[0] != generation:
            self._home = (generation, self._count())
        return self._home[1]

    def _count(self) -> HomeView:
        documents = self._library.documents.all()
        tally = self._counted.current()
        processes, resources = (self._browsed(scheme) for scheme in BROWSED)
        return HomeView(
            documents=len(documents),
            pages=sum(document.page_count for document in documents),
            cases=len(tally.cases),
            techniques=len({measure.technique for case in tally.cases for measure in case.measures}),
            countries=len({case.country for case in tally.cases if case.country}),
            sectors=self._counts(divisions_of(self._vocabulary)),
            processes=processes,
            resources=resources,
            examples=EXAMPLES,
        )

    def _browsed(self, scheme: Scheme) -> tuple[TermCount, ...]:
        return self._counts(concept.id for concept in self._vocabulary.by_scheme(scheme))

    def _counts(self, concepts: Iterable[ConceptId]) -> tuple[TermCount, ...]:
        """Return the concepts that have cases, those with most first."""
        tally = self._counted.current()
        counts = (TermCount(self._views.naming.concept(concept), tally.count(concept)) for concept in concepts)
        return tuple(sorted((c for c in counts if c.count), key=lambda c: (-c.count, c.term.label)))

    def case(self, case_id: str) -> CaseView:
        """Return a case.

        Raises:
            CaseNotFoundError: There is no such case.
        """
        case = self._library.cases.get(CaseId(case_id))
        return self._views.case_page(case, self._library.documents.get(case.document), self._retold(case))

    def readiness(self) -> Readiness:
        """Return whether searches can be answered now."""
        try:
            answer = self._search.search(SearchRequest("water", limit=1))
        except CpkbError as error:
            return Readiness(False, None, (str(error),))
        return Readiness(True, answer.generation, answer.notices)

    def _retold(self, case: Case) -> list[tuple[Case, Document]]:
        """Return the other tellings of a case with their documents, by id."""
        heads = self._library.likeness.heads()
        head = heads.get(case.id, case.id)
        others = [each for each in (head, *(one for one, of in heads.items() if of == head)) if each != case.id]
        told = self._library.cases.by_ids(others).values()
        return [(other, self._library.documents.get(other.document)) for other in told]
