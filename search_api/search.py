"""Answer a search: understand, rank, look up, group, count. Only this file knows the order of these steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from corpus.library import Library
from corpus.model import ConceptId
from corpus.vocabulary import Vocabulary
from index.engine import Embedder, Hit
from index.generation import CurrentGeneration, Generation
from index.generation import Mode as Legs
from index.understanding import Understood, understand
from ingest.concepts import Matcher
from search_api.answers import Chip, FacetValue, Group, Overview, QueryView, SearchAnswer
from search_api.fit import fits
from search_api.naming import Naming
from search_api.ranking import POOL, Ranking, look_up
from search_api.requests import Mode, SearchRequest
from search_api.results import Results
from search_api.technique_ranking import TechniqueVectors, nearness, technique_vectors
from search_api.views import Views

NEAREST = 3  # results shown when nothing fits
NO_PHRASE = "Nothing holds the words in quotation marks as they stand; this was found without that condition."
FACET_VALUES = 20  # of one facet in an answer; /api/v1/facets has all
LEGS = {Mode.HYBRID: Legs.HYBRID, Mode.KEYWORD: Legs.LEXICAL, Mode.SEMANTIC: Legs.DENSE}


@dataclass(frozen=True, slots=True)
class Answered:
    """A ranking with what the generation that made it knows."""

    request: SearchRequest
    ranking: Ranking
    described: Mapping[ConceptId, float]
    counts: Mapping[str, Mapping[str, int]]
    total: int
    generation: str
    notices: tuple[str, ...] = field(default=())


class SearchService:
    """Answers searches; safe to use from many threads."""

    def __init__(
        self,
        library: Library,
        generations: CurrentGeneration,
        vocabulary: Vocabulary,
        matcher: Matcher,
        embedder: Embedder | None,
    ) -> None:
        self._library = library
        self._generations = generations
        self._vocabulary = vocabulary
        self._matcher = matcher
        self._embedder = embedder
        self._views = Views(Naming(vocabulary))
        self._technique_vectors: TechniqueVectors | None = None

    def search(self, request: SearchRequest) -> SearchAnswer:
        """Return one list of results.

        Raises:
            UnknownFacetValueError: A filter names something that does not exist.
            QueryTooLongError: The text is longer than a person would type.
            IndexUnavailableError: There is no index to search.
        """
        answered = self._answer(request)
        return self._view(answered, self._results(answered), request.group or Group.TECHNIQUE)

    def overview(self, request: SearchRequest) -> Overview:
        """Return one ranking seen as techniques, as passages and as cases. Raises as `search` does."""
        answered = self._answer(request)
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

    def facets(self) -> dict[str, tuple[FacetValue, ...]]:
        """Return every facet value in use and the number of its documents."""
        with self._generations.use() as generation:
            return self._facet_values(generation.postings.counts({}), {}, most=None)

    def _answer(self, request: SearchRequest) -> Answered:
        self._views.naming.check(request.filters)
        understood = understand(
            request.text,
            vocabulary=self._vocabulary,
            matcher=self._matcher,
            filters=request.filters,
            ignore=frozenset(request.ignore),
        )
        with self._generations.use() as generation:
            hits, notices = self._rank(generation, understood, request.mode)
            return Answered(
                request=request,
                ranking=look_up(self._library, understood, hits),
                described=self._described(understood),
                counts=generation.postings.counts(request.filters),
                total=generation.postings.documents(request.filters),
                generation=generation.id,
                notices=(*understood.notices, *notices),
            )

    def _rank(self, generation: Generation, understood: Understood, mode: Mode) -> tuple[list[Hit], list[str]]:
        searcher = generation.searcher(LEGS[mode])
        notices = [generation.notice] if generation.notice else []
        hits = searcher.search(understood.query, limit=POOL)
        if understood.query.phrases and not hits:
            hits = searcher.search(replace(understood.query, phrases=()), limit=POOL)
            notices.append(NO_PHRASE)
        return hits, notices

    def _described(self, understood: Understood) -> Mapping[ConceptId, float]:
        if self._embedder is None or not understood.query.text:
            return {}
        if self._technique_vectors is None:
            self._technique_vectors = technique_vectors(self._library, self._vocabulary, self._embedder)
        return nearness(self._embedder.embed_queries([understood.query.text]), self._technique_vectors)

    def _results(self, answered: Answered) -> Results:
        asked = answered.request.explain
        return Results(answered.ranking, self._vocabulary, self._views, answered.described, asked)

    def _view(self, answered: Answered, results: Results, group: Group) -> SearchAnswer:
        request = answered.request
        weak = not fits(answered.ranking, self._embedder.fingerprint if self._embedder else None)
        return SearchAnswer(
            query=self._query_view(answered),
            group=group,
            total=answered.total,
            facets=self._facet_values(answered.counts, request.filters, most=FACET_VALUES),
            results=results.of(group, _limit(request, weak)),
            no_good_match=weak,
            notices=answered.notices,
            generation=answered.generation,
        )

    def _query_view(self, answered: Answered) -> QueryView:
        understood = answered.ranking.understood
        chips = []
        for match in understood.matches:
            term = self._views.naming.concept(match.concept)
            chips.append(Chip(term.facet, term.value, term.label, match.words, match.concept))
        query = understood.query
        return QueryView(
            answered.request.text, query.language, tuple(chips), query.expansions, dict(answered.request.filters)
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


def _limit(request: SearchRequest, weak: bool) -> int:
    return min(request.limit, NEAREST) if weak else request.limit
