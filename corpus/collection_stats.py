"""Count what the starter collection holds, from its records alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from corpus.collection import Item
from corpus.model import Scheme
from corpus.records import CaseRecord
from corpus.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Labels:
    """How many concepts of a scheme have a name in each language.

    Attributes:
        concepts: In the scheme.
        by_language: ISO 639-1 code to concepts with a preferred label in it.
        names: Labels and synonyms in all languages together.
    """

    concepts: int
    by_language: Mapping[str, int]
    names: int


@dataclass(frozen=True, slots=True)
class CollectionStats:
    """What the collection holds.

    Attributes:
        techniques: Technique sheets.
        techniques_applied: Techniques that at least one case applied.
        countries, sectors, grades, statuses, practices: Cases by value; a case counts once for each practice it used,
            for the ISIC class, group or division its record names. Cases that do not say are left out.
        labels: By scheme.
    """

    cases: int
    techniques: int
    techniques_applied: int
    documents: int
    measures: int
    figures: int
    countries: Mapping[str, int]
    sectors: Mapping[str, int]
    grades: Mapping[str, int]
    statuses: Mapping[str, int]
    practices: Mapping[str, int]
    labels: Mapping[str, Labels]


def collection_stats(items: Iterable[Item], vocabulary: Vocabulary) -> CollectionStats:
    """Count documents, cases and what they name."""
    records = [item.record for item in items]
    cases = [record.case for record in records if record.case]
    return CollectionStats(
        cases=len(cases),
        techniques=sum(record.technique is not None for record in records),
        techniques_applied=len({measure.technique for case in cases for measure in case.measures}),
        documents=len(records),
        measures=sum(len(case.measures) for case in cases),
        figures=sum(len(case.figures) for case in cases),
        countries=_counted(case.country for case in cases),
        sectors=_counted(case.sector and case.sector.partition(":")[2] for case in cases),
        grades=_counted(case.grade for case in cases),
        statuses=_counted(case.status for case in cases),
        practices=_counted(practice for case in cases for practice in _practices(case)),
        labels={scheme.value: _labels(scheme, vocabulary) for scheme in Scheme},
    )


def _practices(case: CaseRecord) -> set[str]:
    return {measure.practice.partition(":")[2] for measure in case.measures}


def _counted(values: Iterable[str | None]) -> dict[str, int]:
    counts = Counter(str(value) for value in values if value is not None)
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def _labels(scheme: Scheme, vocabulary: Vocabulary) -> Labels:
    concepts = vocabulary.by_scheme(scheme)
    languages = Counter(language for concept in concepts for language in concept.labels)
    names = sum(1 + len(labels.alternatives) for concept in concepts for labels in concept.labels.values())
    return Labels(len(concepts), dict(sorted(languages.items())), names)
