"""Texts are compared by what they say, not by how a file was made."""

from __future__ import annotations

import random

import numpy as np
import pytest

from corpus.likeness import SKETCH_SIZE, Sketch, share, sketch
from corpus.model import Page, Words

NOTHING = Words(np.empty((0, 2), np.int32), np.empty((0, 4), np.float32))


def page(text: str, margin: int = 0) -> Page:
    return Page(1, text, 0.0, 0.0, NOTHING, margin=margin)


def prose(words: int, seed: int = 1) -> list[str]:
    chosen = random.Random(seed)
    return ["".join(chosen.choices("abcdefghijklmnop", k=chosen.randint(3, 9))) for _ in range(words)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (["The dye house\nsaved water."], ["the dye house", "saved   WATER"]),
        (["Rinse ﬁrst."], ["Rinse first"]),
        (["印染废水 回用"], ["印染废水回用。"]),
    ],
    ids=["lines, pages and case", "ligatures", "Chinese"],
)
def test_the_same_words_have_the_same_sketch(one: list[str], other: list[str]) -> None:
    """Line ends, pages, case, marks and ligatures make no other text."""
    assert sketch([page(text) for text in one]) == sketch([page(text) for text in other])


def test_running_heads_do_not_count() -> None:
    """A sheet with another footer is the same text."""
    assert sketch([page("Rinse twice.\nPage 3", margin=7)]) == sketch([page("Rinse twice.")])


def test_no_text_has_an_empty_sketch() -> None:
    """A page of marks alone says nothing."""
    assert Sketch("", ()) == sketch([page(" — * — ")])


def test_a_long_text_has_a_sketch_of_fixed_size() -> None:
    """However long a manual is, its sketch stays small, and its hashes differ."""
    hashes = sketch([page(" ".join(prose(2000)))]).hashes

    assert SKETCH_SIZE == len(set(hashes)) == len(hashes)


def test_a_text_that_repeats_itself_has_the_sketch_of_what_it_repeats() -> None:
    """However often its hashes come again, those that differ are found, and only the seam adds some."""
    sentence = " ".join(prose(12)) + " "
    again = sketch([page(sentence * 400)]).hashes

    assert len(set(again)) == len(again) < SKETCH_SIZE
    assert set(sketch([page(sentence)]).hashes) <= set(again)


def test_a_sketch_holds_the_smallest_hashes() -> None:
    """The sketch of a whole is made of the smallest hashes of its parts and of their seam."""
    words = prose(1000)
    parts = [set(sketch([page(" ".join(part))]).hashes) for part in (words[:500], words[500:])]
    whole = {value % 2**64 for value in sketch([page(" ".join(words))]).hashes}
    ahead = sorted(value % 2**64 for part in parts for value in part)[: SKETCH_SIZE - 30]

    assert set(ahead) <= whole


@pytest.mark.parametrize(("kept", "low", "high"), [(1000, 1.0, 1.0), (900, 0.7, 0.95), (0, 0.0, 0.05)])
def test_the_share_estimates_what_two_texts_have_in_common(kept: int, low: float, high: float) -> None:
    """An edition with a tenth of its words exchanged at the end shares some four fifths of all runs."""
    one = prose(1000)
    other = one[:kept] + prose(1000 - kept, seed=2)

    assert low <= share(sketch([page(" ".join(one))]).hashes, sketch([page(" ".join(other))]).hashes) <= high


def test_nothing_shares_nothing() -> None:
    """Two empty texts have nothing in common."""
    assert share((), ()) == 0.0
