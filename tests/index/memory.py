"""The whole engine in plain Python: every chunk is compared with every question.

It is what the other engines are tested against, and enough for some thousand chunks. It forgets everything at the end.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.model import DocumentId, Entry, Vectors
from index.catalogue import Catalogue, Ranking
from index.engine import Embedder, Hit, Query
from index.fused import fuse
from index.lexical import EXPANSION_BOOST, question_terms, terms, words

_K1, _B = 1.2, 0.75  # BM25 as tantivy has it


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
        self._catalogue = Catalogue.of([], [])
        self._generation = 0

    def replace_document(self, document: DocumentId, entries: Sequence[Entry], vectors: Vectors | None) -> None:
        """Replace all of one document's chunks; no entries removes them."""
        rows: Iterable[NDArray[np.float32] | None] = [None] * len(entries) if vectors is None else vectors
        self._pending[document] = [_stored(entry, row) for entry, row in zip(entries, rows, strict=True)]

    def publish(self) -> str:
        """Make everything replaced so far searchable at once, and return the new generation's id."""
        everything = (stored for document in self._pending.values() for stored in document)
        self._published = sorted(everything, key=lambda stored: stored.entry.chunk.id)
        chunks = [stored.entry.chunk for stored in self._published]
        self._catalogue = Catalogue.of([chunk.id for chunk in chunks], [chunk.kind for chunk in chunks])
        self._generation += 1
        return str(self._generation)

    def search(self, query: Query, *, limit: int) -> list[Hit]:
        """Return both legs fused; a question without words lists all that satisfies the filters, in order of ids."""
        if not query.text.strip():
            everything = np.array(list(self._matching(query)), dtype=np.int32)
            return self._catalogue.hits(Ranking.listing(everything, limit=limit))
        lexical, dense = self.lexical(query), self.dense(query)
        found = fuse([lexical, dense], limit=limit, demoted=self._catalogue.demoted)
        return self._catalogue.hits(found, lexical=lexical, dense=dense)

    def lexical(self, query: Query) -> Ranking:
        """Return every chunk that shares a word with the question, by BM25."""
        matching = self._matching(query)
        scores = {position: sum(self._keyword_scores(stored, query)) for position, stored in matching.items()}
        return _ranking({position: score for position, score in scores.items() if score > 0})

    def dense(self, query: Query) -> Ranking:
        """Return every chunk that has a vector, by cosine."""
        if self._embedder is None:
            return _ranking({})
        vector = self._embedder.embed_queries([query.text])[0].astype(np.float64)
        return _ranking(
            {
                position: round(float(stored.vector.astype(np.float64) @ vector), 6)
                for position, stored in self._matching(query).items()
                if stored.vector is not None
            }
        )

    def close(self) -> None:
        """Forget everything."""
        self._pending.clear()
        self._published.clear()

    def _matching(self, query: Query) -> dict[int, _Stored]:
        """Return what satisfies filters and phrases, by position."""
        phrases = [words(phrase) for phrase in query.phrases]
        wanted = [{f"{facet}:{value}" for value in values} for facet, values in query.filters.items() if values]
        return {
            position: stored
            for position, stored in enumerate(self._published)
            if all(not values.isdisjoint(stored.entry.facets) for values in wanted)
            and all(_count(stored.exact, phrase) for phrase in phrases)
        }

    def _keyword_scores(self, stored: _Stored, query: Query) -> Iterator[float]:
        if query.language in (None, stored.entry.chunk.language) or stored.entry.chunk.language == "und":
            for term in question_terms(query):
                yield self._bm25("body", [term], stored.body)
                yield self._bm25("heading", [term], stored.heading)
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


def _ranking(scores: dict[int, float]) -> Ranking:
    positions = np.array(list(scores), dtype=np.int32)
    return Ranking.of(positions, np.array(list(scores.values()), dtype=np.float64), limit=len(scores))
