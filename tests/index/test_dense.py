"""What the search by meaning adds to what every engine promises."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from corpus.model import ChunkId, ChunkKind, Vectors
from index.catalogue import Catalogue, best
from index.dense import DenseBuilder, DenseSearcher
from index.engine import Query
from index.postings import Positions
from tests.fakes import HashingEmbedder

EMBEDDER = HashingEmbedder(dimension=16)
IDS = [ChunkId(f"{number:05d}") for number in range(5_000)]
TEXTS = [f"word{number % 700} word{number % 11}" for number in range(5_000)]


@pytest.fixture(scope="module")
def vectors() -> Vectors:
    return EMBEDDER.embed_passages(TEXTS)


def searcher(folder: Path, vectors: Vectors, candidates: Positions | None, *, every: int = 1) -> DenseSearcher:
    """Return a searcher over the vectors; only every nth chunk has one."""
    builder = DenseBuilder(folder, EMBEDDER.dimension)
    for position in range(0, len(vectors), every):
        builder.add(position, vectors[position])
    builder.finish()
    catalogue = Catalogue.of(IDS, [ChunkKind.PROSE] * len(IDS))
    return DenseSearcher(folder, catalogue, EMBEDDER, lambda query: candidates)


def by_hand(vectors: Vectors, text: str, allowed: list[int], limit: int) -> list[tuple[str, float]]:
    question = EMBEDDER.embed_queries([text])[0].astype(np.float64)
    scores = (vectors[allowed].astype(np.float64) @ question).round(6)
    ranked = sorted(zip(allowed, scores.tolist(), strict=True), key=lambda pair: (-pair[1], pair[0]))
    return [(IDS[position], score) for position, score in ranked[:limit]]


@pytest.mark.parametrize("share", [None, 1, 2, 3, 10, 1_000], ids=lambda share: f"every {share}")
@pytest.mark.parametrize("every", [1, 3], ids=["all have vectors", "a third has vectors"])
def test_it_finds_exactly_what_comparing_every_vector_finds(
    tmp_path: Path, vectors: Vectors, share: int | None, every: int
) -> None:
    candidates = None if share is None else np.arange(0, 5_000, share, dtype=np.int32)
    allowed = [at for at in range(0, 5_000, every) if share is None or at % share == 0]
    asked = searcher(tmp_path, vectors, candidates, every=every)

    for limit in (1, 10, 100):
        hits = asked.search(Query("word3 word7"), limit=limit)

        assert [(hit.chunk, hit.dense) for hit in hits] == by_hand(vectors, "word3 word7", allowed, limit)


def test_the_best_are_taken_with_all_that_tie() -> None:
    scores = np.array([0.1, 0.9, 0.5, 0.5, 0.5, 0.2], dtype=np.float32)

    assert best(scores, 2).tolist() == [1, 2, 3, 4]
    assert best(scores, 10).tolist() == [0, 1, 2, 3, 4, 5]
