"""Read what the vector of a question says of whether the collection could answer it (fit_weights.tsv).

Written by `cpkb eval --fit learn`; a line each: a name, a tab, a number. docs/decisions/0007 says how it was learned.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

WEIGHTS_FILE = Path(__file__).parent / "fit_weights.tsv"
MODEL, CONSTANT, COSINE, TOLD = "model", "constant", "cosine", "told"  # names of lines; the others are dimensions


@dataclass(frozen=True, slots=True)
class FitWeights:
    """How much each thing counts; a question fits from 0 on.

    Attributes:
        model: How the fingerprint begins of the embedder whose vectors and cosines these weigh.
        question: A weight for each dimension of the question's vector, shape (dim,), float32.
    """

    model: str
    constant: float
    cosine: float
    told: float
    question: NDArray[np.float32]


def weights_for(fingerprint: str) -> FitWeights | None:
    """Return the weights for an embedder's vectors; None if they were learned from another model's."""
    weights = _read(WEIGHTS_FILE)
    return weights if fingerprint.startswith(weights.model) else None


@cache
def _read(path: Path) -> FitWeights:
    with path.open(encoding="utf-8", newline="") as file:
        rows = dict(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    model = rows.pop(MODEL)
    constant, cosine, told = (float(rows.pop(name)) for name in (CONSTANT, COSINE, TOLD))
    return FitWeights(model, constant, cosine, told, np.array([*rows.values()], dtype=np.float32))


def write_weights(weights: FitWeights, path: Path) -> None:
    """Write weights so that they can be read again, rounded to four digits."""
    numbers = {CONSTANT: weights.constant, COSINE: weights.cosine, TOLD: weights.told}
    numbers |= {str(dimension): float(weight) for dimension, weight in enumerate(weights.question)}
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, delimiter="\t", quoting=csv.QUOTE_NONE, quotechar=None, lineterminator="\n")
        table.writerow([MODEL, weights.model])
        table.writerows([name, f"{number:.4g}"] for name, number in numbers.items())
