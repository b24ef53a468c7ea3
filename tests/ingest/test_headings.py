"""Headings: from the outline or by rule, and never a running head."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from corpus.model import Cell, Page, Table
from ingest.heading_lines import lines_of_pages
from ingest.headings import Heading, find_headings, largest_text, paths
from ingest.pdf.outline import Outline
from ingest.pdf.pages import TextLimits, read_pages
from tests.ingest.sample_pdfs import column, document, show

BODY = ["The plant rinsed its fabric three times in fresh", "water and let all of it go to the river below it."]


def _pages(folder: Path, *contents: bytes) -> list[Page]:
    path = folder / "sample.pdf"
    path.write_bytes(document(*contents))
    return read_pages(path, TextLimits())


def _found(pages: list[Page], *outline: Outline) -> list[tuple[int, str]]:
    return [(heading.page, heading.text) for heading in find_headings(lines_of_pages(pages), outline)]


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
    assert largest_text(lines_of_pages(pages)) == "Rinsing in three steps"


def test_running_heads_and_feet_are_never_headings(tmp_path: Path) -> None:
    contents = [
        show("Manual of Rinsing", 72, 760, 14) + column(BODY * 3, y=700) + show(f"Chapter {number}", 72, 40, 14)
        for number in range(1, 5)
    ]

    assert _found(_pages(tmp_path, *contents)) == []


def test_outline_entries_stand_at_the_line_that_repeats_them(tmp_path: Path) -> None:
    pages = _pages(tmp_path, column([*BODY, "", "Water Reuse", "", *BODY]))
    headings = find_headings(lines_of_pages(pages), [Outline("1.4 Water reuse", 1, 1)])

    assert [pages[0].text[heading.start :][:11] for heading in headings] == ["Water Reuse"]
    assert headings[0].text == "1.4 Water reuse"


def test_outline_entries_for_missing_pages_are_left_out(tmp_path: Path) -> None:
    pages = _pages(tmp_path, column(BODY))

    assert _found(pages, Outline("Lost", 9, 1), Outline("Nowhere", 1, 1)) == [(1, "Nowhere")]


def test_a_document_without_text_has_no_headings(tmp_path: Path) -> None:
    pages = _pages(tmp_path, b"0 g")

    assert _found(pages) == []
    assert largest_text(lines_of_pages(pages)) == ""


def test_levels_come_from_numbers_then_from_letters(tmp_path: Path) -> None:
    """Numbered headings tell their depth, large ones share that of their size, others stand below the last."""
    content = (
        show("4 Water", 72, 740, 20)
        + show("Where it goes", 72, 705, 16)
        + show("4.1 Rinsing", 72, 670, 16)
        + column([*BODY, "", "APPLICABILITY", "", *BODY], y=640)
        + show("Annex II Methods", 72, 500, 20)
    )
    headings = find_headings(lines_of_pages(_pages(tmp_path, content)), [])

    assert [(heading.text, heading.level) for heading in headings] == [
        ("4 Water", 1),
        ("Where it goes", 2),
        ("4.1 Rinsing", 2),
        ("APPLICABILITY", 3),
        ("Annex II Methods", 1),
    ]


def test_levels_of_the_outline_count_first(tmp_path: Path) -> None:
    """An entry keeps its depth in the tree, whatever its number says."""
    pages = _pages(tmp_path, column([*BODY, "", "1.2 Reuse", "", *BODY]))
    headings = find_headings(lines_of_pages(pages), [Outline("1.2 Reuse", 1, 5)])

    assert [heading.level for heading in headings] == [5]


def test_sizes_of_letters_rank_headings_without_numbers(tmp_path: Path) -> None:
    """Larger letters stand further out, and letters of nearly one size alike."""
    sizes = [24, 16, 16.2, 24, 13]
    content = b"".join(
        show(f"Heading {'abcde'[place]}", 72, 760 - 40 * place, size) for place, size in enumerate(sizes)
    )
    headings = find_headings(lines_of_pages(_pages(tmp_path, content + column(BODY * 6, y=500, size=11))), [])

    assert [heading.level for heading in headings] == [1, 2, 2, 1, 3]


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        pytest.param([1, 2, 3, 2, 1], ["a", "ab", "abc", "ad", "e"], id="tree"),
        pytest.param([3, 1, 3], ["a", "b", "bc"], id="levels left out"),
        pytest.param([], [], id="none"),
    ],
)
def test_a_path_names_the_headings_above(levels: list[int], expected: list[str]) -> None:
    """Each heading stands under the nearest one of a lower level, outermost first."""
    headings = [Heading("abcde"[place], 1, place, level) for place, level in enumerate(levels)]

    assert ["".join(path) for path in paths(headings)] == expected


def test_rows_of_tables_are_no_headings(tmp_path: Path) -> None:
    """A line with cells is none, though its letters are large."""
    (page,) = _pages(tmp_path, show("Water Steam", 72, 740, 20) + column(BODY, y=690))
    page = replace(page, text=page.text.replace("Water Steam", "Water\tSteam"))

    assert _found([page]) == []


def test_lines_that_stand_on_their_side_are_no_larger(tmp_path: Path) -> None:
    """The height of turned letters is measured across the page."""
    turned = b"".join(
        b"BT /F1 11 Tf 0 1 -1 0 %d 150 Tm (%s) Tj ET\n" % (200 + 14 * row, line.encode())
        for row, line in enumerate(BODY)
    )

    assert _found(_pages(tmp_path, turned)) == []


def test_a_row_of_a_table_is_no_heading(tmp_path: Path) -> None:
    """A line in large letters is a heading, unless it stands in a cell of a table."""
    content = column(["Water and steam"], y=700, size=20) + column(BODY * 6, y=600, size=11)
    (page, *_) = pages = _pages(tmp_path, content)
    start = page.text.index("Water and steam")
    cell = Cell(0, 0, "Water and steam", page.number, (start, start + 15))
    table = Table(0, "", page.number, page.number, 0, 1, 1, (cell,))

    assert "Water and steam" in [heading.text for heading in find_headings(lines_of_pages(pages), [])]
    assert "Water and steam" not in [heading.text for heading in find_headings(lines_of_pages(pages), [], [table])]
