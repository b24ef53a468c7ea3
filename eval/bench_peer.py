"""The plainest hybrid search one could build instead: SQLite FTS5 and a flat FAISS index, fused by reciprocal rank."""

from __future__ import annotations

import sqlite3

import faiss
import numpy as np
from numpy.typing import NDArray

from corpus.model import ChunkId, Vectors

_POOL = 200  # from each leg, as the engine takes
_K = 60


class FtsFlatPeer:
    """Ranks chunks in memory; takes all of them before it is asked."""

    def __init__(self, dimension: int) -> None:
        self._connection = sqlite3.connect(":memory:")
        self._connection.execute("create virtual table chunk using fts5(text, tokenize = 'porter unicode61')")
        self._index = faiss.IndexFlatIP(dimension)
        self._ids: list[ChunkId] = []

    def add(self, chunk: ChunkId, text: str) -> None:
        """Take one chunk."""
        self._ids.append(chunk)
        self._connection.execute("insert into chunk (rowid, text) values (?, ?)", (len(self._ids), text))

    def finish(self, vectors: Vectors) -> None:
        """Take the vectors, one a chunk in order."""
        self._connection.commit()
        self._index.add(np.ascontiguousarray(vectors))

    def search(self, text: str, vector: NDArray[np.float32], limit: int) -> list[ChunkId]:
        """Return the best chunks of both legs."""
        scores: dict[int, float] = {}
        for ranking in (self._lexical(text), self._dense(vector)):
            for rank, position in enumerate(ranking, start=1):
                scores[position] = scores.get(position, 0.0) + 1 / (_K + rank)
        best = sorted(scores, key=lambda position: (-scores[position], position))[:limit]
        return [self._ids[position] for position in best]

    def close(self) -> None:
        """Let go of everything."""
        self._connection.close()

    def _lexical(self, text: str) -> list[int]:
        wanted = " OR ".join('"{}"'.format(word.replace('"', "")) for word in text.split())
        sql = "select rowid from chunk where chunk match ? order by rank limit ?"
        return [row[0] - 1 for row in self._connection.execute(sql, (wanted, _POOL))]

    def _dense(self, vector: NDArray[np.float32]) -> list[int]:
        _, found = self._index.search(vector[np.newaxis], min(_POOL, len(self._ids)))
        return [int(position) for position in found[0]]
