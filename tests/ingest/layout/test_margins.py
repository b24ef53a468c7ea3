"""Running heads and feet stand apart from the body."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.model import Page
from ingest.pdf.pages import TextLimits, read_pages
from tests.ingest.sample_pdfs import column, document, show

BODY = ["The plant rinsed its fabric three times in fresh", "water and let all of it go to the river below it."]


def _pages(folder: Path, *contents: bytes) -> list[Page]:
    path = folder / "sample.pdf"
    path.write_bytes(document(*contents))
    return read_pages(path, TextLimits())


def _body(place: int) -> bytes:
    """Return lines that no other page has."""
    return column([f"{'abcdefghijkl'[place] * 3} {line}" for line in BODY], y=700)


def _margins(pages: list[Page]) -> list[str]:
    return [page.text[len(page.body) :].strip() for page in pages]


def test_heads_and_feet_come_last_and_are_counted(tmp_path: Path) -> None:
    """The body ends before the line feed that the margin counts in."""
    pages = _pages(
        tmp_path,
        *(show("Manual of Rinsing", 72, 760) + column(BODY, y=700) + show(f"Page {n}", 300, 30) for n in (1, 2, 3)),
    )

    assert [page.body for page in pages] == ["\n".join(BODY)] * 3
    assert _margins(pages) == [f"Manual of Rinsing\n\nPage {n}" for n in (1, 2, 3)]


def test_heads_of_left_and_right_pages_and_of_chapters_are_found(tmp_path: Path) -> None:
    """Heads that differ are told by where they stand, once others at that place come again."""
    heads = ["Manual", "Chapter on water", "Manual", "Chapter on water", "Manual", "Chapter on heat", "Manual"]
    pages = _pages(tmp_path, *(show(head, 72, 760) + _body(place) for place, head in enumerate(heads)))

    assert _margins(pages) == heads


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        pytest.param(["1", "2"], ["1", "2"], id="two pages"),
        pytest.param(["iv", "v", "vi"], ["iv", "v", "vi"], id="roman"),
        pytest.param(["- 7 -", "- 8 -"], ["- 7 -", "- 8 -"], id="dashes"),
        pytest.param(["Page 3 of 9", "Page 4 of 9"], ["Page 3 of 9", "Page 4 of 9"], id="of so many"),
        pytest.param(["1"], ["1"], id="single page"),
        pytest.param(["120", "84"], ["", ""], id="not counting"),
    ],
)
def test_page_numbers_alone_are_told_by_counting(tmp_path: Path, numbers: list[str], expected: list[str]) -> None:
    """A lone number at the edge is a page number if it grows with the pages."""
    assert (
        _margins(_pages(tmp_path, *(_body(place) + show(number, 300, 30) for place, number in enumerate(numbers))))
        == expected
    )


def test_the_first_lines_of_bodies_are_not_heads(tmp_path: Path) -> None:
    """A heading below the running head that comes on a few pages, and lines that touch their text, stay in the body."""
    contents = [
        show("Manual", 72, 770) + show("Applicability" if n < 4 else f"Water {n * 'x'}", 72, 735) + column(BODY, y=700)
        for n in range(12)
    ]
    pages = _pages(tmp_path, *contents)

    assert {page.body.split("\n")[0] for page in pages[:4]} == {"Applicability"}
    assert set(_margins(pages)) == {"Manual"}


def test_equal_pages_keep_their_text(tmp_path: Path) -> None:
    """Text that runs down to the edge is none, though it is the same on every page."""
    pages = _pages(tmp_path, *[column(BODY * 24, y=780, size=11)] * 4)

    assert [page.margin for page in pages] == [0] * 4


def test_a_second_line_of_a_head_goes_with_it(tmp_path: Path) -> None:
    """A head of two lines is set apart as a whole where both come on most pages."""
    head = show("Manual of Rinsing", 72, 770) + show("Second edition", 72, 756)
    pages = _pages(tmp_path, *[head + column(BODY, y=700)] * 5)

    assert _margins(pages) == ["Manual of Rinsing\nSecond edition"] * 5


def test_a_page_of_nothing_but_margin_has_no_body(tmp_path: Path) -> None:
    """A page that holds only its head has an empty body."""
    contents = [show("Manual", 72, 760) + (column(BODY, y=700) if n != 2 else b"") for n in range(4)]
    pages = _pages(tmp_path, *contents)

    assert (pages[2].text, pages[2].body, pages[2].margin) == ("Manual", "", 6)
