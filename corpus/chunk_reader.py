"""Questions about the chunks of a library: by id, by document, by facet value, or all of them in order."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

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
_ANSWERS_TO_ONE = "c.key in (select chunk from chunk_facet where facet in (select value from json_each(?)))"


class ChunkReader:
    """The chunks of a library, to read; only complete documents have any.

    Args:
        connections: To the library's database.
    """

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def count_chunks(self) -> int:
        """Return how many chunks there are."""
        return int(self._connections.rows("select count(*) as n from chunk")[0]["n"])

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

    def chunks_matching(self, filters: Mapping[str, Sequence[str]]) -> list[ChunkId]:
        """Return the chunks that answer to any of the values, in each of the facets, in reading order.

        Args:
            filters: Values by facet name, {"sector": ["1313"], "country": ["IN", "VN"]}; a facet without values
                asks for nothing, and no facets at all give every chunk.
        """
        wanted = [self._facet_keys(f"{name}:{value}" for value in values) for name, values in filters.items() if values]
        clauses = " and ".join([_ANSWERS_TO_ONE] * len(wanted)) or "true"
        sql = f"select c.id from chunk c where {clauses} {READING_ORDER}"
        return [ChunkId(row["id"]) for row in self._connections.rows(sql, [json.dumps(keys) for keys in wanted])]

    def documents_with(self, facet: str) -> list[DocumentId]:
        """Return the documents that have a chunk answering to a facet value ("sector:1313"), by id."""
        sql = "select document from document_facet where facet = (select key from facet where value = ?) order by 1"
        return [DocumentId(row["document"]) for row in self._connections.rows(sql, (facet,))]

    def facet_counts(self, name: str) -> dict[str, int]:
        """Return how many documents answer to each value of a facet ("sector"), by value ("sector:1313")."""
        sql = """
            select f.value, count(*) as n
            from facet f join document_facet df on df.facet = f.key
            where f.value >= ? and f.value < ?
            group by f.value order by f.value"""
        bounds = f"{name}:", f"{name};"  # the semicolon follows the colon in Unicode
        return {row["value"]: row["n"] for row in self._connections.rows(sql, bounds)}

    def _facet_keys(self, values: Iterable[str]) -> list[int]:
        rows = self._connections.rows_for("select key from facet where value in ({marks})", values)
        return [row["key"] for row in rows]
