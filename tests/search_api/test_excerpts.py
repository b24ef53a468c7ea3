"""The stretch of a passage that is shown, and its marks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_api.excerpts import LENGTH, Excerpt, excerpt, query_terms, row_excerpt


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


ROWS = "Desizing\t12\t8\nDyeing\t138\t80\nRinsing of fabric\t40\t22"


@pytest.mark.parametrize(
    ("terms", "length", "text", "marks"),
    [
        (frozenset({"rins"}), 40, "Dyeing\t138\t80\nRinsing of fabric\t40\t22", ((14, 21),)),
        (frozenset({"dye", "rins"}), 40, "Dyeing\t138\t80\nRinsing of fabric\t40\t22", ((0, 6), (14, 21))),
        (frozenset(), 28, "Desizing\t12\t8\nDyeing\t138\t80", ()),
    ],
    ids=["the row that was found, with what fits before it", "both rows that were found", "the first rows that fit"],
)
def test_an_excerpt_of_a_table_is_whole_rows(
    terms: frozenset[str], length: int, text: str, marks: tuple[tuple[int, int], ...]
) -> None:
    assert row_excerpt(ROWS, terms, "en", length=length) == Excerpt(text, marks)


def test_a_row_that_is_too_long_is_cut_as_other_text_is() -> None:
    long = "word " * 50 + "\tdyeing"

    assert row_excerpt(long, frozenset({"dye"}), "en", length=60) == excerpt(long, frozenset({"dye"}), "en", length=60)
