"""The country of a case."""

from __future__ import annotations

import pytest

from ingest.proposals.place import country_of, find_places, is_place
from tests.ingest.proposals.told import told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A dye house in Kenya", "KE"),
        ("Un matadero boliviano", "BO"),
        ("Une laiterie près de Bourges, France", "FR"),
        ("Um laticínio em Minas Gerais", "BR"),
        ("tỉnh Bến Tre, Việt Nam", "VN"),
        ("The plant in Tacoma, Washington", "US"),
        ("A mill in the United\nKingdom", "GB"),
        ("The Irish dairy", "IE"),
        ("It cost Rs 40,000", "IN"),
        ("Kayseri, Türkiye; the French firm sold the pump", "TR"),
        ("turkey and china plates", None),
        ("Swedish-made", None),
        ("It saved water.", None),
    ],
)
def test_the_country_is_told_by_any_name_for_it(text: str, expected: str | None) -> None:
    """Names in five languages, peoples, regions and currencies say a country; words in lower case do not."""
    proposed = country_of(find_places(told(text)))

    assert expected == (proposed.value if proposed else None)


def test_a_labelled_country_goes_before_those_named_more_often() -> None:
    """A form says where; its text may speak of others."""
    proposed = country_of(
        find_places(told("Country: Uganda\n\nGermany gave the pump. Germany sent a team. Germany paid."))
    )

    assert proposed is not None
    assert proposed.value == "UG"
    assert [each.words for each in proposed.evidence] == ["Uganda"]


def test_names_of_places_are_known_folded() -> None:
    """A name is one of a place in any case and without accents."""
    assert is_place("TURKIYE")
    assert is_place("Minas  Gerais")
    assert not is_place("Lakeside")
