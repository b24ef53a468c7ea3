"""How far means, and differences of means, could lie elsewhere if other questions had been asked.

The percentile bootstrap (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13) over clusters: a
question and its translations are drawn together, for they are one question asked several times. A difference of two
ways to search is that of the same questions, so it is paired (Sakai, Evaluating Evaluation Metrics, SIGIR 2006).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum

import numpy as np
from numpy.typing import NDArray

from eval.measure import Scores

RESAMPLES = 10_000
SEED = 20061  # any; fixed so that the same scores give the same interval
SHARE = (2.5, 97.5)  # percentiles: 95 % lie between

_SAME = 1e-9  # scores nearer than this are a tie


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean and where it lies in 95 % of the resamples."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Difference:
    """How much better one way to search is than another, over the same questions.

    Attributes:
        by: Mean of the differences; above 0 where the first is better.
        wins, losses, ties: For how many questions the first is better, worse, the same.
    """

    by: Interval
    wins: int
    losses: int
    ties: int

    def json(self) -> dict[str, float]:
        """Return it for a program."""
        counts = {"wins": self.wins, "losses": self.losses, "ties": self.ties}
        return {"mean": self.by.mean, "low": self.by.low, "high": self.by.high, **counts}


def interval(values: Sequence[float], clusters: Sequence[str]) -> Interval:
    """Return the mean of at least one value with its interval.

    Args:
        clusters: Of each value, what it is drawn together with.
    """
    _, members = np.unique(np.array(clusters), return_inverse=True)
    sums = np.bincount(members, weights=np.array(values, dtype=np.float64))
    sizes = np.bincount(members)
    drawn = _draws(len(sizes))
    means = (drawn @ sums) / (drawn @ sizes)
    low, high = np.percentile(means, SHARE)
    return Interval(fsum(values) / len(values), float(low), float(high))


def compare(
    ours: Scores, theirs: Scores, measure: str, queries: Sequence[str], clusters: Mapping[str, str]
) -> Difference:
    """Return how two ways to search differ in a measure over at least one question.

    Args:
        clusters: By query id, the question that it is drawn together with; itself if it is not named.
    """
    gaps = [ours[query][measure] - theirs[query][measure] for query in queries]
    wins, losses = sum(gap > _SAME for gap in gaps), sum(gap < -_SAME for gap in gaps)
    by = interval(gaps, [clusters.get(query, query) for query in queries])
    return Difference(by, wins, losses, len(gaps) - wins - losses)


def _draws(clusters: int) -> NDArray[np.float64]:
    """Return how often each resample holds each cluster: shape (resamples, clusters)."""
    drawn = np.random.default_rng(SEED).integers(0, clusters, (RESAMPLES, clusters))
    drawn += np.arange(RESAMPLES)[:, None] * clusters
    counts = np.bincount(drawn.ravel(), minlength=RESAMPLES * clusters)
    return counts.reshape(RESAMPLES, clusters).astype(np.float64)
