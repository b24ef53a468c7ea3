from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest

from search_api.requests import SearchRequest
from tests.web import html_check, sample_cases, sample_centres, sample_subjects
from tests.web import sample_answers as sample
from web import results, text
from web.blocks import blocks
from web.cases import cases_block
from web.centres import centre_page, centres_page
from web.compare import compare_page
from web.coverage import coverage_page
from web.facets import term_box
from web.jobs import jobs_page
from web.pages import examples, practices
from web.rendering import Page, load
from web.reported_views import TechniquePage
from web.subjects import subject_page
from web.views import (
    AboutPage,
    CasePage,
    DocumentPage,
    ErrorPage,
    Frame,
    HomePage,
    ProposalsPage,
    ReaderPage,
    SearchPage,
)

RENDERER = load()
FRAME = Frame("Title", "dye house", (("sector", "13"),), "/api/v1/search?q=x")
HOSTILE = "\"><script>alert(1)</script>'<img src=x onerror=alert(2)>\u202egnp&amp;"
ADDRESSES = frozenset(
    {"url", "id", "language", "role", "icon", "image_url", "pdf_url", "download_url", "api_url", "media_type"}
)


def reader_page() -> ReaderPage:
    shown = blocks(sample.PAGE_VIEW.text, sample.PAGE_VIEW.marks)
    return ReaderPage(
        FRAME,
        sample.PAGE_VIEW,
        shown,
        "Dyeing manual 88",
        109_423,
        False,
        "/documents/x/original.pdf",
        4_200_000,
    )


def search_page() -> SearchPage:
    asked = SearchRequest("dye house water reuse", {"sector": ("13",), "grade": ("A",)}, ignore=("resource:water",))
    page = results.overview_page(asked, sample.OVERVIEW)
    return replace(page, notices=("Only keyword search is available.",), no_good_match=True, explain=True)


APPLIED = cases_block(sample_cases.APPLIED, sample.CONCEPT.url)
PAGES: dict[str, Page] = {
    "home": HomePage(
        Frame(""),
        sample.HOME,
        tuple(examples(sample.HOME.examples)),
        (term_box("Sectors", sample.HOME.sectors, shown=3),),
        practices(),
    ),
    "search": search_page(),
    "technique": TechniquePage(
        FRAME, sample.CONCEPT, APPLIED, "", "/search?q=rinsing", text.advice(sample.ADVICE), ("https://example.org", "")
    ),
    "subject": subject_page(sample_subjects.TEXTILES),
    "compare": compare_page([sample.CONCEPT, sample_subjects.SPRAYING]),
    "comparison of nothing": compare_page([]),
    "case": CasePage(FRAME, sample.CASE_VIEW, "https://example.org"),
    "document": DocumentPage(FRAME, sample.DOCUMENT_VIEW, ""),
    "page": reader_page(),
    "scan": replace(reader_page(), view=sample.SCAN_VIEW),
    "proposals": ProposalsPage(FRAME, sample.MANUAL, (sample.PROPOSAL,)),
    "part": replace(reader_page(), view=sample.PART_VIEW),
    "workbook": DocumentPage(FRAME, sample.WORKBOOK_VIEW, ""),
    "jobs": jobs_page(sample.JOBS, state="", refreshing=False),
    "about": AboutPage(FRAME, text.grades(), practices()),
    "centres": centres_page((sample_centres.SUMMARY, sample_centres.OTHER)),
    "centre": centre_page(sample_centres.CENTRE),
    "coverage": coverage_page(sample_centres.COVERAGE),
    "error": ErrorPage(FRAME, 404, "There is no such document."),
}


def made_of(words: str, value: Any, name: str = "") -> Any:
    """Return a record with every text in it, but for addresses and codes, replaced by these words."""
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: made_of(words, getattr(value, f.name), f.name) for f in fields(value)})
    if isinstance(value, tuple):
        return tuple(made_of(words, item, name) for item in value)
    return words if isinstance(value, str) and name not in ADDRESSES and value else value


@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_well_formed_and_names_all_it_shows(name: str) -> None:
    assert html_check.read(RENDERER.html(PAGES[name])).faults == []


@pytest.mark.parametrize("name", PAGES)
def test_hostile_text_is_shown_and_never_taken_for_markup(name: str) -> None:
    html = RENDERER.html(made_of(HOSTILE, PAGES[name]))

    assert html_check.read(html).faults == []
    assert "<script" not in html
    assert "<img src=x" not in html
    assert "\u202e" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


@pytest.mark.parametrize("name", PAGES)
def test_no_page_asks_anything_of_another_server(name: str) -> None:
    report = html_check.read(RENDERER.html(PAGES[name]))

    loaded = [e.attributes.get("src") or e.attributes.get("href", "") for e in report.all("img") + report.all("link")]
    assert loaded
    assert all(address.startswith("/") and not address.startswith("//") for address in loaded)


def test_empty_records_make_whole_pages() -> None:
    bare = replace(sample.CASE, company=None, country=None, country_name=None, year=None, sector=None, figures=())
    technique = replace(sample.CONCEPT, definition="", practices=(), alternatives=(), sheet=None)
    pages: list[Page] = [
        TechniquePage(
            FRAME, replace(technique, passages=()), cases_block(sample_cases.NONE, "/t"), "", "/search", (), ()
        ),
        CasePage(FRAME, replace(sample.CASE_VIEW, summary=bare, baseline="", notes="", measures=()), ""),
        DocumentPage(FRAME, replace(sample.DOCUMENT_VIEW, source=None, cases=(), headings=()), ""),
        ReaderPage(
            FRAME,
            replace(sample.PAGE_VIEW, text="", marks=(), boxes=(), previous=None, image_url="", pdf_url=""),
            (),
            "",
            0,
            True,
            "/x",
            0,
        ),
        ProposalsPage(FRAME, sample.MANUAL, ()),
        ErrorPage(FRAME, 500, ""),
    ]

    assert [html_check.read(RENDERER.html(page)).faults for page in pages] == [[], [], [], [], [], []]


