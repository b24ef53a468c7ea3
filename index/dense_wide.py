"""The approximate part of search by meaning: for sets so wide that comparing every vector takes too long.

Vectors lie in lists around centres, one byte a number; a question is compared with the lists nearest to it until they
hold a share of its candidates. The caller scores what is found again, exactly. `index.dense_wide_build` makes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from corpus.model import Vectors
from index.manifest import Reach

FILE = "dense-wide.faiss"
MOST_ASKED = 200  # so many nearest can be asked for; what the fused search takes from a leg

_SPARE = 64  # more rows than asked for are scored again: one byte a number can change the order
_TIE = 1e-5
_SAMPLED = 16_384  # candidates that tell how many each list holds

Rows = NDArray[np.intp]  # intp (n,): rows of the matrix of vectors, ascending


class WideIndex:
    """Finds the rows that are probably nearest to a question among many candidates.

    Args:
        index: Trained and filled; each vector's id is its row.
        reaches: How far to look, by number of candidates, ascending.
    """

    def __init__(self, index: faiss.IndexIVF, reaches: Sequence[Reach]) -> None:
        self._index = index
        self._reaches = reaches
        self._centres = np.ascontiguousarray(index.quantizer.reconstruct_n(0, index.nlist))
        self._sizes = np.array([index.get_list_size(number) for number in range(index.nlist)])
        self._list_of = _list_of(index, self._sizes)

    @classmethod
    def open(cls, folder: Path, reaches: Sequence[Reach], count: int) -> WideIndex:
        """Map what `build_wide` wrote.

        Raises:
            RuntimeError, ValueError: It is not there, or not of as many vectors as `count`.
        """
        index = faiss.read_index(str(folder / FILE), faiss.IO_FLAG_MMAP_IFC)
        if index.ntotal != count:
            raise ValueError(f"{FILE} has {index.ntotal:,} vectors, not {count:,}")
        return cls(index, reaches)  # type: ignore[arg-type]  # the stubs know only the base class of all indexes

    def reach(self, candidates: int, limit: int) -> Reach | None:
        """Return how far to look for the best `limit` of so many candidates; None: compare them all instead."""
        fitting = [each for each in self._reaches if each.candidates <= candidates]
        return fitting[-1] if fitting and limit <= MOST_ASKED else None

    def nearest(self, vector: NDArray[np.float32], rows: Rows | None, limit: int, reach: Reach) -> Rows:
        """Return more than the best `limit` rows, in no order, with all that tie with the last of them.

        Args:
            rows: The candidates; None for all.
        """
        lists = self._lists(vector, rows, reach.share)
        selector = None if rows is None else skipping(rows, self._index.ntotal)
        size = limit + _SPARE
        while True:
            scores, found = self._search(vector, lists, selector, size)
            if found[-1] < 0 or scores[-1] < scores[limit - 1] - _TIE:
                return found[found >= 0]
            size *= 2

    def _lists(self, vector: NDArray[np.float32], rows: Rows | None, share: float) -> NDArray[np.int64]:
        """Return the nearest lists that together hold a share of the candidates.

        Candidates are counted, not lists: those of a filter may all lie far from the question.
        """
        counts = self._sizes
        if rows is not None:
            counts = np.bincount(self._list_of[rows[:: max(1, len(rows) // _SAMPLED)]], minlength=len(self._sizes))
        order = np.argsort(-products(self._centres, vector))
        held = np.cumsum(counts[order])
        depth = 1 + int(np.searchsorted(held, share * held[-1]))
        return np.asarray(order[:depth], dtype=np.int64)

    def _search(
        self, vector: NDArray[np.float32], lists: NDArray[np.int64], selector: faiss.IDSelector | None, size: int
    ) -> tuple[NDArray[np.float32], Rows]:
        """Return scores and rows, best first; where there are fewer, rows of -1 follow."""
        scores, found = np.empty(size, np.float32), np.empty(size, np.int64)
        distances = np.zeros(len(lists), np.float32)  # not used: vectors are kept whole, not as what a centre leaves
        parameters = faiss.SearchParametersIVF(nprobe=len(lists), **({} if selector is None else {"sel": selector}))  # type: ignore[call-arg]  # the stubs show C++'s constructors, not Python's
        pointers = [faiss.swig_ptr(array) for array in (lists, distances, scores, found)]
        # Straight to C++: the Python method takes no parameters.
        self._index.search_preassigned_c(1, faiss.swig_ptr(vector), size, *pointers, False, parameters)  # type: ignore[attr-defined]  # the stubs do not know it
        return scores, found


def vectors_of(flat: faiss.IndexFlatIP) -> Vectors:
    """Return the vectors of an index where they lie, float32 (n, dim); valid as long as the index is."""
    shape = (flat.ntotal, flat.d)
    return np.asarray(faiss.rev_swig_ptr(flat.get_xb(), shape[0] * shape[1])).reshape(shape)


def products(vectors: Vectors, vector: NDArray[np.float32], rows: Rows | None = None) -> NDArray[np.float32]:
    """Return the products of vectors, or of some rows of them, with one: on one core half the time NumPy takes.

    Args:
        vectors: float32 (n, dim), in one piece.
        vector: float32 (dim,).
    """
    count, dimension = vectors.shape
    scores = np.empty(count if rows is None else len(rows), dtype=np.float32)
    into, asked, stored = faiss.swig_ptr(scores), faiss.swig_ptr(vector), faiss.swig_ptr(vectors)
    if rows is None:
        faiss.fvec_inner_products_ny(into, asked, stored, dimension, count)  # type: ignore[attr-defined]  # the stubs do not know it
    else:
        wanted = faiss.swig_ptr(rows)
        faiss.fvec_inner_products_by_idx(into, asked, stored, wanted, dimension, 1, len(rows))  # type: ignore[attr-defined]  # the same
    return scores


def skipping(rows: Rows, count: int) -> faiss.IDSelector:
    """Return what skips every other row."""
    mask = np.zeros(count, dtype=bool)
    mask[rows] = True
    return faiss.IDSelectorBitmap(np.packbits(mask, bitorder="little"))  # type: ignore[call-arg, arg-type]  # the stubs show C++'s constructors, not Python's


def _list_of(index: faiss.IndexIVF, sizes: NDArray[np.int64]) -> NDArray[np.uint16]:
    """Return uint16 (vectors,): the list of each row."""
    found = np.zeros(index.ntotal, dtype=np.uint16)
    lists = faiss.downcast_InvertedLists(index.invlists)  # type: ignore[arg-type]  # a filled index has them
    for number, size in enumerate(sizes.tolist()):
        if size:
            found[faiss.rev_swig_ptr(lists.get_ids(number), size)] = number
    return found
