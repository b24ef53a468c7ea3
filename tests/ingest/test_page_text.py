"""Words of a page become running text whose spans hold exactly."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.page_text import SPLIT_WORD, RawPage, cut, running_pages


def _raw(words: list[str], breaks: list[str]) -> RawPage:
    """Place every word on a line of its own, a line's height apart."""
    tops = 20.0 * np.arange(len(words), dtype=np.float32)
    boxes = np.stack([np.zeros_like(tops), tops, np.full_like(tops, 40), tops + 12], axis=1)
    return RawPage(1, 100, 100, words, breaks, boxes.astype(np.float32).reshape(-1, 4))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("one two", [("one", " "), ("two", "")], id="space"),
        pytest.param("one\r\ntwo", [("one", "\n"), ("two", "")], id="line"),
        pytest.param("one\u00a0\ttwo", [("one", " "), ("two", "")], id="other white space"),
        pytest.param("reduc\ufffetion", [("reduc", SPLIT_WORD), ("tion", "")], id="split word"),
        pytest.param("处理", [("处", ""), ("理", "")], id="characters are words"),
        pytest.param("a\x00b \x01 c", [("ab", " "), ("c", "")], id="control characters"),
        pytest.param("\uf0b7 point", [("•", " "), ("point", "")], id="bullet"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_text_is_split_into_words_and_breaks(text: str, expected: list[tuple[str, str]]) -> None:
    found = cut(text)

    assert list(zip(found.words, found.breaks, strict=True)) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param(["reduc", "tion"], "reduction", id="closed"),
        pytest.param(["CO", "2"], "CO-2", id="number stays apart"),
        pytest.param(["BBT", "conclusies"], "BBT-conclusies", id="abbreviation stays apart"),
        pytest.param(["Baden", "Baden"], "Baden-Baden", id="name stays apart"),
        pytest.param(["counter"], "counter-", id="nothing follows"),
    ],
)
def test_split_words_are_closed(words: list[str], expected: str) -> None:
    breaks = [SPLIT_WORD] + [""] * (len(words) - 1)

    assert running_pages([_raw(words, breaks)])[0].text == expected


def test_another_page_decides_about_a_hyphen() -> None:
    pages = [_raw(["counter", "current"], [SPLIT_WORD, ""]), _raw(["Counter-current,"], [""])]

    assert [page.text for page in running_pages(pages)] == ["counter-current", "Counter-current,"]


WORDS = st.lists(
    st.tuples(st.text("abcÄ-1水", min_size=1, max_size=6), st.sampled_from(["", " ", "\n", SPLIT_WORD])), max_size=30
)


@given(WORDS)
def test_spans_are_ascending_and_hold_their_words(items: list[tuple[str, str]]) -> None:
    (page,) = running_pages([_raw([word for word, _ in items], [gap for _, gap in items])])
    spans = page.words.spans

    assert len(spans) == len(page.words.boxes) == len(items)
    assert all(
        page.text[start:end].rstrip("-") == word.rstrip("-")
        for (start, end), (word, _) in zip(spans, items, strict=True)
    )
    assert (spans[1:, 0] >= spans[:-1, 1]).all()
    assert spans.dtype == np.int32


@given(st.text(max_size=200))
def test_no_unreadable_character_comes_through(text: str) -> None:
    found = cut(text)

    assert len(found.words) == len(found.breaks) == len(found.spans)
    for word, (start, end) in zip(found.words, found.spans, strict=True):
        assert word
        assert not any(character.isspace() or "\ud800" <= character <= "\udfff" for character in word)
        assert 0 <= start < end <= len(text)


@given(st.text("ab水 \r\n\ufffe-", max_size=60))
def test_words_stand_where_their_spans_say(text: str) -> None:
    found = cut(text)

    assert found.words == [text[start:end] for start, end in found.spans]
