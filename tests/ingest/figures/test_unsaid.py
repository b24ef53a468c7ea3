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
