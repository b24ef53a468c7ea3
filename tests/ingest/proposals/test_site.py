"""The name of the site."""

from __future__ import annotations

import pytest

from ingest.proposals.site import site_of
from tests.ingest.proposals.told import named, told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Company: Sockit Manufacturing (Pty) Ltd", "Sockit Manufacturing (Pty) Ltd"),
        ("Water campaign\nAbera, France, 2011\n\nWater fell.", "Abera"),
        ("Nestlé, Mossel Bay, South Africa\n\nThe plant at Mossel Bay saved water.", "Nestlé, Mossel Bay"),
        ("When Cenex of Inver Grove Heights, Minnesota, repaints a drum, the paint comes off.", "Cenex"),
        ("In 1997 Red Devil, a maker of hand tools in Hillside, New Jersey, gave up its degreaser.", "Red Devil"),
        ("Công ty Vĩnh Tiến ở tỉnh Bến Tre sản xuất kẹo dừa.", "Công ty Vĩnh Tiến"),
        ("A água no Laticínio Scala. O Laticínio Scala mede.", "Laticínio Scala"),
        ("Kayseri, Türkiye, 2015\n\nA bottler in Kayseri saved water.", None),
        ("A dye house in Bogotá saved water. The Ministry of Industry paid.", None),
        ("VOC fell. VOC fell again at VOC.", None),
        ("It cost USD 3,000 at first, then USD 200 was saved.", None),
        ("Site not named in the source, Ireland, 2009\n\nLakeside Dyers saved.", None),
    ],
)
def test_the_site_is_who_acts_or_is_written_where_a_site_is(text: str, expected: str | None) -> None:
    """Labels, lines of name and place, and firms that do something; not towns, agencies, substances and currencies."""
    found = told(text)
    proposed = site_of(found, named(found))

    assert expected == (proposed.value if proposed else None)


def test_cells_of_tables_are_no_names() -> None:
    """What begins with a capital in a table is a cell."""
    found = told("Measure\tTechnology\nTechnology\tTechnology")

    assert site_of(found, named(found)) is None


def test_the_mentions_of_a_name_are_its_evidence() -> None:
    """A name that the text comes back to is shown at several places."""
    found = told("Parr Paints makes paint.\n\nIn the end Parr Paints saved water, and Parr was glad.")
    proposed = site_of(found, named(found))

    assert proposed is not None
    assert [each.words for each in proposed.evidence] == ["Parr Paints", "Parr Paints"]
