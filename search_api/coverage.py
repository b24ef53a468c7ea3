"""What the library covers and where it is thin: cases by sector and practice, country and grade."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from corpus.coverage import load_asked
from corpus.library import Library
from corpus.model import Case, ConceptId, Grade, Scheme
from corpus.vocabulary import Vocabulary
from search_api.answers import Term
from search_api.case_tally import CaseTally, LibraryTally, divisions_of, manufacturing_of, practices_of
from search_api.directory_answers import CoverageRow, CoverageView, TermCount, ThinTopic
from search_api.naming import Naming
from search_api.statistics import ENOUGH


class CoverageViews:
    """Counts the cases of a library against what centres are asked about."""

    def __init__(self, library: Library, vocabulary: Vocabulary, naming: Naming, counted: LibraryTally) -> None:
        self._library = library
        self._vocabulary = vocabulary
        self._naming = naming
        self._counted = counted

    def coverage(self) -> CoverageView:
        """Return the table of sectors and practices, the counts by country and grade, and what is thin."""
        tally = self._counted.current()
        practices = practices_of(self._vocabulary)
        made = frozenset(manufacturing_of(self._vocabulary))
        divisions = [d for d in divisions_of(self._vocabulary) if d in made or tally.count(d)]
        explained = self._library.techniques.explained()
        placed = frozenset[str]().union(*(tally.about.get(division, frozenset()) for division in divisions))
        return CoverageView(
            cases=len(tally.cases),
            enough=ENOUGH,
            practices=self._terms(practices),
            rows=tuple(self._row(division, practices, tally) for division in divisions),
            unplaced=len(tally.cases) - len(placed),
            countries=self._countries(tally.cases),
            without_country=sum(not case.country for case in tally.cases),
            grades=self._grades(tally.cases),
            thin_sectors=self._thin(Scheme.SECTOR, tally),
            thin_processes=self._thin(Scheme.PROCESS, tally),
            explained=len(explained),
            thin_techniques=self._thin_techniques(explained, tally),
        )

    def _row(self, division: ConceptId, practices: list[ConceptId], tally: CaseTally) -> CoverageRow:
        return CoverageRow(
            sector=self._naming.concept(division),
            cases=tally.count(division),
            counts=tuple(tally.count(division, practice) for practice in practices),
        )

    def _countries(self, cases: Iterable[Case]) -> tuple[TermCount, ...]:
        counts = Counter(case.country for case in cases if case.country)
        terms = [TermCount(self._naming.term("country", country), count) for country, count in counts.items()]
        return tuple(sorted(terms, key=lambda value: (-value.count, value.term.label)))

    def _grades(self, cases: Iterable[Case]) -> tuple[TermCount, ...]:
        counts = Counter(case.grade for case in cases)
        return tuple(TermCount(self._naming.term("grade", grade), counts[grade]) for grade in Grade)

    def _thin(self, scheme: Scheme, tally: CaseTally) -> tuple[ThinTopic, ...]:
        """Return what is asked about and has too few cases, in the order of the list."""
        asked = (asked for asked in load_asked() if self._vocabulary.get(asked.concept).scheme is scheme)
        topics = (ThinTopic(self._naming.concept(a.concept), a.words, tally.count(a.concept)) for a in asked)
        return tuple(topic for topic in topics if topic.count < ENOUGH)

    def _thin_techniques(self, explained: Iterable[ConceptId], tally: CaseTally) -> tuple[TermCount, ...]:
        counts = (TermCount(self._naming.concept(concept), tally.count(concept)) for concept in explained)
        return tuple(sorted((c for c in counts if c.count < ENOUGH), key=lambda value: (value.count, value.term.label)))

    def _terms(self, concepts: Iterable[ConceptId]) -> tuple[Term, ...]:
        return tuple(map(self._naming.concept, concepts))
