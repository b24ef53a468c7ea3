"""Vectors kept between measurements."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from corpus.errors import EvaluationError
from eval.vector_cache import BATCH, CachedEmbedder
from tests.fakes import HashingEmbedder


def test_vectors_are_those_of_the_embedder_in_the_order_asked(tmp_path: Path) -> None:
    texts = ["water", "steam", "water", "salt"]
    with CachedEmbedder(HashingEmbedder(), tmp_path) as kept:
        kept.embed_passages(["salt"])
        vectors = kept.embed_passages(texts)

    np.testing.assert_array_equal(HashingEmbedder().embed_passages(texts), vectors)


def test_a_text_is_embedded_once_for_all_runs(tmp_path: Path) -> None:
    embedder = HashingEmbedder()
    for _ in range(2):
        with CachedEmbedder(embedder, tmp_path) as kept:
            kept.embed_passages(["water", "steam"])

    assert embedder.embedded == 2


def test_vectors_of_another_model_are_not_taken(tmp_path: Path) -> None:
    other = HashingEmbedder(name="other")
    with CachedEmbedder(HashingEmbedder(), tmp_path) as kept:
        kept.embed_passages(["water"])
    with CachedEmbedder(other, tmp_path) as kept:
        kept.embed_passages(["water"])

    assert other.embedded == 1


def test_a_query_is_no_passage(tmp_path: Path) -> None:
    embedder = HashingEmbedder()
    with CachedEmbedder(embedder, tmp_path) as kept:
        kept.embed_queries(["water"])
        kept.embed_passages(["water"])

    assert embedder.embedded == 1


def test_no_text_has_no_vector(tmp_path: Path) -> None:
    with CachedEmbedder(HashingEmbedder(dimension=8), tmp_path) as kept:
        vectors = kept.embed_passages([])

    assert vectors.shape == (0, 8)


def test_progress_is_told_after_each_batch(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    with CachedEmbedder(HashingEmbedder(), tmp_path, lambda done, of: told.append((done, of))) as kept:
        kept.embed_passages([f"text {number}" for number in range(BATCH + 1)])

    assert told == [(BATCH, BATCH + 1), (BATCH + 1, BATCH + 1)]


def test_a_file_that_is_no_cache_is_told(tmp_path: Path) -> None:
    with CachedEmbedder(HashingEmbedder(), tmp_path):
        pass
    next(tmp_path.glob("vectors-*.sqlite")).write_bytes(b"not a database" * 100)

    with pytest.raises(EvaluationError, match="Vectors cannot be kept"):
        CachedEmbedder(HashingEmbedder(), tmp_path)
