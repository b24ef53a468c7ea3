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
        heads: For a case told again elsewhere, the one that stands for all its tellings; others stand for themselves.
    """

    applied: Mapping[ConceptId, Mapping[CaseId, DocumentId]]
    heads: Mapping[CaseId, CaseId]

    def head(self, case: CaseId) -> CaseId:
        """Return the case that stands for a case and its other tellings."""
        return self.heads.get(case, case)

    def heads_of(self, technique: ConceptId, documents: Collection[DocumentId] | None) -> set[CaseId]:
        """Return the cases of these documents that applied a technique or a narrower one.

        A case that is told several times is there once, by the head of its tellings.

        Args:
            documents: None stands for all.
        """
        cases = self.applied.get(technique, {})
        return {self.head(case) for case, told in cases.items() if documents is None or told in documents}


def index_cases(
    applications: Iterable[tuple[CaseId, DocumentId, ConceptId]],
    vocabulary: Vocabulary,
    heads: Mapping[CaseId, CaseId],
) -> CaseIndex:
    """Index measures by the technique they name and all broader ones; an unknown technique stands for itself."""
    applied: dict[ConceptId, dict[CaseId, DocumentId]] = {}
    for case, document, technique in applications:
        known = technique in vocabulary.concepts
        for concept in vocabulary.closure(technique) if known else (technique,):
            applied.setdefault(concept, {})[case] = document
    return CaseIndex(applied, heads)
