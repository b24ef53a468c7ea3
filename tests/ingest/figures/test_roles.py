"""Deciding roles: the likeliest for a sentence as a whole, of those that its quantities can have."""

from __future__ import annotations

import numpy as np
import pytest

from corpus.model import Role
from ingest.figures.quantities import Reading, find_quantities
from ingest.figures.roles import NONE, WEIGHTS_FILE, decide, read_weights, reasons, weights_of
from ingest.figures.segments import Segment
from ingest.figures.sentences import Sentence, sentence_of

ROLES = ("after", "annual-saving", "baseline", "investment", NONE, "payback", "saving")


def _sentence(text: str) -> Sentence:
    sentence = sentence_of(Segment(1, 0, len(text), text, "", listed=False), Reading())
    assert sentence is not None
    return sentence


def _decided(text: str, weights: dict[str, dict[str, float]], before: str = NONE) -> list[str]:
    values = np.array([[said.get(role, 0.0) for role in ROLES] for said in weights.values()])
    told = decide(_sentence(text), before, weights_of(ROLES, weights, values))
    return [role for role, _ in told]


def test_a_role_is_one_that_the_quantity_can_have() -> None:
    """Money is no payback and a stretch of time is nothing else, whatever the weights say."""
    weights = {"always": {"payback": 9.0, "investment": 5.0}}

    assert _decided("It took 14 months and USD 5.", weights) == ["payback", "investment"]


def test_the_sentence_is_decided_as_a_whole() -> None:
    """A first role that is a little less likely wins where it makes the second one much likelier."""
    weights = {
        "place alone amount": {"saving": 1.0, "baseline": 0.5},
        "before baseline": {"after": 6.0},
    }

    assert _decided("It was 30 t, then 20 t.", weights) == ["baseline", "after"]


def test_what_the_sentence_before_said_counts() -> None:
    """Its last role speaks for the first quantity."""
    weights = {"always": {NONE: 1.0}, "sentence before saving share": {"saving": 3.0}}

    assert _decided("That is 12 %.", weights) == [NONE]
    assert _decided("That is 12 %.", weights, before="saving") == ["saving"]


@pytest.mark.parametrize("text", ["57 % of the measures saved much.", "It saves 9 kg per 1,000 kg of hide."])
def test_a_number_that_only_describes_says_nothing(text: str) -> None:
    """What others are a part of or counted over is no figure, however near the cue."""
    weights = {"always": {"saving": 9.0}}

    assert NONE in _decided(text, weights)


def test_shares_of_all_roles_add_up_to_one() -> None:
    """How sure it is said to be is a probability."""
    [(role, sure)] = decide(_sentence("It saves 12 %."), NONE, weights_of(ROLES, ["always"], np.zeros((1, 7))))

    assert sure == pytest.approx(1 / 4)  # baseline, after, saving or nothing
    assert role in ROLES


def test_savings_of_a_list_share_their_year() -> None:
    """ "800 m3 and USD 500 a year" are both of each year."""
    told = reasons(_sentence("It saves 800 m3 of water and USD 500 a year."))

    assert [(each.role, each.yearly) for each in told if each] == [(Role.SAVING, True), (Role.ANNUAL_SAVING, True)]
    assert all(0.5 < each.confidence <= 1 for each in told if each)


def test_the_shipped_weights_name_every_role() -> None:
    """A role that is not there could never be told."""
    assert set(read_weights(WEIGHTS_FILE).roles) == {NONE, *Role}


def test_a_text_without_quantities_is_no_sentence_to_decide() -> None:
    """Neither digits nor words for a payback, or digits without a unit."""
    for text in ("Nothing here.", "See table 3.", "It pays back."):
        assert sentence_of(Segment(1, 0, len(text), text, "", listed=False), Reading()) is None
    assert find_quantities("table 3", Reading()) == []
