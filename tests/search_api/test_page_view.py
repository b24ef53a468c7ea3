"""Where a passage stands on a page and on its image."""

from __future__ import annotations

import numpy as np

from corpus.model import Chunk, ChunkId, ChunkKind, DocumentId, Page, Words
from search_api.page_view import boxes_of, marks_of

TEXT = "reuse of\nrinse water"
WORDS = Words(
    spans=np.array([[0, 5], [6, 8], [9, 14], [15, 20]], dtype=np.int32),
    boxes=np.array([[10, 10, 40, 20], [44, 10, 54, 20], [10, 30, 40, 40], [44, 30, 80, 40]], dtype=np.float32),
)
PAGE = Page(2, TEXT, width=100, height=200, words=WORDS)


def chunk(start: int, end: int) -> Chunk:
    return Chunk(ChunkId("d:0"), DocumentId("d"), 0, 1, 2, start, end, "", ChunkKind.PROSE, "en", "")


def test_a_chunk_that_began_on_the_page_before_is_marked_from_the_top() -> None:
    assert marks_of(chunk(50, 108), 100, PAGE) == ((0, 8),)


def test_a_chunk_that_goes_on_is_marked_to_the_end() -> None:
    assert marks_of(chunk(109, 500), 100, PAGE) == ((9, 20),)


def test_a_chunk_of_another_page_is_not_marked() -> None:
    assert marks_of(chunk(0, 100), 100, PAGE) == ()


def test_words_of_one_line_share_a_box_in_percent() -> None:
    assert boxes_of([(0, 20)], PAGE) == ((10.0, 5.0, 44.0, 5.0), (10.0, 15.0, 70.0, 5.0))


def test_a_part_of_a_word_marks_the_word() -> None:
    assert boxes_of([(16, 17)], PAGE) == ((44.0, 15.0, 36.0, 5.0),)


def test_far_apart_words_of_one_line_have_boxes_of_their_own() -> None:
    words = Words(WORDS.spans[:2], np.array([[0, 0, 10, 10], [70, 0, 90, 10]], dtype=np.float32))

    assert boxes_of([(0, 8)], Page(1, TEXT, 100, 100, words)) == ((0.0, 0.0, 10.0, 10.0), (70.0, 0.0, 20.0, 10.0))


def test_no_marks_no_boxes() -> None:
    assert boxes_of([], PAGE) == ()
