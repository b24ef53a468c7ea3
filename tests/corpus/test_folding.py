"""Folding: spellings that mean the same compare equal, and every token knows its place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.folding import fold, fold_word, stem, tokens

SCRIPTS = st.text(
    alphabet=st.one_of(
        st.characters(),
        st.sampled_from("aZđĐéñ½m³㎥ﬁ水处理น้ำเสียﾊﾟไทยالْمِيَاهُऔद्योगिक한국0123.,-_' \u0301\u00ad\u200dİıßﷺ"),
    ),
    max_size=60,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Waste WATER", "waste water", id="case"),
        pytest.param("nước thải Đồng", "nuoc thai dong", id="vietnamese"),
        pytest.param("Œuvre déjà l'eau", "oeuvre deja l eau", id="french"),
        pytest.param("Straße", "strasse", id="german"),
        pytest.param("الْمِيَاهُ أحمد", "المياه احمد", id="arabic points and hamza"),
        pytest.param("Чёрный", "черныи", id="russian"),
        pytest.param("औद्योगिक जल", "औद्योगिक जल", id="hindi keeps its vowel signs"),
        pytest.param("2.61 t/d, 1,000.5 l.", "2.61 t d 1,000.5 l", id="decimal signs"),
        pytest.param("70-75 %", "70 75", id="ranges split"),
        pytest.param("counter-current a_b", "counter current a b", id="hyphen and underscore split"),
        pytest.param("m³ ㎥ CO₂ ﬁne ＣＯＤ", "m3 m3 co2 fine cod", id="compatibility forms"),
        pytest.param("污水处理", "污水 水处 处理", id="chinese pairs"),
        pytest.param("水", "水", id="a character alone"),
        pytest.param("COD值高2", "cod 值高 2", id="mixed scripts"),
        pytest.param("ﾊﾟﾙﾌﾟ", "パル ルプ", id="half-width kana"),
        pytest.param("เสีย", "เสี สีย", id="thai clusters"),
        pytest.param("e\u0301cole soft\u00adhyphen", "ecole softhyphen", id="decomposed and soft hyphen"),
        pytest.param("İSTANBUL ışık", "istanbul isik", id="turkish dots"),
        pytest.param("\ud800 \x00 \ufffe", "", id="no letters at all"),
    ],
)
def test_folding_drops_what_does_not_change_the_meaning(text: str, expected: str) -> None:
    assert expected == fold(text)


def test_composed_and_decomposed_spellings_are_equal() -> None:
    assert fold("thuốc nhuộm") == fold("thuo\u0302\u0301c nhuo\u0323\u0302m")


def test_a_character_that_stands_for_two_words_yields_both_with_its_span() -> None:
    assert [(token.text, token.start, token.end) for token in tokens("a ½")][1:] == [("1", 2, 3), ("2", 2, 3)]


def test_pairs_of_an_unspaced_script_span_both_characters() -> None:
    assert [(token.start, token.end) for token in tokens(" 水处理")] == [(1, 3), (2, 4)]


@given(SCRIPTS)
def test_spans_lie_in_the_original_text_in_order(text: str) -> None:
    spans = [(token.start, token.end) for token in tokens(text)]

    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert spans == sorted(spans)


@given(SCRIPTS)
def test_every_token_can_be_read_again_from_its_span(text: str) -> None:
    for token in tokens(text):
        assert token.text in {again.text for again in tokens(text[token.start : token.end])}


@given(SCRIPTS)
def test_tokens_are_not_empty_and_hold_no_space(text: str) -> None:
    assert all(token.text and not any(character.isspace() for character in token.text) for token in tokens(text))


@given(st.text(alphabet="abcdeéàüñđ ĐÉẠ-", max_size=40))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(text) == fold(fold(text))


@pytest.mark.parametrize(
    ("token", "language", "expected"),
    [
        pytest.param("rinsing", "en", "rins", id="english"),
        pytest.param("rinses", "en", "rins", id="english plural"),
        pytest.param("rinsing", "fr", "rinsing", id="another language"),
        pytest.param("2.61", "en", "2.61", id="a number"),
        pytest.param("水处", "en", "水处", id="another script"),
    ],
)
def test_stems_are_english_only(token: str, language: str, expected: str) -> None:
    assert expected == stem(token, language)


def test_folding_one_word_keeps_its_separators() -> None:
    assert fold_word("Counter-Courant") == "counter-courant"
