"""Documents with their pages and chunks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from corpus.chunk_reader import ChunkReader
from corpus.chunk_rows import delete_entries, insert_entries
from corpus.connections import Connections
from corpus.document_rows import document_of, upsert_document
from corpus.errors import DocumentNotFoundError, PageNotFoundError
from corpus.model import Document, DocumentId, Entry, Page, Vectors
from corpus.originals import Originals
from corpus.page_rows import page_of, replace_pages
from corpus.vector_store import VectorStore, embedded_text, text_key


class DocumentStore(ChunkReader):
    """The documents of a library.

    A document is complete when its chunks were stored; until then it has none.

    Args:
        connections: To the library's database.
        originals: Where the files are kept.
        vectors: Where the vectors of chunks are kept.
    """

    def __init__(self, connections: Connections, originals: Originals, vectors: VectorStore) -> None:
        super().__init__(connections)
        self._originals = originals
        self._vectors = vectors

    def add(self, document: Document, pages: Sequence[Page], original: Path, *, reading: str = "") -> None:
        """Keep a file and its pages; the document is not complete until its chunks are replaced.

        Of a document that is there already, description and pages are replaced, its chunks dropped, its cases kept.

        Args:
            reading: Names all that shaped what was read, beside the file itself: its sidecar, the vocabulary.

        Raises:
            LibraryError: The file's bytes are not the document's; nothing was kept.
            DiskFullError: There was no room; no row was kept.
        """
        with self._connections.transaction() as connection:
            self._originals.add(document.id, original)
            upsert_document(connection, document, reading)
            delete_entries(connection, document.id)
            replace_pages(connection, document.id, pages)

    def remove(self, document: DocumentId) -> None:
        """Delete a document with its pages, chunks and cases; `discard_originals` deletes its file.

        Raises:
            DocumentNotFoundError: There is none; nothing was changed.
        """
        self.get(document)
        with self._connections.transaction() as connection:
            connection.execute("delete from document where id = ?", (document,))

    def discard_originals(self, documents: Iterable[DocumentId]) -> None:
        """Delete the files of documents that were removed; not within a transaction, which could still be undone."""
        for document in documents:
            if not self.exists(document):
                self._originals.remove(document)

    def exists(self, document: DocumentId) -> bool:
        """Tell whether the library has this document, complete or not."""
        return bool(self._connections.rows("select 1 from document where id = ?", (document,)))

    def is_complete(self, document: DocumentId, reading: str = "") -> bool:
        """Tell whether the library has this document and its chunks, from such a reading as `add` was told of."""
        sql = "select 1 from document where id = ? and reading = ? and complete_at is not null"
        return bool(self._connections.rows(sql, (document, reading)))

    def get(self, document: DocumentId) -> Document:
        """Return a document.

        Raises:
            DocumentNotFoundError: There is none with this id.
        """
        rows = self._connections.rows("select * from document where id = ?", (document,))
        if not rows:
            raise DocumentNotFoundError(
                f"There is no document {document!a}. Check the address, or search for its title."
            )
        return document_of(rows[0])

    def by_ids(self, documents: Iterable[DocumentId]) -> dict[DocumentId, Document]:
        """Return documents by id, in no particular order; unknown ids are left out."""
        rows = self._connections.rows_for("select * from document where id in ({marks})", documents)
        return {document.id: document for document in map(document_of, rows)}

    def starting_with(self, digits: str) -> list[Document]:
        """Return the documents whose id begins with these hexadecimal digits, by id."""
        rows = self._connections.rows("select * from document where id glob ? order by id", (f"{digits}*",))
        return [document_of(row) for row in rows]

    def editions(self, work: str) -> list[Document]:
        """Return the documents that are editions of a work, by name and id; none for no work ("")."""
        rows = self._connections.rows("select * from document where work = ? order by name, id", (work,))
        return [document_of(row) for row in rows] if work else []

    def of_centre(self, centre: str) -> list[Document]:
        """Return the documents that a centre contributed, by title and id."""
        rows = self._connections.rows("select * from document where centre = ? order by title, id", (centre,))
        return [document_of(row) for row in rows]

    def all(self) -> list[Document]:
        """Return all documents, complete or not, by title and id."""
        return [document_of(row) for row in self._connections.rows("select * from document order by title, id")]

    def count(self) -> int:
        """Return how many documents there are, complete or not."""
        return int(self._connections.rows("select count(*) as n from document")[0]["n"])

    def page(self, document: DocumentId, number: int) -> Page:
        """Return one page.

        Raises:
            DocumentNotFoundError, PageNotFoundError: There is no such document or page.
        """
        rows = self._connections.rows("select * from page where document = ? and number = ?", (document, number))
        if not rows:
            count = self.get(document).page_count
            raise PageNotFoundError(f"There is no page {number}: the document has {_pages(count)}. Open one of those.")
        return page_of(rows[0])

    def pages(self, document: DocumentId) -> list[Page]:
        """Return all pages of a document, in order.

        Raises:
            DocumentNotFoundError: There is no such document.
        """
        self.get(document)
        rows = self._connections.rows("select * from page where document = ? order by number", (document,))
        return [page_of(row) for row in rows]

    def page_start(self, document: DocumentId, number: int) -> int:
        """Return where a page's text begins in the document's text, in characters."""
        sql = "select total(body_characters + 1) as n from page where document = ? and number < ?"
        return sum(int(row["n"]) for row in self._connections.rows(sql, (document, number)))

    def original(self, document: DocumentId) -> Path:
        """Return where the document's file is kept.

        Raises:
            DocumentNotFoundError: There is no such document, or its file is gone.
        """
        self.get(document)
        path = self._originals.path(document)
        if not path.is_file():
            raise DocumentNotFoundError(f"The file of document {document} is missing. Ingest it again.")
        return path

    def replace_chunks(
        self, document: DocumentId, entries: Sequence[Entry], vectors: tuple[str, Vectors] | None = None
    ) -> None:
        """Replace a document's chunks and their facet values, and call the document complete.

        Args:
            document: Whose chunks they are.
            entries: In any order; none is a document without text worth finding.
            vectors: The model's fingerprint and one row an entry; None to leave the vectors as they are.

        Raises:
            DocumentNotFoundError: There is no such document; nothing was changed.
        """
        self.get(document)
        texts = [embedded_text(entry.chunk) for entry in entries]
        with self._connections.transaction() as connection:
            delete_entries(connection, document)
            insert_entries(connection, entries, [text_key(text) for text in texts])
            if vectors is not None and texts:
                self._vectors.put(vectors[0], texts, vectors[1])
            sql = "update document set complete_at = (select value + 1 from revision) where id = ?"
            connection.execute(sql, (document,))


def _pages(count: int) -> str:
    return "1 page" if count == 1 else f"{count} pages"
