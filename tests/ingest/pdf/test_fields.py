"""Values of form fields are text."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.layout.page_text import RawPage
from ingest.pdf.pages import TextLimits, raw_pages, read_pages
from tests.ingest.golden_pdfs import form
from tests.ingest.sample_pdfs import document, show


def _raw(folder: Path, content: bytes, entries: bytes) -> RawPage:
    pdf = document(
        content,
        page_entries=b"/Annots [8 0 R << /Type /Annot /Subtype /Square /Rect [0 0 9 9] >>]",
        catalog_entries=b"/AcroForm << /Fields [8 0 R] >>",
        extra={8: b"<< /Type /Annot /Subtype /Widget /Rect [150 695 300 715] /T (one) %s >>" % entries},
    )
    path = folder / "sample.pdf"
    path.write_bytes(pdf)
    (raw,) = raw_pages(path, TextLimits())
    return raw


def test_a_value_stands_after_its_label_with_the_box_of_its_field(tmp_path: Path) -> None:
    """The words of a value follow the words to the left of the field, each with the field's box."""
    content = show("Water used:", 72, 700) + show("m3 a year", 320, 700) + show("Next line", 72, 680)
    raw = _raw(tmp_path, content, b"/FT /Tx /V (12 400)")

    assert list(raw.words) == ["Water", "used:", "12", "400", "m3", "a", "year", "Next", "line"]
    assert raw.boxes[2].tolist() == raw.boxes[3].tolist() == [150, 792 - 715, 300, 792 - 695]


@pytest.mark.parametrize("content", [b"", show("Above", 72, 760)], ids=["nothing else", "other lines"])
def test_a_value_without_a_label_stands_at_the_end(tmp_path: Path, content: bytes) -> None:
    """A field with nothing to its left comes last."""
    raw = _raw(tmp_path, content, b"/FT /Tx /V (12 400)")

    assert list(raw.words)[-2:] == ["12", "400"]


@pytest.mark.parametrize(
    "entries",
    [
        pytest.param(b"/FT /Tx /Ff 8192 /V (secret)", id="password"),
        pytest.param(b"/FT /Tx /F 2 /V (secret)", id="hidden"),
        pytest.param(b"/FT /Btn /V /Yes", id="tick"),
        pytest.param(b"/FT /Tx", id="empty"),
    ],
)
def test_what_is_no_text_is_left_out(tmp_path: Path, entries: bytes) -> None:
    """Passwords, hidden fields, ticks and empty fields add nothing."""
    assert list(_raw(tmp_path, show("Label:", 72, 700), entries).words) == ["Label:"]


def test_values_of_several_kinds_are_read(tmp_path: Path) -> None:
    """Text, choices and values of several lines stand beside their labels."""
    path = tmp_path / "form.pdf"
    path.write_bytes(form())
    (page,) = read_pages(path, TextLimits())

    assert "Unit: m3" in page.text
    assert "Metered at the well. Checked monthly." in page.text
    assert "secret" not in page.text
