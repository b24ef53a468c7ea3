"""Turn one ranking into the list a person asked for: techniques, passages or cases."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from corpus.model import Case, CaseId, ConceptId, DocumentId
from corpus.vocabulary import Vocabulary
from index.engine import Hit
from search_api.answers import CaseResult, Explain, Group, Passage, PassageResult, Result, TechniqueResult
from search_api.case_index import CaseIndex
from search_api.case_sets import CaseSets
from search_api.case_tally import CaseTally
from search_api.excerpts import query_terms
from search_api.ranking import Ranking
from search_api.technique_ranking import TechniqueEvidence, rank_techniques
from search_api.views import Views, practices, techniques_of

SHOWN_PASSAGES = 2  # of a technique
SHOWN_CASES = 3  # of a technique
SHOWN_SPREADS = 3  # of a technique
PASSAGES_OF_ONE_DOCUMENT = 3  # in a list of passages, so that one manual does not fill it


@dataclass(frozen=True, slots=True)
class Results:
    """Builds results from one ranking.

    Attributes:
        described: Cosine of the question with each technique's description.
        explain: Whether to show each passage's scores.
        cases_of: All cases of each technique, for counting.
        tally: The cases themselves, for their statistics.
        documents: Those that the filters leave; None for all.
    """

    ranking: Ranking
    vocabulary: Vocabulary
    views: Views
    described: Mapping[ConceptId, float]
    explain: bool
    cases_of: CaseIndex
    tally: CaseTally
    documents: Collection[DocumentId] | None

    def of(self, group: Group, limit: int) -> tuple[Result, ...]:
        """Return at most `limit` results, best first."""
        match group:
            case Group.TECHNIQUE:
                return self.techniques(limit)
            case Group.PASSAGE:
                return self.passages(limit)
            case Group.CASE:
                return self.cases(limit)

    def techniques(self, limit: int) -> tuple[TechniqueResult, ...]:
        """Return the techniques that the ranking holds evidence for."""
        ranked = rank_techniques(self.ranking, self.vocabulary, self.described)
        return tuple(map(self._technique, ranked[:limit]))

    def passages(self, limit: int) -> tuple[PassageResult, ...]:
        """Return passages, at most a few of each document while others are left, the same text only once."""
        different = {self.ranking.chunks[hit.chunk].text: hit for hit in reversed(self._spread())}
        return tuple(map(self._passage_result, list(reversed(different.values()))[:limit]))

    def cases(self, limit: int) -> tuple[CaseResult, ...]:
        """Return the cases told by the documents that were hit, each once, in the telling that was hit best."""
        found: dict[CaseId, CaseResult] = {}
        for hit in self.ranking.hits:
            document = self.ranking.document_of(hit)
            for case in self.ranking.cases.get(document.id, ()):
                head = self.cases_of.head(case.id)
                if head not in found and len(found) < limit:
                    summary = self.views.case(case, document)
                    passage = self._passage(hit)
                    found[head] = CaseResult("case", case.id, case.title, hit.score, summary, passage, summary.url)
        return tuple(found.values())

    def _technique(self, evidence: TechniqueEvidence) -> TechniqueResult:
        concept = evidence.concept
        return TechniqueResult(
            kind="technique",
            id=concept.notation,
            title=concept.label,
            definition=concept.definition,
            practices=practices(concept, self.views.naming),
            score=evidence.score,
            case_count=len(self.cases_of.heads_of(concept.id, self.documents)),
            cases=tuple(
                self.views.case(case, self.ranking.documents[case.document]) for case in evidence.cases[:SHOWN_CASES]
            ),
            passages=tuple(map(self._passage, self._one_a_document(evidence.hits))),
            spreads=CaseSets(self.views.naming).spreads(self._applied(concept.id), SHOWN_SPREADS),
            url=f"/techniques/{concept.notation}",
        )

    def _applied(self, technique: ConceptId) -> list[Case]:
        """Return the cases of a technique among the documents that the filters leave."""
        return self.tally.of(self.cases_of.heads_of(technique, self.documents))

    def _passage_result(self, hit: Hit) -> PassageResult:
        passage = self._passage(hit)
        terms = tuple(map(self.views.naming.concept, self._technique_ids(hit)))
        return PassageResult("passage", hit.chunk, passage.document.title, hit.score, passage, terms, passage.url)

    def _technique_ids(self, hit: Hit) -> list[ConceptId]:
        return [concept.id for concept in techniques_of(self.ranking.facets[hit.chunk], self.vocabulary)]

    def _passage(self, hit: Hit) -> Passage:
        chunk = self.ranking.chunks[hit.chunk]
        query = self.ranking.understood.query
        terms = query_terms((query.text, *query.expansions), chunk.language)
        explain = _explained(hit) if self.explain else None
        return self.views.passage(chunk, self.ranking.documents[chunk.document], terms, explain)

    def _one_a_document(self, hits: tuple[Hit, ...]) -> list[Hit]:
        best: dict[str, Hit] = {}
        for hit in hits:
            best.setdefault(self.ranking.chunks[hit.chunk].document, hit)
        return list(best.values())[:SHOWN_PASSAGES]

    def _spread(self) -> list[Hit]:
        return [*self._few_of_each(), *self._rest()]

    def _few_of_each(self) -> Iterator[Hit]:
        return (hit for hit, place in self._places() if place <= PASSAGES_OF_ONE_DOCUMENT)

    def _rest(self) -> Iterator[Hit]:
        return (hit for hit, place in self._places() if place > PASSAGES_OF_ONE_DOCUMENT)

    def _places(self) -> Iterator[tuple[Hit, int]]:
        """Yield each hit with its place among its document's hits."""
        seen: dict[str, int] = {}
        for hit in self.ranking.hits:
            document = self.ranking.chunks[hit.chunk].document
            seen[document] = seen.get(document, 0) + 1
            yield hit, seen[document]


def _explained(hit: Hit) -> Explain:
    return Explain(hit.lexical, hit.dense, hit.score, hit.lexical_rank, hit.dense_rank, hit.agreement)
