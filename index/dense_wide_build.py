"""Builds the index for wide sets and measures how far it must look, on the library's own vectors.

Recall against comparing everything is measured for several numbers of candidates. Where nothing finds enough, there is
no such index and every vector is compared.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import faiss
import numpy as np

from corpus.model import Vectors
from index.dense_wide import FILE, Rows, WideIndex, skipping, vectors_of
from index.manifest import Reach
from index.write_faults import system_errors

WIDE_FROM = 50_000  # fewer candidates are compared one by one

_ROWS_OF_A_LIST = 100
_MOST_LISTS = 4_096
_ROUNDS = 8  # of k-means
_TRAINED_ON = 64  # vectors a centre
_QUESTIONS = 100
_BEST = 10  # recall is measured over so many
_RECALL = 0.99  # on the library's own vectors; real questions lie further off and lost up to .01 more
_TIE = 1e-5
_SEED = 0


def build_wide(folder: Path, flat: faiss.IndexFlatIP) -> tuple[Reach, ...]:
    """Write the index for wide sets beside the exact one and return how far to look; nothing if it is not needed.

    Also nothing where no share of the vectors, compared in one byte a number, holds enough of the best.

    Args:
        flat: All vectors of the generation.
    """
    if flat.ntotal < WIDE_FROM:
        return ()
    vectors = vectors_of(flat)
    index = _trained(vectors)
    reaches = _measured(index, flat, vectors)
    if reaches:
        with system_errors(folder):
            faiss.write_index(index, str(folder / FILE))
    return reaches


def _trained(vectors: Vectors) -> faiss.IndexIVF:
    count, dimension = vectors.shape
    lists = min(_MOST_LISTS, max(1, count // _ROWS_OF_A_LIST))
    centres = faiss.IndexFlatIP(dimension)
    kind = faiss.ScalarQuantizer.QT_8bit
    index = faiss.IndexIVFScalarQuantizer(centres, dimension, lists, kind, faiss.METRIC_INNER_PRODUCT, False)
    index.cp.seed, index.cp.niter, index.cp.spherical = _SEED, _ROUNDS, True
    index.cp.max_points_per_centroid = _TRAINED_ON
    index.cp.min_points_per_centroid = 1
    index.train(vectors)
    index.add(vectors)
    return index


def _measured(index: faiss.IndexIVF, flat: faiss.IndexFlatIP, vectors: Vectors) -> tuple[Reach, ...]:
    """Return the shares that find enough, by number of candidates; nothing if there is a number where none does."""
    rng = np.random.default_rng(_SEED)
    questions = _questions(vectors, rng)
    reaches: list[Reach] = []
    for candidates in sorted(_widths(len(vectors))):
        sets = _filtered(vectors, questions, candidates, rng) if candidates < len(vectors) else (None,)
        found = [_first_enough(index, flat, vectors, questions, rows) for rows in sets]
        if any(reach is None for reach in found):
            return ()
        reaches.append(max((reach for reach in found if reach is not None), key=lambda reach: reach.share))
    return tuple(reaches)


def _filtered(vectors: Vectors, questions: Vectors, count: int, rng: np.random.Generator) -> tuple[Rows, Rows]:
    """Return two sets of candidates as filters leave them: any, and those least like the questions.

    A filter of one sector and a question of another is the second.
    """
    likeness = vectors @ questions.mean(axis=0)
    return np.sort(rng.choice(len(vectors), count, replace=False)), np.sort(np.argpartition(likeness, count)[:count])


def _questions(vectors: Vectors, rng: np.random.Generator) -> Vectors:
    """Return unit vectors between two of the library's own each.

    A vector of the library is too easy a question: a quarter of the share finds its neighbours.
    """
    pairs = rng.integers(len(vectors), size=(2, min(_QUESTIONS, len(vectors))))
    sums = vectors[pairs[0]] + vectors[pairs[1]]
    return np.asarray(sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), _TIE), dtype=np.float32)


def _widths(count: int) -> Iterator[int]:
    """Yield the numbers of candidates to measure: all, a quarter and so on, down to where it begins to be used."""
    width = count
    while width >= 2 * WIDE_FROM:
        yield width
        width //= 4
    yield min(count, max(1, WIDE_FROM))


def _first_enough(
    index: faiss.IndexIVF, flat: faiss.IndexFlatIP, vectors: Vectors, questions: Vectors, rows: Rows | None
) -> Reach | None:
    """Return the smallest share, of those that grow by half an octave, that finds enough of the best."""
    count = len(vectors) if rows is None else len(rows)
    best = min(_BEST, count)
    parameters = None if rows is None else faiss.SearchParameters(sel=skipping(rows, len(vectors)))  # type: ignore[call-arg]  # the stubs show C++'s constructors
    lowest = flat.search(questions, best, params=parameters)[0][:, -1] - _TIE
    wide = WideIndex(index, ())
    for share in _shares(index.nlist):
        reach = Reach(count, share, 0.0)
        found = [vectors[wide.nearest(each, rows, best, reach)] @ each for each in questions]
        hits = [min(best, int(np.sum(scores >= least))) for scores, least in zip(found, lowest, strict=True)]
        if (recall := sum(hits) / (best * len(questions))) >= _RECALL:
            return Reach(count, share, round(recall, 4))
    return None


def _shares(lists: int) -> Iterator[float]:
    share = 1 / lists
    while share < 1:
        yield share
        share *= 2**0.5
    yield 1.0
