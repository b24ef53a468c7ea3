"""What a PDF says of itself, and what must not be believed."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

import pytest

from corpus.model import Flag
from ingest.pdf.structure import QUIET, Structure, read_structure, readable_title, without_active_content
from tests.ingest.sample_pdfs import (
    document,
    encrypted,
    ordinary,
    outline_loop,
    page_tree_loop,
    scripted,
    show,
    with_outline,
    xref_loop,
)


def _read(folder: Path, content: bytes) -> Structure:
    path = folder / "sample.pdf"
    path.write_bytes(content)
    return read_structure(path)


def test_the_title_is_read(tmp_path: Path) -> None:
    assert _read(tmp_path, document(show("x", 9, 9), title="Tái sử dụng nước")).title == "Tái sử dụng nước"


def test_the_outline_is_read_with_pages_from_one(tmp_path: Path) -> None:
    content = with_outline([("First", 1), ("Second", 2)], show("First", 72, 700), show("Second", 72, 700))
    outline = _read(tmp_path, content).outline

    assert [(entry.title, entry.page, entry.level) for entry in outline] == [("First", 1, 1), ("Second", 2, 1)]


def test_bookmarks_within_others_stand_after_them_one_level_deeper(tmp_path: Path) -> None:
    """Bookmarks are read in the order of a contents list; one that leads nowhere is left out."""
    extra = {
        8: b"<< /First 90 0 R /Last 93 0 R >>",
        90: b"<< /Title (One) /Parent 8 0 R /First 91 0 R /Last 92 0 R /Next 93 0 R /Dest [10 0 R /Fit] >>",
        91: b"<< /Title (Within) /Parent 90 0 R /Next 92 0 R /A << /S /GoTo /D [10 0 R /Fit] >> >>",
        92: b"<< /Title (Nowhere) /Parent 90 0 R /Dest [7 0 R /Fit] >>",
        93: b"<< /Title (Two) /Parent 8 0 R /Dest [10 0 R /Fit] >>",
    }
    outline = _read(tmp_path, document(show("x", 9, 9), catalog_entries=b"/Outlines 8 0 R", extra=extra)).outline

    assert [(entry.title, entry.page, entry.level) for entry in outline] == [
        ("One", 1, 1),
        ("Within", 1, 2),
        ("Two", 1, 1),
    ]


def test_an_owner_password_alone_hides_nothing(tmp_path: Path) -> None:
    structure = _read(tmp_path, encrypted(document(show("x", 9, 9), title="Open report"), user="", owner="secret"))

    assert (structure.flags, structure.title) == ((Flag.ENCRYPTED,), "Open report")


def test_a_user_password_hides_all(tmp_path: Path) -> None:
    assert _read(tmp_path, encrypted(ordinary(), user="secret", owner="")) == Structure(flags=(Flag.ENCRYPTED,))


def test_active_content_and_attachments_are_flagged(tmp_path: Path) -> None:
    assert _read(tmp_path, scripted()).flags == (Flag.ATTACHMENTS, Flag.JAVASCRIPT, Flag.OPEN_ACTION)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"%PDF-1.7\nnothing", id="no objects"),
        pytest.param(ordinary()[:300], id="truncated"),
        pytest.param(outline_loop(), id="outline loop"),
        pytest.param(page_tree_loop(), id="page tree loop"),
        pytest.param(xref_loop(), id="xref loop"),
        pytest.param(document(show("x", 9, 9), catalog_entries=b"/Outlines 5 /Names [1] /OpenAction (x)"), id="types"),
    ],
)
def test_malformed_structure_never_fails(tmp_path: Path, content: bytes) -> None:
    structure = _read(tmp_path, content)

    assert structure.title == ""
    assert len(structure.outline) <= 1


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("  Water\treuse \x00in dyeing ", "Water reuse in dyeing"),
        ("Microsoft Word - Water reuse", "Water reuse"),
        ("report_final.docx", ""),
        ("Untitled", ""),
        ("12-345", ""),
        ("", ""),
    ],
)
def test_titles_that_programs_wrote_are_dropped(title: str, expected: str) -> None:
    assert readable_title(title) == expected


def test_a_long_title_is_shortened() -> None:
    shortened = readable_title("water " * 100)

    assert len(shortened) <= 300
    assert shortened.endswith("water…")


def test_what_is_no_pdf_cannot_be_rewritten() -> None:
    with pytest.raises(ValueError, match="cannot be written"):
        without_active_content(b"no PDF")


def test_the_level_of_the_log_is_put_back_whoever_leaves_last() -> None:
    logger = logging.getLogger("pypdf")
    before = logger.level
    first_inside, second_inside, first_left = threading.Event(), threading.Event(), threading.Event()

    def first() -> None:
        with QUIET:
            first_inside.set()
            second_inside.wait(10)
        first_left.set()

    thread = threading.Thread(target=first)
    thread.start()
    first_inside.wait(10)
    with QUIET:
        second_inside.set()
        first_left.wait(10)
        while_one_is_inside = logger.level
    thread.join()

    assert (while_one_is_inside, logger.level) == (logging.CRITICAL, before)
