"""Techniques side by side."""

from __future__ import annotations

from dataclasses import replace

from tests.web import html_check, sample_cases, sample_subjects
from tests.web import sample_answers as sample
from web.compare import MOST_SPREADS, compare_page, compare_url, suggested
from web.rendering import load

RENDERER = load()
OTHER = replace(sample_subjects.SPRAYING, applied=sample_cases.APPLIED)


def test_each_kind_of_figure_is_a_row_and_what_is_not_reported_is_said() -> None:
    page = compare_page([sample.CONCEPT, sample_subjects.SPRAYING])

    assert [row.name for row in page.spreads] == ["Payback time", "Saving: Water", "Saving: Water"]
    assert all(row.cells[0].spread and row.cells[1].spread is None for row in page.spreads)
    report = html_check.read(RENDERER.html(page))
    assert [cell.text for cell in report.all("td")].count("fewer than three sites") == len(page.spreads)


def test_what_all_report_comes_first() -> None:
    page = compare_page([sample.CONCEPT, OTHER, sample_subjects.SPRAYING])
    shared = [sum(cell.spread is not None for cell in row.cells) for row in page.spreads]

    assert shared == sorted(shared, reverse=True)
    assert len(page.spreads) <= MOST_SPREADS


def test_a_technique_can_be_left_out() -> None:
    page = compare_page([sample.CONCEPT, OTHER])

    assert page.without == ("/techniques/spray-rinsing", "/techniques/counter-current-rinsing")
    assert compare_url(["a", "b"]) == "/compare?technique=a&technique=b"
    assert compare_url([]) == "/"


def test_sheets_stand_point_by_point_without_the_marks_of_their_sources() -> None:
    page = compare_page([sample.CONCEPT, OTHER])
    html = RENDERER.html(page)

    assert [row.name for row in page.advice][:2] == ["Where it applies", "What must be there first"]
    assert "Dye houses with two tanks." in html
    assert "[1]" not in html


def test_related_techniques_are_suggested() -> None:
    assert suggested(sample.CONCEPT) == (
        "/compare?technique=counter-current-rinsing&technique=overflow-rinsing&technique=spray-rinsing"
    )
    assert suggested(sample_subjects.SPRAYING) == ""
