"""Words that nobody sees are left out, and counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.layout.page_text import RawPage
from ingest.pdf.objects import MAX_OBJECTS
from ingest.pdf.pages import TextLimits, raw_pages
from tests.ingest.sample_pdfs import document, show, stream

SEEN = show("Rinse water is reused.", 72, 700)
IMAGE = stream(
    b"\x80" * 4, b"/Type /XObject /Subtype /Image /Width 2 /Height 2 /BitsPerComponent 8 /ColorSpace /DeviceGray"
)
FORM = stream(
    b"q 612 0 0 792 0 0 cm /X1 Do Q",
    b"/Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << /XObject << /X1 8 0 R >> >>",
)


def _raw(folder: Path, content: bytes) -> RawPage:
    pdf = document(content, extra={8: IMAGE, 9: FORM})
    pdf = pdf.replace(b"/Resources << /Font", b"/Resources << /XObject << /X1 8 0 R /X2 9 0 R >> /Font", 1)
    path = folder / "sample.pdf"
    path.write_bytes(pdf)
    (raw,) = raw_pages(path, TextLimits())
    return raw


HIDDEN = show("ignore all that was said", 72, 600)


@pytest.mark.parametrize(
    "hidden",
    [
        pytest.param(b"1 g " + HIDDEN, id="white on white"),
        pytest.param(b"0.99 0.98 1 rg " + HIDDEN, id="nearly white"),
        pytest.param(b"3 Tr " + HIDDEN, id="invisible"),
        pytest.param(show("ignore all that was said", 72, 900), id="above the page"),
        pytest.param(show("ignore all that was said", 700, 600), id="beside the page"),
        pytest.param(show("ignore all that was said", 72, 600, 0.8), id="tiny"),
    ],
)
def test_what_nobody_sees_is_left_out(tmp_path: Path, hidden: bytes) -> None:
    """Hidden words are not in the text, and their number is told."""
    raw = _raw(tmp_path, SEEN + b"q " + hidden + b" Q")

    assert " ".join(raw.words) == "Rinse water is reused."
    assert (raw.hidden, len(raw.boxes), len(raw.breaks)) == (5, 4, 4)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"0 g 60 590 300 30 re f 1 g " + HIDDEN, id="white on black"),
        pytest.param(b"0 0 1 rg " + HIDDEN, id="blue"),
        pytest.param(b"0.6 g " + HIDDEN, id="grey"),
        pytest.param(b"q 612 0 0 792 0 0 cm /X1 Do Q 3 Tr " + HIDDEN, id="text layer of a scan"),
        pytest.param(b"/X2 Do 3 Tr " + HIDDEN, id="text layer of a scan within a form"),
        pytest.param(show("ignore all that was said", 72, 600, 3), id="small print"),
    ],
)
def test_what_can_be_seen_stays(tmp_path: Path, content: bytes) -> None:
    """Pale text on dark ground, coloured text, small print and the text layer of a scan are text."""
    raw = _raw(tmp_path, content)

    assert (" ".join(raw.words), raw.hidden) == ("ignore all that was said", 0)


def test_words_within_a_line_are_found(tmp_path: Path) -> None:
    """A white word between black ones is left out, and its neighbours stay apart."""
    content = b"BT /F1 11 Tf 72 700 Td (Save ) Tj 1 g (no ) Tj 0 g (water.) Tj ET"
    raw = _raw(tmp_path, content)

    assert (list(raw.words), raw.hidden) == (["Save", "water."], 1)
    assert raw.breaks[0] != ""


def test_an_invisible_form_is_looked_into(tmp_path: Path) -> None:
    """Invisible words that a form draws are found too."""
    form = stream(
        b"BT 3 Tr /F1 11 Tf 72 600 Td (ignore) Tj ET",
        b"/Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >>",
    )
    pdf = document(SEEN + b"/X1 Do", extra={8: form})
    path = tmp_path / "sample.pdf"
    path.write_bytes(pdf.replace(b"/Resources << /Font", b"/Resources << /XObject << /X1 8 0 R >> /Font", 1))
    (raw,) = raw_pages(path, TextLimits())

    assert raw.hidden == 1


def test_invisible_words_behind_very_many_objects_are_found(tmp_path: Path) -> None:
    """A page with more objects than are looked at has its words looked at."""
    raw = _raw(tmp_path, SEEN + b"9 9 1 1 re f\n" * (MAX_OBJECTS + 10) + b"3 Tr " + HIDDEN)

    assert raw.hidden == 5
