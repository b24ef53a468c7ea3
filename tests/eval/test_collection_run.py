"""Asking the service judged questions: averages, refusals, differences, and what a missing model does."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from corpus.errors import ModelUnavailableError
from corpus.vocabulary import Vocabulary, load_vocabulary
from eval.arms import Arm
from eval.collection_report import json_of, tables_of
from eval.collection_run import Asked, CollectionReport, Refusals, measure_collection
from eval.judged_queries import NOTHING, JudgedQuery, JudgedSet
from search_api.answers import Group, Overview, SearchAnswer
from search_api.requests import Mode, SearchRequest
from search_api.services import Services
from tests.eval.service import Canned, answer, page

SALT = JudgedQuery("s", "salt", "en", "resource", "auditor", "10", "")
SEL = JudgedQuery("f", "sel", "fr", "resource", "auditor", "10", "s")
GOLD = JudgedQuery("g", "gold", "en", NOTHING, "adviser", "", "")
JUDGED = JudgedSet(
    name="small",
    queries=(SALT, SEL, GOLD),
    passages={query: {"case:c1#1": 3, "case:c2#1": 1, "manual#7": 2} for query in ("s", "f")},
    techniques={"s": {"t1": 2}, "f": {"t1": 2}},
)


def measured(asked: Asked, *arms: Arm, judged: JudgedSet = JUDGED) -> CollectionReport:
    return measure_collection(
        asked, judged, arms or (Arm.HYBRID,), vocabulary=Vocabulary({}), say=lambda sentence: None
    )


ANSWERS: dict[tuple[str, Group], SearchAnswer] = {
    ("salt", Group.CASE): answer("x", "c1", "c2"),
    ("sel", Group.CASE): answer("c1"),
    ("salt", Group.PASSAGE): answer(page("manual", 6), page("manual", 7, "ab:1"), page("manual", 7, "ab:2")),
    ("sel", Group.PASSAGE): answer(page("case:c1", 1), page("case:c2", 1), page("manual", 7)),
    ("salt", Group.TECHNIQUE): answer("t1"),
    ("gold", Group.TECHNIQUE): answer("t9", weak=True),
    ("gold", Group.CASE): answer("c9", weak=True),
}


def test_averages_are_over_the_questions_that_have_something_to_find() -> None:
    report = measured(Canned(ANSWERS))

    # "salt" finds c1 at rank 2 and both of two; "sel" finds c1 at rank 1 and one of two.
    assert report.mean(Group.CASE, Arm.HYBRID)["RR"] == pytest.approx((1 / 2 + 1) / 2)
    assert report.mean(Group.CASE, Arm.HYBRID)["R@10"] == pytest.approx((1 + 1 / 2) / 2)


def test_passages_are_judged_by_their_page_and_count_once() -> None:
    report = measured(Canned(ANSWERS))

    # "salt" finds one of three pages, at rank 2, by two passages; "sel" finds all three.
    assert report.mean(Group.PASSAGE, Arm.HYBRID)["RR"] == pytest.approx((1 / 2 + 1) / 2)
    assert report.mean(Group.PASSAGE, Arm.HYBRID)["R@5"] == pytest.approx((1 / 3 + 1) / 2)
    assert report.mean(Group.PASSAGE, Arm.HYBRID)["Judged@10"] == pytest.approx((1 / 2 + 1) / 2)


def test_a_question_that_finds_no_technique_counts_as_nought() -> None:
    assert measured(Canned(ANSWERS)).mean(Group.TECHNIQUE, Arm.HYBRID)["RR"] == pytest.approx(1 / 2)


def test_an_average_can_be_over_some_questions() -> None:
    assert measured(Canned(ANSWERS)).mean(Group.CASE, Arm.HYBRID, [SEL])["RR"] == 1.0


def test_saying_nothing_fits_is_right_where_there_is_nothing_to_find() -> None:
    refusals = measured(Canned(ANSWERS)).refusals[Arm.HYBRID]

    # "gold" is refused rightly; "sel", which finds no technique at all, wrongly.
    assert refusals == Refusals(said=2, rightly=1, empty=1)
    assert (refusals.precision, refusals.recall) == (0.5, 1.0)


def test_without_a_refusal_or_an_unanswerable_question_there_is_no_share() -> None:
    assert (Refusals(0, 0, 0).precision, Refusals(0, 0, 0).recall) == (None, None)


@dataclass(frozen=True, slots=True)
class WithoutModel:
    """A service that has no model."""

    def search(self, request: SearchRequest, /) -> SearchAnswer:
        return answer("c1")

    def overview(self, request: SearchRequest, /) -> Overview:
        if request.mode is Mode.SEMANTIC:
            raise ModelUnavailableError("No model.")
        return Overview(answer("t1"), (), ())


def test_a_mode_without_its_model_is_left_out_and_told() -> None:
    """What can be measured is measured."""
    report = measured(WithoutModel(), Arm.LEXICAL, Arm.DENSE)

    assert report.arms == (Arm.LEXICAL,)
    assert "No model." in report.notices


def test_what_is_told_of_one_question_is_not_told_of_all() -> None:
    """A question of the test set is not to be read in a notice."""
    one = replace(answer("t1"), notices=("Something to know.", "Of salt alone."))

    assert measured(Canned({**ANSWERS, ("salt", Group.TECHNIQUE): one})).notices == ("Something to know.",)


def test_what_the_service_tells_its_reader_is_told_once() -> None:
    assert measured(Canned(ANSWERS)).notices == ("Something to know.",)


def test_the_tables_show_modes_differences_categories_and_refusals() -> None:
    """All that is asked of a measurement, in one order."""
    tables = tables_of(measured(Canned(ANSWERS), *Arm))

    assert [table.title for table in tables] == [
        "Cases, small questions (2 with something to find)",
        "Pages, small questions (2 with something to find)",
        "Techniques, small questions (2 with something to find)",
        "What hybrid+thesaurus has more, with 95 % intervals",
        "Cases, nDCG@10 by category",
        "Pages, nDCG@10 by category",
        "Techniques, nDCG@10 by category",
        "1 translated questions beside their English twins",
        '"Nothing fits"',
        "CPU milliseconds of an answer",
    ]
    assert [row[0] for row in tables[0].rows] == ["hybrid+thesaurus", "hybrid", "BM25", "dense"]
    assert [row[0] for row in tables[4].rows][:3] == ["all", "language en", "language fr"]


def test_one_mode_alone_is_compared_with_nothing() -> None:
    """A difference needs two."""
    titles = [table.title for table in tables_of(measured(Canned(ANSWERS), Arm.LEXICAL))]

    assert not [title for title in titles if "has more" in title]


def test_only_of_dev_are_single_questions_shown() -> None:
    """What loses most can be looked at in dev, and in no other set."""
    lost = Canned(ANSWERS, {Mode.KEYWORD: {**ANSWERS, ("salt", Group.CASE): answer("c1", "c2")}})
    looked_at = measured(lost, Arm.HYBRID, Arm.LEXICAL, judged=replace(JUDGED, name="dev"))
    hidden = measured(lost, Arm.HYBRID, Arm.LEXICAL, judged=replace(JUDGED, name="test"))
    shown = next(table for table in tables_of(looked_at) if "loses by most" in table.title)

    assert [row[0] for row in shown.rows] == ["s salt"]
    assert not [table for table in tables_of(hidden) if "loses by most" in table.title]
    assert "by_query" in str(json_of(looked_at))
    assert "by_query" not in str(json_of(hidden))


def test_questions_without_anything_to_find_leave_nothing_to_compare() -> None:
    """Only refusals are left to count."""
    nothing = JudgedSet("small", (GOLD,), {}, {})
    report = measured(Canned(ANSWERS), *Arm, judged=nothing)

    assert not [table for table in tables_of(report) if "has more" in table.title]
    assert report.mean(Group.CASE, Arm.HYBRID) == {}


def test_translated_questions_stand_beside_their_english_twins() -> None:
    table = next(table for table in tables_of(measured(Canned(ANSWERS))) if "twins" in table.title)

    # "sel" finds one of two among the first five, "salt" both.
    assert table.rows[0][0] == "cases hybrid+thesaurus"
    assert table.rows[0][3:] == (".500", "1.000", ".500")


def test_the_json_has_the_measures_own_names_by_group_and_mode() -> None:
    printed = json_of(measured(Canned(ANSWERS)))

    assert printed["cases"]["hybrid"]["RR"] == pytest.approx(0.75)  # type: ignore[index]  # JSON is untyped
    assert {"all", "language en", "language fr"} <= set(printed["cases"]["hybrid"]["by"])  # type: ignore[index]  # JSON is untyped
    assert "sector food and drink" in printed["pages"]["hybrid"]["by"]  # type: ignore[index]  # JSON is untyped
    assert printed["generation"] == "gen-1"


def test_the_json_has_each_difference_by_category() -> None:
    """What the product has more than each other mode, with wins and losses."""
    printed = json_of(measured(Canned(ANSWERS), *Arm))
    gap = printed["techniques"]["dense"]["hybrid_beats_it_by"]["all"]["nDCG@10"]  # type: ignore[index]  # JSON is untyped

    assert (gap["wins"], gap["losses"], gap["ties"]) == (0, 0, 2)
    assert set(printed["latency_ms"]) == {"hybrid", "plain", "lexical", "dense"}  # type: ignore[call-overload]  # JSON is untyped


def test_the_real_service_is_asked_for_cases_passages_and_techniques(services: Services) -> None:
    query = JudgedQuery("q", "dye house water reuse", "en", "process", "auditor", "1313", "")
    pages = {"q": {"case:tri-star-dyeing-ro#1": 3}}
    judged = JudgedSet("real", (query,), pages, {"q": {"membrane-wastewater-reuse": 3}})
    report = measure_collection(
        services, judged, [Arm.LEXICAL], vocabulary=load_vocabulary(), say=lambda sentence: None
    )

    assert report.mean(Group.CASE, Arm.LEXICAL)["RR"] == 1.0
    assert report.mean(Group.PASSAGE, Arm.LEXICAL)["RR"] == 1.0
    assert report.mean(Group.TECHNIQUE, Arm.LEXICAL)["RR"] > 0
