"""One ranking of chunks, with everything that answers are made of looked up once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.library import Library
from corpus.model import Case, Chunk, ChunkId, Document, DocumentId
from index.engine import Hit
from index.understanding import Understood

POOL = 200  # chunks ranked for one answer, whatever the limit: techniques gather evidence from all of them


@dataclass(frozen=True, slots=True)
class Ranking:
    """Chunks in order, with what they belong to.

    Attributes:
        hits: Best first; every one has its chunk, document and facets below.
        facets: Facets of each chunk, sorted.
        cases: The cases told by the documents that were hit.
    """

    understood: Understood
    hits: tuple[Hit, ...]
    chunks: Mapping[ChunkId, Chunk]
    documents: Mapping[DocumentId, Document]
    facets: Mapping[ChunkId, tuple[str, ...]]
    cases: Mapping[DocumentId, tuple[Case, ...]]

    def document_of(self, hit: Hit) -> Document:
        """Return the document that a hit's chunk belongs to."""
        return self.documents[self.chunks[hit.chunk].document]


def look_up(library: Library, understood: Understood, hits: Sequence[Hit]) -> Ranking:
    """Read what the hits point at; a chunk that has left the library since the index was built drops out."""
    chunks = library.documents.chunks(hit.chunk for hit in hits)
    present = tuple(hit for hit in hits if hit.chunk in chunks)
    owners = dict.fromkeys(chunks[hit.chunk].document for hit in present)
    return Ranking(
        understood=understood,
        hits=present,
        chunks=chunks,
        documents={document: library.documents.get(document) for document in owners},
        facets=library.documents.facets_of(chunks),
        cases={document: tuple(library.cases.of_document(document)) for document in owners},
    )
