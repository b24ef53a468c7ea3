"""Search by meaning: the question's vector against the chunks' vectors.

Few candidates are compared one by one, wide sets through the approximate index if the generation has one. Either way
the best are scored once more, exactly. Chunks without a vector are absent. Equal scores are ordered by chunk id.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from index.catalogue import Catalogue, Ranking, best
from index.dense_wide import Rows, WideIndex, products, vectors_of
from index.dense_wide_build import build_wide
from index.engine import Embedder, Hit, Query
from index.manifest import Reach
from index.postings import Positions
from index.write_faults import system_errors

VECTORS = "dense.faiss"
POSITIONS = "vector-positions.npy"

_IN_ORDER = 0.4  # from this share on, reading all rows in order is faster than fetching some
_SLACK = 1e-5
_BATCH = 4_096

Resolve = Callable[[Query], Positions | None]  # which positions may be ranked at all; None: all of them


class Plan(StrEnum):
    """How a question's nearest chunks are found."""

    EXACT = "exact"  # every candidate is compared
    WIDE = "wide"  # the lists nearest to the question are


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

    def finish(self) -> tuple[Reach, ...]:
        """Write everything to disk and return how far to look in wide sets; empty: compare everything."""
        self._flush()
        with system_errors(self._folder):
            faiss.write_index(self._index, str(self._folder / VECTORS))
        np.save(self._folder / POSITIONS, np.array(self._positions, dtype=np.int32), allow_pickle=False)
        return build_wide(self._folder, self._index)

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
        reaches: What the builder returned.
    """

    def __init__(
        self,
        folder: Path,
        catalogue: Catalogue,
        embedder: Embedder,
        resolve: Resolve,
        reaches: Sequence[Reach] = (),
    ) -> None:
        faiss.omp_set_num_threads(1)  # a search is too short to be shared out: two threads took 17 ms, one 2 ms
        # The file is mapped, not read: it opens in milliseconds and processes share its pages.
        self._index = faiss.read_index(str(folder / VECTORS), faiss.IO_FLAG_MMAP_IFC)
        self._vectors = vectors_of(self._index)  # type: ignore[arg-type]  # the stubs know only the base class of all indexes
        self._wide = WideIndex.open(folder, reaches, len(self._vectors)) if reaches else None
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

    def plan(self, query: Query, *, limit: int) -> Plan:
        """Return how the nearest `limit` chunks would be found."""
        return Plan.EXACT if self._reach(self._rows(self._resolve(query)), limit) is None else Plan.WIDE

    def close(self) -> None:
        """Let go of the vectors' files."""
        del self._vectors, self._index, self._wide, self._resolve

    def _rows(self, candidates: Positions | None) -> Rows | None:
        """Return the rows of the candidates that have a vector."""
        if candidates is None:
            return None
        if len(self._positions) == len(self._catalogue):
            return candidates.astype(np.intp)
        return np.flatnonzero(np.isin(self._positions, candidates, assume_unique=True))

    def _reach(self, rows: Rows | None, limit: int) -> Reach | None:
        """Return how far to look; None if every candidate is to be compared."""
        if self._wide is None:
            return None
        return self._wide.reach(len(self._positions) if rows is None else len(rows), limit)

    def _nearest(self, vector: NDArray[np.float32], rows: Rows | None, limit: int) -> Rows:
        """Return at least the best `limit` rows, with all that tie with the last of them."""
        reach = self._reach(rows, limit)
        if self._wide is not None and reach is not None:
            return self._wide.nearest(vector, rows, limit, reach)
        near = best(self._scores(vector, rows), limit, slack=_SLACK)
        return near if rows is None else rows[near]

    def _scores(self, vector: NDArray[np.float32], rows: Rows | None) -> NDArray[np.float32]:
        """Return the products of the candidates' vectors with the question's."""
        if rows is not None and len(rows) < _IN_ORDER * len(self._vectors):
            return products(self._vectors, vector, rows)
        scores = products(self._vectors, vector)
        return scores if rows is None else scores[rows]
