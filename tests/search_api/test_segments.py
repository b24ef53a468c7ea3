"""A marked text in pieces: nothing is lost, and exactly what is marked is set apart."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_api.segments import Segment, merge, segments


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        pytest.param([], [("dye house water", False)], id="none"),
        pytest.param([(0, 3)], [("dye", True), (" house water", False)], id="at the start"),
        pytest.param([(10, 15)], [("dye house ", False), ("water", True)], id="at the end"),
        pytest.param([(0, 15)], [("dye house water", True)], id="all"),
        pytest.param([(10, 15), (0, 3)], [("dye", True), (" house ", False), ("water", True)], id="unsorted"),
        pytest.param([(0, 6), (4, 9)], [("dye house", True), (" water", False)], id="overlapping"),
        pytest.param([(0, 3), (3, 9)], [("dye house", True), (" water", False)], id="touching"),
        pytest.param([(10, 99)], [("dye house ", False), ("water", True)], id="past the end"),
        pytest.param([(-5, 3)], [("dye", True), (" house water", False)], id="before the start"),
        pytest.param([(7, 7), (9, 4), (50, 60)], [("dye house water", False)], id="empty, reversed, outside"),
    ],
)
def test_marks_cut_the_text(marks: list[tuple[int, int]], expected: list[tuple[str, bool]]) -> None:
    pieces = segments("dye house water", marks)

    assert expected == [(piece.text, piece.marked) for piece in pieces]


def test_an_empty_text_has_no_segments() -> None:
    assert segments("", [(0, 4)]) == ()


def test_hostile_text_is_kept_as_it_is() -> None:
    hostile = '</mark><script>alert("1")</script>\u202e&amp;'

    assert segments(hostile, [(0, 15)]) == (Segment(hostile[:15], True), Segment(hostile[15:], False))


def test_touching_spans_are_one_mark() -> None:
    assert merge([(5, 9), (0, 2), (2, 4), (8, 12)]) == [(0, 4), (5, 12)]


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(-5, 70), st.integers(-5, 70)), max_size=8))
def test_segments_join_up_to_the_text_and_alternate(text: str, marks: list[tuple[int, int]]) -> None:
    pieces = segments(text, marks)

    assert text == "".join(piece.text for piece in pieces)
    assert all(piece.text for piece in pieces)
    assert all(first.marked != second.marked for first, second in itertools.pairwise(pieces))


@given(st.text(min_size=1, max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=8))
def test_exactly_the_characters_within_a_mark_are_marked(text: str, marks: list[tuple[int, int]]) -> None:
    flags = [piece.marked for piece in segments(text, marks) for _ in piece.text]

    assert flags == [any(start <= place < end for start, end in marks) for place in range(len(text))]
