"""Ask the product's own service the judged questions, in every mode, for cases, passages and techniques."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from corpus.errors import ModelUnavailableError
from eval.judged_queries import NOTHING, JudgedQuery, JudgedSet
from eval.measure import Qrels, Scores, average, score_queries
from search_api.answers import Group, Passage, PassageResult, Result, SearchAnswer
from search_api.requests import MAX_LIMIT, Mode, SearchRequest

MEASURES = ("nDCG@10", "R@5", "R@10", "RR", "Judged@10")
GROUPS = (Group.CASE, Group.PASSAGE, Group.TECHNIQUE)

Say = Callable[[str], None]  # told in a sentence what is being done
Search = Callable[[SearchRequest], SearchAnswer]  # search_api.services.Services.search


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
class CollectionReport:
    """What was measured.

    Attributes:
        generation: Id of the index that answered.
        scores: By group and mode, then by query, then by measure; only queries that have something to find.
        refusals: By mode, over all queries.
        notices: What the service told its reader, such as a missing model.
    """

    judged: JudgedSet
    generation: str
    scores: Mapping[tuple[Group, Mode], Scores]
    refusals: Mapping[Mode, Refusals]
    notices: tuple[str, ...]

    def mean(self, group: Group, mode: Mode, queries: Iterable[JudgedQuery] | None = None) -> dict[str, float]:
        """Return the mean of every measure over some questions, or all; those with nothing to find do not count."""
        scores = self.scores[group, mode]
        chosen = self.judged.queries if queries is None else queries
        return average(scores, [query.id for query in chosen if query.id in scores])


def measure_collection(search: Search, judged: JudgedSet, modes: Sequence[Mode], say: Say) -> CollectionReport:
    """Ask every question in each mode and for each group; a mode that needs a missing model is left out.

    Raises:
        IndexUnavailableError, LibraryError: There is nothing to search.
    """
    scores: dict[tuple[Group, Mode], Scores] = {}
    refusals: dict[Mode, Refusals] = {}
    notices: dict[str, None] = {}
    generation = ""
    for mode in modes:
        say(f"Asking {len(judged.queries)} questions: {mode}.")
        try:
            answers = {group: _answers(search, judged.queries, group, mode) for group in GROUPS}
        except ModelUnavailableError as error:
            notices[str(error)] = None
            continue
        for group in GROUPS:
            scores[group, mode] = _scores(qrels_of(judged, group), answers[group])
        refusals[mode] = count_refusals(judged.queries, answers[Group.TECHNIQUE])
        for answer in answers[Group.CASE].values():
            generation = answer.generation
            notices.update(dict.fromkeys(answer.notices))
    return CollectionReport(judged, generation, scores, refusals, tuple(notices))


def count_refusals(queries: Iterable[JudgedQuery], answers: Mapping[str, SearchAnswer]) -> Refusals:
    """Count for which questions the service said that nothing fits; no result at all says so too."""
    empty = {query.id for query in queries if query.type == NOTHING}
    said = {query for query, answer in answers.items() if answer.no_good_match or not answer.results}
    return Refusals(said=len(said), rightly=len(said & empty), empty=len(empty))


def _answers(search: Search, queries: Iterable[JudgedQuery], group: Group, mode: Mode) -> dict[str, SearchAnswer]:
    return {query.id: search(SearchRequest(query.text, group=group, mode=mode, limit=MAX_LIMIT)) for query in queries}


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


def _scores(qrels: Qrels, answers: Mapping[str, SearchAnswer]) -> Scores:
    run = {query: list(dict.fromkeys(map(judged_id, answer.results))) for query, answer in answers.items()}
    return score_queries(qrels, run, MEASURES)
