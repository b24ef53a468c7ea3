"""Fuse the rankings of several legs into one by reciprocal rank; contents lists, references and headings fall behind.

Ranks are fused, not scores: BM25 and cosine have no common scale.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.catalogue import Catalogue, Ranking
from index.engine import Hit, Query

_K = 60  # as in the paper that proposed it (Cormack, Clarke and Buettcher, SIGIR 2009)
POOL = 200  # taken from each leg
_DEMOTION = 0.5


class Leg(Protocol):
    """A searcher that can say positions instead of hits."""

    def rank(self, query: Query, *, limit: int) -> Ranking:
        """Return the best chunks, best first."""
        ...

    def close(self) -> None:
        """Release files and memory."""
        ...


class FusedSearcher:
    """Ranks by the sum of reciprocal ranks in the legs.

    Args:
        catalogue: Of the generation that the legs search; knows which chunks are demoted.
        lexical: Keyword search; it also answers questions without words.
        dense: Search by meaning; None if there is no model.
    """

    def __init__(self, catalogue: Catalogue, lexical: Leg, dense: Leg | None) -> None:
        self._catalogue = catalogue
        self._lexical = lexical
        self._dense = dense

    def search(self, query: Query, *, limit: int) -> list[Hit]:
        """Return the best chunks of both legs; a question without words lists all in order of their ids."""
        if not query.text.strip():
            return self._catalogue.hits(self._lexical.rank(query, limit=limit))
        pool = max(POOL, 2 * limit)
        lexical = self._lexical.rank(query, limit=pool)
        dense = self._dense.rank(query, limit=pool) if self._dense is not None else None
        legs = [lexical] if dense is None else [lexical, dense]
        found = fuse(legs, limit=limit, demoted=self._catalogue.demoted)
        return self._catalogue.hits(found, lexical=lexical, dense=dense)

    def close(self) -> None:
        """Close both legs."""
        self._lexical.close()
        if self._dense is not None:
            self._dense.close()


def fuse(rankings: Sequence[Ranking], *, limit: int, demoted: NDArray[np.bool_]) -> Ranking:
    """Return the best chunks by the sum of 1 / (60 + rank) over the rankings, best first; ties by position.

    Args:
        rankings: At least one; their order does not matter.
        demoted: By position: whose sum is halved. Nobody looks for a list of references, but it matches many words.
    """
    positions, place = np.unique(np.concatenate([each.positions for each in rankings]), return_inverse=True)
    shares = np.concatenate([1 / np.arange(_K + 1, _K + 1 + len(each.positions)) for each in rankings])
    sums = np.bincount(place, weights=shares, minlength=len(positions))
    factors = np.where(demoted[positions], _DEMOTION, 1.0).astype(np.float64)
    return Ranking.of(positions, factors * sums, limit=limit)
