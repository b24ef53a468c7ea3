"""Paragraphs and tables become pages whose spans hold exactly."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import LimitError, NoTextError
from corpus.model import Page, Table
from ingest.flow.blocks import Block, Grid, GridCell, PageBreak, Paragraph
from ingest.flow.limits import FlowLimits
from ingest.flow.pages import PART, Layout
from ingest.headings import Heading

_TEXTS = st.text(alphabet="ab 9é处\u200b\n\t-\ufffe", max_size=12)
_CELLS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), _TEXTS), max_size=8, unique_by=lambda cell: cell[:2])
_GRIDS = st.builds(
    lambda cells, breaks: Grid(tuple(GridCell(*cell) for cell in sorted(cells)), 4, 4, 1, "", frozenset(breaks)),
    _CELLS,
    st.sets(st.integers(0, 3)),
)
_PARAGRAPHS = st.builds(Paragraph, _TEXTS, st.integers(0, 2), close=st.booleans(), margin=st.booleans())
_BLOCKS = st.lists(st.one_of(_PARAGRAPHS, _GRIDS, st.just(PageBreak())), max_size=8)


def _laid(
    *blocks: Block, paged: bool = False, limits: FlowLimits | None = None
) -> tuple[list[Page], list[Heading], list[Table]]:
    layout = Layout("a.docx", limits or FlowLimits(), paged)
    layout.fill(blocks)
    return layout.finish()


def _grid(*rows: tuple[str, ...], breaks: frozenset[int] = frozenset()) -> Grid:
    cells = [GridCell(i, j, text) for i, row in enumerate(rows) for j, text in enumerate(row) if text]
    return Grid(tuple(cells), len(rows), len(rows[0]), 1, breaks=breaks)


@given(_BLOCKS, st.booleans())
def test_every_span_shows_its_words(blocks: list[Block], paged: bool) -> None:
    """Words, headings and cells stand where their spans say; pages are numbered; nothing has a box."""
    pages, headings, tables = _laid(Paragraph("first"), *blocks, paged=paged)

    assert [page.number for page in pages] == list(range(1, len(pages) + 1))
    for page in pages:
        words = [page.text[start:end] for start, end in page.words.spans.tolist()]
        assert "".join(page.text.split()) == "".join(words)
        assert not page.words.boxes.any()
    for heading in headings:
        assert pages[heading.page - 1].text[heading.start :].split()[:1] == heading.text.split()[:1]
    for cell in (cell for table in tables for cell in table.cells):
        assert pages[cell.page - 1].text[slice(*cell.span)] == cell.text != ""


def test_a_table_is_a_line_a_row() -> None:
    """An empty cell is just its tab, and white space in a cell is a space."""
    pages, _, tables = _laid(
        Paragraph("Above"), _grid(("", "Before", "After"), ("Water\nuse", "30", "")), Paragraph("Below")
    )

    assert pages[0].text == "Above\n\n\tBefore\tAfter\nWater use\t30\t\n\nBelow"
    assert tables[0].cells[2].text == "Water use"


def test_a_list_stands_close() -> None:
    """Items follow one another without a blank line, what comes after them does not."""
    pages, _, _ = _laid(Paragraph("• a", close=True), Paragraph("• b", close=True), Paragraph("Then"))

    assert pages[0].text == "• a\n• b\n\nThen"


def test_a_caption_stands_close_to_its_table() -> None:
    """No blank line parts a caption from the rows it belongs to."""
    grid = replace(_grid(("a", "b"), ("1", "2")), caption="Table 1")
    pages, _, tables = _laid(Paragraph("Table 1", close=True), grid)

    assert pages[0].text == "Table 1\na\tb\n1\t2"
    assert tables[0].caption == "Table 1"


def test_what_stands_beside_the_text_goes_to_the_margin() -> None:
    """Running heads and notes are no part of a page's body."""
    pages, _, _ = _laid(Paragraph("Head", margin=True), Paragraph("Body"), PageBreak(), Paragraph("note", margin=True))

    assert [(page.body, page.text.removeprefix(page.body).strip()) for page in pages] == [
        ("Body", "Head"),
        ("", "note"),
    ]


def test_a_table_goes_on_overleaf() -> None:
    """A table cut by a page's end is one table whose cells know their pages."""
    pages, _, tables = _laid(_grid(("a", "b"), ("1", "2"), ("3", "4"), breaks=frozenset([2])), paged=True)

    assert [page.text for page in pages] == ["a\tb\n1\t2", "3\t4"]
    assert (tables[0].first_page, tables[0].last_page, [cell.page for cell in tables[0].cells]) == (
        1,
        2,
        [1] * 4 + [2] * 2,
    )


def test_long_text_is_cut_into_parts() -> None:
    """Where a file knows no pages, parts are about as long as a page, and begin at headings where they can."""
    body = Paragraph("word " * 400)
    pages, headings, _ = _laid(body, Paragraph("Results", 1), body, body, Paragraph("w " * 5000))

    assert max(len(page.text) for page in pages) <= 2 * PART
    assert [(heading.page, heading.start) for heading in headings] == [(2, 0)]
    assert sum(page.text.count("w") for page in pages) == 6200


def test_a_long_table_is_cut_between_rows() -> None:
    """A table that is longer than a part goes on in the next one."""
    pages, _, tables = _laid(_grid(("a", "b"), *((f"row {n}", "x" * 60) for n in range(200))))

    assert len(pages) > 3
    assert tables[0].last_page == len(pages)


def test_pages_of_the_file_are_kept() -> None:
    """A page that the file itself ends is not cut, however long, and empty ones are left out."""
    pages, _, _ = _laid(Paragraph("w " * 5000), PageBreak(), PageBreak(), Paragraph("next"), PageBreak(), paged=True)

    assert [len(page.text.split()) for page in pages] == [5000, 1]


@pytest.mark.parametrize(
    "blocks",
    [
        pytest.param([], id="nothing"),
        pytest.param([Paragraph("\u200b"), Paragraph(" ")], id="nothing to see"),
        pytest.param([Grid((GridCell(0, 0, "\u200b"),), 1, 1, 0)], id="empty table"),
    ],
)
def test_no_text_is_told(blocks: list[Block]) -> None:
    """A file without words is refused."""
    with pytest.raises(NoTextError, match=r"a\.docx holds no text"):
        _laid(*blocks)


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        pytest.param(FlowLimits(characters=20), "more than 20 characters", id="characters"),
        pytest.param(FlowLimits(pages=2), "more than 2 pages", id="pages"),
    ],
)
def test_too_much_is_refused(limits: FlowLimits, said: str) -> None:
    """Text and pages are counted while they are laid out."""
    blocks: list[Block] = [Paragraph("some words"), PageBreak()] * 4

    with pytest.raises(LimitError, match=said):
        _laid(*blocks, limits=limits)
