"""The rule of grades, line by line."""

from __future__ import annotations

import pytest

from corpus.model import Evidence, Proposed, ProposedFigure, Role
from ingest.proposals.grade import grade_of
from tests.ingest.proposals.told import figure, told

TEXT = "Lakeside Dyers\nWater fell from 64 L/kg to 56 L/kg, which is 12 %.\nIt saves 900 USD a year."
SITE = Proposed("Lakeside Dyers", (Evidence(1, (0, 14), "Lakeside Dyers"),), 0.9)
DONE = Proposed("implemented", (Evidence(1, (21, 25), "fell"),), 0.9)
BEFORE = figure(TEXT, "64", Role.BASELINE, "L/kg", of="resource:water")
AFTER = figure(TEXT, "56", Role.AFTER, "L/kg", of="resource:water")
SHARE = figure(TEXT, "12", Role.SAVING, "%", of="resource:water")
MONEY = figure(TEXT, "900", Role.ANNUAL_SAVING, "USD", currency="USD")


@pytest.mark.parametrize(
    ("text", "figures", "site", "expected"),
    [
        ("Evidence grade D. A vendor's claim.", [BEFORE, AFTER], SITE, "D"),
        (TEXT + "\nOur products helped.", [BEFORE, AFTER], SITE, "D"),
        (TEXT + "\nTypical savings are given.", [BEFORE, AFTER], SITE, "D"),
        (TEXT + "\nA payback is expected.", [BEFORE, AFTER], SITE, "C"),
        (TEXT, [BEFORE], SITE, "C"),
        (TEXT, [BEFORE, AFTER], SITE, "A"),
        (TEXT, [AFTER, SHARE], SITE, "A"),
        (TEXT + "\nThe university measured.", [BEFORE, AFTER], None, "A"),
        (TEXT, [BEFORE, AFTER], None, "B"),
        (TEXT, [SHARE, MONEY], SITE, "B"),
    ],
    ids=[
        "printed",
        "supplier",
        "a manual's figures",
        "expected",
        "no result",
        "before and after",
        "after and share",
        "visited, not named",
        "neither named nor visited",
        "two effects",
    ],
)
def test_the_first_line_that_fits_decides(
    text: str, figures: list[ProposedFigure], site: Proposed | None, expected: str
) -> None:
    """As corpus/cases/README.md says, with words for it."""
    proposed = grade_of(told(text), figures, DONE, site)

    assert proposed is not None
    assert (proposed.value, bool(proposed.evidence)) == (expected, True)


@pytest.mark.parametrize("status", ["proposed", "estimated"])
def test_what_was_not_carried_out_is_a_c(status: str) -> None:
    """The words that say so are the evidence."""
    ahead = Proposed(status, DONE.evidence, 0.9)
    proposed = grade_of(told(TEXT), [BEFORE, AFTER], ahead, SITE)

    assert proposed is not None
    assert (proposed.value, proposed.evidence) == ("C", ahead.evidence)


def test_without_words_there_is_no_grade() -> None:
    """A text without result and status is not graded."""
    assert grade_of(told("Wool."), [], None, None) is None
