"""Cases proposed from whole documents, as ingestion reads them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import typst

from corpus.model import CaseProposal, DocumentId, JobState, Proposed, Role, Table
from ingest.parse import Job, Parsed, Parser
from ingest.pdf.pages import TextLimits
from ingest.proposals.confidence import SHARE_RIGHT, Rule
from tests.ingest.proposals.told import document, figure, proposer, table, vocabulary

LEAFLET = """
= Rinse water used twice
Lakeside Dyers, Kenya, 2019

Lakeside Dyers is a dye house. In 2018 it installed a tank for the reuse of rinse water. Water use fell from 64 L
to 56 L per kg of fabric, which is 12 % less water.

The tank cost USD 1,530. It saves USD 900 a year.
"""
CHAPTER = """
= Chapter 5 Paints
== 5.1 Cleaning
Lances clean with less water than a hose. The force of the jet lifts the film.
== Case 5.1: Wash water goes back
Parr Paints is an Australian maker of paints. The firm bought a high-pressure wash unit for USD 800. Disposal became
cheaper by USD 3,000 per year.
== Case 5.2: Membranes on wash water
In 1992 PPG Industries of Cleveland, Ohio, installed ultrafiltration. Hazardous waste fell from 400,000 to 80,000
gallons per year.
== 5.2 Checklist
How many cleanings are there in a week? Are there lids on the vessels?
"""
NEWSLETTER = """
= Prevention news
== Lean and green at a cabinet maker
Founder's Choice of Tacoma, Washington, makes cabinets. It saves USD 112,000 a year since the change in 2019.
== A weaving mill measures
Lakeside Mills, a weaving mill in Kenya, installed meters. Water use fell by 20 %.
"""
MANUAL = """
= Rinsing
== Where it applies
Counter-current rinsing needs space for a second tank. It is common wherever parts are dipped.
== How it works
Water flows against the parts. Two tanks need a tenth of the water that one tank needs.
"""

EMPTY = Table(1, "", 1, 1, 0, 0, 0, ())


@pytest.fixture(scope="module", name="parser")
def _parser() -> Parser:
    """What reads files."""
    return Parser(vocabulary(), TextLimits(), None)


def _read(markup: str, parser: Parser, folder: Path) -> Parsed:
    path = folder / "told.pdf"
    path.write_bytes(typst.compile(("#set page(width: 160mm)\n" + markup).encode()))
    return parser.parse(Job(path, DocumentId("0" * 64)), _untold)


def _untold(state: JobState, done: int, of: int) -> None:
    """Tell nobody."""


def test_a_leaflet_tells_one_case_in_all_its_fields(parser: Parser, tmp_path: Path) -> None:
    """Everything the text says of the case is proposed."""
    [case] = _read(LEAFLET, parser, tmp_path).proposals

    assert _values(case) == {
        "title": "Rinse water used twice",
        "company": "Lakeside Dyers",
        "country": "KE",
        "year": "2019",
        "sector": "sector:1313",
        "status": "implemented",
        "grade": "A",
    }
    assert "resource:water" in [each.value for each in case.substances]
    assert "technique:process-water-cascade" in [each.technique.value for each in case.measures if each.technique]
    assert {Role.BASELINE, Role.AFTER, Role.SAVING} <= {each.figure.role for each in case.figures}


@pytest.mark.parametrize("markup", [LEAFLET, CHAPTER, NEWSLETTER])
def test_every_value_stands_on_its_page_as_quoted(markup: str, parser: Parser, tmp_path: Path) -> None:
    """Nothing is proposed without words, and the words are the page's at that place."""
    parsed = _read(markup, parser, tmp_path)
    texts = {page.number: page.text for page in parsed.pages}

    for case in parsed.proposals:
        for proposed in _all(case):
            assert proposed.evidence
            assert 0 < proposed.confidence < 1
            assert [each.words for each in proposed.evidence] == [
                texts[each.page][slice(*each.span)] for each in proposed.evidence
            ]


