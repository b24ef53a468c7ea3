"""Hybrid searches one could use or build instead of the engine, asked the same questions in the same run.

Each ranks chunks by words and by vectors and fuses both by reciprocal rank. Those of other projects are optional.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

import faiss
import numpy as np
from numpy.typing import NDArray

from corpus.model import ChunkId, Vectors

POOL = 200  # from each leg, as the engine takes
_K = 60

Say = Callable[[str], None]


class Peer(Protocol):
    """A hybrid search over all chunks, ready to be asked."""

    @property
    def name(self) -> str:
        """What it is made of."""
        ...

    def search(self, text: str, vector: NDArray[np.float32], limit: int) -> list[ChunkId]:
        """Return the best chunks of both legs."""
        ...

    def close(self) -> None:
        """Let go of everything."""
        ...


def peers(folder: Path, ids: Sequence[ChunkId], texts: Sequence[str], vectors: Vectors, say: Say) -> Iterable[Peer]:
    """Yield every peer that is installed, built, one after the other; say which are not.

    Args:
        folder: For what they write.
        vectors: One a chunk, of length 1.
    """
    from eval.bench_peer_bm25s import Bm25sFlatPeer
    from eval.bench_peer_lancedb import LanceDbPeer

    flat = FlatLeg(vectors)
    yield FtsFlatPeer(ids, texts, flat)
    if find_spec("bm25s") is None:
        say("bm25s is not installed, so it is left out. `pip install bm25s` adds it.")
    else:
        yield Bm25sFlatPeer(ids, texts, flat)
    del flat
    if find_spec("lancedb") is None:
        say("LanceDB is not installed, so it is left out. `pip install lancedb` adds it.")
    else:
        yield LanceDbPeer(folder / "lancedb", ids, texts, vectors)


class FlatLeg:
    """A flat FAISS index in memory.

    Args:
        vectors: Of length 1.
    """

    def __init__(self, vectors: Vectors) -> None:
        self._index = faiss.IndexFlatIP(vectors.shape[1])
        self._index.add(np.ascontiguousarray(vectors))

    def rank(self, vector: NDArray[np.float32]) -> list[int]:
        """Return the positions of the best, best first."""
        _, found = self._index.search(vector[np.newaxis], min(POOL, self._index.ntotal))
        return [int(position) for position in found[0]]


class FtsFlatPeer:
    """The plainest one could build: SQLite FTS5 in memory and a flat FAISS index."""

    name = "FTS5 + FlatIP"

    def __init__(self, ids: Sequence[ChunkId], texts: Sequence[str], flat: FlatLeg) -> None:
        self._connection = sqlite3.connect(":memory:")
        self._connection.execute("create virtual table chunk using fts5(text, tokenize = 'porter unicode61')")
        self._connection.executemany("insert into chunk (rowid, text) values (?, ?)", enumerate(texts, start=1))
        self._connection.commit()
        self._flat = flat
        self._ids = ids

    def search(self, text: str, vector: NDArray[np.float32], limit: int) -> list[ChunkId]:
        """Return the best chunks of both legs."""
        return [self._ids[position] for position in fused(self._lexical(text), self._flat.rank(vector), limit)]

    def close(self) -> None:
        """Let go of everything."""
        self._connection.close()

    def _lexical(self, text: str) -> list[int]:
        wanted = " OR ".join('"{}"'.format(word.replace('"', "")) for word in text.split())
        sql = "select rowid from chunk where chunk match ? order by rank limit ?"
        return [row[0] - 1 for row in self._connection.execute(sql, (wanted, POOL))]


def fused(lexical: Sequence[int], dense: Sequence[int], limit: int) -> list[int]:
    """Return the best positions of two rankings by reciprocal rank; ties by position."""
    scores: dict[int, float] = {}
    for ranking in (lexical, dense):
        for rank, position in enumerate(ranking, start=1):
            scores[position] = scores.get(position, 0.0) + 1 / (_K + rank)
    return sorted(scores, key=lambda position: (-scores[position], position))[:limit]
