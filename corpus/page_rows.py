"""How pages and the places of their words stand in the database."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable

import numpy as np

from corpus.errors import LibraryError
from corpus.model import DocumentId, Page, Recognition, Words

_SPANS = np.dtype("<i4")
_BOXES = np.dtype("<f4")
_WORD_BYTES = 2 * _SPANS.itemsize + 4 * _BOXES.itemsize


def replace_pages(connection: sqlite3.Connection, document: DocumentId, pages: Iterable[Page]) -> None:
    """Store a document's pages in place of earlier ones; within the caller's transaction."""
    connection.execute("delete from page where document = ?", (document,))
    # SQLite's length() stops at a NUL character, so the length is stored.
    connection.executemany(
        "insert into page (document, number, text, body_characters, width, height, words, engine, languages,"
        " confidence) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        ((document, *_values(page)) for page in pages),
    )


def _values(page: Page) -> tuple[int | str | float | bytes | None, ...]:
    body = len(page.text) - page.margin
    read = page.recognition
    recognised = (read.engine, " ".join(read.languages), read.confidence) if read else (None, None, None)
    return (page.number, page.text, body, page.width, page.height, pack(page.words), *recognised)


def page_of(row: sqlite3.Row) -> Page:
    """Make a page of its row."""
    return Page(
        number=row["number"],
        text=row["text"],
        width=row["width"],
        height=row["height"],
        words=unpack(row["words"]),
        margin=len(row["text"]) - row["body_characters"],
        recognition=_recognition_of(row),
    )


def _recognition_of(row: sqlite3.Row) -> Recognition | None:
    if row["engine"] is None:
        return None
    return Recognition(row["engine"], tuple(row["languages"].split()), row["confidence"])


def pack(words: Words) -> bytes:
    """Return all spans, then all boxes, column by column and compressed: like numbers side by side pack best."""
    assert words.spans.shape == (len(words.spans), 2)
    assert words.boxes.shape == (len(words.spans), 4)
    spans = np.ascontiguousarray(words.spans.T, dtype=_SPANS)
    boxes = np.ascontiguousarray(words.boxes.T, dtype=_BOXES)
    return zlib.compress(spans.tobytes() + boxes.tobytes())


def unpack(packed: bytes) -> Words:
    """Return the words that `pack` packed.

    Raises:
        LibraryError: The stored bytes are damaged.
    """
    try:
        raw = zlib.decompress(packed)
    except zlib.error as error:
        raise LibraryError("The library is damaged: a page's words are unreadable. Restore a backup.") from error
    count = len(raw) // _WORD_BYTES
    spans = np.frombuffer(raw, _SPANS, count=2 * count).reshape(2, count)
    boxes = np.frombuffer(raw, _BOXES, offset=2 * count * _SPANS.itemsize).reshape(4, count)
    return Words(spans=spans.T.astype(np.int32, order="C"), boxes=boxes.T.astype(np.float32, order="C"))
