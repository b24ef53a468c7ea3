"""A case told in several places is found and counted once, unless a person says otherwise."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.model import (
    Case,
    CaseId,
    CaseStatus,
    ConceptId,
    DocumentId,
    Figure,
    Grade,
    Measure,
    Quantity,
    Role,
    Source,
)
from corpus.same_cases import Reprint, find_reprints, heads, pair_of
from corpus.vocabulary import Vocabulary, load_vocabulary

RINSING = ConceptId("technique:counter-current-rinsing")
OTHER = ConceptId("technique:led-lighting")
A, B, C = CaseId("a"), CaseId("b"), CaseId("c")


@pytest.fixture(name="vocabulary", scope="module")
def _vocabulary() -> Vocabulary:
    return load_vocabulary()


def figure(role: Role, printed: str, quantity: Quantity | None) -> Figure:
    return Figure(role, printed, "", "water", "", "", 1, None, quantity=quantity, normal=quantity)


WATER = figure(Role.AFTER, "80", Quantity(80, 80, unit="m3/t"))
MONEY = figure(Role.INVESTMENT, "1,530", Quantity(1530, 1530, currency="USD"))
PAYBACK = figure(Role.PAYBACK, "8", Quantity(8, 8, unit="mo"))
CASE = Case(
    id=A,
    title="Rinsing at Lakeside",
    company="Lakeside Dyers Ltd",
    country="KE",
    year=2019,
    status=CaseStatus.IMPLEMENTED,
    grade=Grade.A,
    sector=None,
    processes=(),
    substances=(),
    measures=(Measure("rinsing", RINSING, ConceptId("practice:on-site-reuse")),),
    figures=(WATER, MONEY, PAYBACK),
    baseline="",
    notes="",
    source=Source("Report"),
    document=DocumentId("0" * 64),
)


@pytest.mark.parametrize(
    "other",
    [
        replace(CASE, id=B),
        replace(CASE, id=B, company="LAKESIDE DYERS", year=2020),
        replace(CASE, id=B, country=None, year=None),
        replace(CASE, id=B, figures=(figure(Role.AFTER, "80.4", Quantity(80.4, 80.4, unit="m3/t")),)),
        replace(CASE, id=B, company=None),
    ],
    ids=["a copy", "the year of the report", "less is said", "a number rounded otherwise", "site not named"],
)
def test_a_reprint_is_found(other: Case, vocabulary: Vocabulary) -> None:
    """Site, country, year within one, technique and figures agree: it is one case."""
    assert [reprint.pair for reprint in find_reprints([CASE, other], vocabulary)] == [(A, B)]


@pytest.mark.parametrize(
    "other",
    [
        replace(CASE, id=B, company="Hillside Dyers"),
        replace(CASE, id=B, country="UG"),
        replace(CASE, id=B, year=2016),
        replace(CASE, id=B, measures=(Measure("lamps", OTHER, ConceptId("practice:equipment-modification")),)),
        replace(CASE, id=B, figures=(figure(Role.AFTER, "60", Quantity(60, 60, unit="m3/t")),)),
        replace(CASE, id=B, figures=(figure(Role.BASELINE, "80", WATER.quantity),)),
        replace(CASE, id=B, figures=(replace(WATER, unit="l", quantity=None, normal=None),)),
        replace(CASE, id=B, company=None, figures=(WATER, MONEY)),
    ],
    ids=["site", "country", "year", "technique", "number", "role", "unit not read", "too little without a name"],
)
def test_another_case_stays_another(other: Case, vocabulary: Vocabulary) -> None:
    """One thing that differs is enough: to count two sites as one is the worse mistake."""
    assert find_reprints([CASE, other], vocabulary) == []


def test_figures_that_could_not_be_read_are_compared_as_printed(vocabulary: Vocabulary) -> None:
    """Two unread figures agree if number and unit are printed alike."""
    unread = figure(Role.SAVING, "3 basins", None)
    cases = [replace(CASE, figures=(unread,)), replace(CASE, id=B, figures=(unread,))]

    assert [Reprint((A, B), 1, True)] == find_reprints(cases, vocabulary)


def test_a_cluster_has_one_head() -> None:
    """Three tellings of one case count as the first of them, whatever links them."""
    links = [Reprint((B, C), 1, True), Reprint((A, C), 1, True)]

    assert heads([C, B, A], links, {}) == {A: A, B: A, C: A}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({(A, B): False}, {A: A, B: B, C: C}),
        ({(A, B): True}, {A: A, B: A, C: C}),
        ({(A, C): True, (B, C): False}, {A: A, B: B, C: A}),
    ],
    ids=["different", "same", "same with one, different from the other"],
)
def test_a_person_stands_above_the_rules(said: dict[tuple[CaseId, CaseId], bool], expected: dict[str, str]) -> None:
    """What a person called different never meets, not even through a third case."""
    assert expected == heads([A, B, C], [Reprint((A, B), 1, True)], said)


def test_a_decision_on_a_case_that_is_gone_is_harmless() -> None:
    """Cases come and go; what was said of them stays."""
    assert heads([A], [], {(A, B): True}) == {A: A}


def test_pairs_have_one_order() -> None:
    """Whichever is named first, it is the same pair."""
    assert (A, B) == pair_of(B, A) == pair_of(A, B)
