"""Search by meaning: the question's vector against the chunks' vectors, exactly (FAISS; NumPy for few candidates).

Chunks without a vector are absent. Equal scores are ordered by chunk id.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from corpus.model import Vectors
from index.catalogue import Catalogue, Ranking, best
from index.engine import Embedder, Hit, Query
from index.postings import Positions
from index.write_faults import system_errors

VECTORS = "dense.faiss"
POSITIONS = "vector-positions.npy"

_GATHER = 2_000  # up to so many candidates, copying their rows is faster than asking FAISS to skip the others
_SLACK = 1e-5
_BATCH = 4_096

Resolve = Callable[[Query], Positions | None]  # which positions may be ranked at all; None: all of them


class DenseBuilder:
    """Writes the vectors of a generation.

    Args:
        folder: Of the generation.
        dimension: Length of one vector.
    """

    def __init__(self, folder: Path, dimension: int) -> None:
        self._folder = folder
        self._index = faiss.IndexFlatIP(dimension)
        self._pending: list[NDArray[np.float32]] = []
        self._positions: list[int] = []

    @property
    def count(self) -> int:
        """How many vectors were taken."""
        return len(self._positions)

    def add(self, position: int, vector: NDArray[np.float32]) -> None:
        """Take the vector of the chunk at a position; positions ascend."""
        self._positions.append(position)
        self._pending.append(vector)
        if len(self._pending) >= _BATCH:
            self._flush()

    def finish(self) -> None:
        """Write everything to disk."""
        self._flush()
        with system_errors(self._folder):
            faiss.write_index(self._index, str(self._folder / VECTORS))
        np.save(self._folder / POSITIONS, np.array(self._positions, dtype=np.int32), allow_pickle=False)

    def _flush(self) -> None:
        if self._pending:
            self._index.add(np.ascontiguousarray(np.stack(self._pending), dtype=np.float32))
            self._pending.clear()


class DenseSearcher:
    """Ranks the chunks of a generation by cosine.

    Args:
        folder: Of the generation.
        embedder: Turns the question into a vector; of the same fingerprint as the generation.
        resolve: Applies filters and phrases.
    """

    def __init__(self, folder: Path, catalogue: Catalogue, embedder: Embedder, resolve: Resolve) -> None:
        faiss.omp_set_num_threads(1)  # a search is too short to be shared out: two threads took 17 ms, one 2 ms
        # The file is mapped, not read: it opens in milliseconds and processes share its pages.
        self._index = faiss.read_index(str(folder / VECTORS), faiss.IO_FLAG_MMAP_IFC)
        shape = (self._index.ntotal, self._index.d)
        stored = self._index.get_xb()  # type: ignore[attr-defined]  # the stubs know only the base class of all indexes
        self._vectors: Vectors = faiss.rev_swig_ptr(stored, shape[0] * shape[1]).reshape(shape)
        self._positions: Positions = np.load(folder / POSITIONS, allow_pickle=False)
        self._catalogue = catalogue
        self._resolve = resolve
        self._embedder = embedder

    def search(self, query: Query, *, limit: int) -> list[Hit]:
        """Return the nearest chunks; a question without words lists all in order of their ids."""
        found = self.rank(query, limit=limit)
        return self._catalogue.hits(found, dense=found if query.text.strip() else None)

    def rank(self, query: Query, *, limit: int) -> Ranking:
        """Return the nearest chunks by position."""
        rows = self._rows(self._resolve(query))
        if limit < 1 or not len(self._positions) or not query.text.strip():
            return Ranking.listing(self._positions if rows is None else self._positions[rows], limit=limit)
        vector = self._embedder.embed_queries([query.sense or query.text])[0]
        near = self._nearest(vector, rows, limit)
        # Scored once more in double precision, so that equal vectors score equally wherever they stand.
        scores = (self._vectors[near].astype(np.float64) @ vector.astype(np.float64)).round(6)
        return Ranking.of(self._positions[near], scores, limit=limit)

    def close(self) -> None:
        """Let go of the vectors' file."""
        del self._vectors, self._index, self._resolve

    def _rows(self, candidates: Positions | None) -> NDArray[np.intp] | None:
        """Return the rows of the candidates that have a vector."""
        if candidates is None:
            return None
        if len(self._positions) == len(self._catalogue):
            return candidates.astype(np.intp)
        return np.flatnonzero(np.isin(self._positions, candidates, assume_unique=True))

    def _nearest(self, vector: NDArray[np.float32], rows: NDArray[np.intp] | None, limit: int) -> NDArray[np.intp]:
        """Return the rows of at least the best `limit`, with all that tie with the last of them."""
        if rows is not None and len(rows) <= _GATHER:
            return rows[best(self._vectors[rows] @ vector, limit, slack=_SLACK)]
        available = len(self._positions) if rows is None else len(rows)
        parameters = None if rows is None else _only(rows, len(self._positions))
        size = min(limit + 16, available)
        while True:
            scores, found = self._index.search(vector[np.newaxis], size, params=parameters)
            if size >= available or scores[0, -1] < scores[0, limit - 1] - _SLACK:
                return np.asarray(found[0], dtype=np.intp)
            size = min(2 * size, available)


def _only(rows: NDArray[np.intp], count: int) -> faiss.SearchParameters:
    """Return search parameters that skip every other row."""
    mask = np.zeros(count, dtype=bool)
    mask[rows] = True
    selector = faiss.IDSelectorBitmap(np.packbits(mask, bitorder="little"))  # type: ignore[call-arg, arg-type]  # the stubs show C++'s constructors, not Python's
    return faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]  # the same
