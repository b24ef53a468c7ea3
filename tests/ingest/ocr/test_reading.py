import numpy as np
import pytest

from ingest.ocr.reading import SeenWord, reading_of


def test_words_of_a_line_are_parted_by_spaces_and_lines_by_line_feeds() -> None:
    """Breaks follow the lines."""
    lines = [
        [SeenWord("Less", (0, 0, 40, 10), 0.9), SeenWord("water.", (50, 0, 90, 10), 0.6)],
        [],
        [SeenWord("More", (0, 20, 40, 30), 0.9)],
    ]
    reading = reading_of(lines, ["en"])

    assert (reading.words, reading.breaks) == (["Less", "water.", "More"], [" ", "\n", "\n"])
    assert reading.languages == ("en",)


def test_confidence_counts_characters() -> None:
    """A long word weighs more than a short one."""
    reading = reading_of([[SeenWord("a", (0, 0, 1, 1), 0.0), SeenWord("bcd", (2, 0, 3, 1), 1.0)]], [])

    assert reading.confidence == pytest.approx(0.75)


def test_ideographs_become_words_with_their_share_of_the_box() -> None:
    """Chinese is marked character by character, and has no spaces but around other scripts."""
    line = [
        SeenWord("染色", (0, 0, 20, 10), 1.0),
        SeenWord("水。", (22, 0, 42, 10), 1.0),
        SeenWord("pH", (50, 0, 60, 10), 1.0),
    ]
    reading = reading_of([line], ["zh"])

    assert (reading.words, reading.breaks) == (["染", "色", "水", "。", "pH"], ["", "", "", " ", "\n"])
    assert reading.boxes[:, 0].tolist() == [0, 10, 22, 32, 50]


def test_marks_nobody_sees_are_left_out() -> None:
    """Engines frame Arabic in direction marks."""
    assert reading_of([[SeenWord("\u200eماء\u200f", (0, 0, 9, 9), 1.0)]], ["ar"]).words == ["ماء"]


def test_words_of_a_line_are_equally_high() -> None:
    """A word without tall letters has a box as high as its neighbours', so that lines are evenly apart."""
    line = [
        SeenWord("high", (0, 0, 9, 14), 1.0),
        SeenWord("on", (10, 4, 19, 10), 1.0),
        SeenWord("top", (20, 0, 29, 14), 1.0),
    ]

    assert reading_of([line], []).boxes[1].tolist() == [10, 0, 19, 14]


def test_nothing_read_is_an_empty_reading() -> None:
    """An engine that sees nothing is not sure of anything."""
    reading = reading_of([], ["en"])

    assert (reading.text, reading.confidence, reading.boxes.shape) == ("", 0.0, (0, 4))
    assert reading.boxes.dtype == np.float32
