"""Gather what somebody carries away: the results of a search, or what was saved one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from corpus.errors import NotFoundError
from corpus.library import Library
from corpus.model import CaseId, ChunkId, DocumentId, Source
from search_api.answers import CaseResult, CaseSummary, Passage, PassageResult, Result, TechniqueResult
from search_api.carried_answers import Carried, CarriedList, Item, ItemKind
from search_api.technique_answers import ConceptView
from search_api.views import Views, source_view

Technique = Callable[[str], ConceptView]


class Carrying:
    """Gathers results and saved items; safe to use from many threads.

    Args:
        technique: Returns a technique by its notation.
    """

    def __init__(self, library: Library, views: Views, technique: Technique) -> None:
        self._library = library
        self._views = views
        self._technique = technique

    def results(self, results: Sequence[Result]) -> CarriedList:
        """Return the results of a search to be carried away."""
        return CarriedList(tuple(self._sourced([_held(result) for result in results])))

    def items(self, items: tuple[Item, ...]) -> CarriedList:
        """Return what was saved, as the library holds it now."""
        held: list[tuple[Item, TechniqueResult | CaseSummary | Passage]] = []
        lost: list[Item] = []
        for item in items:
            try:
                held.append((item, self._found(item)))
            except NotFoundError:
                lost.append(item)
        return CarriedList(tuple(self._sourced(held)), tuple(lost))

    def _found(self, item: Item) -> TechniqueResult | CaseSummary | Passage:
        match item.kind:
            case ItemKind.TECHNIQUE:
                return _short(self._technique(item.id))
            case ItemKind.CASE:
                case = self._library.cases.get(CaseId(item.id))
                return self._views.case(case, self._library.documents.get(case.document))
            case ItemKind.PASSAGE:
                return self._passage(ChunkId(item.id))

    def _passage(self, chunk_id: ChunkId) -> Passage:
        chunk = self._library.documents.chunk(chunk_id)
        return self._views.passage(chunk, self._library.documents.get(chunk.document), frozenset(), None)

    def _sourced(self, held: Sequence[tuple[Item, TechniqueResult | CaseSummary | Passage]]) -> Iterable[Carried]:
        """Yield each with where it was published."""
        cases = self._library.cases.by_ids(CaseId(found.id) for _, found in held if isinstance(found, CaseSummary))
        shown = (DocumentId(found.document.id) for _, found in held if isinstance(found, Passage))
        documents = self._library.documents.by_ids(shown)
        for item, found in held:
            source: Source | None = None
            match found:
                case CaseSummary():
                    source = cases[CaseId(found.id)].source
                case Passage():
                    source = documents[DocumentId(found.document.id)].source
            yield Carried(item, found, source_view(source) if source else None)


def _held(result: Result) -> tuple[Item, TechniqueResult | CaseSummary | Passage]:
    match result:
        case TechniqueResult():
            return Item(ItemKind.TECHNIQUE, result.id), result
        case CaseResult():
            return Item(ItemKind.CASE, result.id), result.case
        case PassageResult():
            return Item(ItemKind.PASSAGE, result.id), result.passage


def _short(view: ConceptView) -> TechniqueResult:
    """Return a technique's page as a result."""
    return TechniqueResult(
        kind="technique",
        id=view.id,
        title=view.title,
        definition=view.definition,
        practices=view.practices,
        score=0.0,
        case_count=view.applied.reported.case_count,
        cases=(),
        passages=(),
        url=view.url,
        spreads=tuple(statistic.spread for statistic in view.applied.reported.statistics[:3]),
    )
