"""Where the time of one warm search goes, step by step, over the library of the benchmark."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from typing import TypeVar

from corpus.library import Library
from corpus.model import ConceptId
from eval.bench_world import BenchWorld, sample_questions
from eval.measurement import Measurement, Stopwatch, p50, p95
from index.engine import Embedder
from index.generation import CurrentGeneration, Generation, open_current
from index.understanding import Understood, understand
from ingest.concepts import Matcher
from search_api.answers import Group
from search_api.case_index import index_cases
from search_api.case_tally import tally_cases
from search_api.encoding import encode
from search_api.naming import Naming
from search_api.ranking import POOL, Ranking, look_up
from search_api.requests import SearchRequest
from search_api.results import Results
from search_api.services import Services
from search_api.technique_ranking import nearness, technique_vectors
from search_api.views import Views

ROUNDS = 5
LIMIT = 10

_NEW = "whole search and its JSON, new question"
_OLD = "whole search and its JSON, asked before"

Say = Callable[[str], None]
Result = TypeVar("Result")


@dataclass(slots=True)
class Steps:
    """CPU milliseconds of each step, by name, in the order the steps first ran."""

    taken: dict[str, list[float]] = field(default_factory=dict)

    def time(self, name: str, step: Callable[[], Result]) -> Result:
        """Run a step, note its time, and return what it returned."""
        watch = Stopwatch()
        with watch.running():
            result = step()
        self.taken.setdefault(name, []).append(1000 * watch.cpu)
        return result


def measure_query(world: BenchWorld, embedder: Embedder | None, say: Say, *, rounds: int = ROUNDS) -> list[Measurement]:
    """Return the median CPU time of each step, and of a whole search as the service does it."""
    texts = sample_questions()
    # A number makes a question new, so that no step is answered from memory.
    new = [f"{text} {number}" for number in range(rounds + 1) for text in texts]
    matcher = Matcher(world.vocabulary.concepts.values())
    steps = Steps()
    say(f"Searching {rounds} times for each of {len(texts)} questions.")
    with Library.open(world.home) as library:
        with closing(open_current(world.index, embedder)) as generation:
            probe = _Probe(world, library, generation, embedder, matcher)
            for text in new:
                probe.search(text, steps)
        with closing(CurrentGeneration(world.index, embedder)) as generations:
            services = Services(library, generations, world.vocabulary, matcher, embedder)
            for name, asked in ((_NEW, [f"{text} again" for text in new]), (_OLD, texts * (rounds + 1))):
                for text in asked:
                    steps.time(name, _Whole(services, text))
    return _measurements({name: taken[len(texts) :] for name, taken in steps.taken.items()})


@dataclass(frozen=True, slots=True)
class _Whole:
    services: Services
    text: str

    def __call__(self) -> bytes:
        return encode(self.services.search(SearchRequest(self.text)))


class _Probe:
    """Does the steps of a search one after the other, as search_api.search does, and times each."""

    def __init__(
        self, world: BenchWorld, library: Library, generation: Generation, embedder: Embedder | None, matcher: Matcher
    ) -> None:
        self._vocabulary = world.vocabulary
        self._library = library
        self._generation = generation
        self._embedder = embedder
        self._matcher = matcher
        self._views = Views(Naming(world.vocabulary))
        self._techniques = technique_vectors(library, world.vocabulary, embedder) if embedder else None
        self._cases = index_cases(library.cases.applications(), world.vocabulary, {})
        self._tally = tally_cases(library.cases.all(), world.vocabulary)

    def search(self, text: str, steps: Steps) -> None:
        """Answer one question."""
        understood = steps.time("understand", lambda: self._understand(text))
        query = understood.query
        steps.time("lexical leg", lambda: self._generation.lexical.search(query, limit=POOL))
        described: Mapping[ConceptId, float] = {}
        dense = self._generation.dense
        if dense is not None and self._embedder is not None and self._techniques is not None:
            embedder, techniques = self._embedder, self._techniques
            question = steps.time("embed", lambda: embedder.embed_queries([query.text])[0])
            steps.time("dense leg", lambda: dense.search(query, limit=POOL))
            described = steps.time("nearest techniques", lambda: nearness(question, techniques))
        hits = steps.time("both legs, fused", lambda: self._generation.fused.search(query, limit=POOL))
        ranking = steps.time("look up", lambda: look_up(self._library, understood, hits))
        steps.time("facet counts", lambda: self._generation.counts(query))
        results = steps.time("group", lambda: self._results(ranking, described).of(Group.TECHNIQUE, LIMIT))
        steps.time("encode", lambda: encode(results))

    def _understand(self, text: str) -> Understood:
        return understand(text, vocabulary=self._vocabulary, matcher=self._matcher, filters={})

    def _results(self, ranking: Ranking, described: Mapping[ConceptId, float]) -> Results:
        return Results(
            ranking,
            self._vocabulary,
            self._views,
            described,
            explain=False,
            cases_of=self._cases,
            tally=self._tally,
            documents=None,
        )


def _measurements(taken: dict[str, list[float]]) -> list[Measurement]:
    medians = [Measurement("query", f"{name}, p50 CPU", p50(values), "ms") for name, values in taken.items()]
    return [*medians, *(Measurement("query", f"{name}, p95 CPU", p95(taken[name]), "ms") for name in (_NEW, _OLD))]
