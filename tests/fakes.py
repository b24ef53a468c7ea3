"""A deterministic embedder, so that tests need no model: texts that share words have near vectors."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np

from corpus.folding import stem, tokens
from corpus.model import Vectors


class HashingEmbedder:
    """Adds up one fixed direction a word.

    Args:
        dimension: Length of one vector.
        name: Part of the fingerprint; unlike names stand for unlike models.

    Attributes:
        embedded, asked: How many passages and questions were embedded so far; tests read what was reused.
    """

    def __init__(self, dimension: int = 64, name: str = "hashing") -> None:
        self._dimension = dimension
        self._name = name
        self.embedded = 0
        self.asked = 0

    @property
    def fingerprint(self) -> str:
        return f"{self._name} {self._dimension}"

    @property
    def dimension(self) -> int:
        return self._dimension

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        self.asked += len(texts)
        return self._embed(texts)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        self.embedded += len(texts)
        return self._embed(texts)

    def _embed(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), self._dimension), dtype=np.float32)
        for row, text in zip(vectors, texts, strict=True):
            row[0] = 1e-3  # a text without words still has a direction
            for token in tokens(text):
                digest = hashlib.blake2b(stem(token.text, "en").encode(), digest_size=8).digest()
                row[int.from_bytes(digest[:4]) % self._dimension] += 1.0 if digest[4] % 2 else -1.0
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        vectors /= lengths
        return vectors
