"""The year of a case."""

from __future__ import annotations

import pytest

from ingest.proposals.year import issue_year, year_of
from tests.ingest.proposals.told import page, told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In 1993 the company put in a brushing machine. By 2010 it had paid.", "1993"),
        ("Year: 1998\n\nThe tank was installed in 2001.", "1998"),
        ("Date of audit: 12/2011", "2011"),
        ("The works, founded in 1961, uses less water since its change in 2004.", "2004"),
        ("Working paper 2016/3\n\nIn 2013 the award came.", "2013"),
        ("Rinsing\nLakeside Dyers, Kenya, 2019\n\nIn 2008 the plant was built.", "2019"),
        ("Em 2021 usava 19,2 m3; em 2023 foram 16,0 m3.", "2023"),
        ("It saves 2000 kWh, $1998 and 1.2005 t; ISO 1999.", None),
        ("It saves water.", None),
    ],
)
def test_the_year_is_that_of_what_was_done(text: str, expected: str | None) -> None:
    """A label, then a line of place and year, then the sentence that says what was done; amounts are no years."""
    proposed = year_of(told(text))

    assert expected == (proposed.value if proposed else None)


def test_a_year_in_the_credits_counts_if_there_is_no_other() -> None:
    """The year of issue is better than none."""
    proposed = year_of(told("It saves water.\n\nSource: the centre, 2006"))

    assert proposed is not None
    assert proposed.value == "2006"


def test_the_running_head_may_give_the_year_of_issue() -> None:
    """What is set apart as margin is still printed."""
    first = page("It saves water.", margin="Clean technologies, 1979")
    proposed = issue_year(first)

    assert proposed is not None
    assert first.text[slice(*proposed.evidence[0].span)] == "1979"
    assert issue_year(page("It saves water.")) is None
