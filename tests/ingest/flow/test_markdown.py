"""Markdown and plain text are read through the HTML they stand for."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.model import Flag
from ingest.flow.limits import FlowLimits
from ingest.flow.markdown import read
from ingest.flow.pages import FlowDocument


def _read(tmp_path: Path, text: str) -> FlowDocument:
    path = tmp_path / "a.md"
    path.write_bytes(text.encode())
    return read(path, FlowLimits())


def test_marks_become_structure(tmp_path: Path) -> None:
    """Headings, lists, emphasis and tables are what they mean."""
    found = _read(
        tmp_path, "# Case\n\nWater *use*\nfell.\n\n1. rinse\n2. dye\n\n| Step | m3/t |\n|---|--:|\n| Dye | 30 |\n"
    )

    assert found.pages[0].text == "Case\n\nWater use fell.\n\n1. rinse\n2. dye\n\nStep\tm3/t\nDye\t30"
    assert [(heading.text, heading.level) for heading in found.headings] == [("Case", 1)]
    assert found.tables[0].header_rows == 1


def test_plain_text_keeps_its_paragraphs(tmp_path: Path) -> None:
    """Lines of a paragraph are joined, whatever ends them."""
    assert _read(tmp_path, "one\r\ntwo\r\n\r\nthree").pages[0].text == "one two\n\nthree"


@pytest.mark.parametrize(
    ("text", "title", "body"),
    [
        pytest.param("---\ntitle: 'Less salt'\ntags: x\n---\n# H\n", "Less salt", "H", id="front matter"),
        pytest.param("---\ntags: x\n---\n# H\n", "H", "H", id="front matter without title"),
        pytest.param("# H\n", "H", "H", id="heading"),
        pytest.param("text\n", "", "text", id="none"),
    ],
)
def test_the_title_is_found(tmp_path: Path, text: str, title: str, body: str) -> None:
    """What stands above the text in front matter is no part of it."""
    found = _read(tmp_path, text)

    assert (found.title, found.pages[0].text) == (title, body)


def test_html_within_is_guarded_too(tmp_path: Path) -> None:
    """Scripts and hidden text in Markdown are left out and told."""
    found = _read(tmp_path, "seen\n\n<div hidden>no</div>\n<script>x()</script>\n")

    assert (found.pages[0].text, found.flags) == ("seen", (Flag.HIDDEN_TEXT, Flag.JAVASCRIPT))
