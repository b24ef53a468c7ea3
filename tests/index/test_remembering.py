"""Repeated questions are embedded once."""

from __future__ import annotations

import numpy as np

from index.remembering import RememberingEmbedder
from tests.fakes import HashingEmbedder


def test_a_question_is_embedded_once() -> None:
    inner = HashingEmbedder()
    embedder = RememberingEmbedder(inner)
    first, again = embedder.embed_queries(["dye"]), embedder.embed_queries(["dye", "salt"])

    assert inner.asked == 2
    assert np.array_equal(first[0], again[0])
    assert np.array_equal(again, HashingEmbedder().embed_queries(["dye", "salt"]))


def test_the_rest_is_the_embedders_own() -> None:
    inner = HashingEmbedder()
    embedder = RememberingEmbedder(inner)

    assert (embedder.fingerprint, embedder.dimension) == (inner.fingerprint, inner.dimension)
    assert np.array_equal(embedder.embed_passages(["dye"]), inner.embed_passages(["dye"]))
    assert embedder.embed_queries([]).shape == (0, inner.dimension)
