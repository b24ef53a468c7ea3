"""How chunks and the facet values they answer to stand in the database."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from corpus.model import Chunk, ChunkId, ChunkKind, DocumentId, Entry

CHUNK_COLUMNS = (
    "c.id, c.document, c.ordinal, c.first_page, c.last_page, c.start_at, c.end_at, "
    "c.heading, c.kind, c.language, c.text, c.path, c.lead"
)
FACETS_COLUMN = """(
    select json_group_array(f.value)
    from chunk_facet cf join facet f on f.key = cf.facet
    where cf.chunk = c.key
) as facets"""
READING_ORDER = "order by c.document, c.ordinal"


def chunk_of(row: sqlite3.Row) -> Chunk:
    """Make a chunk of a row that has the chunk columns."""
    return Chunk(
        id=ChunkId(row["id"]),
        document=DocumentId(row["document"]),
        ordinal=row["ordinal"],
        first_page=row["first_page"],
        last_page=row["last_page"],
        start=row["start_at"],
        end=row["end_at"],
        heading=row["heading"],
        kind=ChunkKind(row["kind"]),
        language=row["language"],
        text=row["text"],
        path=tuple(json.loads(row["path"])),
        lead=row["lead"],
    )


def facets_of(row: sqlite3.Row) -> tuple[str, ...]:
    """Return the facet values of a row that has the facets column, sorted."""
    return tuple(sorted(json.loads(row["facets"])))


def entry_of(row: sqlite3.Row) -> Entry:
    """Make an entry of a row that has the chunk columns and the facets column."""
    return Entry(chunk=chunk_of(row), facets=facets_of(row))


def delete_entries(connection: sqlite3.Connection, document: DocumentId) -> None:
    """Delete a document's chunks and facet values; within the caller's transaction."""
    connection.execute("delete from chunk where document = ?", (document,))


def insert_entries(connection: sqlite3.Connection, entries: Sequence[Entry], text_keys: Sequence[bytes]) -> None:
    """Store entries of documents that have no chunks yet; within the caller's transaction."""
    connection.executemany(
        "insert into chunk (id, document, ordinal, first_page, last_page, start_at, end_at, heading, kind, language,"
        " text, path, lead, text_key) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [_values(entry.chunk, text_key) for entry, text_key in zip(entries, text_keys, strict=True)],
    )
    answers = [(value, entry.chunk) for entry in entries for value in entry.facets]
    values = sorted({value for value, _ in answers})
    connection.executemany("insert into facet (value) values (?) on conflict do nothing", [(v,) for v in values])
    connection.executemany(
        "insert or ignore into chunk_facet (facet, chunk)"
        " values ((select key from facet where value = ?), (select key from chunk where id = ?))",
        [(value, chunk.id) for value, chunk in answers],
    )


def _values(chunk: Chunk, text_key: bytes) -> tuple[str | int | bytes, ...]:
    return (
        chunk.id,
        chunk.document,
        chunk.ordinal,
        chunk.first_page,
        chunk.last_page,
        chunk.start,
        chunk.end,
        chunk.heading,
        chunk.kind,
        chunk.language,
        chunk.text,
        json.dumps(chunk.path, ensure_ascii=False),
        chunk.lead,
        text_key,
    )
