"""How far a case got."""

from __future__ import annotations

import pytest

from corpus.model import Role
from ingest.proposals.status import status_of
from tests.ingest.proposals.told import figure, told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Status: Implemented", "implemented"),
        ("État d’avancement : réalisé, en service", "implemented"),
        ("Status: pilot plant", "pilot"),
        ("Sector Meat\nStatus Estimated\nProcesses Slaughter", "estimated"),
        ("The mill installed a tank. Water use fell by 30 %.", "implemented"),
        ("El matadero instaló una bomba; el consumo bajó.", "implemented"),
        ("It was a pilot project. The trial took a week.", "pilot"),
        ("A tank is proposed. It would save water. The team recommends meters.", "proposed"),
        ("The kiln would cost 37 million and would avoid CO2. The payback is estimated at 2 years.", "estimated"),
        ("La medida se propone; permitiría ahorrar agua. Todavía no se hizo.", "proposed"),
        ("El filtro costaría 900 USD, ahorraría agua y evitaría multas.", "estimated"),
        ("Le filtre coûterait 900 EUR, économiserait de l'eau et éviterait des taxes.", "estimated"),
        ("O filtro custaria R$ 900, economizaria água e evitaria multas.", "estimated"),
        ("Water and wool.", None),
        ("Status: unclear", None),
    ],
)
def test_the_status_is_labelled_or_that_of_most_cue_words(text: str, expected: str | None) -> None:
    """What lies ahead is proposed or only estimated; what was tried is a pilot; a text without cues says nothing."""
    proposed = status_of(told(text), [])

    assert expected == (proposed.value if proposed else None)


def test_a_result_without_a_cue_to_the_contrary_is_of_something_carried_out() -> None:
    """The figure's line is the evidence; a value before alone says nothing."""
    text = "Water 64 L/kg, then 56 L/kg."
    after, before = figure(text, "56", Role.AFTER, "L/kg"), figure(text, "64", Role.BASELINE, "L/kg")
    proposed = status_of(told(text), [before, after])

    assert proposed is not None
    assert (proposed.value, proposed.evidence) == ("implemented", after.evidence)
    assert status_of(told(text), [before]) is None


def test_credits_say_nothing_of_the_status() -> None:
    """What a document proposes about itself is left out."""
    assert status_of(told("Source: a report that was proposed and recommended, as planned."), []) is None
