"""Words of a page in the order in which they are read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.layout.margins import set_apart
from ingest.layout.order import ordered
from ingest.layout.page_text import RawPage, running_pages
from ingest.pdf.pages import TextLimits, raw_pages, read_pages
from tests.ingest.golden_pdfs import typeset
from tests.ingest.sample_pdfs import column, document, show

LEFT = ["Left column begins with this", "line and goes on to the next", "one until it comes to its end."]
RIGHT = ["Right column begins with that", "line and goes on to another", "one until it comes to its close."]


def _text(folder: Path, content: bytes) -> str:
    return _texts(folder, content)[0]


def _texts(folder: Path, content: bytes) -> list[str]:
    path = folder / "sample.pdf"
    path.write_bytes(content)
    return [page.text for page in read_pages(path, TextLimits())]


def _across(columns: Sequence[Sequence[str]], places: Sequence[float], y: float = 700) -> bytes:
    """Return columns drawn line by line across the page."""
    rows = zip(*columns, strict=True)
    return b"".join(
        show(text, x, y - 14 * row) for row, line in enumerate(rows) for text, x in zip(line, places, strict=True)
    )


def test_columns_drawn_line_by_line_across_are_read_one_after_the_other(tmp_path: Path) -> None:
    """Two interleaved columns come apart, under a title that spans both."""
    text = _text(
        tmp_path, document(show("A title over both of the columns", 180, 740, 16) + _across([LEFT, RIGHT], [60, 330]))
    )

    assert text.split("\n\n") == ["A title over both of the columns", "\n".join(LEFT + RIGHT)]


def test_three_columns_are_read_from_the_left(tmp_path: Path) -> None:
    """A third column follows the second."""
    third = ["Third column begins here too", "and goes on for a few more", "words, and there it ends now."]
    text = _text(tmp_path, document(_across([LEFT, RIGHT, third], [30, 220, 410])))

    assert text.split("\n") == LEFT + RIGHT + third


def test_a_right_column_drawn_first_is_read_last(tmp_path: Path) -> None:
    """Whole columns in the wrong order change places."""
    text = _text(tmp_path, document(column(RIGHT, x=330) + column(LEFT, x=60)))

    assert text.split("\n") == LEFT + RIGHT


def test_what_is_drawn_late_is_read_where_it_stands(tmp_path: Path) -> None:
    """A heading drawn after the text below it is read before that text."""
    text = _text(tmp_path, document(column(LEFT, y=600) + show("Late heading over it", 72, 650, 16)))

    assert text.split("\n\n") == ["Late heading over it", "\n".join(LEFT)]


def test_a_table_of_text_between_rules_stays_row_by_row(tmp_path: Path) -> None:
    """Level rules across the gutter make it a table's, and its rows stay as they came."""
    rules = b"".join(b"50 %d m 560 %d l S\n" % (y, y) for y in (714, 696, 682, 668))
    text = _text(tmp_path, document(rules + _across([LEFT, RIGHT], [60, 330])))

    assert text.index(RIGHT[0]) < text.index(LEFT[1])


def test_rows_of_short_cells_stay_as_they_come(tmp_path: Path) -> None:
    """Names and numbers side by side are no columns of text."""
    cells = [["Water", "Steam", "Power", "Salt"], ["120 m3", "14 t", "90 kWh", "3 kg"]]
    text = _text(tmp_path, document(_across(cells, [72, 300])))

    assert text.replace("\t", " ").split("\n") == ["Water 120 m3", "Steam 14 t", "Power 90 kWh", "Salt 3 kg"]


def test_a_word_split_between_columns_is_closed(tmp_path: Path) -> None:
    """A hyphen at the end of a column joins the first word of the next one."""
    left, right = [*LEFT[:2], "one until the water is re-"], ["duced to half of what it was", *RIGHT[1:]]

    assert "is reduced to half" in _text(tmp_path, document(_across([left, right], [60, 330])))


@pytest.mark.parametrize("turn", [90, -90, 180])
def test_turned_text_is_read_line_by_line(tmp_path: Path, turn: int) -> None:
    """Text on its side or upside down is read as if the page were turned."""
    markup = f"#set page(width: 300pt, height: 400pt)\n#rotate({turn}deg, reflow: true)[" + " \\ ".join(LEFT) + "]"

    assert _text(tmp_path, typeset(markup)).split() == " ".join(LEFT).split()


def test_a_label_that_runs_upwards_keeps_the_order_of_its_words(tmp_path: Path) -> None:
    """Words of an axis label on an upright page are not taken for lines above one another."""
    label = b"BT /F1 11 Tf 0 1 -1 0 60 400 Tm (Energy used by every batch) Tj ET\n"
    text = _text(tmp_path, document(column(LEFT, x=120) + label + show("Late heading over it", 120, 770, 16)))

    assert "Energy used by every batch" in text.replace("\n", " ")


def test_columns_of_arabic_are_read_from_the_right(tmp_path: Path) -> None:
    """The right column of right-to-left writing comes first."""
    line = "تعيد استخدام مياه"
    right, left = (
        [f"{line} {word}" for word in ("أولا", "ثانيا", "ثالثا")],
        [f"{line} {word}" for word in ("رابعا", "خامسا", "سادسا")],
    )
    seen = [[text[::-1] for text in lines] for lines in (left, right)]
    text = _text(tmp_path, document(_across(seen, [40, 440], y=500), box=(0, 0, 842, 595)))

    assert text.split("\n") == right + left


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_boxes_move_with_their_words(tmp_path: Path, degrees: int) -> None:
    """A word keeps its box when it is put elsewhere in the order, however the page is turned."""
    path = tmp_path / "sample.pdf"
    path.write_bytes(document(_across([LEFT, RIGHT], [60, 330]), page_entries=b"/Rotate %d" % degrees))
    (raw,) = raw_pages(path, TextLimits())
    after = ordered(raw)

    assert _places(after) == _places(raw)
    assert degrees or list(after.words) != list(raw.words)


def _places(raw: RawPage) -> list[tuple[str, tuple[float, ...]]]:
    return sorted((word, tuple(box)) for word, box in zip(raw.words, raw.boxes.tolist(), strict=True))


BOXES = st.lists(
    st.tuples(*[st.integers(0, 500)] * 2, *[st.integers(1, 80)] * 2, st.sampled_from(["ab", "abc-", "x", "水", "ماء"])),
    max_size=40,
)


@given(BOXES, st.sampled_from([0, 90, 180, 270]))
def test_no_word_is_lost_or_made(items: list[tuple[int, int, int, int, str]], turn: int) -> None:
    """Whatever stands where, every word comes out once, with its own box, and spans hold."""
    words = [word + str(index) for index, (*_, word) in enumerate(items)]
    boxes = np.array([(x, y, x + w, y + h) for x, y, w, h, _ in items], np.float32).reshape(-1, 4)
    raw = RawPage(1, 600, 600, words, ["\n"] * len(words), boxes, turn=turn)
    after = ordered(raw)
    (page,) = running_pages(set_apart([after]))

    assert _places(after) == _places(raw)
    assert [page.text[start:end] for start, end in page.words.spans] == list(after.words)


def test_a_page_of_very_many_pieces_keeps_its_order() -> None:
    """Thousands of scattered words are a drawing's, and are not sorted."""
    boxes = np.array([(9 * (n % 60), 780 - 0.2 * n, 9 * (n % 60) + 3, 783 - 0.2 * n) for n in range(3500)], np.float32)
    raw = RawPage(1, 600, 800, [str(n) for n in range(3500)], ["\n"] * 3500, boxes)

    assert list(ordered(raw).words) == list(raw.words)
