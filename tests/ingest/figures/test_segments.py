"""Pages cut into statements."""

from __future__ import annotations

import pytest

from ingest.figures.segments import segments
from tests.ingest.figures.test_find import page


def _texts(text: str, *without: tuple[int, int]) -> list[str]:
    return [segment.text for segment in segments(page(text), without)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It costs approx. Rs. 500. It saves 3.2 t.", ["It costs approx. Rs. 500.", "It saves 3.2 t."]),
        ("投资30万元。节约800吨。", ["投资30万元。", "节约800吨。"]),
        ("A line that goes on\nin the next one.", ["A line that goes on\nin the next one."]),
        ("First.\n\nSecond 2.", ["First.", "Second 2."]),
        ("• 5 t of salt\n• 6 t of lime", ["• 5 t of salt", "• 6 t of lime"]),
        ("Investment: 500 USD\nPayback: 8 months", ["Investment: 500 USD", "Payback: 8 months"]),
        ("Water\t5\nSalt\t6", ["Water\t5", "Salt\t6"]),
        ("", []),
    ],
)
def test_what_belongs_together_stays_together(text: str, expected: list[str]) -> None:
    """Sentences, list items, label lines and rows are apart; a paragraph's lines are not."""
    assert expected == _texts(text)


def test_labels_lead_what_follows_and_are_no_statements() -> None:
    """A heading leads the short statements below it, until a longer text ends its reach."""
    long = "This paragraph is long enough to be a text of its own, " * 4
    found = list(segments(page(f"Savings\n\n5 t of salt 1.\n\n{long}1.\n\n6 t.")))

    assert [segment.lead for segment in found] == ["Savings", "Savings", ""]
    assert [segment.listed for segment in found] == [True, False, True]


def test_what_is_left_out_is_not_read() -> None:
    """Stretches that are read as tables are skipped."""
    assert _texts("Before 1.\nTABLE\nAfter 2.", (10, 15)) == ["Before 1.", "After 2."]
