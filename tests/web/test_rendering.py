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


def test_validators_tell_parts_apart() -> None:
    assert rendering.etag("ab", "c") != rendering.etag("a", "bc")
    assert rendering.etag("\ud800").startswith('W/"')


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
    assert linked == rendering.web_address(address)


def test_everything_is_escaped_without_exception() -> None:
    environment = rendering.load().environment

    assert environment.autoescape is True
    assert all("|safe" not in path.read_text() for path in rendering.FOLDER.iterdir())
    assert environment.from_string("{{ text }}").render(text="<b>&\"'") == "&lt;b&gt;&amp;&#34;&#39;"


def test_every_page_type_has_its_template() -> None:
    names = {path.name for path in rendering.FOLDER.iterdir()}

    assert set(rendering.TEMPLATES.values()) <= names
