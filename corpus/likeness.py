"""What stands for the text of a document when texts are compared: its key, and a sketch of what it is made of.

A sketch is the smallest hashes of all runs of 24 letters and digits (bottom-k sketch: Broder, On the resemblance and
containment of documents, 1997). Spaces, marks and line ends do not count, so neither does how a PDF was made.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.model import Page

SKETCH_SIZE = 128  # hashes; the share of two sketches is then right to about .04
RUN = 24  # characters

_FACTOR = 0x9E3779B97F4A7C15  # odd, so that no power of it is zero modulo 2**64
_NO_TEXT = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Sketch:
    """A text, for comparison.

    Attributes:
        text_key: SHA-256 of its letters and digits, 64 hex digits; "" for a text without any.
        hashes: The smallest ones, ascending, at most SKETCH_SIZE; as SQLite keeps them, signed 64 bits.
    """

    text_key: str
    hashes: tuple[int, ...]


def sketch(pages: Sequence[Page]) -> Sketch:
    """Return the sketch of a document's bodies; running heads differ between editions and do not count."""
    plain = "".join(_NO_TEXT.sub("", unicodedata.normalize("NFKC", page.body).casefold()) for page in pages)
    if not plain:
        return Sketch("", ())
    smallest = _smallest(_hashes(plain)).astype(np.int64).tolist()
    return Sketch(hashlib.sha256(plain.encode()).hexdigest(), tuple(smallest))


def share(one: Sequence[int], other: Sequence[int]) -> float:
    """Return the estimated share of runs that two texts have in common (Jaccard), 0 to 1."""
    both = sorted({*one, *other}, key=_unsigned)[: min(SKETCH_SIZE, max(len(one), len(other)))]
    common = {*one} & {*other}
    return sum(value in common for value in both) / len(both) if both else 0.0


def _unsigned(value: int) -> int:
    return value % (1 << 64)


def _hashes(plain: str) -> NDArray[np.uint64]:
    """Return a hash for each run of RUN characters; for a shorter text the one of all of it."""
    codes = np.frombuffer(plain.encode("utf-32-le"), np.uint32).astype(np.uint64) + np.uint64(1)
    length = min(RUN, len(codes))
    # The sum of a run, each character times a power of the factor, is a difference of two sums from the beginning; the
    # powers of its inverse modulo 2**64 make it the same wherever the run stands.
    count = len(codes) - length + 1
    sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum(codes * _powers(_FACTOR, len(codes)), dtype=np.uint64)])
    return _mixed((sums[length:] - sums[:count]) * _powers(pow(_FACTOR, -1, 1 << 64), count))


def _smallest(hashes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return the smallest SKETCH_SIZE different hashes, ascending, or as many as there are."""
    taken = 2 * SKETCH_SIZE
    while taken < len(hashes):
        found = np.unique(np.partition(hashes, taken)[:taken])
        if len(found) >= SKETCH_SIZE:
            return found[:SKETCH_SIZE]
        taken *= 4
    return np.unique(hashes)[:SKETCH_SIZE]


def _powers(base: int, count: int) -> NDArray[np.uint64]:
    """Return 1, base, base squared and so on, modulo 2**64."""
    factors = np.full(count, base, np.uint64)
    factors[:1] = 1
    return np.cumprod(factors, dtype=np.uint64)


def _mixed(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Spread values evenly (the finisher of SplitMix64: Steele, Lea and Flood, OOPSLA 2014)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(values ^ (values >> np.uint64(31)))
