"""Make the page of results: the answer as it is, and a link for every way to change the search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from urllib.parse import urlencode

from corpus.model import Role
from search_api.answers import (
    CaseResult,
    Denied,
    FacetValue,
    FigureView,
    Group,
    Overview,
    PassageResult,
    QueryView,
    Result,
    SearchAnswer,
    TechniqueResult,
    Term,
)
from search_api.requests import SearchRequest
from web import links, names, text
from web.facets import facet_box
from web.language import translate
from web.saved import file_links
from web.views import FacetBox, Frame, Removable, SearchPage, Tab, TechniqueCard

FACET_ORDER = tuple(text.FACETS)
KEY_ROLES = (Role.SAVING, Role.ANNUAL_SAVING, Role.PAYBACK, Role.INVESTMENT, Role.AFTER, Role.BASELINE)
FEW = 5  # of each, where all three are shown


@dataclass(frozen=True, slots=True)
class Lists:
    """What was found, one list a group."""

    techniques: tuple[TechniqueResult, ...] = ()
    passages: tuple[PassageResult, ...] = ()
    cases: tuple[CaseResult, ...] = ()


def overview_page(request: SearchRequest, overview: Overview) -> SearchPage:
    """Return the page that shows techniques, then passages, then cases."""
    techniques = _lists(overview.answer.results).techniques[:FEW]
    return _page(request, overview.answer, Lists(techniques, overview.passages[:FEW], overview.cases[:FEW]))


def list_page(request: SearchRequest, answer: SearchAnswer) -> SearchPage:
    """Return the page that shows one list only."""
    return _page(request, answer, _lists(answer.results))


def _lists(results: Sequence[Result]) -> Lists:
    return Lists(
        techniques=tuple(result for result in results if isinstance(result, TechniqueResult)),
        passages=tuple(result for result in results if isinstance(result, PassageResult)),
        cases=tuple(result for result in results if isinstance(result, CaseResult)),
    )


def _page(request: SearchRequest, answer: SearchAnswer, lists: Lists) -> SearchPage:
    filters = _filters(request, answer)
    heading = ", ".join(item.text for item in filters)
    return SearchPage(
        frame=_frame(request, heading),
        query=answer.query,
        group=request.group or "",
        heading=heading,
        total=answer.total,
        no_good_match=answer.no_good_match,
        notices=answer.notices,
        techniques=_cards(lists.techniques, 1 if request.group is None else 2),
        passages=lists.passages,
        cases=lists.cases,
        tabs=_tabs(request),
        chips=_chips(request, answer.query),
        meant=_meant(request, answer.query),
        ignored=tuple(_ignored(request, term) for term in answer.query.ignored),
        filters=filters,
        unfiltered=links.search_url(replace(request, filters={})),
        facets=_facets(request, answer),
        more=_more(request, answer),
        files=file_links("search", urlencode(links.pairs(request))) if answer.results else (),
        explain=request.explain,
    )


def _cards(results: Sequence[TechniqueResult], most: int) -> tuple[TechniqueCard, ...]:
    """Return a card a technique; what an earlier card showed in full is not shown so again, for the reader's sake."""
    shown: set[str] = set()
    return tuple(_card(result, most, shown) for result in results)


def _card(result: TechniqueResult, most: int, shown: set[str]) -> TechniqueCard:
    cases = tuple(case for case in result.cases if case.url not in shown)[:most]
    passages = tuple(passage for passage in result.passages if passage.url not in shown)[:most]
    shown.update((*(case.url for case in cases), *(passage.url for passage in passages)))
    return TechniqueCard(result, cases, tuple(case for case in result.cases if case not in cases), passages)


def _frame(request: SearchRequest, heading: str) -> Frame:
    kept = replace(request, text="", ignore=(), limit=links.DEFAULT_LIMIT)
    return Frame(
        title=request.text or heading,
        query=request.text,
        kept=links.pairs(kept),
        api_url=links.api_url(request),
        listed=False,
    )


def _tabs(request: SearchRequest) -> tuple[Tab, ...]:
    names = {
        None: translate("Overview"),
        Group.TECHNIQUE: translate("Techniques"),
        Group.PASSAGE: translate("Passages"),
        Group.CASE: translate("Cases"),
    }
    return tuple(
        Tab(name, links.search_url(links.grouped(request, group)), group == request.group)
        for group, name in names.items()
    )


def _chips(request: SearchRequest, query: QueryView) -> tuple[Removable, ...]:
    read = (
        Removable(
            kind=text.facet_name(chip.facet),
            text=names.label(Term(chip.facet, chip.value, chip.label)),
            word=chip.text,
            url=links.search_url(links.ignoring(request, chip.ignore)),
        )
        for chip in query.interpreted
    )
    return (*read, *(_denied(request, part) for part in query.denied))


def _meant(request: SearchRequest, query: QueryView) -> str:
    """Return the address of the search as it was probably meant; "" if there is nothing to suggest or that is shown."""
    if not query.suggestion or query.replaced:
        return ""
    return links.search_url(replace(request, text=query.suggestion))


def _denied(request: SearchRequest, part: Denied) -> Removable:
    kind = translate("not") if part.required else translate("without")
    return Removable(kind, part.words, part.typed, links.search_url(links.wanting(request, part.typed)))


def _ignored(request: SearchRequest, term: Term) -> Removable:
    return Removable(
        kind=text.facet_name(term.facet),
        text=names.label(term),
        word="",
        url=links.search_url(links.minding(request, f"{term.facet}:{term.value}")),
    )


def _filters(request: SearchRequest, answer: SearchAnswer) -> tuple[Removable, ...]:
    return tuple(
        Removable(
            kind=text.facet_name(facet),
            text=_label(facet, answer.facets.get(facet, ()), value),
            word="",
            url=links.search_url(links.toggled(request, facet, value)),
        )
        for facet in sorted(request.filters, key=_rank)
        for value in request.filters[facet]
    )


def _label(facet: str, values: Sequence[FacetValue], value: str) -> str:
    english = next((known.label for known in values if known.value == value), value)
    return names.label(Term(facet, value, english))


def _rank(facet: str) -> tuple[int, str]:
    return (FACET_ORDER.index(facet) if facet in FACET_ORDER else len(FACET_ORDER), facet)


def _facets(request: SearchRequest, answer: SearchAnswer) -> tuple[FacetBox, ...]:
    boxes = (
        facet_box(facet, answer.facets[facet], partial(_facet_url, request, facet))
        for facet in sorted(answer.facets, key=_rank)
    )
    return tuple(box for box in boxes if box.first)


def _facet_url(request: SearchRequest, facet: str, value: str) -> str:
    return links.search_url(links.grouped(links.toggled(request, facet, value), request.group))


def key_figures(figures: Sequence[FigureView], most: int) -> tuple[FigureView, ...]:
    """Return the figures that tell most of a case: what it saved and cost, before how things were."""
    return tuple(sorted(figures, key=lambda figure: KEY_ROLES.index(Role(figure.role)))[:most])


def _more(request: SearchRequest, answer: SearchAnswer) -> str:
    longer = links.longer(request)
    if request.group is None or longer is None or len(answer.results) < request.limit:
        return ""
    return links.search_url(longer)
