"""Pages cut into passages that know their place."""

from __future__ import annotations

from ingest.headings import Heading
from ingest.proposals.passages import PassageKind, Stretch, bullet_length, heading_end, passages
from tests.ingest.proposals.told import document, page, told

TEXT = """Rinse water used twice
Lakeside Dyers, Kenya, 2019

The dye house at the lake used all its water once, and the town had little left of it in summer.

What was done
- a tank for the last rinse, which
  is pumped back
- meters
Process\tBefore\tAfter
Company: Lakeside Dyers
Sector: dyeing

Contact
The centre, P.O. Box 1"""
HEADINGS = ("Rinse water used twice", "What was done", "Contact")


def test_each_piece_is_a_passage_of_its_kind() -> None:
    """Title, headings, lead, items, rows, labelled lines and credits are told apart."""
    kinds = [(passage.kind, passage.text.split()[0]) for passage in told(TEXT, HEADINGS)]

    assert kinds == [
        (PassageKind.TITLE, "Rinse"),
        (PassageKind.LEAD, "Lakeside"),
        (PassageKind.LEAD, "The"),
        (PassageKind.HEADING, "What"),
        (PassageKind.ITEM, "-"),
        (PassageKind.ITEM, "-"),
        (PassageKind.ROW, "Process"),
        (PassageKind.LEAD, "Company:"),
        (PassageKind.LEAD, "Sector:"),
        (PassageKind.HEADING, "Contact"),
        (PassageKind.CREDIT, "The"),
    ]


def test_a_passage_is_what_stands_at_its_place() -> None:
    """Its text is the page's, from its start on; so is its evidence."""
    for passage in told(TEXT, HEADINGS):
        assert TEXT[passage.start : passage.start + len(passage.text)] == passage.text
        assert passage.whole().words == TEXT[slice(*passage.whole().span)]


def test_an_item_keeps_the_lines_that_go_on_with_it() -> None:
    """A list item over two lines is one passage; its bullet is no part of what it says."""
    item = next(passage for passage in told(TEXT, HEADINGS) if passage.kind is PassageKind.ITEM)

    assert item.text.endswith("is pumped back")
    assert item.text[bullet_length(item.text) :].startswith("a tank")
    assert bullet_length("no bullet") == 0


def test_the_heading_that_is_the_document_s_title_is_the_title() -> None:
    """A kicker above the title does not take its place."""
    found = told("Leaflet 12\n\nRinse water\n\nWe saved.", ("Leaflet 12", "Rinse water"), "Rinse water")

    assert [passage.text for passage in found if passage.kind is PassageKind.TITLE] == ["Rinse water"]


def test_a_line_about_its_source_is_a_credit_wherever_it_stands() -> None:
    """ "Source:" and "©" begin what says nothing of the case."""
    kinds = [passage.kind for passage in told("Source: the centre\n\n© 2019 the centre\n\nWater fell by a third here.")]

    assert kinds == [PassageKind.CREDIT, PassageKind.CREDIT, PassageKind.LEAD]


def test_only_so_much_text_introduces_a_case() -> None:
    """Behind six hundred characters a paragraph is body."""
    kinds = [passage.kind for passage in told("\n\n".join(["A sentence of the text." * 20] * 3))]

    assert kinds == [PassageKind.LEAD, PassageKind.LEAD, PassageKind.BODY]


def test_a_heading_is_found_over_lines_and_in_other_quotes() -> None:
    """What an outline writes with straight quotes may be set over two lines with curly ones."""
    text = "L’acier\ndécapé autrement"

    assert heading_end(text, Heading("L'acier décapé", 1, 0)) == len("L’acier\ndécapé")
    assert heading_end(text, Heading("Something else", 1, 0)) == 0
    assert heading_end("short", Heading("shorter", 1, 0)) == 0


def test_a_heading_that_is_not_printed_is_left_out() -> None:
    """An outline may name what stands nowhere: the text around it stays whole."""
    read = document("Water fell by a third in a year.")
    found = passages([Stretch(page("Water fell by a third in a year."), 0, 32)], [Heading("Results", 1, 0)])

    assert [passage.text for passage in found] == [read.pages[0].text]
