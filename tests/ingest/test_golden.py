"""What is read of twelve kinds of PDF: text in reading order, tables, headings, running heads, page by page.

No engine reads images here: the scan has no text.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.errors import PasswordError
from corpus.model import Page
from ingest.heading_lines import lines_of_pages
from ingest.headings import Heading, find_headings
from ingest.pdf.pages import TextLimits, read_pages
from ingest.pdf.structure import read_structure
from tests.ingest.golden_pdfs import GOLDEN
from tests.ingest.sample_pdfs import encrypted, ordinary

FOLDER = Path(__file__).parent / "golden"
SHOWN = 4  # pages at the beginning and at the end of a long document


def _read(path: Path) -> tuple[list[Page], list[Heading]]:
    pages = read_pages(path, TextLimits())
    return pages, find_headings(lines_of_pages(pages), read_structure(path).outline)


def _golden(pages: list[Page], headings: list[Heading]) -> str:
    shown = pages if len(pages) <= 2 * SHOWN else pages[:SHOWN] + pages[-SHOWN:]
    return "\n".join([f"{len(pages)} pages", *(line for page in shown for line in _page(page, headings))]) + "\n"


def _page(page: Page, headings: list[Heading]) -> Iterator[str]:
    yield f"== page {page.number}, {page.width:.0f} x {page.height:.0f}"
    starts = {heading.start: heading for heading in headings if heading.page == page.number}
    start = 0
    for line in page.body.split("\n") if page.body else []:
        if heading := starts.get(start):
            yield f"-- heading of level {heading.level}: {heading.text}"
        yield line.replace("\t", " ⇥ ")
        start += len(line) + 1
    if margin := page.text[len(page.body) :].strip():
        yield f"-- margin\n{margin}"


@pytest.mark.parametrize("name", GOLDEN)
def test_a_document_is_read_as_before(name: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """The text of each kind of document is the one that was looked at and kept."""
    path = tmp_path / f"{name}.pdf"
    path.write_bytes(GOLDEN[name]())
    pages, headings = _read(path)
    text = _golden(pages, headings)
    golden = FOLDER / f"{name}.pages.txt"
    if request.config.getoption("--update", default=False):
        golden.write_text(text, encoding="utf-8")

    assert text == golden.read_text(encoding="utf-8")
    assert all(_spans_hold(page) for page in pages)
    assert all(heading.start < max(1, len(pages[heading.page - 1].body)) for heading in headings)


def _spans_hold(page: Page) -> bool:
    """Tell whether every character but white space belongs to one word, each with a box on the page."""
    words = [page.text[start:end] for start, end in page.words.spans]
    left, top, right, bottom = page.words.boxes.T
    ordered = bool((page.words.spans[1:, 0] >= page.words.spans[:-1, 1]).all())
    placed = bool(((left < right) & (top < bottom) & (right > 0) & (left < page.width)).all())
    return "".join(words) == "".join(page.text.split()) and len(left) == len(words) and ordered and placed


def test_a_file_with_a_user_password_is_refused(tmp_path: Path) -> None:
    """A file that only opens with a password is named, with what to do."""
    path = tmp_path / "closed.pdf"
    path.write_bytes(encrypted(ordinary(), user="secret", owner="other"))

    with pytest.raises(PasswordError, match=r"closed\.pdf needs a password"):
        _read(path)
