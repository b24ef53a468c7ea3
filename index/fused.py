"""Fuse several rankings into one by reciprocal rank, and put contents lists, references and bare headings behind.

Ranks are fused, not scores: BM25 and cosine have no common scale.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from heapq import nsmallest
from math import fsum

from corpus.model import ChunkId
from index.engine import Hit, Query, Searcher

_K = 60  # as in the paper that proposed it (Cormack, Clarke and Buettcher, SIGIR 2009)
_POOL = 200
_DEMOTION = 0.5


class FusedSearcher:
    """Ranks by the sum of reciprocal ranks in several legs.

    Args:
        legs: At least one; their order does not matter.
        demoted: Chunks whose score is halved: nobody looks for them, but they match many words.
    """

    def __init__(self, legs: Sequence[Searcher], demoted: Container[ChunkId] = frozenset()) -> None:
        self._legs = tuple(legs)
        self._demoted = demoted

    def search(self, query: Query, *, limit: int) -> list[Hit]:
        """Return the best chunks of all legs; a question without words lists all in order of their ids."""
        if not query.text.strip():
            return self._legs[0].search(query, limit=limit)
        pool = max(_POOL, 2 * limit)
        return fuse([leg.search(query, limit=pool) for leg in self._legs], limit=limit, demoted=self._demoted)

    def close(self) -> None:
        """Close every leg."""
        for leg in self._legs:
            leg.close()


def fuse(rankings: Sequence[Sequence[Hit]], *, limit: int, demoted: Container[ChunkId] = frozenset()) -> list[Hit]:
    """Return the best hits by the sum of 1 / (60 + rank) over the rankings, best first; ties by chunk id.

    Each hit keeps its lexical and dense score. A demoted chunk's sum is halved.
    """
    found: dict[ChunkId, list[tuple[float, Hit]]] = {}
    for ranking in rankings:
        for rank, hit in enumerate(ranking, start=_K + 1):
            found.setdefault(hit.chunk, []).append((1 / rank, hit))
    scores = {
        chunk: fsum(share for share, _ in shares) * (_DEMOTION if chunk in demoted else 1.0)
        for chunk, shares in found.items()
    }
    best = nsmallest(limit, scores, key=lambda chunk: (-scores[chunk], chunk))
    return [_join(chunk, scores[chunk], [hit for _, hit in found[chunk]]) for chunk in best]


def _join(chunk: ChunkId, score: float, hits: Sequence[Hit]) -> Hit:
    """Return one hit with what the legs' hits of a chunk say."""
    lexical = next((hit.lexical for hit in hits if hit.lexical is not None), None)
    dense = next((hit.dense for hit in hits if hit.dense is not None), None)
    return Hit(chunk, score, lexical=lexical, dense=dense)
