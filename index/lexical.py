"""Keyword search: the words of a question against the words of the chunks, ranked by BM25 (tantivy).

Text is folded and stemmed in Python before the index sees it, the same way for chunks and questions, so the index
itself only cuts at spaces. Questions are built from terms, never parsed: nothing a person types is syntax.
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import tantivy

from corpus.folding import stem, tokens
from corpus.model import Entry
from index.catalogue import Catalogue, Ranking
from index.common_words import ceiling, common_words
from index.engine import Hit, Query
from index.postings import Positions
from index.query_quantity import quantities
from index.query_spelling import Spelling
from index.stopwords import stop_words
from index.write_faults import system_errors
from ingest.language import UNDETERMINED

FOLDER = "lexical"

EXPANSION_BOOST = 0.5
_MAX_TERMS = 256  # further different words of one question are not looked up
_WRITER_BYTES = 1_500_000_000  # at most, taken as needed: a million chunks stay one segment, which is searched faster
_MUST, _SHOULD, _MUST_NOT = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot


def words(text: str) -> list[str]:
    """Return the folded words of a text, as they stand."""
    return [token.text for token in tokens(_encodable(text))]


def terms(text: str) -> list[str]:
    """Return the stems that a text is indexed under.

    English stems for every language: the same rule on both sides needs no guess which language a short question is in.
    """
    return [stem(word, "en") for word in words(text)]


def question_terms(query: Query) -> list[str]:
    """Return the different stems to look up, without the stop words of the question's language unless all are."""
    typed = words(query.text)
    stops = stop_words(query.language)
    kept = [word for word in typed if word not in stops] or typed
    return list(dict.fromkeys(stem(word, "en") for word in kept))[:_MAX_TERMS]


class LexicalBuilder:
    """Writes the keyword index of a generation.

    Args:
        folder: Of the generation; the index becomes a folder in it.
    """

    def __init__(self, folder: Path) -> None:
        path = folder / FOLDER
        path.mkdir()
        self._path = path
        with system_errors(path):
            index = tantivy.Index(_schema(), path=str(path))
            # One thread: chunks enter in order, so equal scores come out in order of position.
            self._writer = index.writer(heap_size=_WRITER_BYTES, num_threads=1)

    def add(self, position: int, entry: Entry) -> None:
        """Take one chunk."""
        chunk = entry.chunk
        exact = words(f"{chunk.lead}\n{chunk.text}")
        document = tantivy.Document()
        document.add_unsigned("position", position)
        document.add_text("exact", " ".join(exact))
        document.add_text("body", " ".join(stem(word, "en") for word in exact))
        document.add_text("heading", " ".join(terms(chunk.heading)))
        document.add_text("language", chunk.language)
        for facet in entry.facets:
            document.add_text("facets", facet)
        with system_errors(self._path):
            self._writer.add_document(document)

    def finish(self) -> None:
        """Write everything to disk and wait until the index has settled."""
        with system_errors(self._path):
            self._writer.commit()
            self._writer.wait_merging_threads()
        for lock in self._path.glob("*.lock"):
            lock.unlink()


