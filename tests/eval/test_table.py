"""Tables of figures, on a terminal and elsewhere."""

from __future__ import annotations

import io

import pytest

from eval.bootstrap import Interval
from eval.table import Table, difference, figure, plain, show

TABLE = Table("Title", ("mode", "RR"), (("hybrid", ".5"), ("lexical", ".25")), ("A note.",))


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_columns_line_up_in_plain_text() -> None:
    assert plain(TABLE) == "Title\nmode      RR\nhybrid    .5\nlexical  .25\nA note.\n\n"


def test_a_table_without_rows_still_shows_its_columns() -> None:
    assert plain(Table("Title", ("mode", "RR"), ())) == "Title\nmode  RR\n\n"


def test_what_is_no_terminal_gets_plain_text() -> None:
    stream = io.StringIO()
    show([TABLE, TABLE], stream)

    assert stream.getvalue() == plain(TABLE) * 2


def test_a_terminal_gets_a_drawn_table_with_the_same_cells_and_notes() -> None:
    stream = Terminal()
    show([Table("[b]Title", ("mode", "RR"), (("[hybrid]", ".5"),), ("A note.",))], stream)

    assert "│" in stream.getvalue()
    assert all(text in stream.getvalue() for text in ("[b]Title", "[hybrid]", ".5", "A note."))


@pytest.mark.parametrize(("value", "printed"), [(0.3983, ".398"), (1.0, "1.000"), (0.0, ".000"), (None, "-")], ids=str)
def test_a_measure_is_printed_with_three_places(value: float | None, printed: str) -> None:
    assert figure(value) == printed


def test_a_difference_is_printed_with_its_signs_and_interval() -> None:
    """What may be nothing is seen at once: the signs differ."""
    assert difference(Interval(0.0312, -0.004, 0.0714)) == "+.031 [-.004, +.071]"
    assert difference(Interval(-1.0, -1.0, 0.0)) == "-1.000 [-1.000, +.000]"
