"""Texts become paragraphs and tables, and marks stay on their words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_api.segments import Segment
from web.blocks import Block, Cell, blocks


def plain(text: str) -> Cell:
    return (Segment(text, False),) if text else ()


def test_lines_with_tabs_are_rows() -> None:
    """Text, a table and text again, in their order."""
    found = blocks("Before\nWater\t138\nSalt\t\nAfter", [])

    assert found == (
        Block(prose=plain("Before")),
        Block(rows=((plain("Water"), plain("138")), (plain("Salt"), ()))),
        Block(prose=plain("After")),
    )


def test_the_lead_is_caption_and_header_of_the_first_table() -> None:
    """Rows that were found without their header are shown with it."""
    found = blocks("Dyeing\t138", [], lead="Table 2. Water\nProcess\tBefore\tAfter")

    assert found == (
        Block(prose=plain("Table 2. Water")),
        Block(
            head=((plain("Process"), plain("Before"), plain("After")),),
            rows=((plain("Dyeing"), plain("138"), ()),),
        ),
    )


@pytest.mark.parametrize(
    ("mark", "row"),
    [
        ((6, 9), (plain("Water"), (Segment("138", True),), plain("80"))),
        (
            (3, 7),
            ((Segment("Wat", False), Segment("er", True)), (Segment("1", True), Segment("38", False)), plain("80")),
        ),
    ],
    ids=["a cell", "over two cells"],
)
def test_marks_stay_on_their_words(mark: tuple[int, int], row: tuple[Cell, ...]) -> None:
    """A mark that reaches over a tab marks what it covers in both cells."""
    assert blocks("Water\t138\t80", [mark]) == (Block(rows=(row,)),)


def test_empty_lines_alone_are_nothing() -> None:
    """A text without visible characters has no block."""
    assert blocks("\n\n", []) == ()


@given(
    st.text(alphabet="ab \t\n", max_size=40), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=3)
)
def test_every_visible_character_is_shown_once_and_in_order(text: str, marks: list[tuple[int, int]]) -> None:
    """Whatever the text, nothing visible is lost, and what is marked is marked."""
    pieces = [
        piece
        for block in blocks(text, marks)
        for piece in (*block.prose, *(piece for row in block.rows for cell in row for piece in cell))
    ]
    marked = {at for start, end in marks for at in range(start, min(end, len(text)))}

    assert "".join(piece.text for piece in pieces).split() == text.split() or "".join(
        "".join(piece.text for piece in pieces).split()
    ) == "".join(text.split())
    assert "".join(piece.text for piece in pieces if piece.marked).replace(" ", "").replace("\n", "") == "".join(
        text[at] for at in sorted(marked) if text[at] in "ab"
    )
