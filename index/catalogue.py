"""Which chunk stands at which position of a generation, and what kind of chunk it is.

Positions ascend with chunk ids, so sorting by position is sorting by id.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.model import ChunkId, ChunkKind
from index.engine import Hit
from index.postings import Positions

_IDS = "chunk-ids.npy"
_NOWHERE = (None, None)  # score and place of a chunk that a leg did not find
_KINDS = "chunk-kinds.npy"
_KIND_ORDER = tuple(ChunkKind)
_DEMOTED = (ChunkKind.CONTENTS, ChunkKind.REFERENCES, ChunkKind.HEADING)


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """Chunks by position, best first.

    Attributes:
        positions: Integers (n,), each once.
        scores: float64 (n,), descending; where they are equal, positions ascend.
    """

    positions: NDArray[np.integer]
    scores: NDArray[np.float64]

    @classmethod
    def of(cls, positions: NDArray[np.integer], scores: NDArray[np.float64], *, limit: int) -> Ranking:
        """Return the best of chunks given in any order."""
        order = np.lexsort((positions, -scores))[: max(0, limit)]
        return cls(positions[order], scores[order])

    @classmethod
    def listing(cls, positions: Positions, *, limit: int) -> Ranking:
        """Return the first chunks in order of their ids, unranked: the answer to a question without words."""
        return cls(positions[: max(0, limit)], np.zeros(len(positions[: max(0, limit)])))

    def by_position(self) -> dict[int, tuple[float, int]]:
        """Return each chunk's score and place, from 1."""
        placed = zip(self.scores.tolist(), range(1, len(self.positions) + 1), strict=True)
        return dict(zip(self.positions.tolist(), placed, strict=True))


class Catalogue:
    """The ids and kinds of all chunks of a generation.

    Args:
        ids: Bytes (chunks,): chunk ids in UTF-8, ascending.
        kinds: uint8 (chunks,): each chunk's place in the order of ChunkKind.
    """

    def __init__(self, ids: NDArray[np.bytes_], kinds: NDArray[np.uint8]) -> None:
        self._ids = ids
        self._kinds = kinds
        self.demoted = np.isin(kinds, [_KIND_ORDER.index(kind) for kind in _DEMOTED])  # bool (chunks,)

    @classmethod
    def of(cls, ids: Sequence[ChunkId], kinds: Sequence[ChunkKind]) -> Catalogue:
        """Return the catalogue of chunks given in ascending order of their ids."""
        encoded = np.array([chunk.encode() for chunk in ids], dtype=np.bytes_)
        return cls(encoded, np.array([_KIND_ORDER.index(kind) for kind in kinds], dtype=np.uint8))

    def __len__(self) -> int:
        return len(self._ids)

    def id(self, position: int) -> ChunkId:
        """Return the id of the chunk at a position."""
        return ChunkId(bytes(self._ids[position]).decode())

    def hits(self, found: Ranking, *, lexical: Ranking | None = None, dense: Ranking | None = None) -> list[Hit]:
        """Return a ranking as hits, each with the score and the place that the legs gave it."""
        keyword = lexical.by_position() if lexical is not None else {}
        meaning = dense.by_position() if dense is not None else {}
        hits = []
        for position, score in zip(found.positions.tolist(), found.scores.tolist(), strict=True):
            (bm25, first), (cosine, second) = keyword.get(position, _NOWHERE), meaning.get(position, _NOWHERE)
            hits.append(Hit(self.id(position), score, bm25, cosine, first, second))
        return hits

    def save(self, folder: Path) -> list[str]:
        """Write the catalogue into a folder and return the names of the files."""
        np.save(folder / _IDS, self._ids, allow_pickle=False)
        np.save(folder / _KINDS, self._kinds, allow_pickle=False)
        return [_IDS, _KINDS]

    @classmethod
    def load(cls, folder: Path) -> Catalogue:
        """Read what `save` wrote; the ids stay on disk until they are asked for."""
        ids = np.load(folder / _IDS, allow_pickle=False, mmap_mode="r")
        return cls(ids, np.load(folder / _KINDS, allow_pickle=False))


def best(scores: NDArray[np.float32], limit: int, *, slack: float = 1e-5) -> NDArray[np.intp]:
    """Return where the `limit` highest scores stand, and every one that ties with the last of them, in no order.

    Args:
        slack: Scores closer than this tie: one product computed in two places can differ in its last digits.
    """
    if len(scores) <= limit:
        return np.arange(len(scores))
    threshold = np.partition(scores, len(scores) - limit)[len(scores) - limit]
    return np.flatnonzero(scores >= threshold - slack)
