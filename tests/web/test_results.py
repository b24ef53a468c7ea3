from __future__ import annotations

from dataclasses import replace

from search_api.answers import Denied, FacetValue, Group, Overview, Term
from search_api.requests import SearchRequest
from tests.web import sample_answers as sample
from web.facets import SHOWN_AT_ONCE
from web.results import FEW, key_figures, list_page, overview_page

ASKED = SearchRequest("dye house water reuse", {"sector": ("13",)}, ignore=("resource:fresh-water",))


def test_the_overview_shows_techniques_then_a_few_passages_and_cases() -> None:
    answer = replace(sample.ANSWER, results=(sample.TECHNIQUE,) * 9)
    overview = Overview(answer, (sample.PASSAGE_RESULT,) * 9, (sample.CASE_RESULT,) * 9)

    page = overview_page(ASKED, overview)

    assert (len(page.techniques), len(page.passages), len(page.cases)) == (FEW, FEW, FEW)
    assert page.group == ""
    assert page.more == ""


def test_a_list_shows_its_group_only() -> None:
    request = replace(ASKED, group=Group.CASE)

    page = list_page(request, replace(sample.ANSWER, group="case", results=(sample.CASE_RESULT,)))

    assert (page.techniques, page.passages, page.cases) == ((), (), (sample.CASE_RESULT,))


def test_no_case_or_passage_is_shown_in_full_twice() -> None:
    first, second, third = (card for card in overview_page(ASKED, three_alike()).techniques)

    assert (first.cases, first.others) == ((sample.CASE,), (sample.ESTIMATE,))
    assert (second.cases, second.others) == ((sample.ESTIMATE,), (sample.CASE,))
    assert (third.cases, third.others) == ((), (sample.CASE, sample.ESTIMATE))
    assert [card.passages for card in (first, second, third)] == [(sample.PASSAGE,), (sample.ARABIC_PASSAGE,), ()]


def three_alike() -> Overview:
    """Return three techniques with the same two cases and passages."""
    return replace(sample.OVERVIEW, answer=replace(sample.ANSWER, results=(sample.TECHNIQUE,) * 3))


def test_a_full_list_offers_a_longer_one_and_a_short_one_does_not() -> None:
    full = replace(sample.ANSWER, results=(sample.CASE_RESULT,) * 10)
    request = SearchRequest("water", group=Group.CASE)

    assert list_page(request, full).more == "/search?q=water&group=case&limit=30"
    assert list_page(request, sample.ANSWER).more == ""


def test_a_chip_leads_to_the_search_without_its_concept() -> None:
    chip = overview_page(SearchRequest("dye house water reuse"), sample.OVERVIEW).chips[0]

    assert (chip.kind, chip.text, chip.word) == ("Process", "Dyeing", "dye house")
    assert chip.url == "/search?q=dye+house+water+reuse&ignore=process%3Adyeing"


def test_an_ignored_concept_can_be_used_again() -> None:
    query = replace(sample.QUERY, ignored=(Term("resource", "fresh-water", "Fresh water"),))
    answer = replace(sample.ANSWER, query=query)
    ignored = overview_page(ASKED, replace(sample.OVERVIEW, answer=answer)).ignored[0]

    assert (ignored.kind, ignored.text) == ("Resource", "Fresh water")
    assert ignored.url == "/search?q=dye+house+water+reuse&sector=13"


def test_a_filter_has_its_label_and_can_be_removed() -> None:
    chosen = overview_page(ASKED, sample.OVERVIEW).filters

    assert [(item.kind, item.text) for item in chosen] == [("Sector", "Manufacture of textiles")]
    assert chosen[0].url == "/search?q=dye+house+water+reuse&ignore=resource%3Afresh-water"


def test_a_filter_that_the_answer_does_not_name_shows_its_value() -> None:
    chosen = overview_page(SearchRequest("x", {"sector": ("99",)}), sample.OVERVIEW).filters

    assert [item.text for item in chosen] == ["99"]


def test_facets_come_in_a_fixed_order_selected_values_first() -> None:
    answer = replace(
        sample.ANSWER,
        facets={
            "grade": sample.values(("A", "A", 2)),
            "sector": sample.values(("13", "Textiles", 9), ("10", "Food", 3), selected="10"),
        },
    )

    boxes = overview_page(ASKED, replace(sample.OVERVIEW, answer=answer)).facets

    assert [box.name for box in boxes] == ["Sector", "Evidence"]
    assert [(link.text, link.selected) for link in boxes[0].first] == [("Food", True), ("Textiles", False)]


