"""Lines that name what they give."""

from __future__ import annotations

import pytest

from ingest.proposals.labels import Label, is_field, is_labelled, labelled


@pytest.mark.parametrize(
    ("text", "label", "expected"),
    [
        ("Company: Lakeside Dyers", Label.COMPANY, "Lakeside Dyers"),
        ("COMPANY:  Lakeside Dyers.", Label.COMPANY, "Lakeside Dyers"),
        ("Town, country: Nakuru, Kenya", Label.COUNTRY, "Nakuru, Kenya"),
        ("Intitulé : Une chaufferie au bois", Label.TITLE, "Une chaufferie au bois"),
        ("Secteur d’activité : laiterie", Label.SECTOR, "laiterie"),
        ("Situação: concluído", Label.STATUS, "concluído"),
        ("Doanh nghiệp: Vĩnh Tiến", Label.COMPANY, "Vĩnh Tiến"),
        ("Status\tImplemented", Label.STATUS, "Implemented"),
        ("Year (of visit): 1998", Label.YEAR, "1998"),
        ("Company: Lakeside Dyers   Year: 1998", Label.COMPANY, "Lakeside Dyers"),
        ("The company: a dye house", Label.COMPANY, None),
        ("Company Lakeside", Label.COMPANY, None),
        ("Company:", Label.COMPANY, None),
        ("Company: .", Label.COMPANY, None),
    ],
)
def test_the_value_behind_a_label_is_found(text: str, label: Label, expected: str | None) -> None:
    """A label counts at the beginning, with a colon or a tab behind it; its value ends before the next one."""
    span = labelled(text, label)

    assert expected == (text[slice(*span)] if span else None)


def test_any_short_name_before_a_colon_begins_a_line_of_its_own() -> None:
    """What is no field of a case still ends the field above it."""
    assert is_labelled("Telephone: 021 555")
    assert not is_labelled("no colon here")
    assert is_field("Status: done")
    assert not is_field("Telephone: 021 555")
