"""The pages of centres and of coverage, from records alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.web import html_check
from tests.web import sample_centres as sample
from web.centres import centre_page, centres_page
from web.coverage import coverage_page
from web.rendering import Page, load

RENDERER = load()
EMPTY_CENTRE = replace(
    sample.CENTRE,
    summary=replace(sample.SUMMARY, city="", case_count=0),
    roundtable="",
    host="",
    founded=None,
    website="",
    services=(),
    note="",
    sectors=(),
    practices=(),
    cases=(),
    missing_sectors=(),
    missing_practices=(),
)
EMPTY_COVERAGE = replace(
    sample.COVERAGE,
    cases=0,
    rows=(),
    countries=(),
    unplaced=0,
    without_country=0,
    thin_sectors=(),
    thin_processes=(),
    explained=0,
    thin_techniques=(),
)
PAGES: dict[str, Page] = {
    "centres": centres_page((sample.SUMMARY, sample.OTHER)),
    "no centres": centres_page(()),
    "centre": centre_page(sample.CENTRE),
    "empty centre": centre_page(EMPTY_CENTRE),
    "coverage": coverage_page(sample.COVERAGE),
    "empty coverage": coverage_page(EMPTY_COVERAGE),
}


def shown(name: str) -> html_check.Report:
    return html_check.read(RENDERER.html(PAGES[name]))


@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_well_formed(name: str) -> None:
    assert shown(name).faults == []


@pytest.mark.parametrize("name", PAGES)
def test_every_header_of_a_table_says_what_it_heads(name: str) -> None:
    assert {header.attributes.get("scope") for header in shown(name).all("th")} <= {"col", "row"}


def test_centres_stand_under_their_regions() -> None:
    assert [heading.text for heading in shown("centres").all("h2")] == ["Africa", "Asia and the Pacific"]


def test_a_fact_leads_to_the_sources_that_say_it() -> None:
    hosts = next(e for e in shown("centre").all("dd") if "Example University" in e.text)

    assert hosts.text.split() == ["Example", "University", "[1][2]"]


def test_a_source_without_a_web_address_is_not_linked() -> None:
    links = [link.attributes["href"] for link in shown("centre").all("a")]

    assert "https://example.org" in links
    assert [link for link in links if link.startswith("javascript:")] == []


def test_the_countrys_cases_are_not_claimed_as_the_centres_work() -> None:
    html = RENDERER.html(PAGES["centre"])

    assert "Cases from Bangladesh" in html
    assert "Nothing says that these are the centre's work." in html


def test_each_cell_of_the_table_carries_its_number_and_leads_to_its_cases() -> None:
    cells = shown("coverage").with_class("heat-4")

    assert [" ".join(cell.text.split()) for cell in cells if cell.tag == "td"] == [
        "All cases 12",
        "On-site recovery and reuse 12",
    ]
    links = [link.attributes["href"] for link in shown("coverage").all("a")]
    assert "/sectors/13?practice=on-site-reuse#cases" in links


@pytest.mark.parametrize(
    ("count", "level"), [(0, 0), (1, 1), (2, 1), (3, 2), (5, 2), (6, 3), (11, 3), (12, 4), (200, 4)]
)
def test_a_cell_is_darker_the_more_cases_it_has(count: int, level: int) -> None:
    row = replace(sample.COVERAGE.rows[0], cases=count)
    page = coverage_page(replace(sample.COVERAGE, rows=(row,)))

    assert page.rows[0].all.level == level
    assert bool(page.rows[0].all.url) == bool(count)


def test_a_cell_without_cases_leads_nowhere() -> None:
    empty = [cell for cell in shown("coverage").with_class("heat-0") if cell.tag == "td"]

    assert [" ".join(cell.text.split()) for cell in empty] == [
        "All cases 0",
        "On-site recovery and reuse 0",
        "Good housekeeping 0",
    ]


def test_what_is_thin_stands_in_the_words_of_those_who_ask() -> None:
    rows = [header.text for header in shown("coverage").all("th") if header.attributes["scope"] == "row"]

    assert rows[:2] == ["mines and quarries", "refrigeration"]
