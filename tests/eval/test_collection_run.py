"""Asking the service judged questions: averages, refusals, and what a missing model does."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from corpus.errors import ModelUnavailableError
from eval.collection_report import json_of, tables_of
from eval.collection_run import CollectionReport, Refusals, measure_collection
from eval.judged_queries import NOTHING, JudgedQuery, JudgedSet
from eval.table import plain
from search_api.answers import (
    DocumentSummary,
    Group,
    Passage,
    PassageResult,
    QueryView,
    SearchAnswer,
    TechniqueResult,
)
from search_api.requests import Mode, SearchRequest
from search_api.services import Services

SALT = JudgedQuery("s", "salt", "en", "resource", "auditor", "10", "")
SEL = JudgedQuery("f", "sel", "fr", "resource", "auditor", "10", "s")
GOLD = JudgedQuery("g", "gold", "en", NOTHING, "adviser", "", "")
JUDGED = JudgedSet(
    name="small",
    queries=(SALT, SEL, GOLD),
    passages={query: {"case:c1#1": 3, "case:c2#1": 1, "manual#7": 2} for query in ("s", "f")},
    techniques={"s": {"t1": 2}, "f": {"t1": 2}},
)


def result(identifier: str) -> TechniqueResult:
    return TechniqueResult("technique", identifier, "", "", (), 1.0, 0, (), (), "")


def page(work: str, number: int, chunk: str = "") -> PassageResult:
    document = DocumentSummary("ab", "", "manual", "en", None, None, "", 9, "", work, "")
    passage = Passage(chunk, "", (), "en", "", number, number, document, None, "")
    return PassageResult("passage", chunk, "", 1.0, passage, (), "")


def answer(*found: str | PassageResult, weak: bool = False) -> SearchAnswer:
    return SearchAnswer(
        query=QueryView("", None, (), (), {}),
        group="",
        total=0,
        facets={},
        results=tuple(result(one) if isinstance(one, str) else one for one in found),
        no_good_match=weak,
        notices=("Something to know.",),
        generation="gen-1",
    )


def service(answers: Mapping[tuple[str, Group | None], SearchAnswer]) -> Callable[[SearchRequest], SearchAnswer]:
    return lambda request: answers.get((request.text, request.group), answer())


def measured(search: Callable[[SearchRequest], SearchAnswer], *modes: Mode) -> CollectionReport:
    return measure_collection(search, JUDGED, modes or (Mode.HYBRID,), say=lambda sentence: None)


ANSWERS: dict[tuple[str, Group | None], SearchAnswer] = {
    ("salt", Group.CASE): answer("x", "c1", "c2"),
    ("sel", Group.CASE): answer("c1"),
    ("salt", Group.PASSAGE): answer(page("manual", 6), page("manual", 7, "ab:1"), page("manual", 7, "ab:2")),
    ("sel", Group.PASSAGE): answer(page("case:c1", 1), page("case:c2", 1), page("manual", 7)),
    ("salt", Group.TECHNIQUE): answer("t1"),
    ("gold", Group.TECHNIQUE): answer("t9", weak=True),
    ("gold", Group.CASE): answer("c9", weak=True),
}


def test_averages_are_over_the_questions_that_have_something_to_find() -> None:
    report = measured(service(ANSWERS))

    # "salt" finds c1 at rank 2 and both of two; "sel" finds c1 at rank 1 and one of two.
    assert report.mean(Group.CASE, Mode.HYBRID)["RR"] == pytest.approx((1 / 2 + 1) / 2)
    assert report.mean(Group.CASE, Mode.HYBRID)["R@10"] == pytest.approx((1 + 1 / 2) / 2)


def test_passages_are_judged_by_their_page_and_count_once() -> None:
    report = measured(service(ANSWERS))

    # "salt" finds one of three pages, at rank 2, by two passages; "sel" finds all three.
    assert report.mean(Group.PASSAGE, Mode.HYBRID)["RR"] == pytest.approx((1 / 2 + 1) / 2)
    assert report.mean(Group.PASSAGE, Mode.HYBRID)["R@5"] == pytest.approx((1 / 3 + 1) / 2)
    assert report.mean(Group.PASSAGE, Mode.HYBRID)["Judged@10"] == pytest.approx((1 / 2 + 1) / 2)


def test_a_question_that_finds_no_technique_counts_as_nought() -> None:
    assert measured(service(ANSWERS)).mean(Group.TECHNIQUE, Mode.HYBRID)["RR"] == pytest.approx(1 / 2)


def test_an_average_can_be_over_some_questions() -> None:
    assert measured(service(ANSWERS)).mean(Group.CASE, Mode.HYBRID, [SEL])["RR"] == 1.0


def test_saying_nothing_fits_is_right_where_there_is_nothing_to_find() -> None:
    refusals = measured(service(ANSWERS)).refusals[Mode.HYBRID]

    # "gold" is refused rightly; "sel", which finds no technique at all, wrongly.
    assert refusals == Refusals(said=2, rightly=1, empty=1)
    assert (refusals.precision, refusals.recall) == (0.5, 1.0)


def test_without_a_refusal_or_an_unanswerable_question_there_is_no_share() -> None:
    assert (Refusals(0, 0, 0).precision, Refusals(0, 0, 0).recall) == (None, None)


def test_a_mode_without_its_model_is_left_out_and_told() -> None:
    def search(request: SearchRequest) -> SearchAnswer:
        if request.mode is Mode.SEMANTIC:
            raise ModelUnavailableError("No model.")
        return answer("c1")

    report = measured(search, Mode.KEYWORD, Mode.SEMANTIC)

    assert list(report.refusals) == [Mode.KEYWORD]
    assert "No model." in report.notices


def test_what_the_service_tells_its_reader_is_told_once() -> None:
    assert measured(service(ANSWERS)).notices == ("Something to know.",)


def test_the_tables_show_modes_types_languages_and_refusals() -> None:
    titles = [table.title for table in tables_of(measured(service(ANSWERS), *Mode))]
    text = "".join(map(plain, tables_of(measured(service(ANSWERS), *Mode))))

    assert titles[:3] == [
        "Cases, small questions (2 with something to find)",
        "Passages, small questions (2 with something to find)",
        "Techniques, small questions (2 with something to find)",
    ]
    assert titles[3:] == [
        "nDCG@10 by type",
        "nDCG@10 by language",
        "nDCG@10 by sector",
        "1 translated questions beside their English twins",
        '"Nothing fits"',
    ]
    assert [line.split()[0] for line in text.splitlines()[1:5]] == ["mode", "hybrid", "keyword", "semantic"]


def test_translated_questions_stand_beside_their_english_twins() -> None:
    table = next(table for table in tables_of(measured(service(ANSWERS))) if "twins" in table.title)

    # "sel" finds one of two among the first five, "salt" both.
    assert table.rows[0][0] == "cases hybrid"
    assert table.rows[0][3:] == (".500", "1.000")


def test_the_json_has_the_measures_own_names_by_group_and_mode() -> None:
    printed = json_of(measured(service(ANSWERS)))

    assert printed["cases"]["hybrid"]["RR"] == pytest.approx(0.75)  # type: ignore[index]  # JSON is untyped
    assert set(printed["cases"]["hybrid"]["by_language"]) == {"en", "fr"}  # type: ignore[index]  # JSON is untyped
    assert set(printed["passages"]["hybrid"]["by_sector"]) == {"10"}  # type: ignore[index]  # JSON is untyped
    assert printed["generation"] == "gen-1"


def test_the_real_service_is_asked_for_cases_passages_and_techniques(services: Services) -> None:
    query = JudgedQuery("q", "dye house water reuse", "en", "process", "auditor", "1313", "")
    pages = {"q": {"case:tri-star-dyeing-ro#1": 3}}
    judged = JudgedSet("real", (query,), pages, {"q": {"membrane-wastewater-reuse": 3}})
    report = measure_collection(services.search, judged, [Mode.KEYWORD], say=lambda sentence: None)

    assert report.mean(Group.CASE, Mode.KEYWORD)["RR"] == 1.0
    assert report.mean(Group.PASSAGE, Mode.KEYWORD)["RR"] == 1.0
    assert report.mean(Group.TECHNIQUE, Mode.KEYWORD)["RR"] > 0
