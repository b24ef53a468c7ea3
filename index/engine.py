"""What every search engine takes and gives: Query, Hit, and the two protocols Searcher and Writer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from corpus.model import ChunkId, DocumentId, Entry, Vectors

Filters = Mapping[str, tuple[str, ...]]  # facet name -> values: any of the values, in all of the facets


@dataclass(frozen=True, slots=True)
class Query:
    """A question, understood.

    Attributes:
        text: What the person asks for, with control characters removed and white space folded; without what is
            excluded, and without what is to be done without unless nothing else was said.
        language: ISO 639-1 when it could be told with confidence, else None.
        filters: What results must satisfy, e.g. {"sector": ("1313",), "country": ("IN", "VN")}.
        expansions: Further names of what was recognised in the text, for the lexical leg; never filters.
        phrases: Parts in double quotes; a result must contain each literally.
        excluded: Words and phrases that no result may contain.
        sense: The text as the dense leg is to read it, where that differs: a foreign question with the names it uses
            in English, one that denies something as it was typed; "" if it does not differ.
    """

    text: str
    language: str | None = None
    filters: Filters = field(default_factory=dict)
    expansions: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    sense: str = ""

    @property
    def worded(self) -> bool:
        """Whether it says which words results must or must not contain."""
        return bool(self.phrases or self.excluded)


@dataclass(frozen=True, slots=True)
class Hit:
    """A chunk and its score.

    Attributes:
        score: Higher is better; comparable within one answer only.
        lexical, dense: BM25 and cosine, where that leg found the chunk.
        lexical_rank, dense_rank: Its place in that leg, from 1.
        agreement: By what the score has been multiplied for the concepts that the chunk tells of.
    """

    chunk: ChunkId
    score: float
    lexical: float | None = None
    dense: float | None = None
    lexical_rank: int | None = None
    dense_rank: int | None = None
    agreement: float = 1.0


class Searcher(Protocol):
    """Something that ranks chunks. Filters are resolved before ranking: a filter never costs a hit."""

    def search(self, query: Query, *, limit: int) -> list[Hit]:
        """Return at most `limit` hits, best first; ties by chunk id. Only chunks that satisfy the filters."""
        ...

    def close(self) -> None:
        """Release files and memory; a closed searcher is not used again."""
        ...


class Writer(Protocol):
    """Something that stores chunks and makes them searchable."""

    def replace_document(self, document: DocumentId, entries: Sequence[Entry], vectors: Vectors | None) -> None:
        """Replace all of one document's chunks in one transaction; no entries removes them.

        Args:
            vectors: One row an entry, in order; None if there is no embedder (keyword search only).
        """
        ...

    def publish(self) -> str:
        """Make everything replaced so far searchable at once, and return the new generation's id."""
        ...


class Embedder(Protocol):
    """Turns text into vectors. `fingerprint` names everything that shaped them; unlike ones never share an index."""

    @property
    def fingerprint(self) -> str:
        """Name, file hash, dimension, prefixes, normalisation and runtime, as one line."""
        ...

    @property
    def dimension(self) -> int:
        """Length of one vector."""
        ...

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Return one vector a query."""
        ...

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one vector a passage."""
        ...