def test_a_long_facet_shows_some_values_and_keeps_the_rest_behind() -> None:
    many = tuple(FacetValue(str(n), f"Sector {n}", 20 - n, False) for n in range(9))
    answer = replace(sample.ANSWER, facets={"sector": many})

    box = overview_page(ASKED, replace(sample.OVERVIEW, answer=answer)).facets[0]

    assert (len(box.first), len(box.more)) == (SHOWN_AT_ONCE, 3)
    assert [link.share for link in box.first[:2]] == [100, 95]


def test_values_that_would_leave_nothing_are_not_offered() -> None:
    answer = replace(sample.ANSWER, facets={"sector": sample.values(("13", "Textiles", 0)), "grade": ()})

    assert overview_page(ASKED, replace(sample.OVERVIEW, answer=answer)).facets == ()


def test_a_class_that_is_all_of_its_group_is_offered_once() -> None:
    twins = sample.values(("11", "Beverages", 7), ("110", "Beverages", 7), ("1103", "Malt liquors", 7))
    answer = replace(sample.ANSWER, facets={"sector": twins})

    box = overview_page(SearchRequest("beer"), replace(sample.OVERVIEW, answer=answer)).facets[0]

    assert [link.text for link in box.first] == ["Beverages", "Malt liquors"]
    assert box.first[0].url == "/search?q=beer&sector=11"


def test_of_two_values_that_read_the_same_the_selected_one_is_shown() -> None:
    twins = sample.values(("11", "Beverages", 7), ("110", "Beverages", 7), selected="110")
    answer = replace(sample.ANSWER, facets={"sector": twins})

    box = overview_page(ASKED, replace(sample.OVERVIEW, answer=answer)).facets[0]

    assert [link.selected for link in box.first] == [True]


def test_the_key_figures_of_a_case_are_what_it_saved_and_cost() -> None:
    figures = [
        sample.figure("baseline", "100", "m3", "water"),
        sample.figure("investment", "2 400", "USD", "tank"),
        sample.figure("saving", "30", "%", "water"),
    ]

    assert [figure.role for figure in key_figures(figures, 2)] == ["saving", "investment"]


def test_grades_stand_from_best_to_worst_whatever_their_counts() -> None:
    answer = replace(sample.ANSWER, facets={"grade": sample.values(("B", "B", 9), ("A", "A", 2), ("C", "C", 5))})

    box = overview_page(ASKED, replace(sample.OVERVIEW, answer=answer)).facets[0]

    assert [link.text for link in box.first] == ["A", "B", "C"]


def test_a_search_without_words_is_called_by_its_filters() -> None:
    page = overview_page(SearchRequest(filters={"sector": ("13",), "country": ("IN",)}), sample.OVERVIEW)

    assert page.heading == page.frame.title == "Manufacture of textiles, India"


def test_tabs_keep_the_search_and_name_the_current_view() -> None:
    tabs = list_page(SearchRequest("water", group=Group.PASSAGE, limit=30), sample.ANSWER).tabs

    assert [tab.text for tab in tabs if tab.current] == ["Passages"]
    assert [tab.url for tab in tabs[:2]] == ["/search?q=water", "/search?q=water&group=technique"]


def test_a_new_question_keeps_filters_and_view_but_not_what_was_ignored() -> None:
    frame = list_page(replace(ASKED, group=Group.CASE, limit=30), sample.ANSWER).frame

    assert frame.kept == (("group", "case"), ("sector", "13"))
    assert frame.query == ASKED.text
    assert not frame.listed


def test_what_is_denied_is_a_chip_that_takes_its_words_away() -> None:
    """The link asks the same question without the words that deny."""
    query = replace(
        sample.QUERY,
        denied=(Denied("cotton", "-cotton", required=True), Denied("salt", "without salt", required=False)),
    )
    asked = SearchRequest("dyeing -cotton without salt")
    chips = overview_page(asked, replace(sample.OVERVIEW, answer=replace(sample.ANSWER, query=query))).chips[-2:]

    assert [(chip.kind, chip.text, chip.url) for chip in chips] == [
        ("not", "cotton", "/search?q=dyeing+without+salt"),
        ("without", "salt", "/search?q=dyeing+-cotton"),
    ]


def test_a_suggestion_is_a_link_until_it_is_what_is_shown() -> None:
    """Filters stay as they are."""
    query = replace(sample.QUERY, suggestion="steam")
    asked = SearchRequest("steem", {"sector": ("13",)})

    def meant(replaced: bool) -> str:
        answer = replace(sample.ANSWER, query=replace(query, replaced=replaced))
        return overview_page(asked, replace(sample.OVERVIEW, answer=answer)).meant

    assert meant(replaced=False) == "/search?q=steam&sector=13"
    assert meant(replaced=True) == ""
