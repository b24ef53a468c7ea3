from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from web.flow import flowing


def test_lines_that_fill_the_page_run_on_and_paragraphs_stay_apart() -> None:
    text = (
        "The last rinse is clean enough\nfor the first wash of the next\nlot.\n\nMeters show where it pays, and\nwho."
    )

    assert flowing(text) == (
        "The last rinse is clean enough for the first wash of the next lot.\n\nMeters show where it pays, and who."
    )


def test_short_lines_stay_lines() -> None:
    text = "Water 30 %\nEnergy 12 %\nThis line is as long as the paper is wide."

    assert flowing(text) == text


@given(st.text(alphabet="ab \n", max_size=80))
def test_no_character_moves(text: str) -> None:
    shown = flowing(text)

    assert len(text) == len(shown)
    assert all(old == new or (old, new) == ("\n", " ") for old, new in zip(text, shown, strict=True))