class LexicalSearcher:
    """Ranks the chunks of a generation by BM25.

    A question whose language is known is compared with chunks of that language (and of none) only: across languages
    equal words are accidents. Its expansions are compared with every chunk.
    """

    def __init__(self, folder: Path, catalogue: Catalogue) -> None:
        self._mirror = _mirror(folder / FOLDER)
        self._index = tantivy.Index.open(str(folder / FOLDER) if self._mirror is None else self._mirror.name)
        self._index.config_reader(reload_policy="manual")  # a generation never changes: nothing to watch for
        self._schema = self._index.schema
        self._searcher = self._index.searcher()
        self._languages = {term for term, _ in self._searcher.terms_with_prefix("language", "")}
        self._catalogue = catalogue

    def search(self, query: Query, *, limit: int) -> list[Hit]:
        """Return the best chunks that share a word with the question; a question without words lists all in order."""
        found = self.rank(query, limit=limit)
        return self._catalogue.hits(found, lexical=found if query.text.strip() else None)

    def rank(self, query: Query, *, limit: int) -> Ranking:
        """Return the best chunks by position."""
        if limit < 1 or not query.text.strip():
            return Ranking.listing(self._positions(self._conditions(query)), limit=limit)
        # Expansions and quantities score chunks beyond what common words can, so that the ceiling would not hold.
        more = bool(query.expansions or quantities(query.text))
        common = frozenset() if more else common_words(self._searcher, question_terms(query))
        found = self._ranked(query, common, limit)
        if common and (len(found.positions) < limit or found.scores[-1] <= ceiling(self._searcher, common)):
            return self._ranked(query, frozenset(), limit)  # one with common words alone might belong to the best
        return found

    def _ranked(self, query: Query, common: frozenset[str], limit: int) -> Ranking:
        """Return the best chunks that have any of the question's words but the common ones, or an expansion."""
        scoring = [*self._own(query, common), *self._expansions(query.expansions)]
        if not scoring:
            return Ranking.listing(np.empty(0, np.int32), limit=limit)
        wanted = scoring[0] if len(scoring) == 1 else tantivy.Query.boolean_query([(_SHOULD, each) for each in scoring])
        # A plain union of words is left as it is: tantivy then skips what cannot reach the best.
        if conditions := self._conditions(query):
            wanted = tantivy.Query.boolean_query([(_MUST, wanted), *conditions])
        return self._top(wanted, limit)

    def worded(self, query: Query) -> Positions:
        """Return the chunks that contain every phrase of a question and nothing that it excludes.

        A phrase is its words side by side, in any case and with any accents.
        """
        return self._positions(self._wording(query))

    def rarity(self, term: str) -> float:
        """Return how rare a stem is in the text of the chunks: the logarithm of their number by those that have it."""
        having = self._searcher.doc_freq("body", _encodable(term))
        return math.log((len(self._catalogue) + 1) / (having + 0.5))

    def suggestions(self, typed: Sequence[str]) -> dict[str, str]:
        """Return for those of some folded words that stand nowhere the library's words most like them, if any are."""
        unknown = [word for word in typed if not self._is_known(_encodable(word))]
        near = {word: self._spelling.nearest(word) for word in unknown}
        return {word: found for word, found in near.items() if found is not None}

    def _is_known(self, word: str) -> bool:
        return bool(self._searcher.doc_freq("exact", word) or self._searcher.doc_freq("body", stem(word, "en")))

    @cached_property
    def _spelling(self) -> Spelling:
        return Spelling(dict(self._searcher.terms_with_prefix("exact", "")))

    def close(self) -> None:
        """Let go of the index's files."""
        del self._searcher, self._index
        if self._mirror is not None:
            self._mirror.cleanup()

    def _top(self, wanted: tantivy.Query, limit: int) -> Ranking:
        """Return the best `limit`.

        Within a segment equal scores come in order of position. Where there are several segments, more are asked for
        until it is sure that no tie was cut.
        """
        size, most = limit, max(1, len(self._catalogue))
        while True:
            size = min(size + 1, most)
            found = self._searcher.search(wanted, limit=size, count=False).hits
            scores = np.array([score for score, _ in found])
            if self._searcher.num_segments < 2 or len(found) < size or size == most or scores[-1] < scores[limit - 1]:
                return Ranking.of(self._at([address for _, address in found]), scores, limit=limit)
            size *= 2

    def _positions(self, clauses: list[tuple[tantivy.Occur, tantivy.Query]]) -> Positions:
        """Return every position that satisfies the clauses, ascending."""
        if not clauses or not len(self._catalogue):
            return np.arange(len(self._catalogue), dtype=np.int32)
        if all(occur == _MUST_NOT for occur, _ in clauses):
            clauses = [(_MUST, tantivy.Query.all_query()), *clauses]
        wanted = tantivy.Query.const_score_query(tantivy.Query.boolean_query(clauses), 1.0)
        found = self._searcher.search(wanted, limit=len(self._catalogue), count=False).hits
        return np.sort(self._at([address for _, address in found]))

    def _at(self, addresses: list[tantivy.DocAddress]) -> Positions:
        return np.array(self._searcher.fast_field_values("position", addresses), dtype=np.int32)

    def _conditions(self, query: Query) -> list[tuple[tantivy.Occur, tantivy.Query]]:
        """Return what every result must satisfy: the filters and the phrases. It does not touch the score."""
        needed = [
            tantivy.Query.term_set_query(self._schema, "facets", [_encodable(f"{facet}:{value}") for value in values])
            for facet, values in query.filters.items()
            if values
        ]
        conditions = [*((_MUST, condition) for condition in needed), *self._wording(query)]
        return [
            (occur, tantivy.Query.const_score_query(condition, 0.0) if occur == _MUST else condition)
            for occur, condition in conditions
        ]

    def _wording(self, query: Query) -> list[tuple[tantivy.Occur, tantivy.Query]]:
        """Return what a question says of the words of its results."""
        needed = [(_MUST, self._phrase("exact", words(phrase))) for phrase in query.phrases]
        return needed + [(_MUST_NOT, each) for part in query.excluded for each in self._excluded(words(part))]

    def _excluded(self, unwanted: list[str]) -> Iterable[tantivy.Query]:
        """Yield what finds an excluded part: one word by its stem and in headings too, several as they stand."""
        if len(unwanted) == 1:
            yield from self._term(stem(unwanted[0], "en"))
        elif unwanted:
            yield self._phrase("exact", unwanted)

    def _own(self, query: Query, common: frozenset[str]) -> Iterable[tantivy.Query]:
        """Yield the question's own words, held to chunks of its language if that is known."""
        clauses = {term: [(_SHOULD, each) for each in self._term(term)] for term in question_terms(query)}
        needed = [each for term in clauses if term not in common for each in clauses[term]]
        if not needed:
            return
        own = tantivy.Query.boolean_query(needed)
        added = [each for term in clauses if term in common for each in clauses[term]]
        added += [(_SHOULD, each) for quantity in quantities(query.text) for each in self._quantity(quantity)]
        if added:
            own = tantivy.Query.boolean_query([(_MUST, own), *added])
        readable = {query.language, UNDETERMINED}
        if query.language is None or self._languages <= readable:
            yield own
        elif shared := sorted(self._languages & readable):
            spoken = tantivy.Query.term_set_query(self._schema, "language", shared)
            yield tantivy.Query.boolean_query([(_MUST, own), (_MUST, tantivy.Query.const_score_query(spoken, 0.0))])

    def _term(self, term: str) -> Iterable[tantivy.Query]:
        yield tantivy.Query.term_query(self._schema, "body", term)
        yield tantivy.Query.term_query(self._schema, "heading", term)

    def _quantity(self, quantity: tuple[str, ...]) -> Iterable[tantivy.Query]:
        """Yield what finds a number with its unit, apart or as one word."""
        yield self._phrase("exact", list(quantity))
        yield self._phrase("exact", ["".join(quantity[:2]), *quantity[2:]])

    def _expansions(self, labels: Sequence[str]) -> Iterable[tantivy.Query]:
        for label in labels:
            stems = terms(label)[:_MAX_TERMS]
            if stems:
                yield tantivy.Query.boost_query(self._phrase("body", stems), EXPANSION_BOOST)

    def _phrase(self, field: str, wanted: list[str]) -> tantivy.Query:
        """Return a query for words side by side; no words at all are in every chunk."""
        if not wanted:
            return tantivy.Query.all_query()
        if len(wanted) == 1:
            return tantivy.Query.term_query(self._schema, field, wanted[0])
        return tantivy.Query.phrase_query(self._schema, field, list(wanted))


def _mirror(path: Path) -> TemporaryDirectory[str] | None:
    """Return a folder of links to an index that may not be written: tantivy makes a lock file beside what it opens."""
    if os.access(path, os.W_OK):
        return None
    mirror = TemporaryDirectory(prefix="cpkb-")
    for file in path.iterdir():
        if file.suffix != ".lock":
            (Path(mirror.name) / file.name).symlink_to(file.absolute())
    return mirror


def _encodable(text: str) -> str:
    """Return a text that tantivy can take: lone surrogates, which only a hostile client sends, become "?"."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("position", fast=True)
    builder.add_text_field("body", tokenizer_name="whitespace", index_option="position")
    builder.add_text_field("exact", tokenizer_name="whitespace", index_option="position")
    builder.add_text_field("heading", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("language", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("facets", tokenizer_name="raw", index_option="basic")
    return builder.build()
