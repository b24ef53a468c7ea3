"""Figures that no cue stands beside: pairs, what goes on, rates of use, columns told by their place."""

from __future__ import annotations

import pytest

from corpus.model import ProposedFigure, Role
from ingest.figures.find import find_figures
from tests.ingest.proposals.told import matcher, page, table


def _told(text: str, language: str = "en") -> list[tuple[Role, str]]:
    return [_pair(found) for found in find_figures([page(text)], [], matcher(), language=language)]


def _in_table(*rows: tuple[str, ...]) -> list[tuple[Role, str]]:
    text = "\n".join("\t".join(row) for row in rows)
    found = find_figures([page(text)], [table(text, *rows)], matcher(), language="en")
    return [_pair(each) for each in found]


def _pair(found: ProposedFigure) -> tuple[Role, str]:
    return found.figure.role, found.figure.printed


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        (
            "It took the solvent in the paint from 63 percent to 15 percent.",
            "en",
            [(Role.BASELINE, "63"), (Role.AFTER, "15")],
        ),
        ("There are machines with tanks from 40 to 120 gallons.", "en", []),
        ("The compressors took 240 MWh of electricity a year.", "en", [(Role.BASELINE, "240")]),
        ("57 % of the measures are paid back soon and save much.", "en", []),
        ("The drop in electricity is equal to 62.5 %.", "en", [(Role.SAVING, "62.5")]),
        ("Ahorra más de 79.000 dólares al año.", "es", [(Role.ANNUAL_SAVING, "79.000")]),
        ("Ces 99 t par an n’iront plus à la décharge.", "fr", [(Role.SAVING, "99")]),
    ],
)
def test_a_sentence_may_say_it_without_the_usual_words(
    text: str, language: str, expected: list[tuple[Role, str]]
) -> None:
    """What leads from one value to another, or is used in a year, says by itself what it is."""
    assert expected == _told(text, language)


def test_a_sentence_that_points_back_goes_on() -> None:
    """ "That is" says the saving before it in another unit."""
    assert _told("It saves 50 m3 of water a day. That is 12 % of the intake.") == [
        (Role.SAVING, "50"),
        (Role.SAVING, "12"),
    ]


def test_the_lines_of_a_list_go_on() -> None:
    """A line that only names what it counts says what the line before says."""
    assert _told("Salt: 21 kg less a day.\nLime: 15 kg a day.") == [(Role.SAVING, "21"), (Role.SAVING, "15")]


def test_two_columns_beside_one_of_savings_are_before_and_after() -> None:
    """Their heads name techniques; a difference is a saving."""
    assert _in_table(
        ("Item", "Iron plates", "Closed loop", "Difference"), ("Electricity, kWh", "190", "120", "70")
    ) == [
        (Role.BASELINE, "190"),
        (Role.AFTER, "120"),
        (Role.SAVING, "70"),
    ]


@pytest.mark.parametrize("heads", [("conventional", "calcium"), ("Without filters", "Filters")])
def test_the_head_of_one_column_tells_of_the_other(heads: tuple[str, str]) -> None:
    """Beside what was before stands what came after."""
    assert _in_table(("", *heads), ("CO2 (kg)", "102", "72")) == [(Role.BASELINE, "102"), (Role.AFTER, "72")]


def test_columns_that_say_something_else_are_no_states() -> None:
    """What was paid is not what was before."""
    assert _in_table(("Item", "Cost, USD", "Saving, kWh"), ("A tank", "900", "70")) == [
        (Role.INVESTMENT, "900"),
        (Role.SAVING, "70"),
    ]


def test_the_name_of_one_row_tells_of_the_other() -> None:
    """Of two rows of numbers the one below "before" is what came after."""
    rows = ("", "Water, m3"), ("Before the project", "14"), ("With advice from outside", "8")

    assert _in_table(*rows) == [(Role.BASELINE, "14"), (Role.AFTER, "8")]


def test_what_is_planned_comes_after_what_is_today() -> None:
    """Both heads say "after" by themselves."""
    rows = ("Cost", "Today", "With the loop"), ("Water", "USD 900", "USD 300")

    assert _in_table(*rows) == [(Role.BASELINE, "900"), (Role.AFTER, "300")]


def test_a_sign_tells_a_saving_from_a_gain() -> None:
    """A minus is a saving that needs no word; a plus is none."""
    assert _in_table(("Item", "Result, %"), ("Water", "−28"), ("Output", "+8")) == [(Role.SAVING, "28")]
    assert _in_table(("Item", "Share"), ("Water", "−28 %"), ("Output", "+8 %")) == [(Role.SAVING, "28")]


def test_a_head_that_is_only_a_unit_goes_on() -> None:
    """It says the same as the head to its left, in another unit."""
    rows = ("Input", "Reduction", "%"), ("Salt (kg)", "300", "47")

    assert _in_table(*rows) == [(Role.SAVING, "300"), (Role.SAVING, "47")]


def test_rates_beside_the_cost_of_measures_are_savings() -> None:
    """A table that lists what measures cost and when they are paid back lists what they save."""
    rows = ("Measure", "kWh/year", "USD/year", "Payback, months"), ("Seals", "900", "70", "3")

    assert _in_table(*rows) == [(Role.SAVING, "900"), (Role.ANNUAL_SAVING, "70"), (Role.PAYBACK, "3")]
    assert _in_table(("Plant", "kWh/year"), ("North", "900")) == []


def test_the_sentence_that_announces_a_table_is_its_title() -> None:
    """Its last words may name the unit, whatever stands before them."""
    rows = ("Shop", "Was", "Is"), ("A", "52,700", "2,700")
    text = "\n".join("\t".join(row) for row in rows)
    announced = f"Three shops counted rinses. They show it, in gallons a day:\n{text}"
    found = find_figures([page(announced)], [table(announced, *rows)], matcher(), language="en")

    assert [(*_pair(each), each.figure.unit) for each in found] == [
        (Role.BASELINE, "52,700", "gallons"),
        (Role.AFTER, "2,700", "gallons"),
    ]