def test_a_chapter_tells_a_case_for_each_heading_that_announces_one(parser: Parser, tmp_path: Path) -> None:
    """Title, site and figures belong to the case they stand in."""
    first, second = _read(CHAPTER, parser, tmp_path).proposals

    assert tuple(map(_value, (first.title, first.company, first.country))) == (
        "Wash water goes back",
        "Parr Paints",
        "AU",
    )
    assert tuple(map(_value, (second.title, second.company, second.country, second.year))) == (
        "Membranes on wash water",
        "PPG Industries",
        "US",
        "1992",
    )
    assert {"400,000", "80,000"} == {each.figure.printed for each in second.figures}


def test_a_newsletter_tells_a_case_for_each_site(parser: Parser, tmp_path: Path) -> None:
    """Sections about different sites, each with its results, are cases of their own."""
    cases = _read(NEWSLETTER, parser, tmp_path).proposals

    assert [_value(case.company) for case in cases] == ["Founder’s Choice", "Lakeside Mills"]


def test_a_mere_manual_tells_no_case(parser: Parser, tmp_path: Path) -> None:
    """What only explains a technique is not proposed."""
    assert _read(MANUAL, parser, tmp_path).proposals == []


@pytest.mark.parametrize(
    "text",
    [
        "Water is wet.",
        "Rinsing saves. Kenya, Uganda, Peru and Chile installed meters and saved 30 %.",
        "In many plants the rinsing was changed, and 30 % of the water was saved. " + "So it goes. " * 600,
    ],
    ids=["nothing done", "many countries", "long, and nobody named"],
)
def test_a_text_about_nobody_is_no_case(text: str) -> None:
    """Who or where must be said at the beginning, unless the text is short."""
    figures = [figure(text, "30", Role.SAVING, "%")] if "30" in text else []

    assert proposer().propose(document(text), figures) == []


def test_a_short_text_with_a_result_is_a_case_of_nobody() -> None:
    """A line that is told without its place still is one."""
    text = "The pickling line changed. Sludge fell by 30 %."
    [case] = proposer().propose(document(text), [figure(text, "30", Role.SAVING, "%")])

    assert (case.company, case.country, case.title) == (None, None, None)


def test_the_year_of_issue_stands_in_for_a_missing_one() -> None:
    """The running head of the first page gives it."""
    text = "Lakeside Dyers of Kenya installed a tank. Water fell by 30 %."
    read = document(text, margin="Clean technologies, 1979")
    [case] = proposer().propose(read, [figure(text, "30", Role.SAVING, "%")])

    assert _value(case.year) == "1979"


def test_a_table_of_measures_belongs_to_the_case_it_stands_in() -> None:
    """Its rows are that case's measures and no other's."""
    rows = [["Option", "Saving"], ["variable speed drives", "30 %"]]
    lines = "\n".join("\t".join(row) for row in rows)
    text = f"Case 1: A mill\n\nIt installed drives.\n\n{lines}\n\nCase 2: A farm\n\nIt bought a brass whatsit."
    read = document(text, headings=("Case 1: A mill", "Case 2: A farm"), tables=[table(text, *rows), EMPTY])
    first, second = proposer().propose(read, [])

    assert [measure.name.value for measure in first.measures] == ["variable speed drives"]
    assert [measure.name.value for measure in second.measures] == ["brass whatsit"]


def test_every_rule_was_counted() -> None:
    """No rule is without its share of right proposals."""
    assert set(SHARE_RIGHT) == set(Rule)
    assert all(0 < share < 1 for share in SHARE_RIGHT.values())


def _value(proposed: Proposed | None) -> str | None:
    return proposed.value if proposed else None


def _values(case: CaseProposal) -> dict[str, str | None]:
    names = ("title", "company", "country", "year", "sector", "status", "grade")
    return {name: _value(getattr(case, name)) for name in names}


def _all(case: CaseProposal) -> Iterator[Proposed]:
    single = (case.title, case.company, case.country, case.year, case.sector, case.status, case.grade)
    parts = (part for each in case.measures for part in (each.name, each.technique, each.practice))
    yield from (each for each in (*single, *case.processes, *case.substances, *parts) if each)
