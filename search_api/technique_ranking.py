"""Rank techniques by the evidence that a ranking of chunks holds for them, and by what was asked.

Two opinions are fused by reciprocal rank, like the legs of the search below: how much of the best evidence tells of
the technique, and how near its own description is to the question.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from corpus.library import Library
from corpus.model import Case, CaseId, ChunkId, Concept, ConceptId, Scheme, Vectors
from corpus.vocabulary import Vocabulary
from index.engine import Embedder, Hit
from search_api.ranking import Ranking

FUSION = 60  # constant of reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009)
SHARPNESS = 5  # ranks after which a passage counts half
STRONG = 0.3  # of the strongest evidence; what has less is not lifted by a fitting description
AGREEMENT = 1.0  # added to a passage's weight for each concept of the question that it tells of
CASE_WEIGHT = 3.0  # a site that applied the technique against a text that mentions it


@dataclass(frozen=True, slots=True)
class TechniqueEvidence:
    """A technique and what was found for it.

    Attributes:
        score: Higher is better, within one answer.
        hits: Chunks that tell of it, best first.
        cases: Cases that applied it among the documents hit, best first.
    """

    concept: Concept
    score: float
    hits: tuple[Hit, ...]
    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class TechniqueVectors:
    """The techniques' own descriptions as vectors, row by row."""

    ids: tuple[ConceptId, ...]
    vectors: Vectors


def description(concept: Concept) -> str:
    """Return the text that stands for a technique when questions are compared with it."""
    names = "; ".join((concept.label, *concept.labels["en"].alternatives))
    return f"{names}. {concept.definition}"


def technique_vectors(library: Library, vocabulary: Vocabulary, embedder: Embedder) -> TechniqueVectors:
    """Return the vectors of all techniques' descriptions, from the library as far as it holds them."""
    techniques = vocabulary.by_scheme(Scheme.TECHNIQUE)
    texts = [description(concept) for concept in techniques]
    stored = library.vectors.get(embedder.fingerprint, texts)
    missing = [text for text, vector in zip(texts, stored, strict=True) if vector is None]
    made = iter(embedder.embed_passages(missing) if missing else ())
    vectors = np.stack([next(made) if vector is None else vector for vector in stored])
    return TechniqueVectors(tuple(concept.id for concept in techniques), vectors)


def rank_techniques(
    ranking: Ranking, vocabulary: Vocabulary, described: Mapping[ConceptId, float]
) -> list[TechniqueEvidence]:
    """Return the techniques that have evidence among the hits, best first; ties by id.

    Args:
        described: Cosine of the question with each technique's description; empty without an embedder.
    """
    evidence = _collect(ranking, vocabulary)
    places = {hit.chunk: place for place, hit in enumerate(ranking.hits)}
    strength = {
        concept: _strength(concept, ranking, hits, cases, places) for concept, (hits, cases) in evidence.items()
    }
    scores = _scores(strength, described)
    order = sorted(evidence, key=lambda concept: (-scores[concept], concept))
    return [
        TechniqueEvidence(vocabulary.concepts[concept], scores[concept], tuple(hits), tuple(cases.values()))
        for concept in order
        for hits, cases in [evidence[concept]]
    ]


def _scores(strength: Mapping[ConceptId, float], described: Mapping[ConceptId, float]) -> dict[ConceptId, float]:
    """Fuse both opinions on the techniques with strong evidence; the others follow in order of their evidence."""
    least = STRONG * max(strength.values(), default=0.0)
    strong = {concept: share for concept, share in strength.items() if share >= least}
    opinions = [_ranks(strength), _ranks({concept: described[concept] for concept in strong if concept in described})]
    return {
        concept: sum(1 / (FUSION + ranks[concept]) for ranks in opinions if concept in ranks) for concept in strength
    }


def applied(case: Case, vocabulary: Vocabulary) -> frozenset[ConceptId]:
    """Return the techniques a case applied, broader ones included."""
    named = (measure.technique for measure in case.measures if measure.technique in vocabulary.concepts)
    return frozenset(concept for technique in named for concept in vocabulary.closure(technique))


def nearness(question: Vectors, techniques: TechniqueVectors) -> dict[ConceptId, float]:
    """Return the cosine of one question, shape (dim,), with every technique's description."""
    cosines = np.asarray(techniques.vectors @ question)
    return {concept: float(cosine) for concept, cosine in zip(techniques.ids, cosines, strict=True)}


def _collect(ranking: Ranking, vocabulary: Vocabulary) -> dict[ConceptId, tuple[list[Hit], dict[CaseId, Case]]]:
    found: dict[ConceptId, tuple[list[Hit], dict[CaseId, Case]]] = {}
    by_case = {case.id: applied(case, vocabulary) for cases in ranking.cases.values() for case in cases}
    for hit in ranking.hits:
        chunk = ranking.chunks[hit.chunk]
        for facet in ranking.facets[hit.chunk]:
            concept = ConceptId(facet)
            if concept.startswith(Scheme.TECHNIQUE) and concept in vocabulary.concepts:
                hits, cases = found.setdefault(concept, ([], {}))
                hits.append(hit)
                for case in ranking.cases.get(chunk.document, ()):
                    if concept in by_case[case.id]:
                        cases[case.id] = case
    return found


def _strength(
    technique: ConceptId,
    ranking: Ranking,
    hits: Sequence[Hit],
    cases: Mapping[CaseId, Case],
    places: Mapping[ChunkId, int],
) -> float:
    """Add up each document's best passage, sites that applied this very technique weighing more.

    Each further document adds less, so that many weak ones do not beat a few strong ones.
    """
    applied_it = {
        case.document for case in cases.values() if any(measure.technique == technique for measure in case.measures)
    }
    named = {match.concept for match in ranking.understood.matches}
    best: dict[str, float] = {}
    for hit in hits:
        document = ranking.chunks[hit.chunk].document
        weight = CASE_WEIGHT if document in applied_it else 1.0
        weight *= 1 + AGREEMENT * len(named.intersection(ranking.facets[hit.chunk]))
        best[document] = max(best.get(document, 0.0), weight / (SHARPNESS + places[hit.chunk]))
    return sum(math.ldexp(share, -place) for place, share in enumerate(sorted(best.values(), reverse=True)))


def _ranks(scores: Mapping[ConceptId, float]) -> dict[ConceptId, int]:
    order = sorted(scores, key=lambda concept: (-scores[concept], concept))
    return {concept: place for place, concept in enumerate(order, start=1)}
