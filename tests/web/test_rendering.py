from __future__ import annotations

import pytest
from markupsafe import Markup

from web import rendering


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("invoice\u202egnp.pdf", "invoicegnp.pdf", id="right-to-left override"),
        pytest.param("a\u2066b\u2069", "ab", id="isolates"),
        pytest.param("a\x00b\x1bc", "a\ufffdb\ufffdc", id="controls"),
        pytest.param("one\ttwo\nthree", "one\ttwo\nthree", id="tab and line feed stay"),
        pytest.param("مياه الشطف", "مياه الشطف", id="Arabic stays"),
    ],
)
def test_unseen_characters_do_not_reach_a_page(text: str, shown: str) -> None:
    assert shown == rendering.visible(text)


def test_markup_stays_markup_and_numbers_stay_numbers() -> None:
    assert isinstance(rendering.visible(Markup("<b>x</b>")), Markup)
    assert rendering.visible(14) == 14


@pytest.mark.parametrize(
    ("held", "same"),
    [('W/"a1"', True), ('"a1"', True), ('"b2", W/"a1"', True), ("*", True), ('"b2"', False), ("", False)],
)
def test_validators_are_compared_weakly(held: str, same: bool) -> None:
    assert same == rendering.matches(held, 'W/"a1"')


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("Halves the water [1].", 'Halves the water<sup><a href="#source-1">[1]</a></sup>.'),
        ("[12] and [0]", '<sup><a href="#source-12">[12]</a></sup> and [0]'),
        ("<b>[2]</b>", '&lt;b&gt;<sup><a href="#source-2">[2]</a></sup>&lt;/b&gt;'),
        ("[a] [100]", "[a] [100]"),
    ],
)
def test_the_mark_of_a_source_is_a_link_and_all_else_stays_text(words: str, shown: str) -> None:
    assert shown == str(rendering.cited(words))


def test_validators_tell_parts_apart() -> None:
    assert rendering.etag("ab", "c") != rendering.etag("a", "bc")
    assert rendering.etag("\ud800").startswith('W/"')


def test_everything_is_escaped_without_exception() -> None:
    environment = rendering.load().environment

    assert environment.autoescape is True
    assert all("|safe" not in path.read_text() for path in rendering.FOLDER.iterdir())
    assert environment.from_string("{{ text }}").render(text="<b>&\"'") == "&lt;b&gt;&amp;&#34;&#39;"


def test_every_page_type_has_its_template() -> None:
    names = {path.name for path in rendering.FOLDER.iterdir()}

    assert set(rendering.TEMPLATES.values()) <= names
