"""Split words are told and put together."""

from __future__ import annotations

import pytest

from ingest.layout.hyphens import closed, folded, goes_on


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        pytest.param("reduc-", "tion", True, id="split"),
        pytest.param("reduc\u2010", "tion", True, id="other hyphen"),
        pytest.param("Baden-", "Baden", False, id="capital"),
        pytest.param("short-", "and", False, id="suspended"),
        pytest.param("2010-", "to", False, id="number"),
        pytest.param("-", "tion", False, id="dash"),
        pytest.param("reduction", "tion", False, id="no hyphen"),
    ],
)
def test_a_word_goes_on_after_a_hyphen(first: str, second: str, expected: bool) -> None:
    """A hyphen after a letter, and a small letter after the line's end, make one word."""
    assert goes_on(first, second) is expected


@pytest.mark.parametrize(
    ("first", "second", "known", "expected"),
    [
        pytest.param("reduc", "tion,", set(), "reduc", id="closed"),
        pytest.param("counter", "current", {"counter-current"}, "counter-", id="written with a hyphen"),
        pytest.param("(counter", "current)", {"counter-current", "countercurrent"}, "(counter", id="written both ways"),
        pytest.param("pH", "Wert", set(), "pH-", id="name"),
    ],
)
def test_halves_are_put_together(first: str, second: str, known: set[str], expected: str) -> None:
    """The hyphen stays if the word has one elsewhere, or joins names."""
    assert closed(first, second, known) == expected


def test_words_are_compared_without_what_surrounds_them() -> None:
    """Case and punctuation around a word do not count."""
    assert folded("(Counter-current),") == "counter-current"
