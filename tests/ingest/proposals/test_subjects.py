"""Sector, processes, resources and pollutants of a case."""

from __future__ import annotations

import pytest

from corpus.model import Role
from ingest.proposals.sectors import SectorWords
from ingest.proposals.subjects import processes_of, sector_of, substances_of
from tests.ingest.proposals.told import figure, named, told, vocabulary


@pytest.fixture(scope="module", name="words")
def _words() -> SectorWords:
    """The words of all sectors' names."""
    return SectorWords(vocabulary())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sector Meat (ISIC 1010)", "sector:1010"),
        ("CIIU Rev. 4: 1511", "sector:1511"),
        ("A tannery in Kenya. The tannery saved chrome.", "sector:1511"),
        ("Sector: soft drinks\n\nThe plant cooled its compressors.", "sector:1104"),
        ("It saved.", None),
    ],
)
def test_the_sector_is_a_code_or_the_narrowest_that_is_said(
    text: str, expected: str | None, words: SectorWords
) -> None:
    """A code of ISIC decides, else what is named, a labelled name before all."""
    found = told(text)
    proposed = sector_of(found, named(found), words, vocabulary())

    assert expected == (proposed.value if proposed else None)


def test_a_sector_may_be_told_by_the_words_of_its_name(words: SectorWords) -> None:
    """Knitted socks are made by makers of knitted apparel, though no name of that sector stands there."""
    found = told("Knitted and crocheted pullovers, cardigans, jerseys\n\nThe knitwear is hosiery.", ("Knitted",))
    proposed = sector_of(found, [], words, vocabulary())

    assert proposed is not None
    assert proposed.value.startswith("sector:14")
    assert proposed.evidence


def test_a_process_in_a_measure_counts_more_than_one_in_passing() -> None:
    """What is only named in the body, once, is not what the case is about."""
    text = (
        "A mill saves.\n\n"
        + "It did so for years. " * 40
        + "\n\nThe drying went on. The rinsing is counter-current now."
    )
    found = told(text)
    measure = next(each for each in found if "rinsing" in each.text).evidence(
        found[-1].text.index("rinsing"), found[-1].text.index(" is counter")
    )
    values = [each.value for each in processes_of(named(found), [measure])]

    assert values == ["process:rinsing"]


def test_what_a_figure_counts_is_a_substance_of_the_case() -> None:
    """A figure's concept is one even where no name of it stands in the text; the figure's line shows it."""
    text = "A mill saves.\n\nThe meter fell by 30 %."
    found = told(text)
    counted = figure(text, "30", Role.SAVING, "%", of="resource:water")
    [proposed] = substances_of(named(found), [counted], [])

    assert proposed.value == "resource:water"
    assert proposed.evidence == counted.evidence


def test_substances_come_heaviest_first() -> None:
    """A title weighs more than a paragraph."""
    found = told("Less chromium\n\nChromium fell, chromium rose.\n\nWater fell, and water rose.", ("Less chromium",))

    assert [each.value for each in substances_of(named(found), [], [])] == ["pollutant:chromium", "resource:water"]
