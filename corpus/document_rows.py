"""How documents and sources stand in the database."""

from __future__ import annotations

import datetime as dt
import sqlite3

from corpus.model import Document, DocumentId, DocumentKind, Flag, MediaType, Source

SourceValues = tuple[str | None, str | None, int | None, str | None, str | None]
SOURCE_COLUMNS = "source_title, source_publisher, source_year, source_address, source_rights"

_COLUMNS = (
    "id, name, title, kind, language, page_count, size_bytes, added, year, country, rights, "
    f"{SOURCE_COLUMNS}, work, centre, media_type, flags, reading, complete_at"
)


def upsert_document(connection: sqlite3.Connection, document: Document, reading: str) -> None:
    """Store a document as not complete, in place of an earlier row, whose cases stay."""
    columns = [column for column in _COLUMNS.split(", ") if column != "id"]
    marks = ", ".join("?" * (len(columns) + 1))
    assignments = ", ".join(f"{column} = excluded.{column}" for column in columns)
    sql = f"insert into document ({_COLUMNS}) values ({marks}) on conflict (id) do update set {assignments}"
    connection.execute(sql, _values(document, reading))


def document_of(row: sqlite3.Row) -> Document:
    """Make a document of its row."""
    return Document(
        id=DocumentId(row["id"]),
        name=row["name"],
        title=row["title"],
        kind=DocumentKind(row["kind"]),
        language=row["language"],
        page_count=row["page_count"],
        size_bytes=row["size_bytes"],
        added=dt.datetime.fromisoformat(row["added"]),
        year=row["year"],
        country=row["country"],
        rights=row["rights"],
        source=None if row["source_title"] is None else source_of(row),
        work=row["work"],
        centre=row["centre"],
        media_type=MediaType(row["media_type"]),
        flags=tuple(map(Flag, row["flags"].split())),
    )


def source_values(source: Source | None) -> SourceValues:
    """Return the values of the source columns."""
    if source is None:
        return None, None, None, None, None
    return source.title, source.publisher, source.year, source.address, source.rights


def source_of(row: sqlite3.Row) -> Source:
    """Make a source of a row that has the source columns."""
    return Source(
        title=row["source_title"],
        publisher=row["source_publisher"],
        year=row["source_year"],
        address=row["source_address"],
        rights=row["source_rights"],
    )


def utc_text(time: dt.datetime) -> str:
    """Return a moment as it is stored: ISO 8601, UTC."""
    assert time.tzinfo is not None, "a time without a zone is no moment"
    return time.astimezone(dt.UTC).isoformat()


def _values(document: Document, reading: str) -> tuple[str | int | None, ...]:
    return (
        document.id,
        document.name,
        document.title,
        document.kind,
        document.language,
        document.page_count,
        document.size_bytes,
        utc_text(document.added),
        document.year,
        document.country,
        document.rights,
        *source_values(document.source),
        document.work,
        document.centre,
        document.media_type,
        " ".join(document.flags),
        reading,
        None,
    )
