"""Headings: from the outline or by rule, and never a running head."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.model import Page
from ingest.headings import find_headings, largest_text
from ingest.pdf import TextLimits, read_pages
from ingest.structure import Outline
from tests.ingest.sample_pdfs import column, document, show

BODY = ["The plant rinsed its fabric three times in fresh", "water and let all of it go to the river below it."]


def _pages(folder: Path, *contents: bytes) -> list[Page]:
    path = folder / "sample.pdf"
    path.write_bytes(document(*contents))
    return read_pages(path, TextLimits())


def _found(pages: list[Page], *outline: Outline) -> list[tuple[int, str]]:
    return [(heading.page, heading.text) for heading in find_headings(pages, outline)]


@pytest.mark.parametrize(
    "heading",
    ["2.3 Water reuse in the dye house", "1. GENERAL CONCLUSIONS", "Annex II Methods", "WATER REUSE", "Applicability"],
)
def test_a_line_of_its_own_that_looks_like_a_heading_is_one(tmp_path: Path, heading: str) -> None:
    long_body = [" ".join(BODY), *BODY]
    pages = _pages(tmp_path, column([heading, "", *long_body], size=8))

    assert _found(pages) == [(1, heading)]


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("The plant saved water.", id="sentence"),
        pytest.param("1.2 Water reuse ........ 14", id="contents line"),
        pytest.param("12.5 34.1 8.0", id="numbers"),
        pytest.param("and so on", id="lower case"),
    ],
)
def test_other_lines_are_not(tmp_path: Path, line: str) -> None:
    assert _found(_pages(tmp_path, column([line, "", " ".join(BODY), *BODY], size=8))) == []


def test_a_line_in_larger_letters_is_a_heading(tmp_path: Path) -> None:
    pages = _pages(tmp_path, show("Rinsing in three steps", 72, 740, 16) + column(BODY * 3, y=700))

    assert _found(pages) == [(1, "Rinsing in three steps")]
    assert largest_text(pages) == "Rinsing in three steps"


def test_running_heads_and_feet_are_never_headings(tmp_path: Path) -> None:
    contents = [
        show("Manual of Rinsing", 72, 760, 14) + column(BODY * 3, y=700) + show(f"Chapter {number}", 72, 40, 14)
        for number in range(1, 5)
    ]

    assert _found(_pages(tmp_path, *contents)) == []


def test_outline_entries_stand_at_the_line_that_repeats_them(tmp_path: Path) -> None:
    pages = _pages(tmp_path, column([*BODY, "", "Water Reuse", "", *BODY]))
    headings = find_headings(pages, [Outline("1.4 Water reuse", 1, 1)])

    assert [pages[0].text[heading.start :][:11] for heading in headings] == ["Water Reuse"]
    assert headings[0].text == "1.4 Water reuse"


def test_outline_entries_for_missing_pages_are_left_out(tmp_path: Path) -> None:
    pages = _pages(tmp_path, column(BODY))

    assert _found(pages, Outline("Lost", 9, 1), Outline("Nowhere", 1, 1)) == [(1, "Nowhere")]


def test_a_document_without_text_has_no_headings(tmp_path: Path) -> None:
    pages = _pages(tmp_path, b"0 g")

    assert _found(pages) == []
    assert largest_text(pages) == ""
