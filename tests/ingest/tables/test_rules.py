"""Rules of a page: strokes, thin boxes, edges of boxes, forms; drawings hold nobody up."""

from __future__ import annotations

from itertools import chain

import numpy as np
import pypdfium2
import pytest

from ingest.pdf.objects import objects_of
from ingest.tables.rules import MAX_RULES, page_rules
from tests.ingest.sample_pdfs import document, stream


def _rules(content: bytes, **extra: object) -> list[list[float]]:
    pdf = pypdfium2.PdfDocument(content)
    try:
        page = pdf[0]
        found = page_rules(objects_of(page))
        page.close()
    finally:
        pdf.close()
    assert found.dtype == np.float32
    return [[round(float(side), 1) for side in rule] for rule in found]


@pytest.mark.parametrize(
    ("drawn", "expected"),
    [
        pytest.param(b"1 w 100 700 m 300 700 l S", [[99, 700, 301, 700]], id="a stroke"),
        pytest.param(b"1 w 100 500 m 100 700 l S", [[100, 499, 100, 701]], id="an upright stroke"),
        pytest.param(b"100 700 200 0.5 re f", [[100, 700.2, 300, 700.2]], id="a thin box is one rule"),
        pytest.param(b"100 100 m 300 180 l S", [], id="a slanting stroke"),
        pytest.param(b"1 g 100 600 200 50 re f", [], id="white on paper"),
        pytest.param(b"100 100 m 150 200 250 200 300 100 c S", [], id="a curve"),
        pytest.param(b"100 700 0.2 0.2 re f", [], id="a speck"),
        pytest.param(
            b"0.9 g 100 600 200 50 re f",
            [[100, 600, 300, 600], [300, 600, 300, 650], [100, 650, 300, 650], [100, 600, 100, 650]],
            id="edges of a stripe",
        ),
        pytest.param(
            b"1 w 100 700 m 300 700 l 100 650 m 300 650 l S",
            [[100, 700, 300, 700], [100, 650, 300, 650]],
            id="two in one path",
        ),
        pytest.param(
            b"0 g 100 700 200 0.5 re 100 600 200 0.5 re f",
            [[100, 700.2, 300, 700.2], [100, 600.2, 300, 600.2]],
            id="thin boxes in one path",
        ),
    ],
)
def test_straight_lines_and_edges_are_rules(drawn: bytes, expected: list[list[float]]) -> None:
    """Level and upright lines are rules wherever they come from, and nothing else is."""
    found = _rules(document(drawn))

    assert list(chain(*sorted(found))) == pytest.approx(list(chain(*sorted(expected))), abs=0.11)


def test_rules_within_a_form_are_placed_on_the_page() -> None:
    """A rule in a form XObject stands where the form's matrix puts it."""
    form = stream(
        b"0 g 0 0 200 0.5 re f 1 0 0 rg 0 50 100 80 re f",
        b"/Type /XObject /Subtype /Form /BBox [0 0 300 300] /Matrix [2 0 0 2 0 0]",
    )
    page = document(b"1 0 0 1 10 20 cm /X1 Do", extra={8: form})
    found = _rules(page.replace(b"/Resources << /Font", b"/Resources << /XObject << /X1 8 0 R >> /Font", 1))

    assert [10.0, 20.5, 410.0, 20.5] in found
    assert [10.0, 120.0, 210.0, 120.0] in found


def test_a_drawing_of_many_lines_is_cut_short() -> None:
    """However many lines a page has, no more than the limit are read."""
    lines = b"".join(b"%d %d m %d %d l S\n" % (x, y, x + 5, y) for x in range(0, 600, 10) for y in range(0, 780, 10))

    assert len(_rules(document(b"1 w\n" + lines))) == MAX_RULES
