"""Answer what is asked of one sector, process, resource, pollutant or practice: its cases, techniques and processes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from corpus.errors import ConceptNotFoundError
from corpus.library import Library
from corpus.model import Case, Concept, ConceptId, Role, Scheme
from corpus.vocabulary import Vocabulary
from search_api.answers import Term
from search_api.case_sets import ACHIEVED, CaseSets
from search_api.case_tally import LibraryTally, practices_of, tally_cases
from search_api.cases_table import cases_csv
from search_api.directory_answers import TermCount
from search_api.evidence_answers import CasesView
from search_api.requests import NO_FILTERS
from search_api.subject_answers import MatrixRow, SubjectView, TechniqueUse
from search_api.subject_cases import SubjectCases
from search_api.views import Views

# The schemes whose concepts have pages of this kind, by the first part of their addresses.
SUBJECTS: Mapping[str, Scheme] = {
    "sectors": Scheme.SECTOR,
    "processes": Scheme.PROCESS,
    "resources": Scheme.RESOURCE,
    "pollutants": Scheme.POLLUTANT,
    "practices": Scheme.PRACTICE,
}
BENCHMARKS = (*ACHIEVED, Role.BASELINE, Role.AFTER)
_COUNTED = (Scheme.RESOURCE, Scheme.POLLUTANT)
ROWS = 20  # of a matrix


class SubjectViews:
    """Answers what is asked of subjects; safe to use from many threads."""

    def __init__(self, library: Library, vocabulary: Vocabulary, views: Views, counted: LibraryTally) -> None:
        self._vocabulary = vocabulary
        self._naming = views.naming
        self._counted = counted
        self._cases = SubjectCases(library, views, counted)
        self._sets = CaseSets(views.naming)

    def subject(self, kind: str, notation: str, filters: Mapping[str, tuple[str, ...]] = NO_FILTERS) -> SubjectView:
        """Return a subject with its cases and what they applied.

        Args:
            kind: First part of its address: "sectors", "processes", "resources", "pollutants" or "practices".

        Raises:
            ConceptNotFoundError: There is no such subject.
            UnknownFacetValueError: A filter names something that does not exist.
        """
        concept = self._concept(kind, notation)
        applied = self._applied(concept, filters)
        tally = self._counted.current()
        cases = tally.of({case.id for case in applied.cases})
        return SubjectView(
            scheme=concept.scheme,
            id=concept.notation,
            title=concept.label,
            alternatives=concept.labels["en"].alternatives,
            definition=concept.definition,
            codes=concept.codes,
            cas=concept.cas or "",
            broader=self._terms(concept.broader),
            related=self._terms(concept.related),
            narrower=self._narrower(concept),
            applied=applied,
            techniques=self._techniques(cases),
            practices=self._terms(practices_of(self._vocabulary)),
            matrix=() if concept.scheme is Scheme.PROCESS else self._matrix(cases),
            url=f"/{kind}/{concept.notation}",
        )

    def subject_csv(self, kind: str, notation: str, filters: Mapping[str, tuple[str, ...]] = NO_FILTERS) -> bytes:
        """Return the statistics of a subject with the figures they are made of. Raises as `subject` does."""
        return cases_csv(self._applied(self._concept(kind, notation), filters).reported)

    def _concept(self, kind: str, notation: str) -> Concept:
        scheme = SUBJECTS.get(kind)
        if scheme is None:
            raise ConceptNotFoundError(f"There is no kind of subject {kind[:40]!a}. Known: {', '.join(SUBJECTS)}.")
        return self._vocabulary.get(ConceptId(f"{scheme}:{notation}"))

    def _applied(self, concept: Concept, filters: Mapping[str, tuple[str, ...]]) -> CasesView:
        of = concept.id if concept.scheme in _COUNTED else None
        return self._cases.view(concept.id, filters, BENCHMARKS, of=of)

    def _narrower(self, concept: Concept) -> tuple[TermCount, ...]:
        below = self._vocabulary.narrower(concept.id)
        return _most_first(self._counts({other: self._counted.current().count(other) for other in below}))

    def _counts(self, counts: Mapping[ConceptId, int]) -> list[TermCount]:
        return [TermCount(self._naming.concept(concept), count) for concept, count in counts.items() if count]

    def _techniques(self, cases: Sequence[Case]) -> tuple[TechniqueUse, ...]:
        """Return the techniques that cases applied; a broader one only if a case names it itself."""
        used: dict[ConceptId, list[Case]] = {}
        for case in cases:
            for technique in {measure.technique for measure in case.measures}:
                used.setdefault(technique, []).append(case)
        found = [self._use(technique, of) for technique, of in used.items()]
        return tuple(sorted(found, key=lambda use: (-use.case_count, use.technique.label)))

    def _use(self, technique: ConceptId, cases: Sequence[Case]) -> TechniqueUse:
        term = self._naming.concept(technique)
        spread = next(iter(self._sets.spreads(cases, 1)), None)
        return TechniqueUse(term, len(cases), spread, f"/techniques/{term.value}")

    def _matrix(self, cases: Sequence[Case]) -> tuple[MatrixRow, ...]:
        tally = tally_cases(cases, self._vocabulary)
        practices = practices_of(self._vocabulary)
        named = Counter(process for case in cases for process in set(case.processes))
        order = sorted(named, key=lambda process: (-tally.count(process), process))
        return tuple(
            MatrixRow(
                self._naming.concept(process),
                tally.count(process),
                tuple(tally.count(process, practice) for practice in practices),
            )
            for process in order[:ROWS]
        )

    def _terms(self, concepts: Iterable[ConceptId]) -> tuple[Term, ...]:
        return tuple(map(self._naming.concept, concepts))


def _most_first(counts: Iterable[TermCount]) -> tuple[TermCount, ...]:
    return tuple(sorted(counts, key=lambda value: (-value.count, value.term.label)))
