"""What the engine's benchmark searches: made-up chunks, their vectors, and questions with known answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.model import ChunkId, Vectors
from eval.synthetic import DIMENSION, clustered_vectors, zipf_words
from index.engine import Hit, Query

LIMIT = 10
FINGERPRINT = "synthetic"

_QUERIES = 60
_WORDS_ASKED = 4


class FixedEmbedder:
    """Knows the vector of each question beforehand, so that embedding costs nothing here."""

    def __init__(self, vectors: Mapping[str, NDArray[np.float32]]) -> None:
        self._vectors = vectors

    @property
    def fingerprint(self) -> str:
        """Names no model."""
        return FINGERPRINT

    @property
    def dimension(self) -> int:
        """Length of one vector."""
        return DIMENSION

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors known for the texts."""
        return np.stack([self._vectors[text] for text in texts])

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors known for the texts."""
        return self.embed_queries(texts)


@dataclass(frozen=True, slots=True)
class World:
    """What is searched, and with which questions.

    Attributes:
        masks: For each value of the facet "share", which chunks have it.
        asked: The questions' vectors.
    """

    size: int
    ids: Sequence[ChunkId]
    vectors: Vectors
    masks: Mapping[str, NDArray[np.bool_]]
    questions: Sequence[Query]
    asked: Vectors

    def embedder(self) -> FixedEmbedder:
        """Return what knows the questions' vectors."""
        return FixedEmbedder(dict(zip([query.text for query in self.questions], self.asked, strict=True)))


def made_world(
    ids: Sequence[ChunkId], vectors: Vectors, masks: Mapping[str, NDArray[np.bool_]], rng: np.random.Generator
) -> World:
    """Return a world with made-up questions of a few words each."""
    texts = [" ".join(zipf_words(_WORDS_ASKED, rng)) for _ in range(_QUERIES)]
    questions = [Query(f"{text} q{number}") for number, text in enumerate(texts)]
    return World(len(ids), ids, vectors, masks, questions, clustered_vectors(_QUERIES, rng))


def exact_tops(world: World, share: str | None) -> list[set[ChunkId]]:
    """Return the nearest chunks to each question by brute force, among those with a share's facet value."""
    rows = np.arange(world.size) if share is None else np.flatnonzero(world.masks[share])
    vectors = world.vectors if share is None else world.vectors[rows]
    return [
        {world.ids[int(row)] for row in rows[np.argsort(-(vectors @ asked), kind="stable")[:LIMIT]]}
        for asked in world.asked
    ]


def recall(found: Sequence[Sequence[Hit]], wanted: Sequence[set[ChunkId]]) -> float:
    """Return which share of the exact answers was found, over all questions."""
    hit = sum(len({each.chunk for each in hits} & exact) for hits, exact in zip(found, wanted, strict=True))
    return hit / max(1, sum(map(len, wanted)))
