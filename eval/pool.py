"""What people are to judge: for each question, the best results of every mode, unordered and without scores.

Owns the depth of the pool and its form; grades are given by readers (docs/evaluation.md), never here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from eval.collection_run import Search, page_id
from eval.judged_queries import JudgedQuery
from search_api.answers import CaseResult, Group, PassageResult, Result, TechniqueResult
from search_api.requests import Mode, SearchRequest

DEPTH = 10  # results of each mode and group


@dataclass(frozen=True, slots=True)
class Pooled:
    """What is to be judged for one question.

    Attributes:
        query: The question; what its translations find is in its pool too.
        passages: Texts found on each page, by the name the page is judged by.
        techniques: Name and definition, by notation.
    """

    query: JudgedQuery
    passages: Mapping[str, tuple[str, ...]]
    techniques: Mapping[str, str]


def pool(search: Search, queries: Sequence[JudgedQuery], modes: Sequence[Mode]) -> Iterator[Pooled]:
    """Yield the pool of every question that is no translation; pages and techniques sorted by name."""
    for query in queries:
        if not query.twin:
            found = list(_found(search, query.text, modes))
            for other in queries:
                if other.twin == query.id:
                    found.extend(_found(search, other.text, [Mode.HYBRID]))
            yield _pooled(query, found)


def _found(search: Search, text: str, modes: Sequence[Mode]) -> Iterator[Result]:
    for mode in modes:
        for group in Group:
            yield from search(SearchRequest(text, group=group, mode=mode, limit=DEPTH)).results


def _pooled(query: JudgedQuery, results: Sequence[Result]) -> Pooled:
    passages: dict[str, dict[str, None]] = {}
    techniques: dict[str, str] = {}
    for result in results:
        match result:
            case TechniqueResult():
                techniques[result.id] = f"{result.title}. {result.definition}"
            case PassageResult() | CaseResult():
                passage = result.passage
                told = f"{passage.document.title} | {passage.heading}: {passage.text}"
                passages.setdefault(page_id(passage), {})[told] = None
    return Pooled(
        query,
        {page: tuple(texts) for page, texts in sorted(passages.items())},
        dict(sorted(techniques.items())),
    )
