from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus.errors import CollectionError
from corpus.typesetting import content_of, digest_of, printable, typeset
from tests.rendered import read

TEMPLATE = """
#set document(title: "A page")
#let sheet = json(bytes(sys.inputs.sheet))
#sheet.text
"""


@pytest.fixture(name="template")
def _template(tmp_path: Path) -> Path:
    """A template that shows one text."""
    path = tmp_path / "templates" / "page.typ"
    path.parent.mkdir()
    path.write_text(TEMPLATE, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Itagüí, Đà Nẵng, Łódź, Αθήνα, Москва", "Itagüí, Đà Nẵng, Łódź, Αθήνα, Москва"),
        ("m³, CO₂, ≤ 5 °C, 10–20 µg, “x” € ½", "m³, CO₂, ≤ 5 °C, 10–20 µg, “x” € ½"),
        ("Twenty million (废水里“捞”出2000万)", "Twenty million (original in another script)"),
        ("中水回用 at a mill", "… at a mill"),
        ("a\u202eb\u200bc\x07d\u2028e\ufefff", "abcdef"),
        ("ok 😀", "ok …"),
    ],
)
def test_only_what_the_fonts_can_show_is_set(template: Path, text: str, shown: str) -> None:
    assert shown == printable(text)
    assert len(read(typeset(template, content_of({"text": text}), "a page"))) == 1


def test_content_is_sorted_and_printable_at_any_depth() -> None:
    content = content_of({"b": ("水", ["a", {"c": "\u200bd"}]), "a": "x", "n": 3})

    assert content == '{"a": "x", "b": ["…", ["a", {"c": "d"}]], "n": 3}'
    assert json.loads(content)["b"][1] == ["a", {"c": "d"}]


def test_text_is_set_as_it_stands(template: Path) -> None:
    pages = read(typeset(template, content_of({"text": '#panic("x") *bold* <label>'}), "a page"))

    assert '#panic("x") *bold* <label>' in pages[0].text


def test_what_cannot_be_set_is_named(template: Path) -> None:
    with pytest.raises(CollectionError, match=r"The text of case x cannot be set: .* Correct it"):
        typeset(template, content_of({"words": "no text"}), "case x")


def test_a_template_finds_what_lies_beside_it_and_nothing_above(template: Path) -> None:
    (template.parent / "style.typ").write_text("#let shout(it) = upper(it)", encoding="utf-8")
    (template.parent.parent / "secret.txt").write_text("secret", encoding="utf-8")
    template.write_text('#import "style.typ": shout\n' + TEMPLATE.replace("#sheet.text", "#shout(sheet.text)"))
    content = content_of({"text": "loud"})

    assert "LOUD" in read(typeset(template, content, "a page"))[0].text

    template.write_text(TEMPLATE.replace("#sheet.text", '#read("../secret.txt")'))
    with pytest.raises(CollectionError, match="cannot be set"):
        typeset(template, content, "a page")


def test_the_digest_follows_text_template_and_what_it_may_import(template: Path) -> None:
    digests = [digest_of(template, "a"), digest_of(template, "b")]
    template.write_text(TEMPLATE + "#pagebreak()")
    digests.append(digest_of(template, "a"))
    (template.parent / "style.typ").write_text("#let a = 1")
    digests.append(digest_of(template, "a"))

    assert len(set(digests)) == 4
    assert digests[-1] == digest_of(template, "a")
