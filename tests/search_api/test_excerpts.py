"""The stretch of a passage that is shown, and its marks."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from search_api.excerpts import LENGTH, excerpt, query_terms


def marked(text: str, query: str, language: str = "en") -> list[str]:
    shown = excerpt(text, query_terms([query], language), language)
    return [shown.text[start:end] for start, end in shown.marks]


def test_marks_words_whatever_their_ending_or_case() -> None:
    assert marked("Dyeing water was Reused; re-use of dyes.", "reuse water dye") == [
        "Dyeing",
        "water",
        "Reused",
        "dyes",
    ]


def test_marks_vietnamese_typed_without_diacritics() -> None:
    assert marked("Tái sử dụng nước nhuộm", "nuoc nhuom", "vi") == ["nước", "nhuộm"]


def test_marks_chinese_by_pairs_of_characters() -> None:
    assert marked("印染废水回用技术", "废水回用", "zh") == ["废水回用"]


def test_a_short_text_is_shown_whole() -> None:
    shown = excerpt("Rinse water flows back.", frozenset(), "en")

    assert (shown.text, shown.marks) == ("Rinse water flows back.", ())


def test_a_long_text_is_cut_where_most_different_words_stand() -> None:
    text = "kiln " * 200 + "the kiln gives waste heat to the dryer " + "brick " * 200
    shown = excerpt(text, query_terms(["kiln waste heat dryer"], "en"), "en")

    assert "waste heat to the dryer" in shown.text
    assert shown.text.startswith("… ")
    assert shown.text.endswith(" …")
    assert len(shown.text) <= LENGTH + 4


@given(st.text(max_size=2000), st.text(max_size=60))
def test_marks_lie_in_the_text_in_order(text: str, query: str) -> None:
    shown = excerpt(text, query_terms([query], "en"), "en")
    flat = [edge for mark in shown.marks for edge in mark]

    assert flat == sorted(set(flat))
    assert not flat or (flat[0] >= 0 and flat[-1] <= len(shown.text))
