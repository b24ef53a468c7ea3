"""bm25s in memory and a flat FAISS index, fused by reciprocal rank; only where bm25s is installed."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

import numpy as np
from numpy.typing import NDArray

from corpus.model import ChunkId
from eval.bench_peer import POOL, FlatLeg, fused


class Bm25sFlatPeer:
    """Ranks words by bm25s, which scores every chunk beforehand and keeps all scores in memory."""

    name = "bm25s + FlatIP"

    def __init__(self, ids: Sequence[ChunkId], texts: Sequence[str], flat: FlatLeg) -> None:
        self._bm25s = import_module("bm25s")
        self._scores = self._bm25s.BM25()
        self._scores.index(self._bm25s.tokenize(list(texts), stopwords=None, show_progress=False), show_progress=False)
        self._flat = flat
        self._ids = ids

    def search(self, text: str, vector: NDArray[np.float32], limit: int) -> list[ChunkId]:
        """Return the best chunks of both legs."""
        asked = self._bm25s.tokenize([text], stopwords=None, show_progress=False)
        found = self._scores.retrieve(asked, k=min(POOL, len(self._ids)), show_progress=False).documents[0]
        return [self._ids[position] for position in fused(found.tolist(), self._flat.rank(vector), limit)]

    def close(self) -> None:
        """Let go of everything."""
        del self._scores, self._flat
