"""Pooling: what is to be judged for each question, from all modes, groups and translations."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from eval.judged_queries import JudgedQuery
from eval.pool import DEPTH, Pooled, pool
from search_api.answers import (
    CaseResult,
    DocumentSummary,
    Group,
    Passage,
    PassageResult,
    QueryView,
    Result,
    SearchAnswer,
    TechniqueResult,
)
from search_api.requests import Mode, SearchRequest
from search_api.services import Services

SALT = JudgedQuery("s", "salt", "en", "resource", "auditor", "15", "")
SEL = JudgedQuery("f", "sel", "fr", "resource", "auditor", "15", "s")
GOLD = JudgedQuery("g", "gold", "en", "resource", "adviser", "", "")

Found = Mapping[tuple[str, Mode, Group], tuple[Result, ...]]


def technique(name: str) -> TechniqueResult:
    return TechniqueResult("technique", name, name.upper(), f"Define {name}.", (), 1.0, 0, (), (), "")


def passage(work: str, number: int, text: str) -> PassageResult:
    document = DocumentSummary("ab", f"Title of {work}", "manual", "en", None, None, "", 9, "", work, "")
    shown = Passage("", text, (), "en", "Head", number, number, document, None, "")
    return PassageResult("passage", "", "", 1.0, shown, (), "")


def service(found: Found, asked: list[SearchRequest]) -> Callable[[SearchRequest], SearchAnswer]:
    def search(request: SearchRequest) -> SearchAnswer:
        asked.append(request)
        results = found.get((request.text, request.mode, request.group or Group.TECHNIQUE), ())
        return SearchAnswer(QueryView("", None, (), (), {}), "", 0, {}, results, False, (), "g")

    return search


def test_a_pool_joins_modes_groups_and_translations_without_order_or_repeats() -> None:
    found: Found = {
        ("salt", Mode.HYBRID, Group.PASSAGE): (passage("manual", 7, "b"), passage("case:mill", 1, "a")),
        ("salt", Mode.KEYWORD, Group.PASSAGE): (passage("manual", 7, "b"), passage("manual", 7, "c")),
        ("sel", Mode.HYBRID, Group.PASSAGE): (passage("technique:rinse", 2, "d"),),
        ("salt", Mode.HYBRID, Group.TECHNIQUE): (technique("rinse"),),
        ("sel", Mode.HYBRID, Group.TECHNIQUE): (technique("brine"), technique("rinse")),
        ("sel", Mode.KEYWORD, Group.TECHNIQUE): (technique("unasked"),),
    }
    (salt, gold) = pool(service(found, []), (SALT, SEL, GOLD), [Mode.HYBRID, Mode.KEYWORD])

    assert list(salt.passages.items()) == [
        ("case:mill#1", ("Title of case:mill | Head: a",)),
        ("manual#7", ("Title of manual | Head: b", "Title of manual | Head: c")),
        ("technique:rinse#2", ("Title of technique:rinse | Head: d",)),
    ]
    assert list(salt.techniques.items()) == [("brine", "BRINE. Define brine."), ("rinse", "RINSE. Define rinse.")]
    assert (salt.query, gold) == (SALT, Pooled(GOLD, {}, {}))


def test_pages_of_documents_that_are_of_no_work_are_told_apart() -> None:
    first = passage("", 3, "a")
    second = replace(first, passage=replace(first.passage, document=replace(first.passage.document, id="cd")))
    found: Found = {("salt", Mode.KEYWORD, Group.PASSAGE): (first, second)}
    (salt,) = pool(service(found, []), (SALT,), [Mode.KEYWORD])

    assert list(salt.passages) == ["ab#3", "cd#3"]


def test_all_groups_are_asked_in_every_mode_and_for_translations_in_one() -> None:
    asked: list[SearchRequest] = []
    list(pool(service({}, asked), (SALT, SEL), [Mode.KEYWORD, Mode.SEMANTIC]))

    modes = [("salt", Mode.KEYWORD), ("salt", Mode.SEMANTIC), ("sel", Mode.HYBRID)]
    assert [(request.text, request.mode, request.group) for request in asked] == [
        (text, mode, group) for text, mode in modes for group in Group
    ]
    assert {request.limit for request in asked} == {DEPTH}


def test_the_real_service_gives_pages_by_work_and_techniques_by_notation(services: Services) -> None:
    query = JudgedQuery("q", "dye house water reuse", "en", "process", "auditor", "1313", "")
    (pooled,) = pool(services.search, (query,), list(Mode))

    assert "case:tri-star-dyeing-ro#1" in pooled.passages
    assert "membrane-wastewater-reuse" in pooled.techniques
    assert list(pooled.passages) == sorted(pooled.passages)
    assert all(texts for texts in pooled.passages.values())


def test_a_case_is_judged_by_the_page_that_tells_it(services: Services) -> None:
    answer = services.search(SearchRequest("dye house water reuse", group=Group.CASE))
    results = [result for result in answer.results if isinstance(result, CaseResult)]
    (pooled,) = pool(lambda request: answer, (SALT,), [Mode.KEYWORD])

    assert results
    assert set(pooled.passages) == {f"case:{result.id}#1" for result in results}
