"""Right-to-left writing in the order of reading."""

from __future__ import annotations

import numpy as np
import pytest

from ingest.layout.bidi import logical
from ingest.layout.page_text import RawPage


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param([("مياه", 300, -0.8), ("الشطف", 250, -0.8)], ["مياه", "الشطف"], id="as read"),
        pytest.param([("فطشلا", 250, 0.8), ("هايم", 300, 0.8)], ["مياه", "الشطف"], id="as seen"),
        pytest.param([("يبيبَح", 250, 0.0)], ["حَبيبي"], id="one glyph, turned round"),
        pytest.param([("يبيبحَ", 250, 0.9)], ["حَبيبي"], id="marks after their letters"),
        pytest.param([("في", 300, -0.8), ("%30", 250, 0.8)], ["في", "30%"], id="sign beside a number"),
        pytest.param([("في", 300, -0.8), ("30%", 250, -0.8)], ["في", "30%"], id="number turned round already"),
        pytest.param([("בשנת", 300, -0.8), ("%30", 250, -0.8)], ["בשנת", "30%"], id="sign in Hebrew"),
        pytest.param([("water", 100, 0.9), ("reuse", 150, 0.9)], ["water", "reuse"], id="no such letters"),
        pytest.param(
            [("تعيد", 300, -0.8), ("reuse", 250, 0.8), ("water", 200, 0.8), ("مياه", 150, -0.8)],
            ["تعيد", "water", "reuse", "مياه"],
            id="other words within the line",
        ),
        pytest.param(
            [("تعيد", 300, -0.8), ("standard", 250, 0.8), ("14001", 200, 0.8), ("ISO", 150, 0.8), ("مياه", 100, -0.8)],
            ["تعيد", "ISO", "14001", "standard", "مياه"],
            id="number among other words",
        ),
        pytest.param(
            [("The", 100, 0.9), ("name", 150, 0.9), ("الشطف", 200, -0.8), ("مياه", 250, -0.8), ("means", 300, 0.9)],
            ["The", "name", "مياه", "الشطف", "means"],
            id="such words within another line",
        ),
        pytest.param([("ﻣﻴﺎﻩ", 250, -0.8)], ["مياه"], id="shapes become letters"),
    ],
)
def test_words_are_read_from_the_right(words: list[tuple[str, float, float]], expected: list[str]) -> None:
    """Letters and words follow one another as they are spoken, whichever way they were drawn."""
    boxes = np.array([(left, 0, left + 40, 10) for _, left, _ in words], np.float32)
    raw = RawPage(1, 600, 800, [word for word, *_ in words], [" "] * (len(words) - 1) + [""], boxes)
    after = logical(raw, np.array([40 * run for *_, run in words], np.float32))

    assert list(after.words) == expected
    assert sorted(after.boxes[:, 0].tolist()) == sorted(boxes[:, 0].tolist())


def test_lines_are_kept_apart() -> None:
    """Words stay on their lines, and lines without right-to-left letters as they are."""
    boxes = np.array([(300, 0, 340, 10), (350, 0, 390, 10), (100, 20, 140, 30)], np.float32)
    raw = RawPage(1, 600, 800, ["هايم", "فطشلا", "Water"], [" ", "\n", ""], boxes)
    after = logical(raw, np.array([30, 30, 30], np.float32))

    assert list(after.words) == ["الشطف", "مياه", "Water"]
    assert after.boxes[:, 0].tolist() == [350, 300, 100]
    assert list(after.breaks) == [" ", "\n", ""]
