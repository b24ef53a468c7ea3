from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_api.answers import Group, Term
from search_api.requests import Mode, SearchRequest, parse_search
from web import links

DYE = SearchRequest("dye house water", {"sector": ("1313", "14"), "country": ("IN",)}, group=Group.CASE, limit=30)


def read(url: str) -> SearchRequest:
    return parse_search(parse_qsl(urlsplit(url).query, keep_blank_values=True))


def test_a_search_address_names_every_part_once() -> None:
    assert links.search_url(DYE) == ("/search?q=dye+house+water&group=case&country=IN&sector=1313&sector=14&limit=30")


def test_the_language_filter_goes_by_its_short_name() -> None:
    assert links.filtered("language", "vi") == "/search?lang=vi"


def test_a_term_leads_to_its_own_page_or_to_a_search() -> None:
    assert links.term_url(Term("technique", "a/b", "A")) == "/techniques/a%2Fb"
    assert links.term_url(Term("resource", "water", "Water")) == "/resources/water"
    assert links.term_url(Term("country", "VN", "Vietnam")) == "/search?country=VN"


def test_the_empty_search_has_no_query_string() -> None:
    assert links.search_url(SearchRequest()) == "/search"


def test_toggling_adds_a_value_and_takes_it_away_again() -> None:
    added = links.toggled(DYE, "country", "VN")

    assert added.filters["country"] == ("IN", "VN")
    assert links.toggled(added, "country", "VN") == DYE


def test_toggling_the_last_value_removes_the_facet() -> None:
    assert "country" not in links.toggled(DYE, "country", "IN").filters


def test_ignoring_a_concept_twice_names_it_once() -> None:
    once = links.ignoring(DYE, "process:dyeing")

    assert links.ignoring(once, "process:dyeing").ignore == ("process:dyeing",)
    assert links.minding(once, "process:dyeing") == DYE


def test_another_list_starts_at_its_top() -> None:
    assert links.grouped(DYE, None) == SearchRequest(DYE.text, DYE.filters)


@pytest.mark.parametrize(("limit", "longer"), [(10, 30), (40, 100), (99, 100), (100, None)])
def test_a_longer_list_stops_at_the_limit(limit: int, longer: int | None) -> None:
    found = links.longer(SearchRequest("x", limit=limit))

    assert longer == (found.limit if found else None)


def test_the_data_have_the_same_query_as_the_page() -> None:
    assert links.api_url(DYE).partition("?")[2] == links.search_url(DYE).partition("?")[2]


WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
VALUES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8)
CONCEPTS = st.sampled_from(["process:dyeing", "sector:1313", "technique:counter-current-rinsing", "resource:water"])
REQUESTS = st.builds(
    SearchRequest,
    text=WORDS,
    filters=st.dictionaries(
        st.sampled_from(["sector", "language", "grade"]),
        st.lists(VALUES, min_size=1, max_size=3, unique=True).map(tuple),
    ),
    ignore=st.lists(CONCEPTS, max_size=3, unique=True).map(tuple),
    group=st.none() | st.sampled_from(Group),
    limit=st.integers(1, 100),
    mode=st.sampled_from(Mode),
    explain=st.booleans(),
)


@given(REQUESTS)
def test_every_search_survives_its_address(request: SearchRequest) -> None:
    assert read(links.search_url(request)) == request


def test_a_term_can_lead_to_one_country_alone() -> None:
    assert links.term_url(Term("sector", "13", "Textiles"), country="VN") == "/sectors/13?country=VN"
    assert links.term_url(Term("topic", "energy", "Energy"), country="VN") == "/search?country=VN&topic=energy"
    assert links.term_url(Term("sector", "13", "Textiles"), country="") == "/sectors/13"
