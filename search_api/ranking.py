"""One ranking of chunks, with everything that answers are made of looked up once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.library import Library
from corpus.model import Case, Chunk, ChunkId, Document, DocumentId
from index.engine import Hit
from index.understanding import Understood

AGREEMENT = 1.5  # how much a chunk gains that is about all the concepts which the question names
AVOIDED = 0.7  # of its score is left to a chunk that tells only of what the question asks to do without
POOL = 200  # chunks ranked for one answer, whatever the limit: techniques gather evidence from all of them


@dataclass(frozen=True, slots=True)
class Ranking:
    """Chunks in order, with what they belong to.

    Attributes:
        hits: Best first; every one has its chunk, document and facets below.
        facets: Facets of each chunk, sorted.
        cases: The cases told by the documents that were hit; a document that tells none is not there.
    """

    understood: Understood
    hits: tuple[Hit, ...]
    chunks: Mapping[ChunkId, Chunk]
    documents: Mapping[DocumentId, Document]
    facets: Mapping[ChunkId, tuple[str, ...]]
    cases: Mapping[DocumentId, Sequence[Case]]

    def document_of(self, hit: Hit) -> Document:
        """Return the document that a hit's chunk belongs to."""
        return self.documents[self.chunks[hit.chunk].document]


def look_up(library: Library, understood: Understood, hits: Sequence[Hit]) -> Ranking:
    """Read what the hits point at; a chunk that has left the library since the index was built drops out."""
    with library.reading():  # one state of the library, whatever is being written meanwhile
        chunks = library.documents.chunks(hit.chunk for hit in hits)
        owners = {chunk.document for chunk in chunks.values()}
        return Ranking(
            understood=understood,
            hits=tuple(hit for hit in hits if hit.chunk in chunks),
            chunks=chunks,
            documents=library.documents.by_ids(owners),
            facets=library.documents.facets_of(chunks),
            cases=library.cases.of_documents(owners),
        )


def agreeing(ranking: Ranking) -> Ranking:
    """Return the ranking with chunks raised that are about what the question names, in whatever language it does.

    Words and meaning alone order the same documents differently for a question and its translation; the concepts
    that both name are the same.
    """
    named = frozenset(match.concept for match in ranking.understood.matches)
    avoided = ranking.understood.avoided
    if not named and not avoided:
        return ranking
    raised = [_raised(hit, _agreement(ranking.facets[hit.chunk], named, avoided)) for hit in ranking.hits]
    return replace(ranking, hits=tuple(sorted(raised, key=lambda hit: -hit.score)))


def _raised(hit: Hit, factor: float) -> Hit:
    return replace(hit, score=hit.score * factor, agreement=factor)


def _agreement(facets: Sequence[str], named: frozenset[str], avoided: frozenset[str]) -> float:
    """Return by what a chunk's score is multiplied.

    One that tells of what is to be avoided falls unless it tells of something asked for as well.
    """
    shared = len(named.intersection(facets))
    if not shared and not avoided.isdisjoint(facets):
        return AVOIDED
    return 1 + AGREEMENT * shared / max(1, len(named))
