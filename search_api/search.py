"""Answer a search: understand, rank, look up, group, count. Only this file knows the order of these steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from corpus.library import Library
from corpus.model import ChunkId, ConceptId, DocumentId, Vectors
from corpus.plain_text import one_line
from corpus.vocabulary import Vocabulary
from index.dense import Plan
from index.engine import Embedder, Hit, Query
from index.generation import CurrentGeneration, Generation
from index.generation import Mode as Legs
from index.understanding import respelt, understand
from ingest.concepts import Matcher
from search_api.answers import FacetValue, Group, Overview, SearchAnswer
from search_api.case_index import CaseIndex, index_cases
from search_api.case_tally import LibraryTally
from search_api.fit import Fit, fit_of
from search_api.fit_weights import weights_for
from search_api.naming import Naming
from search_api.query_view import query_view
from search_api.ranking import POOL, Ranking, agreeing, look_up
from search_api.requests import Mode, SearchRequest
from search_api.results import Results
from search_api.technique_ranking import TechniqueVectors, nearness, technique_vectors
from search_api.views import Views

BROWSED = 2000  # documents listed for a search without words
NEAREST = 3  # results shown when nothing fits
NO_PHRASE = "Nothing holds the words in quotation marks as they stand; this was found without that condition."
REPLACED = "Nothing in the library fits “{typed}”; this answers “{meant}”."
ALIKE = 0.94  # cosine from which on what was typed and what was probably meant ask the same
FACET_VALUES = 20  # of one facet in an answer; /api/v1/facets has all
LEGS = {Mode.HYBRID: Legs.HYBRID, Mode.KEYWORD: Legs.LEXICAL, Mode.SEMANTIC: Legs.DENSE}


@dataclass(frozen=True, slots=True)
class Answered:
    """A ranking with what the generation that made it knows.

    Attributes:
        counts: Documents that choosing each facet value would leave.
        total: How many documents satisfy filters and phrases.
        documents: One chunk of each of them; None if that is all documents.
        fit: Whether anything fits, and by what that was told.
        asked: The vector of the question, shape (dim,); None where the model took no part.
        plan: How the nearest passages were found, where it was asked for and the model took part.
        suggestion: The question as it was probably meant; "" if all its words are known.
        replaced: Whether that is what was answered.
    """

    request: SearchRequest
    ranking: Ranking
    described: Mapping[ConceptId, float]
    counts: Mapping[str, Mapping[str, int]]
    total: int
    documents: Sequence[ChunkId] | None
    generation: str
    fit: Fit
    asked: Vectors | None
    plan: Plan | None
    suggestion: str
    notices: tuple[str, ...] = field(default=())
    replaced: bool = False


class SearchService:
    """Answers searches; safe to use from many threads."""

    def __init__(
        self,
        library: Library,
        generations: CurrentGeneration,
        vocabulary: Vocabulary,
        matcher: Matcher,
        embedder: Embedder | None,
        counted: LibraryTally,
    ) -> None:
        self._library = library
        self._counted = counted
        self._generations = generations
        self._vocabulary = vocabulary
        self._matcher = matcher
        self._embedder = embedder
        self._fit_weights = weights_for(embedder.fingerprint) if embedder else None
        self._views = Views(Naming(vocabulary))
        self._technique_vectors: TechniqueVectors | None = None
        self._cases: tuple[tuple[str, int], CaseIndex] | None = None

    def search(self, request: SearchRequest) -> SearchAnswer:
        """Return one list of results.

        Raises:
            UnknownFacetValueError: A filter names something that does not exist.
            QueryTooLongError: The text is longer than a person would type.
            IndexUnavailableError: There is no index to search.
        """
        answered = self._answer_as_meant(request)
        return self._view(answered, self._results(answered), request.group or Group.TECHNIQUE)

    def overview(self, request: SearchRequest) -> Overview:
        """Return one ranking seen as techniques, as passages and as cases. Raises as `search` does."""
        answered = self._answer_as_meant(request)
        results = self._results(answered)
        answer = self._view(answered, results, Group.TECHNIQUE)
        limit = _limit(request, answer.no_good_match)
        return Overview(answer, results.passages(limit), results.cases(limit))

    def generation_id(self) -> str:
        """Return the id of the index that answers now.

        Raises:
            IndexUnavailableError: There is none.
        """
        with self._generations.use() as generation:
            return generation.id

    def case_index(self, generation: str) -> CaseIndex:
        """Return which cases applied which technique, read once a generation and revision."""
        state = (generation, self._library.revision())
        if self._cases is None or self._cases[0] != state:
            heads = self._library.likeness.heads()
            self._cases = (state, index_cases(self._library.cases.applications(), self._vocabulary, heads))
        return self._cases[1]

    def facets(self) -> dict[str, tuple[FacetValue, ...]]:
        """Return every facet value in use and the number of its documents."""
        with self._generations.use() as generation:
            return self._facet_values(generation.counts(Query("")), {}, most=None)

    def _answer_as_meant(self, request: SearchRequest) -> Answered:
        """Return what answers a question as it was typed, or as it was probably meant if only that fits anything."""
        typed = self._answer(request)
        if not typed.suggestion or (typed.ranking.hits and typed.fit.fits):
            return typed
        meant = self._answer(replace(request, text=typed.suggestion))
        if not _ask_the_same(typed, meant):
            return replace(typed, suggestion="")
        if not meant.fit.fits or not meant.ranking.hits:
            return typed
        notices = (*meant.notices, REPLACED.format(typed=one_line(request.text), meant=typed.suggestion))
        return replace(meant, request=request, suggestion=typed.suggestion, replaced=True, notices=notices)

    def _answer(self, request: SearchRequest) -> Answered:
        self._views.naming.check(request.filters)
        understood = understand(
            request.text,
            vocabulary=self._vocabulary,
            matcher=self._matcher,
            filters=request.filters,
            ignore=frozenset(request.ignore),
        )
        asked = self._vector(understood.query, request.mode)
        with self._generations.use() as generation:
            query, hits = self._rank(generation, understood.query, request.mode)
            narrowed = bool(query.filters) or query.worded
            ranking = look_up(self._library, understood, hits)
            ranking = agreeing(ranking) if request.mode is Mode.HYBRID else ranking
            return Answered(
                request=request,
                ranking=ranking,
                described=self._described(asked, request),
                counts=generation.counts(query),
                total=generation.count(query),
                documents=generation.documents(query) if narrowed else None,
                generation=generation.id,
                fit=fit_of(ranking, generation.lexical.rarity, asked, self._fit_weights),
                asked=asked,
                plan=_plan(generation, query) if request.explain and asked is not None else None,
                suggestion=respelt(request.text, understood, generation.lexical.suggestions),
                notices=(*understood.notices, *_notices(generation, understood.query, query)),
            )

    def _rank(self, generation: Generation, query: Query, mode: Mode) -> tuple[Query, list[Hit]]:
        """Return the best chunks, and the query they answer: without its quotations if those stand nowhere."""
        if not query.text:
            return query, [Hit(chunk, 0.0) for chunk in generation.documents(query)[:BROWSED]]
        searcher = generation.searcher(LEGS[mode])
        hits = searcher.search(query, limit=POOL)
        if query.phrases and not hits:
            query = replace(query, phrases=())
            hits = searcher.search(query, limit=POOL)
        return query, hits

    def _vector(self, query: Query, mode: Mode) -> Vectors | None:
        """Return the vector of a question, shape (dim,); None where the model takes no part."""
        if self._embedder is None or not query.text or mode is Mode.KEYWORD:
            return None
        return np.asarray(self._embedder.embed_queries([query.sense or query.text])[0])

    def _described(self, asked: Vectors | None, request: SearchRequest) -> Mapping[ConceptId, float]:
        """Return how near the question is to each technique; nothing where keywords alone were asked for."""
        if self._embedder is None or asked is None or request.group not in (None, Group.TECHNIQUE):
            return {}
        if self._technique_vectors is None:
            self._technique_vectors = technique_vectors(self._library, self._vocabulary, self._embedder)
        return nearness(asked, self._technique_vectors)

    def _results(self, answered: Answered) -> Results:
        return Results(
            ranking=answered.ranking,
            vocabulary=self._vocabulary,
            views=self._views,
            described=answered.described,
            explain=answered.request.explain,
            cases_of=self.case_index(answered.generation),
            tally=self._counted.current(),
            documents=self._allowed(answered),
        )

    def _allowed(self, answered: Answered) -> frozenset[DocumentId] | None:
        """Return the documents that filters and phrases leave; None if that is all of them."""
        if answered.documents is None:
            return None
        return frozenset(self._library.documents.owners(answered.documents).values())

    def _view(self, answered: Answered, results: Results, group: Group) -> SearchAnswer:
        request = answered.request
        return SearchAnswer(
            query=query_view(
                answered.request,
                answered.ranking.understood,
                self._views.naming,
                answered.suggestion,
                answered.replaced,
            ),
            group=group,
            total=answered.total,
            facets=self._facet_values(answered.counts, request.filters, most=FACET_VALUES),
            results=results.of(group, _limit(request, not answered.fit.fits)),
            no_good_match=not answered.fit.fits,
            fit=answered.fit if request.explain else None,
            plan=answered.plan,
            notices=answered.notices,
            generation=answered.generation,
        )

    def _facet_values(
        self, counts: Mapping[str, Mapping[str, int]], filters: Mapping[str, tuple[str, ...]], *, most: int | None
    ) -> dict[str, tuple[FacetValue, ...]]:
        return {
            facet: self._values(facet, values, filters.get(facet, ()), most) for facet, values in sorted(counts.items())
        }

    def _values(
        self, facet: str, counts: Mapping[str, int], selected: tuple[str, ...], most: int | None
    ) -> tuple[FacetValue, ...]:
        order = sorted(counts, key=lambda value: (value not in selected, -counts[value], value))
        named = (
            FacetValue(value, self._views.naming.term(facet, value).label, counts[value], value in selected)
            for value in order[:most]
            if counts[value] or value in selected
        )
        return tuple(named)


def _plan(generation: Generation, query: Query) -> Plan | None:
    return generation.dense.plan(query, limit=POOL) if generation.dense else None


def _ask_the_same(typed: Answered, meant: Answered) -> bool:
    """Tell whether a misspelling was corrected, and not one subject taken for another: "chess" for "chest"."""
    return typed.asked is None or meant.asked is None or float(typed.asked @ meant.asked) >= ALIKE


def _notices(generation: Generation, asked: Query, answered: Query) -> list[str]:
    notices = [generation.notice] if generation.notice else []
    return [*notices, NO_PHRASE] if asked.phrases and not answered.phrases else notices


def _limit(request: SearchRequest, weak: bool) -> int:
    return min(request.limit, NEAREST) if weak and not request.unfit else request.limit
