"""Which cases applied which technique, in memory, since every answer counts them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from corpus.model import CaseId, ConceptId, DocumentId
from corpus.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class CaseIndex:
    """The cases of each technique, those of narrower techniques included.

    Attributes:
        applied: By technique: the cases that applied it, and the document of each.
    """

    applied: Mapping[ConceptId, Mapping[CaseId, DocumentId]]

    def count(self, technique: ConceptId, documents: Collection[DocumentId] | None) -> int:
        """Return how many cases of these documents applied a technique; None stands for all documents."""
        cases = self.applied.get(technique, {})
        return len(cases) if documents is None else sum(document in documents for document in cases.values())

    def cases(self, technique: ConceptId) -> list[CaseId]:
        """Return the cases that applied a technique or a narrower one, by id."""
        return sorted(self.applied.get(technique, {}))


def index_cases(applications: Iterable[tuple[CaseId, DocumentId, ConceptId]], vocabulary: Vocabulary) -> CaseIndex:
    """Index measures by the technique they name and all broader ones; an unknown technique stands for itself."""
    applied: dict[ConceptId, dict[CaseId, DocumentId]] = {}
    for case, document, technique in applications:
        known = technique in vocabulary.concepts
        for concept in vocabulary.closure(technique) if known else (technique,):
            applied.setdefault(concept, {})[case] = document
    return CaseIndex(applied)
