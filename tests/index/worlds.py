"""Small worlds for the engines: entries from a few words, and every engine behind one front."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from corpus.library import Library
from corpus.model import Chunk, ChunkId, ChunkKind, Document, DocumentId, DocumentKind, Entry
from corpus.vector_store import embedded_text
from index import dense_wide_build
from index.engine import Embedder, Hit, Query, Searcher, Writer
from index.generation import CurrentGeneration, Mode
from index.library_writer import LibraryWriter
from tests.fakes import HashingEmbedder
from tests.index.memory import MemoryEngine

NOON = dt.datetime(2026, 1, 2, 12, 0, tzinfo=dt.UTC)
KINDS = ("memory", "lexical", "dense", "wide", "fused")  # "wide": dense, by the index for wide sets


def content(name: str) -> bytes:
    """Return the bytes of a document's file."""
    return f"file of {name}".encode()


def document_id(name: str) -> DocumentId:
    """Return a document's id, by the name a test calls it."""
    return DocumentId(hashlib.sha256(content(name)).hexdigest())


def chunk_id(name: str, ordinal: int = 0) -> ChunkId:
    """Return a chunk's id, by its document's name."""
    return ChunkId(f"{document_id(name)[:16]}:{ordinal}")


def entry(
    name: str,
    text: str,
    *facets: str,
    ordinal: int = 0,
    heading: str = "",
    language: str = "en",
    kind: ChunkKind = ChunkKind.PROSE,
) -> Entry:
    """Return one chunk of the document that a test calls `name`."""
    chunk = Chunk(
        id=chunk_id(name, ordinal),
        document=document_id(name),
        ordinal=ordinal,
        first_page=1,
        last_page=1,
        start=0,
        end=len(text),
        heading=heading,
        kind=kind,
        language=language,
        text=text,
    )
    return Entry(chunk, tuple(sorted(facets)))


def add_document(library: Library, name: str, folder: Path) -> DocumentId:
    """Add a document without pages to a library."""
    original = folder / f"{document_id(name)}.pdf"
    original.write_bytes(content(name))
    library.documents.add(
        Document(
            id=document_id(name),
            name=f"{name}.pdf",
            title=name,
            kind=DocumentKind.OTHER,
            language="en",
            page_count=1,
            size_bytes=original.stat().st_size,
            added=NOON,
        ),
        [],
        original,
    )
    return document_id(name)


@dataclass
class Engine:
    """A Writer, and how to ask what it published."""

    writer: Writer
    searcher: Callable[[], Searcher]
    embedder: Embedder
    prepare: Callable[[str], DocumentId]
    known: set[str] = field(default_factory=set)

    def replace(self, name: str, *entries: Entry) -> None:
        """Replace one document's chunks."""
        if name not in self.known:
            self.known.add(name)
            self.prepare(name)
        vectors = self.embedder.embed_passages([embedded_text(each.chunk) for each in entries])
        self.writer.replace_document(document_id(name), entries, vectors)

    def hold(self, entries: Iterable[Entry]) -> None:
        """Replace the chunks of several documents and publish; each is named by its first entry's own name."""
        by_document: dict[DocumentId, list[Entry]] = {}
        for each in entries:
            by_document.setdefault(each.chunk.document, []).append(each)
        names = {document_id(name): name for name in NAMES}
        for document, group in by_document.items():
            self.replace(names[document], *group)
        self.writer.publish()

    def search(self, query: Query, *, limit: int = 100) -> list[Hit]:
        """Ask what was published last."""
        return self.searcher().search(query, limit=limit)

    def found(self, query: Query, *, limit: int = 100) -> list[ChunkId]:
        """Return the ids of what is found."""
        return [hit.chunk for hit in self.search(query, limit=limit)]


NAMES: Sequence[str] = [f"document {number}" for number in range(24)]


@contextmanager
def engine(kind: str, folder: Path) -> Iterator[Engine]:
    """Give an empty engine of a kind."""
    embedder = HashingEmbedder()
    if kind == "memory":
        memory = MemoryEngine(embedder)
        yield Engine(memory, lambda: memory, embedder, document_id)
        memory.close()
        return
    mode = {"fused": Mode.HYBRID, "wide": Mode.DENSE}.get(kind) or Mode(kind)
    root = folder / "index"
    with Library.open(folder / "home", write=True) as library, pytest.MonkeyPatch.context() as patch:
        if kind == "wide":
            patch.setattr(dense_wide_build, "WIDE_FROM", 2)
        current = CurrentGeneration(root, embedder)
        writer = LibraryWriter(library, root, embedder, clock=lambda: NOON)
        yield Engine(
            writer, lambda: _Current(current, mode), embedder, lambda name: add_document(library, name, folder)
        )
        current.close()


@dataclass
class _Current:
    """Searches whatever generation is current."""

    handle: CurrentGeneration
    mode: Mode

    def search(self, query: Query, *, limit: int) -> list[Hit]:
        with self.handle.use() as generation:
            return generation.searcher(self.mode).search(query, limit=limit)

    def close(self) -> None:
        self.handle.close()
