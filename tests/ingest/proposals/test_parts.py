"""The parts of a document that tells several cases without announcing them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from ingest.proposals.parts import Anchor, differ, parts_of
from ingest.proposals.sections import Section, sections
from tests.ingest.proposals.told import document

TEXT = """News

7.1 A mill

Lakeside saves 5.

Results

It saves 6.

7.2 A dairy

Hillside saves 7.

Conclusions

All save."""
HEADINGS = ("News", "7.1 A mill", "Results", "7.2 A dairy", "Conclusions")


def _parts(text: str, headings: Sequence[str], sites: Sequence[str]) -> list[list[str]]:
    read = document(text, headings=headings)
    [whole] = sections(read)

    def anchor(part: Section) -> Anchor:
        said = " ".join(passage.text for passage in part.passages)
        return Anchor(next((site.lower() for site in sites if site in said), ""), "")

    def figures(part: Section) -> int:
        return sum(passage.text.count("saves") for passage in part.passages)

    found = parts_of(whole, read.headings, anchor, figures)
    return [[passage.text for passage in part.passages] for part in found]


def test_a_document_about_two_sites_is_parted() -> None:
    """A heading that names a part of a case begins none; conclusions belong to none."""
    assert _parts(TEXT, HEADINGS, ("Lakeside", "Hillside")) == [
        ["7.1 A mill", "Lakeside saves 5.", "Results", "It saves 6."],
        ["7.2 A dairy", "Hillside saves 7."],
    ]


def test_a_document_about_one_site_has_no_parts() -> None:
    """Then it is one case as a whole."""
    assert _parts(TEXT, HEADINGS, ("Lakeside",)) == []


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (Anchor("lakeside dyers", "KE"), Anchor("hillside", "KE"), True),
        (Anchor("lakeside dyers", "KE"), Anchor("lakeside", "UG"), False),
        (Anchor("", "KE"), Anchor("hillside", "UG"), True),
        (Anchor("", ""), Anchor("hillside", "UG"), False),
    ],
)
def test_names_tell_sites_apart_else_countries(first: Anchor, second: Anchor, expected: bool) -> None:
    """A shorter form of a name is the same site."""
    assert expected is differ(first, second)


def test_paragraphs_may_announce_cases() -> None:
    """ "Case history B. Name. Text" begins a case though its heading is set like the text."""
    read = document("Case history A. A mill. It saves.\n\nCase history B. A dairy. It saves too.")

    assert [section.passages[0].text for section in sections(read)] == [
        "Case history A. A mill",
        "Case history B. A dairy",
    ]
