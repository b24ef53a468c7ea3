"""What sentences say was done."""

from __future__ import annotations

import pytest

from ingest.proposals.doing import deeds
from tests.ingest.proposals.told import told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The mill installed a heat exchanger for its vats.", ["heat exchanger"]),
        ("They replaced caustic soda with mechanical brushes.", ["mechanical brushes"]),
        ("The plant reuses its rinse water in the first bath.", ["reuses its rinse water in the first bath"]),
        ("Low-flow taps were fitted last year.", ["Low-flow taps"]),
        ("Repairing the leaks would save 500 kWh.", ["Repairing the leaks"]),
        ("Se instaló un tanque de retorno.", ["tanque de retorno"]),
        ("L'usine a remplacé le fioul par du bois broyé.", ["du bois broyé"]),
        ("A empresa instalou novos medidores.", ["novos medidores"]),
        ("The farm bought husks from the millers next door.", ["husks from the millers next door"]),
        ("The company saves much, and it is glad.", []),
    ],
)
def test_the_words_around_a_deed_name_the_measure(text: str, expected: list[str]) -> None:
    """Verbs in several languages tell it; a name of one word goes on; firms are none."""
    assert expected == [words.name for words in deeds(told(text))]


def test_credits_and_headings_tell_no_deed() -> None:
    """What a document says of its makers is none."""
    assert list(deeds(told("Source: the centre installed a stove.\n\nWe installed it"))) == []
