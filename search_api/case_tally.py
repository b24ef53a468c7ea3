"""Which cases are about what, in memory: the counts behind the pages of centres and of coverage."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from corpus.library import Library
from corpus.model import Case, CaseId, ConceptId, Grade, Scheme
from corpus.vocabulary import Vocabulary

_MANUFACTURING = ConceptId("sector:C")
_GRADES = tuple(Grade)


@dataclass(frozen=True, slots=True)
class CaseTally:
    """Cases by concept.

    Attributes:
        cases: All that were counted, by id.
        about: The cases of each concept: those of narrower sectors, processes and techniques included; of a practice,
            those with a measure of it; of "country:IN" and "grade:A". What has no case is left out.
    """

    cases: tuple[Case, ...]
    about: Mapping[ConceptId, frozenset[CaseId]]

    def count(self, *concepts: ConceptId) -> int:
        """Return how many cases are about all of these concepts."""
        found = [self.about.get(concept, frozenset()) for concept in concepts]
        return len(frozenset.intersection(*found))

    def matching(self, filters: Mapping[str, Collection[str]]) -> frozenset[CaseId]:
        """Return the cases that satisfy filters: any value within a facet, all facets; all cases if there are none."""
        left = frozenset(case.id for case in self.cases)
        for facet, values in filters.items():
            left &= frozenset[CaseId]().union(*(self.about.get(key_of(facet, value), frozenset()) for value in values))
        return left

    def of(self, ids: Collection[str]) -> list[Case]:
        """Return these cases, best evidence first, then the newest."""
        return sorted((case for case in self.cases if case.id in ids), key=best_first)


def key_of(facet: str, value: str) -> ConceptId:
    """Return what cases with a facet's value are kept under."""
    return ConceptId(f"{facet}:{value}")


def best_first(case: Case) -> tuple[int, int, str]:
    """Return what puts the case with the best evidence first, then the newest."""
    return _GRADES.index(case.grade), -(case.year or 0), case.id


def tally_cases(cases: Iterable[Case], vocabulary: Vocabulary) -> CaseTally:
    """Count cases; concepts that the vocabularies lack are left out."""
    counted = tuple(cases)
    about: dict[ConceptId, set[CaseId]] = {}
    for case in counted:
        for concept in set(_concepts(case, vocabulary)):
            about.setdefault(concept, set()).add(case.id)
    return CaseTally(counted, {concept: frozenset(ids) for concept, ids in about.items()})


def _concepts(case: Case, vocabulary: Vocabulary) -> Iterator[ConceptId]:
    if case.country:
        yield key_of("country", case.country)
    yield key_of("grade", case.grade)
    yield from (measure.practice for measure in case.measures)
    techniques = (measure.technique for measure in case.measures)
    for concept in (*filter(None, [case.sector]), *case.processes, *case.substances, *techniques):
        if concept in vocabulary.concepts:
            # A technique may belong to several practices; what a case counts for is the one its measure names.
            above = vocabulary.closure(concept)
            yield from (other for other in above if vocabulary.concepts[other].scheme is not Scheme.PRACTICE)


def practices_of(vocabulary: Vocabulary) -> list[ConceptId]:
    """Return the practices in the order of their file."""
    return [concept.id for concept in vocabulary.concepts.values() if concept.scheme is Scheme.PRACTICE]


def divisions_of(vocabulary: Vocabulary) -> list[ConceptId]:
    """Return the divisions of ISIC, two digits, in their order."""
    return sorted(concept.id for concept in vocabulary.by_scheme(Scheme.SECTOR) if len(concept.notation) == 2)


def manufacturing_of(vocabulary: Vocabulary) -> list[ConceptId]:
    """Return the divisions of manufacturing, in their order."""
    return [division for division in divisions_of(vocabulary) if _MANUFACTURING in vocabulary.closure(division)]


class LibraryTally:
    """The tally of a library, counted anew when the library has changed; safe to use from many threads."""

    def __init__(self, library: Library, vocabulary: Vocabulary) -> None:
        self._library = library
        self._vocabulary = vocabulary
        self._counted: tuple[int, CaseTally] | None = None

    def current(self) -> CaseTally:
        """Return the tally of all cases, one told several times once."""
        with self._library.reading():
            revision = self._library.revision()
            counted = self._counted
            if counted is None or counted[0] != revision:
                told_again = self._library.likeness.heads()
                once = (case for case in self._library.cases.all() if case.id not in told_again)
                counted = (revision, tally_cases(once, self._vocabulary))
                self._counted = counted
        return counted[1]
