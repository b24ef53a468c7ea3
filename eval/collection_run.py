"""Ask the product's own service the judged questions, in every arm, for cases, pages and techniques."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from corpus.errors import ModelUnavailableError
from corpus.vocabulary import Vocabulary
from eval.arms import MODES, NAMES, Arm, ignored
from eval.judged_queries import NOTHING, JudgedQuery, JudgedSet
from eval.measure import Qrels, Scores, average, score_queries
from eval.measurement import cpu_milliseconds
from search_api.answers import Group, Overview, Passage, PassageResult, Result, SearchAnswer
from search_api.requests import SearchRequest

PAGE_HIT = "Success(rel=2)@5"  # whether one of the first five is a good answer
JUDGED_ONLY = "nDCG(judged_only=True)@10"  # as if what nobody judged had not been found: fair to what was not pooled
MEASURES = ("nDCG@10", JUDGED_ONLY, "nDCG@5", "R@5", "R@10", "RR", PAGE_HIT, "Judged@10")
GROUPS = (Group.CASE, Group.PASSAGE, Group.TECHNIQUE)
DEPTH = 30  # results of each group: several passages may stand on one page, and ten pages are measured

Say = Callable[[str], None]  # told in a sentence what is being done
Search = Callable[[SearchRequest], SearchAnswer]  # search_api.services.Services.search


class Asked(Protocol):
    """What is asked: search_api.services.Services."""

    def search(self, request: SearchRequest, /) -> SearchAnswer:
        """Return one list of results."""
        ...

    def overview(self, request: SearchRequest, /) -> Overview:
        """Return techniques, passages and cases."""
        ...


@dataclass(frozen=True, slots=True)
class Refusals:
    """How often the service said that nothing fits.

    Attributes:
        said: Questions for which it did.
        rightly: Those of them that indeed have nothing to find.
        empty: Questions with nothing to find.
    """

    said: int
    rightly: int
    empty: int

    @property
    def precision(self) -> float | None:
        """Share of the refusals that were right; None without a refusal."""
        return self.rightly / self.said if self.said else None

    @property
    def recall(self) -> float | None:
        """Share of the questions with nothing to find that were refused; None without such a question."""
        return self.rightly / self.empty if self.empty else None


@dataclass(frozen=True, slots=True)
class Ranked:
    """One result as it was ranked.

    Attributes:
        id: The name by which it is judged.
    """

    id: str
    title: str


Rankings = Mapping[Group, Mapping[str, Sequence[Ranked]]]  # by group, then by query id; best first, no id twice


@dataclass(frozen=True, slots=True)
class CollectionReport:
    """What was measured.

    Attributes:
        generation: Id of the index that answered.
        scores: By group and arm, then by query, then by measure; only queries that have something to find.
        refusals: By arm, over all queries.
        latency: By arm, CPU milliseconds of one answer of ten techniques to each English question, its vector being
            known; empty where it was not measured.
        rankings: By arm.
        notices: What the service told its reader with every answer, such as a missing model.
    """

    judged: JudgedSet
    generation: str
    scores: Mapping[tuple[Group, Arm], Scores]
    refusals: Mapping[Arm, Refusals]
    latency: Mapping[Arm, Sequence[float]]
    rankings: Mapping[Arm, Rankings]
    notices: tuple[str, ...]

    @property
    def arms(self) -> tuple[Arm, ...]:
        """Those that were measured."""
        return tuple(self.refusals)

    def scored(self, group: Group, queries: Iterable[JudgedQuery] | None = None) -> list[str]:
        """Return the ids of some questions, or all, that have something of a group to find."""
        known = next((scores for (scored, _), scores in self.scores.items() if scored is group), {})
        return [query.id for query in (self.judged.queries if queries is None else queries) if query.id in known]

    def mean(self, group: Group, arm: Arm, queries: Iterable[JudgedQuery] | None = None) -> dict[str, float]:
        """Return the mean of every measure over some questions, or all; those with nothing to find do not count."""
        return average(self.scores[group, arm], self.scored(group, queries))


def measure_collection(
    asked: Asked, judged: JudgedSet, arms: Sequence[Arm], *, vocabulary: Vocabulary, say: Say, timed: bool = True
) -> CollectionReport:
    """Ask every question in each arm; an arm that needs a missing model is left out.

    Args:
        timed: Whether to ask the English questions once more by the clock.

    Raises:
        IndexUnavailableError, LibraryError: There is nothing to search.
    """
    overviews: dict[Arm, dict[str, Overview]] = {}
    latency: dict[Arm, list[float]] = {}
    notices: dict[str, None] = {}
    for arm in arms:
        say(f"Asking {len(judged.queries)} questions: {NAMES[arm]}.")
        without = ignored(arm, vocabulary)
        try:
            overviews[arm] = {query.id: asked.overview(_request(query, arm, without)) for query in judged.queries}
        except ModelUnavailableError as error:
            notices[str(error)] = None
            continue
        latency[arm] = _timed(asked, judged, arm, without) if timed else []
        notices.update(dict.fromkeys(_common_notices(overviews[arm].values())))
    return _report(judged, overviews, latency, tuple(notices))


def count_refusals(queries: Iterable[JudgedQuery], answers: Mapping[str, SearchAnswer]) -> Refusals:
    """Count for which questions the service said that nothing fits; no result at all says so too."""
    empty = {query.id for query in queries if query.type == NOTHING}
    said = {query for query, answer in answers.items() if answer.no_good_match or not answer.results}
    return Refusals(said=len(said), rightly=len(said & empty), empty=len(empty))


def qrels_of(judged: JudgedSet, group: Group) -> Qrels:
    """Return the judgements of what a group of results holds."""
    return {Group.CASE: judged.cases(), Group.PASSAGE: judged.passages, Group.TECHNIQUE: judged.techniques}[group]


def page_id(passage: Passage) -> str:
    """Return the name by which a passage is judged: that of its page, as `JudgedSet` says.

    A document that is of no work, which only a person's own library holds, goes by its own name.
    """
    return f"{passage.document.work or passage.document.id}#{passage.page}"


def judged_id(result: Result) -> str:
    """Return the name by which a result is judged."""
    return page_id(result.passage) if isinstance(result, PassageResult) else result.id


def _request(query: JudgedQuery, arm: Arm, without: tuple[str, ...]) -> SearchRequest:
    """Return what is asked. The product is measured as people get it, the others without its rule of what fits.

    That rule was made for the product. It would cut most rankings of words alone to three results and make them look
    worse than they are.
    """
    return SearchRequest(query.text, mode=MODES[arm], ignore=without, limit=DEPTH, unfit=arm is not Arm.HYBRID)


def _common_notices(overviews: Iterable[Overview]) -> list[str]:
    """Return what was said with every answer: that is about the library, the rest about single questions."""
    said = [one.answer.notices for one in overviews]
    return [notice for notice in said[0] if all(notice in others for others in said)] if said else []


def _timed(asked: Asked, judged: JudgedSet, arm: Arm, without: tuple[str, ...]) -> list[float]:
    """Return the CPU time of an answer as people get it, ten techniques."""
    requests = [
        SearchRequest(query.text, group=Group.TECHNIQUE, mode=MODES[arm], ignore=without)
        for query in judged.queries
        if not query.twin
    ]
    return cpu_milliseconds(partial(asked.search, request) for request in requests)


def _report(
    judged: JudgedSet,
    overviews: Mapping[Arm, Mapping[str, Overview]],
    latency: Mapping[Arm, Sequence[float]],
    notices: tuple[str, ...],
) -> CollectionReport:
    rankings = {arm: _rankings(found) for arm, found in overviews.items()}
    answers = {arm: {query: one.answer for query, one in found.items()} for arm, found in overviews.items()}
    qrels = {group: qrels_of(judged, group) for group in GROUPS}
    return CollectionReport(
        judged=judged,
        generation=next((answer.generation for found in answers.values() for answer in found.values()), ""),
        scores={(group, arm): _scores(qrels[group], rankings[arm][group]) for arm in overviews for group in GROUPS},
        refusals={arm: count_refusals(judged.queries, found) for arm, found in answers.items()},
        latency=latency,
        rankings=rankings,
        notices=notices,
    )


def _rankings(overviews: Mapping[str, Overview]) -> Rankings:
    return {
        Group.CASE: {query: _ranked(one.cases) for query, one in overviews.items()},
        Group.PASSAGE: {query: _ranked(one.passages) for query, one in overviews.items()},
        Group.TECHNIQUE: {query: _ranked(one.answer.results) for query, one in overviews.items()},
    }


def _ranked(results: Iterable[Result]) -> list[Ranked]:
    found: dict[str, Ranked] = {}
    for result in results:
        name = judged_id(result)
        found.setdefault(name, Ranked(name, _title(result)))
    return list(found.values())


def _title(result: Result) -> str:
    return result.passage.document.title if isinstance(result, PassageResult) else result.title


def _scores(qrels: Qrels, ranked: Mapping[str, Sequence[Ranked]]) -> Scores:
    return score_queries(qrels, {query: [one.id for one in found] for query, found in ranked.items()}, MEASURES)
