"""Questions about the chunks of a library: by id, by document, or all of them in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from corpus.chunk_rows import (
    CHUNK_COLUMNS,
    FACETS_COLUMN,
    READING_ORDER,
    chunk_of,
    entry_of,
    facets_of,
)
from corpus.connections import Connections
from corpus.errors import NotFoundError
from corpus.model import Chunk, ChunkId, DocumentId, Entry

_STREAM_SIZE = 256


class ChunkReader:
    """The chunks of a library, to read; only complete documents have any.

    Args:
        connections: To the library's database.
    """

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def chunks(self, ids: Iterable[ChunkId]) -> dict[ChunkId, Chunk]:
        """Return chunks by id, in reading order; unknown ids are left out."""
        sql = f"select {CHUNK_COLUMNS} from chunk c where c.id in ({{marks}})"
        found = [chunk_of(row) for row in self._connections.rows_for(sql, ids)]
        return {chunk.id: chunk for chunk in sorted(found, key=lambda chunk: (chunk.document, chunk.ordinal))}

    def chunk(self, chunk: ChunkId) -> Chunk:
        """Return one chunk.

        Raises:
            NotFoundError: There is none with this id.
        """
        found = self.chunks([chunk])
        if chunk not in found:
            raise NotFoundError(f"There is no passage {chunk!a}. Its document may have been replaced: search again.")
        return found[chunk]

    def owners(self, ids: Iterable[ChunkId]) -> dict[ChunkId, DocumentId]:
        """Return the document of each chunk, in no particular order; unknown ids are left out."""
        rows = self._connections.rows_for("select id, document from chunk where id in ({marks})", ids)
        return {ChunkId(row["id"]): DocumentId(row["document"]) for row in rows}

    def chunk_at(self, document: DocumentId, ordinal: int) -> Chunk | None:
        """Return a document's chunk by its place in reading order, None if there is none."""
        sql = f"select {CHUNK_COLUMNS} from chunk c where c.document = ? and c.ordinal = ?"
        rows = self._connections.rows(sql, (document, ordinal))
        return chunk_of(rows[0]) if rows else None

    def chunks_of(self, document: DocumentId) -> list[Chunk]:
        """Return a document's chunks in reading order; none if it is unknown or not complete."""
        sql = f"select {CHUNK_COLUMNS} from chunk c where c.document = ? {READING_ORDER}"
        return [chunk_of(row) for row in self._connections.rows(sql, (document,))]

    def facets_of(self, ids: Iterable[ChunkId]) -> dict[ChunkId, tuple[str, ...]]:
        """Return the facet values of chunks by id, each sorted; unknown ids are left out."""
        sql = f"select c.id, {FACETS_COLUMN} from chunk c where c.id in ({{marks}})"
        return {ChunkId(row["id"]): facets_of(row) for row in self._connections.rows_for(sql, ids)}

    def entries(self) -> Iterator[Entry]:
        """Yield all entries by document id and ordinal, few in memory at a time.

        What is yielded is the library as it was last committed when the first entry was asked for.
        """
        sql = f"select {CHUNK_COLUMNS}, {FACETS_COLUMN} from chunk c {READING_ORDER}"
        with self._connections.snapshot() as connection:
            cursor = connection.execute(sql)
            while rows := cursor.fetchmany(_STREAM_SIZE):
                yield from map(entry_of, rows)
