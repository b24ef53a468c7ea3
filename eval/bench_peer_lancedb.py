"""LanceDB with its own indexes for words and vectors and its own fusion; only where it is installed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.model import ChunkId, Vectors

_BATCH = 20_000
_APPROXIMATE_FROM = 50_000  # below, it compares every vector, as the engine does; from here on its default index


class LanceDbPeer:
    """A table of texts and vectors on disk, asked in its hybrid mode.

    Args:
        folder: Does not exist yet.
    """

    name = "LanceDB"

    def __init__(self, folder: Path, ids: Sequence[ChunkId], texts: Sequence[str], vectors: Vectors) -> None:
        pyarrow = import_module("pyarrow")
        schema = pyarrow.schema(
            [("id", pyarrow.string()), ("text", pyarrow.string()), ("vector", _floats(pyarrow, vectors.shape[1]))]
        )
        connection = import_module("lancedb").connect(str(folder))
        batches = pyarrow.RecordBatchReader.from_batches(schema, _batches(pyarrow, schema, ids, texts, vectors))
        self._table = connection.create_table("chunk", batches, schema=schema)
        kinds = import_module("lancedb.index")
        self._table.create_index("text", config=kinds.FTS(with_position=False))
        if len(ids) >= _APPROXIMATE_FROM:
            self._table.create_index("vector", config=kinds.IvfPq(distance_type="dot"))

    def search(self, text: str, vector: NDArray[np.float32], limit: int) -> list[ChunkId]:
        """Return the best chunks of both legs."""
        asked = self._table.search(query_type="hybrid", vector_column_name="vector").vector(vector).text(text)
        return asked.distance_type("dot").limit(limit).to_arrow().column("id").to_pylist()  # type: ignore[no-any-return]  # it has no types

    def close(self) -> None:
        """Let go of everything."""
        del self._table


def _batches(
    pyarrow: Any, schema: Any, ids: Sequence[ChunkId], texts: Sequence[str], vectors: Vectors
) -> Iterator[Any]:
    for first in range(0, len(ids), _BATCH):
        rows = slice(first, first + _BATCH)
        flat = pyarrow.array(vectors[rows].reshape(-1))
        columns = [
            pyarrow.array(list(ids[rows]), pyarrow.string()),
            pyarrow.array(list(texts[rows]), pyarrow.string()),
            pyarrow.FixedSizeListArray.from_arrays(flat, vectors.shape[1]),
        ]
        yield pyarrow.RecordBatch.from_arrays(columns, schema=schema)


def _floats(pyarrow: Any, dimension: int) -> Any:
    return pyarrow.list_(pyarrow.float32(), dimension)
