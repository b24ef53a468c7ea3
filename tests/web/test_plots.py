"""Pictures of statistics: where points, axis and median stand."""

from __future__ import annotations

import pytest

from corpus.model import Figure, Role
from corpus.vocabulary import load_vocabulary
from search_api.case_sets import CaseSets
from search_api.naming import Naming
from tests.made_cases import case, figure, payback, saving
from web.plots import APART, LANE, TOP, Plot, plot

SETS = CaseSets(Naming(load_vocabulary()))


def drawn(*figures: Figure) -> Plot:
    (statistic,) = SETS.view([case(f"s{n}", one) for n, one in enumerate(figures)]).statistics
    return plot(statistic)


def test_points_stand_in_their_order_on_an_axis_that_begins_at_nought() -> None:
    picture = drawn(saving(10), saving(40), saving(80))

    assert [tick.text for tick in picture.ticks] == ["0", "20", "40", "60", "80"]
    assert [(dot.point.value, dot.x) for dot in picture.dots] == [(10, 15.5), (40, 50), (80, 96)]
    assert (picture.median, picture.low, picture.high, picture.box) == (50, 15.5, 96, None)
    assert picture.ticks[0].x == 4


def test_points_that_are_near_stand_above_one_another() -> None:
    picture = drawn(saving(40), saving(41), saving(42), saving(80))

    assert len({dot.y for dot in picture.dots[:3]}) == 3
    assert picture.dots[3].y == picture.dots[0].y
    assert picture.axis == TOP + 3 * LANE
    for first in picture.dots:
        for second in picture.dots:
            assert first is second or first.y != second.y or abs(first.x - second.x) >= APART


def test_the_middle_half_is_drawn_where_it_is_told() -> None:
    picture = drawn(*(saving(10 * n) for n in range(1, 9)))

    assert picture.box is not None
    assert picture.box[0] < picture.median < picture.box[0] + picture.box[1]


def test_amounts_of_plants_of_many_sizes_stand_on_steps_of_ten() -> None:
    picture = drawn(*(figure(Role.SAVING, amount, "m3/a") for amount in (387, 9000, 503_000)))
    narrow = drawn(*(figure(Role.SAVING, amount, "m3/a") for amount in (387, 900, 5030)))

    assert picture.stepped
    assert [tick.text for tick in picture.ticks] == ["100", "1,000", "10,000", "100,000", "1,000,000"]
    assert not narrow.stepped


@pytest.mark.parametrize(("months", "leaning"), [((1, 1, 24), "start"), ((1, 12, 24), "middle"), ((1, 24, 24), "end")])
def test_the_name_of_the_median_stays_within_the_picture(months: tuple[int, ...], leaning: str) -> None:
    assert drawn(*map(payback, months)).leaning == leaning


def test_figures_that_are_all_nought_or_below_have_an_axis_too() -> None:
    nought = drawn(payback(0), payback(0), payback(0))
    below = drawn(*(figure(Role.SAVING, amount, "m3/a") for amount in (-50, 10, 20)))

    assert (nought.ticks[0].text, nought.median) == ("0", 4)
    assert below.ticks[0].text.startswith("-")
    assert [dot.x for dot in below.dots] == sorted(dot.x for dot in below.dots)
