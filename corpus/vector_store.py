"""Vectors, kept by the model that made them and the text they stand for, so that no text is embedded twice."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from corpus.chunk_rows import CHUNK_COLUMNS, FACETS_COLUMN, READING_ORDER, entry_of
from corpus.connections import Connections
from corpus.errors import LibraryError
from corpus.model import Chunk, Entry, Vectors

Vector = NDArray[np.float32]  # float32 (dim,), of length 1

_STORED = np.dtype("<f4")  # the same on every machine that reads the library


def embedded_text(chunk: Chunk) -> str:
    """Return the text that is embedded for a chunk: its heading and a table's header, where it has them, above it."""
    return "\n".join(part for part in (chunk.heading, chunk.lead, chunk.text) if part)


def text_key(text: str) -> bytes:
    """Return the key that vectors of a text are kept under: the SHA-256 of its UTF-8 bytes."""
    return hashlib.sha256(text.encode()).digest()


class VectorStore:
    """The vectors of a library. Those of different models (fingerprints) never meet.

    Args:
        connections: To the library's database.
    """

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def put(self, fingerprint: str, texts: Sequence[str], vectors: Vectors) -> None:
        """Keep one vector a text, in place of an earlier one of the same model and text.

        Raises:
            LibraryError: This model's vectors have another length; nothing was kept.
        """
        with self._connections.transaction() as connection:
            embedder = _embedder(connection, fingerprint, vectors.shape[1])
            connection.executemany(
                "insert into vector (embedder, text_key, row) values (?, ?, ?)"
                " on conflict (embedder, text_key) do update set row = excluded.row",
                [
                    (embedder, text_key(text), vector.astype(_STORED).tobytes())
                    for text, vector in zip(texts, vectors, strict=True)
                ],
            )

    def get(self, fingerprint: str, texts: Sequence[str]) -> list[Vector | None]:
        """Return one vector a text, in order; None where this model has none for it."""
        keys = [text_key(text) for text in texts]
        sql = """
            select v.text_key, v.row from vector v join embedder e on e.key = v.embedder
            where e.fingerprint = ? and v.text_key in ({marks})"""
        rows = self._connections.rows_for(sql, keys, fingerprint)
        found = {row["text_key"]: row["row"] for row in rows}
        return [_vector(found.get(key)) for key in keys]

    def stream(self, fingerprint: str, batch: int = 256) -> Iterator[tuple[Entry, Vector | None]]:
        """Yield every chunk with its vector, by document id and ordinal.

        What is yielded is the library as it was last committed when the first pair was asked for.

        Args:
            batch: How many rows are held in memory at a time.
        """
        sql = f"""
            select {CHUNK_COLUMNS}, {FACETS_COLUMN}, v.row as vector
            from chunk c
            left join vector v
                on v.text_key = c.text_key and v.embedder = (select key from embedder where fingerprint = ?)
            {READING_ORDER}"""
        with self._connections.snapshot() as connection:
            cursor = connection.execute(sql, (fingerprint,))
            while rows := cursor.fetchmany(batch):
                for row in rows:
                    yield entry_of(row), _vector(row["vector"])

    def count(self, fingerprint: str) -> int:
        """Return how many vectors of this model are kept."""
        sql = "select count(*) as n from vector where embedder = (select key from embedder where fingerprint = ?)"
        return sum(row["n"] for row in self._connections.rows(sql, (fingerprint,)))


def _embedder(connection: sqlite3.Connection, fingerprint: str, dimension: int) -> int:
    connection.execute(
        "insert into embedder (fingerprint, dimension) values (?, ?) on conflict do nothing", (fingerprint, dimension)
    )
    sql = "select key, dimension from embedder where fingerprint = ?"
    row = connection.execute(sql, (fingerprint,)).fetchone()
    if row["dimension"] != dimension:
        raise LibraryError(
            f"The model '{fingerprint}' made vectors of length {row['dimension']} before and of {dimension} now; "
            "nothing was kept. Give a changed model another fingerprint."
        )
    return int(row["key"])


def _vector(stored: bytes | None) -> Vector | None:
    return None if stored is None else np.frombuffer(stored, _STORED).astype(np.float32)
