"""Filters on cases: what they leave, and that every count is what choosing the value leaves."""

from __future__ import annotations

import random

import pytest

from corpus.model import Case, ConceptId, Grade
from corpus.vocabulary import load_vocabulary
from search_api.case_tally import tally_cases
from search_api.naming import Naming
from search_api.narrowing import narrowing
from search_api.requests import CASE_FACETS
from tests.made_cases import RINSING, case

VOCABULARY = load_vocabulary()
SECTORS = [ConceptId(f"sector:{code}") for code in ("1313", "1311", "1511", "1050", "2592")]
TECHNIQUES = [RINSING, ConceptId("technique:membrane-wastewater-reuse"), ConceptId("technique:variable-speed-drives")]
PRACTICES = [ConceptId(f"practice:{name}") for name in ("on-site-reuse", "process-control", "good-housekeeping")]
SUBSTANCES = [ConceptId(f"resource:{name}") for name in ("water", "rinse-water", "electricity")]
SUBSTANCES += [ConceptId("pollutant:cod")]


def some_cases(chance: random.Random) -> list[Case]:
    return [
        case(
            f"c{n}",
            country=chance.choice(["IN", "VN", "BD", None]),
            grade=chance.choice(list(Grade)),
            sector=chance.choice([*SECTORS, None]),
            techniques=tuple(chance.sample(TECHNIQUES, chance.randint(1, 2))),
            practice=chance.choice(PRACTICES),
            substances=tuple(chance.sample(SUBSTANCES, chance.randint(0, 2))),
        )
        for n in range(60)
    ]


def satisfies(one: Case, facet: str, value: str) -> bool:
    """Tell whether a case has a facet's value, worked out from the case alone."""
    if facet == "country":
        return one.country == value
    if facet == "grade":
        return one.grade == value
    if facet == "practice":
        return any(measure.practice == f"practice:{value}" for measure in one.measures)
    named = [one.sector, *one.processes, *one.substances]
    return any(f"{facet}:{value}" in VOCABULARY.closure(concept) for concept in named if concept)


def left_by(cases: list[Case], filters: dict[str, tuple[str, ...]]) -> list[str]:
    """Return the cases that satisfy filters, each looked at alone."""
    return [
        one.id
        for one in cases
        if all(any(satisfies(one, facet, value) for value in values) for facet, values in filters.items())
    ]


def chosen(chance: random.Random, cases: list[Case]) -> dict[str, tuple[str, ...]]:
    view = narrowing({each.id for each in cases}, {}, tally_cases(cases, VOCABULARY), Naming(VOCABULARY))
    used = {facet: [value.value for value in values] for facet, values in view.facets.items() if values}
    facets = chance.sample(list(used), chance.randint(0, 3))
    return {facet: tuple(chance.sample(used[facet], chance.randint(1, min(2, len(used[facet]))))) for facet in facets}


@pytest.mark.parametrize("seed", range(200))
def test_what_filters_leave_and_every_count_are_those_of_brute_force(seed: int) -> None:
    chance = random.Random(seed)
    cases = some_cases(chance)
    filters = chosen(chance, cases)
    tally = tally_cases(cases, VOCABULARY)

    assert tally.matching(filters) == frozenset(left_by(cases, filters))
    view = narrowing({one.id for one in cases}, filters, tally, Naming(VOCABULARY))
    for facet in CASE_FACETS:
        others = {name: values for name, values in filters.items() if name != facet}
        for value in view.facets[facet]:
            asked = {**others, facet: (value.value,)}
            by_hand = sum(
                all(any(satisfies(one, f, v) for v in values) for f, values in asked.items()) for one in cases
            )
            assert value.count == by_hand, (facet, value.value)
            assert value.selected == (value.value in filters.get(facet, ()))


def test_a_value_that_leaves_nothing_stays_where_it_was_chosen() -> None:
    cases = [case("a", country="IN")]
    view = narrowing({"a"}, {"country": ("IN",), "grade": ("D",)}, tally_cases(cases, VOCABULARY), Naming(VOCABULARY))  # type: ignore[arg-type]

    assert [(value.value, value.count) for value in view.facets["country"]] == [("IN", 0)]
    assert [term.label for term in view.selected] == ["India", "D: vendor's claim or a manual's generic figure"]
