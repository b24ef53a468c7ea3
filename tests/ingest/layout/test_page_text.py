"""Words of a page become running text whose spans hold exactly."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.layout.page_text import SPLIT_WORD, RawPage, cut, rearranged, running_pages, without


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("e\ufb03cient \ufb02ow", [("efficient", " "), ("flow", "")], id="ligatures"),
        pytest.param("reduc\u00ad\r\ntion", [("reduc", SPLIT_WORD), ("tion", "")], id="soft hyphen at a line's end"),
        pytest.param("reduc\u00ad", [("reduc", SPLIT_WORD)], id="soft hyphen at the page's end"),
        pytest.param(
            "re\u00adduction re\u00ad use", [("reduction", " "), ("re", " "), ("use", "")], id="soft hyphens elsewhere"
        ),
    ],
)
def test_what_is_drawn_as_other_letters_is_read(text: str, expected: list[tuple[str, str]]) -> None:
    """Ligatures become letters; a soft hyphen is one only where a line ends."""
    found = cut(text)

    assert list(zip(found.words, found.breaks, strict=True)) == expected


@pytest.mark.parametrize(
    ("last", "gap", "expected"),
    [
        pytest.param("reduc-", "", "A reduction", id="hyphen"),
        pytest.param("reduc", SPLIT_WORD, "A reduction", id="hyphen that the engine took away"),
        pytest.param("reduc", "", "A reduc", id="no hyphen"),
    ],
)
def test_a_word_that_goes_on_overleaf_is_whole_where_it_begins(last: str, gap: str, expected: str) -> None:
    """The second half goes to the next page's margin, with its box."""
    pages = running_pages([_raw(["A", last], [" ", gap]), _raw(["tion", "of", "water."], [" ", " ", ""])])

    assert pages[0].text == expected
    assert pages[1].body == ("of water." if expected == "A reduction" else "tion of water.")
    assert sorted(pages[1].text.split()) == ["of", "tion", "water."]
    assert len(pages[1].words.boxes) == 3


def test_running_head_and_foot_stand_after_the_body() -> None:
    """The margin counts its line feed; a word split before it gets its hyphen back."""
    raw = replace(_raw(["Water", "reduc", "12"], [" ", SPLIT_WORD, ""]), margin=1)
    (page,) = running_pages([raw])

    assert (page.text, page.body, page.margin) == ("Water reduc-\n12", "Water reduc-", 3)


def test_a_compound_after_a_suspended_one_keeps_its_hyphen() -> None:
    """The second of two compounds that share an end is written like the first."""
    words = ["short-", "and", "long", "term"]

    assert running_pages([_raw(words, [" ", " ", SPLIT_WORD, ""])])[0].text == "short- and long-term"


def test_moved_words_end_their_lines() -> None:
    """Neighbours that are parted have a line's end between them, and a split word its hyphen."""
    raw = rearranged(_raw(["reduc", "tion", "water"], [SPLIT_WORD, " ", ""]), np.array([0, 2, 1]))

    assert list(zip(raw.words, raw.breaks, strict=True)) == [("reduc-", "\n"), ("water", "\n"), ("tion", "\n")]


def test_words_left_out_are_counted() -> None:
    """What nobody sees is gone, and its number kept."""
    raw = without(_raw(["one", "two", "three"], [" ", " ", ""]), np.array([False, True, False]))

    assert (list(raw.words), raw.hidden, len(raw.boxes)) == (["one", "three"], 1, 2)
