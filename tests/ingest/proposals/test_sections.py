"""Where a document tells cases."""

from __future__ import annotations

import pytest

from ingest.proposals.sections import WHOLE_PAGES, by_heading, case_title, sections
from tests.ingest.proposals.told import document

CHAPTER = """5.1 Cleaning of tanks
Lances clean with less water.

Case 5.1: Wash water goes back
Parr Paints saved water.

What it cost
Little.

Case 5.2: Membranes
PPG saved more.

5.2 Checklist
Is there a lid?"""
HEADINGS = (
    "5.1 Cleaning of tanks",
    "Case 5.1: Wash water goes back",
    "What it cost",
    "Case 5.2: Membranes",
    "5.2 Checklist",
)


def test_headings_that_announce_cases_begin_one_each() -> None:
    """A case goes on below its own headings and ends at the next case or numbered heading."""
    found = sections(document(CHAPTER, headings=HEADINGS))

    assert [[passage.text for passage in section.passages] for section in found] == [
        ["Case 5.1: Wash water goes back", "Parr Paints saved water.", "What it cost", "Little."],
        ["Case 5.2: Membranes", "PPG saved more."],
    ]


def test_a_numbered_case_ends_at_a_heading_as_high() -> None:
    """Below "2.1 Example plant: A" come "2.1.1" and, no longer part of it, "2.2"."""
    text = (
        "2.1 Example plant: A\n\nSaved.\n\n2.1.1 Water\n\nLess.\n\n2.2 Example plant: B\n\nMore.\n\n3 General\n\nEnd."
    )
    names = ("2.1 Example plant: A", "2.1.1 Water", "2.2 Example plant: B", "3 General")
    found = sections(document(text, headings=names))

    assert [[passage.text.split()[0] for passage in section.passages] for section in found] == [
        ["2.1", "Saved.", "2.1.1", "Less."],
        ["2.2", "More."],
    ]


def test_a_case_may_go_on_over_pages() -> None:
    """Its passages keep their pages."""
    read = document(
        "Case study A: One\n\nFirst.",
        "Second.",
        "Case study B: Two\n\nThird.",
        headings=("Case study A: One", "Case study B: Two"),
    )

    assert [[passage.page for passage in section.passages] for section in sections(read)] == [[1, 1, 2], [3, 3]]


def test_a_document_with_one_such_heading_is_one_case() -> None:
    """ "Case study: X" over a leaflet is its title."""
    found = sections(document("Case study: Rinsing twice\n\nWater fell.", headings=("Case study: Rinsing twice",)))

    assert [section.opening for section in found] == [None]


def test_a_long_document_is_read_only_where_it_announces_a_case() -> None:
    """A manual of many pages is no case as a whole."""
    pages = ["Text."] * (WHOLE_PAGES + 1)

    assert sections(document(*pages)) == []
    assert len(sections(document("Case study 1: Tannery\n\nSaved.", *pages, headings=("Case study 1: Tannery",)))) == 1


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Case study 3: Rinsing twice", "Rinsing twice"),
        ("Case study 3A: Rinsing twice", "Rinsing twice"),
        ("Étude de cas n° 2 – Le bain", "Le bain"),
        ("Estudio de caso 4. El baño", "El baño"),
        ("4.2 Example - A dairy", "A dairy"),
        ("Case hardening of steel", "Case hardening of steel"),
        ("Case study", "Case study"),
    ],
)
def test_a_title_is_what_stands_behind_the_announcement(heading: str, expected: str) -> None:
    """ "Case study 3:" is no part of the title."""
    assert expected == case_title(heading)


def test_a_section_is_parted_by_its_headings() -> None:
    """What stands above the first heading belongs to no part."""
    [whole] = sections(
        document("Vol. 3\n\nA mill\n\nIt saved.\n\nA farm\n\nIt saved too.", headings=("A mill", "A farm"))
    )

    assert [[passage.text for passage in part.passages] for part in by_heading(whole)] == [
        ["A mill", "It saved."],
        ["A farm", "It saved too."],
    ]
