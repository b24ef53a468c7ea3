"""The whole engine in plain Python: every chunk is compared with every question.

It is what the other engines are tested against, and enough for some thousand chunks. It forgets everything at the end.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.model import ChunkId, DocumentId, Entry, Vectors
from index.engine import Embedder, Hit, Query
from index.fused import fuse
from index.lexical import EXPANSION_BOOST, HEADING_BOOST, question_terms, terms, words

_K1, _B = 1.2, 0.75  # BM25 as tantivy has it
_UNBOUNDED = 2**31


@dataclass(frozen=True, slots=True, eq=False)
class _Stored:
    """One chunk, cut into what is compared."""

    entry: Entry
    exact: list[str]
    body: list[str]
    heading: list[str]
    vector: NDArray[np.float32] | None


class MemoryEngine:
    """Searcher and Writer in one; what was replaced is found after `publish`.

    Args:
        embedder: None for keyword search only.
    """

    def __init__(self, embedder: Embedder | None = None) -> None:
        self._embedder = embedder
        self._pending: dict[DocumentId, list[_Stored]] = {}
        self._published: list[_Stored] = []
        self._generation = 0

    def replace_document(self, document: DocumentId, entries: Sequence[Entry], vectors: Vectors | None) -> None:
        """Replace all of one document's chunks; no entries removes them."""
        rows: Iterable[NDArray[np.float32] | None] = [None] * len(entries) if vectors is None else vectors
        self._pending[document] = [_stored(entry, row) for entry, row in zip(entries, rows, strict=True)]

    def publish(self) -> str:
        """Make everything replaced so far searchable at once, and return the new generation's id."""
        everything = (stored for document in self._pending.values() for stored in document)
        self._published = sorted(everything, key=lambda stored: stored.entry.chunk.id)
        self._generation += 1
        return str(self._generation)

    def search(self, query: Query, *, limit: int) -> list[Hit]:
        """Return both legs fused; a question without words lists all that satisfies the filters, in order of ids."""
        if not query.text.strip():
            return [Hit(stored.entry.chunk.id, 0.0) for stored in self._matching(query)][: max(0, limit)]
        return fuse([self.lexical(query), self.dense(query)], limit=limit)

    def lexical(self, query: Query) -> list[Hit]:
        """Return every chunk that shares a word with the question, by BM25."""
        scores = {stored.entry.chunk.id: sum(self._keyword_scores(stored, query)) for stored in self._matching(query)}
        return _ranked({chunk: score for chunk, score in scores.items() if score > 0}, leg="lexical")

    def dense(self, query: Query) -> list[Hit]:
        """Return every chunk that has a vector, by cosine."""
        if self._embedder is None:
            return []
        vector = self._embedder.embed_queries([query.text])[0].astype(np.float64)
        scores = {
            stored.entry.chunk.id: round(float(stored.vector.astype(np.float64) @ vector), 6)
            for stored in self._matching(query)
            if stored.vector is not None
        }
        return _ranked(scores, leg="dense")

    def close(self) -> None:
        """Forget everything."""
        self._pending.clear()
        self._published.clear()

    def _matching(self, query: Query) -> Iterator[_Stored]:
        phrases = [words(phrase) for phrase in query.phrases]
        for stored in self._published:
            facets = set(stored.entry.facets)
            wanted = ({f"{facet}:{value}" for value in values} for facet, values in query.filters.items() if values)
            if all(facets & values for values in wanted) and all(_count(stored.exact, phrase) for phrase in phrases):
                yield stored

    def _keyword_scores(self, stored: _Stored, query: Query) -> Iterator[float]:
        if query.language in (None, stored.entry.chunk.language) or stored.entry.chunk.language == "und":
            for term in question_terms(query):
                yield self._bm25("body", [term], stored.body)
                yield self._bm25("heading", [term], stored.heading) * HEADING_BOOST
        for label in query.expansions:
            if stems := terms(label):
                yield self._bm25("body", stems, stored.body) * EXPANSION_BOOST

    def _bm25(self, field: str, phrase: list[str], text: list[str]) -> float:
        """Return the weight of a phrase (perhaps of one word) in a text."""
        frequency = _count(text, phrase)
        if not frequency:
            return 0.0
        texts: list[list[str]] = [getattr(stored, field) for stored in self._published]
        average = sum(map(len, texts)) / len(texts)
        rarity = sum(_rarity(len(texts), sum(term in other for other in texts)) for term in phrase)
        return rarity * frequency * (_K1 + 1) / (frequency + _K1 * (1 - _B + _B * len(text) / average))


def _stored(entry: Entry, vector: NDArray[np.float32] | None) -> _Stored:
    return _Stored(entry, words(entry.chunk.text), terms(entry.chunk.text), terms(entry.chunk.heading), vector)


def _count(text: list[str], phrase: list[str]) -> int:
    """Return how often the words of a phrase stand side by side; a phrase without words stands in every text once."""
    if not phrase:
        return 1
    return sum(text[at : at + len(phrase)] == phrase for at in range(len(text) - len(phrase) + 1))


def _rarity(total: int, having: int) -> float:
    return math.log(1 + (total - having + 0.5) / (having + 0.5))


def _ranked(scores: dict[ChunkId, float], *, leg: str) -> list[Hit]:
    hits = [Hit(chunk, score, **{leg: score}) for chunk, score in scores.items()]
    return sorted(hits, key=lambda hit: (-hit.score, hit.chunk))
