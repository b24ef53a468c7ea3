"""Remember the vectors of the last questions: one search needs the same vector twice, and people repeat themselves."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from corpus.model import Vectors
from index.engine import Embedder

REMEMBERED = 1024  # questions; 1.5 MB of vectors at 384 dimensions


class RememberingEmbedder:
    """An embedder that makes the vector of a repeated question once; safe to use from many threads."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._remembered = lru_cache(maxsize=REMEMBERED)(self._embed_query)

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the embedder within."""
        return self._embedder.fingerprint

    @property
    def dimension(self) -> int:
        """Length of one vector."""
        return self._embedder.dimension

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Return one vector a query, made now or earlier."""
        if not texts:
            return np.empty((0, self.dimension), np.float32)
        return np.stack([self._remembered(text) for text in texts])

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one vector a passage; passages are not remembered."""
        return self._embedder.embed_passages(texts)

    def _embed_query(self, text: str) -> NDArray[np.float32]:
        return np.ascontiguousarray(self._embedder.embed_queries([text])[0], dtype=np.float32)