def test_passages_carry_their_language_and_direction() -> None:
    quotes = html_check.read(RENDERER.html(PAGES["technique"])).all("blockquote")

    assert [(q.attributes["lang"], q.attributes["dir"]) for q in quotes] == [("en", "ltr"), ("ar", "rtl")]


def test_marks_of_a_passage_are_marked_in_its_text() -> None:
    marks = html_check.read(RENDERER.html(PAGES["technique"])).all("mark")

    assert [sample.PASSAGE.text[start:end] for start, end in sample.PASSAGE.marks] == [m.text for m in marks[:5]]


def test_a_technique_says_what_to_know_before_using_it() -> None:
    report = html_check.read(RENDERER.html(PAGES["technique"]))
    headings = [heading.text for heading in report.all("h3")]

    assert [title for title in headings if title in {*text.ADVICE.values()}] == [
        "Where it applies",
        "What must be there first",
        "Measure first",
        "Typical mistakes",
    ]
    assert any("Some solvents may no longer be used" in notice.text for notice in report.with_class("notice"))


def test_each_mark_of_a_source_leads_to_it() -> None:
    report = html_check.read(RENDERER.html(PAGES["technique"]))
    links = [link.attributes.get("href", "") for link in report.all("a")]
    sources = [item.attributes["id"] for item in report.all("li") if "id" in item.attributes]

    assert sources == ["source-1", "source-2"]
    assert [link for link in links if link.startswith("#source-")] == ["#source-2", "#source-1", "#source-1"]


def test_a_sheet_without_sources_has_no_empty_list_of_them() -> None:
    concept = replace(sample.CONCEPT, sheet=replace(sample.ADVICE, sources=()))
    report = html_check.read(RENDERER.html(TechniquePage(FRAME, concept, APPLIED, "", "/search", (), ())))

    assert "Before you use it" in [heading.text for heading in report.all("h2")]
    assert "Sources" not in [heading.text for heading in report.all("h3")]


def test_a_technique_without_a_sheet_has_no_empty_advice() -> None:
    html = RENDERER.html(TechniquePage(FRAME, replace(sample.CONCEPT, sheet=None), APPLIED, "", "/search", (), ()))

    assert "Before you use it" not in html


def test_a_page_shows_a_box_for_each_marked_line_and_a_place_to_jump_to() -> None:
    report = html_check.read(RENDERER.html(PAGES["page"]))

    boxes = [e.attributes for e in report.all("rect")]
    assert boxes[0] == {"x": "12.0%", "y": "14.2%", "width": "74.0%", "height": "2.1%"}
    assert len(boxes) == len(sample.PAGE_VIEW.boxes)
    assert [mark.attributes["id"] for mark in report.all("mark")] == ["mark"]


def test_each_figure_of_a_case_links_to_the_page_that_proves_it() -> None:
    report = html_check.read(RENDERER.html(PAGES["case"]))

    proofs = [link.attributes["href"] for link in report.with_class("figure")]
    assert sorted(figure.url for figure in sample.CASE.figures) == sorted(proofs)


def test_a_figure_without_an_exact_place_says_so() -> None:
    html = RENDERER.html(PAGES["case"])

    assert html.count("could not be located exactly") == 1


def test_a_case_says_what_its_grade_means_and_that_failures_are_missing() -> None:
    html = RENDERER.html(PAGES["case"])

    assert "Measured before and after" in html
    assert "failures are under-reported" in html


def test_weak_results_are_marked_one_by_one() -> None:
    page = search_page()

    shown = RENDERER.html(page).count('class="weak"')
    assert len(page.techniques) + len(page.passages) + len(page.cases) == shown


def test_notices_are_announced() -> None:
    notices = html_check.read(RENDERER.html(PAGES["search"])).with_class("notice")

    assert {"status"} == {notice.attributes.get("role") for notice in notices}
    assert any("Only keyword search is available." in notice.text for notice in notices)


def test_scores_are_shown_only_when_asked_for() -> None:
    assert "0.0325" in RENDERER.html(search_page())
    assert "0.0325" not in RENDERER.html(replace(search_page(), explain=False))


def test_rows_of_a_table_stand_in_columns_under_their_header() -> None:
    """A passage of a table is a table, with the header it was cut from."""
    report = html_check.read(RENDERER.html(PAGES["search"]))

    assert [cell.text for cell in report.all("th")] == ["Process", "Before", "After"]
    assert [cell.text for cell in report.all("td")] == ["Dyeing", "138", "80", "Rinsing", "40", "22"]


def test_the_first_marked_words_of_a_page_can_be_jumped_to() -> None:
    """There is one place to jump to, however many words are marked."""
    marks = html_check.read(RENDERER.html(PAGES["page"])).all("mark")

    assert [mark.attributes.get("id") for mark in marks] == ["mark", *[None] * (len(marks) - 1)]


def test_a_scan_says_who_read_it_and_how_sure_that_is() -> None:
    """Text by OCR is never shown as if the file held it."""
    assert "tesseract 5.3.0, which is 93 % sure" in RENDERER.html(PAGES["scan"])
