"""Probe texts with the vectors that a correct model gives them; they show a conversion that went wrong.

The vectors were recorded from the unquantised model through sentence-transformers, as float16. Whoever adds a model
or a text records the rows in that way: `base64.b64encode(row.astype(STORED).tobytes())` of each embedded passage.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpus.model import Vectors
from index.engine import Embedder

PROBES_FILE = Path(__file__).with_name("probes.json")
STORED = "<f2"


@dataclass(frozen=True, slots=True, eq=False)
class Probes:
    """Texts, embedded as passages, and the vectors they should get."""

    texts: tuple[str, ...]
    vectors: Vectors


def read_probes(model: str, path: Path = PROBES_FILE) -> Probes:
    """Return the probes of a published model."""
    content = json.loads(path.read_text(encoding="utf-8"))
    rows = [np.frombuffer(base64.b64decode(row), STORED) for row in content["vectors"][model]]
    return Probes(tuple(content["texts"].values()), np.stack(rows).astype(np.float32))


def least_cosine(embedder: Embedder, probes: Probes) -> float:
    """Return how near the embedder comes to the recorded vectors on the text where it is furthest from them."""
    got = embedder.embed_passages(probes.texts)
    lengths = np.linalg.norm(got, axis=1) * np.linalg.norm(probes.vectors, axis=1)
    return float(((got * probes.vectors).sum(axis=1) / lengths).min())
