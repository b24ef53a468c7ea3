"""Vectors kept between measurements, by model and text, so that measuring again takes seconds.

A cache file may be deleted at any time. It is not the library: the product never reads it.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from types import TracebackType

import numpy as np

from corpus.errors import EvaluationError
from corpus.model import Vectors
from index.engine import Embedder

BATCH = 32  # texts embedded between two commits
_LOOKUP = 500

Report = Callable[[int, int], None]  # told how many of how many new texts are embedded


class CachedEmbedder:
    """An embedder that asks another one only for texts it has not seen; a context manager.

    Args:
        embedder: Makes the vectors.
        folder: Where they are kept, one file a model; created if need be.
        report: Called after each batch of new texts.

    Raises:
        EvaluationError: The folder cannot be written to.
    """

    def __init__(self, embedder: Embedder, folder: Path, report: Report | None = None) -> None:
        self._embedder = embedder
        self._report = report
        name = hashlib.sha256(embedder.fingerprint.encode()).hexdigest()[:16]
        self._path = folder / f"vectors-{name}.sqlite"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(self._path)
            self._connection.execute("create table if not exists vector (key blob primary key, row blob) without rowid")
        except (OSError, sqlite3.Error) as error:
            raise EvaluationError(
                f"Vectors cannot be kept in {self._path}: {error}. Delete that file, or make its folder writable."
            ) from error

    @property
    def fingerprint(self) -> str:
        """As the embedder's own."""
        return self._embedder.fingerprint

    @property
    def dimension(self) -> int:
        """As the embedder's own."""
        return self._embedder.dimension

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Return one vector a query."""
        return self._embed(texts, b"query\0", self._embedder.embed_queries)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one vector a passage."""
        return self._embed(texts, b"passage\0", self._embedder.embed_passages)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def __enter__(self) -> CachedEmbedder:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _embed(self, texts: Sequence[str], role: bytes, embed: Callable[[Sequence[str]], Vectors]) -> Vectors:
        keys = [hashlib.sha256(role + text.encode("utf-8", "replace")).digest() for text in texts]
        known = self._known(keys)
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        order = list(new)
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            vectors = embed([new[key] for key in batch]).astype("<f4")
            self._keep(batch, vectors)
            known.update(zip(batch, vectors, strict=True))
            if self._report is not None:
                self._report(start + len(batch), len(order))
        rows = [known[key] for key in keys]
        return np.stack(rows).astype(np.float32) if rows else np.empty((0, self.dimension), np.float32)

    def _known(self, keys: Sequence[bytes]) -> dict[bytes, np.ndarray]:
        found: dict[bytes, np.ndarray] = {}
        for start in range(0, len(keys), _LOOKUP):
            some = keys[start : start + _LOOKUP]
            sql = f"select key, row from vector where key in ({', '.join('?' * len(some))})"
            with closing(self._connection.execute(sql, some)) as rows:
                found.update((key, np.frombuffer(row, "<f4")) for key, row in rows)
        return found

    def _keep(self, keys: Sequence[bytes], vectors: np.ndarray) -> None:
        with self._connection:
            self._connection.executemany(
                "insert or replace into vector (key, row) values (?, ?)",
                [(key, vector.tobytes()) for key, vector in zip(keys, vectors, strict=True)],
            )
