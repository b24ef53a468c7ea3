"""What reaches a terminal or the library is text and nothing else."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.plain_text import encodable, one_line, web_address


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        pytest.param("\x00 dye\thouse\r\n\u202ewater\ufeff \ud800 ", "dye house water", id="steering"),
        pytest.param("\x1b[31mred\x1b]0;title\x07", "[31mred ]0;title", id="terminal escapes"),
        pytest.param("a\u009b31mb\u2028c", "a 31mb c", id="C1 controls and line separators"),
        pytest.param("می\u200cخواهم", "می\u200cخواهم", id="joiners stay"),
    ],
)
def test_a_line_holds_no_controls(raw: str, line: str) -> None:
    assert one_line(raw) == line


@given(st.text(st.characters(codec=None), max_size=60))
def test_any_text_becomes_one_harmless_line(raw: str) -> None:
    line = one_line(raw)

    assert {unicodedata.category(character) for character in line} & {"Cc", "Cs", "Zl", "Zp"} == set()
    assert one_line(line) == line


def test_half_characters_become_question_marks() -> None:
    assert encodable("dye \udcff water \ud83d") == "dye ? water ?"


@pytest.mark.parametrize(
    ("address", "linked"),
    [
        ("https://example.org/a", "https://example.org/a"),
        ("http://example.org", "http://example.org"),
        ("javascript:alert(1)", ""),
        ("JavaScript://example.org/%0aalert(1)", ""),
        ("data:text/html,x", ""),
        ("/search", ""),
        ("https:///nothing", ""),
        ("http://[broken", ""),
        ("library shelf 4", ""),
    ],
)
def test_only_web_addresses_become_links(address: str, linked: str) -> None:
    assert linked == web_address(address)
