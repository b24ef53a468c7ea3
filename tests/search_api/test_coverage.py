"""Coverage: the tally of cases by concept, and the view that is made of a library's."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.coverage import load_asked
from corpus.library import Library
from corpus.model import Case, ConceptId
from corpus.vocabulary import load_vocabulary
from search_api.case_tally import manufacturing_of, practices_of, tally_cases
from search_api.services import Services
from search_api.statistics import ENOUGH
from tests.library import SHEETS

VOCABULARY = load_vocabulary()


@pytest.fixture(scope="module", name="cases")
def _cases(built_home: Path) -> list[Case]:
    with Library.open(built_home) as library:
        return library.cases.all()


def test_a_case_counts_for_its_sector_and_all_broader_ones(cases: list[Case]) -> None:
    tally = tally_cases(cases, VOCABULARY)

    assert [tally.count(ConceptId(f"sector:{code}")) for code in ("1511", "151", "15")] == [1, 1, 1]
    assert tally.count(ConceptId("sector:C")) == len(SHEETS)
    assert tally.count(ConceptId("sector:B")) == 0


def test_a_case_counts_once_for_each_practice_its_measures_name(cases: list[Case]) -> None:
    tally = tally_cases(cases, VOCABULARY)

    for practice in practices_of(VOCABULARY):
        used = [case.id for case in cases if practice in {measure.practice for measure in case.measures}]
        assert tally.count(practice) == len(used), practice


def test_counts_of_two_concepts_are_of_cases_about_both(cases: list[Case]) -> None:
    tally = tally_cases(cases, VOCABULARY)
    practice = next(case for case in cases if case.sector == "sector:1511").measures[0].practice

    assert tally.count(ConceptId("sector:15"), practice) == 1
    assert tally.count(ConceptId("sector:B"), practice) == 0


def test_manufacturing_has_24_divisions_and_there_are_8_practices() -> None:
    assert len(manufacturing_of(VOCABULARY)) == 24
    assert len(practices_of(VOCABULARY)) == 8


def test_the_table_has_every_division_of_manufacturing_and_a_number_for_each_practice(services: Services) -> None:
    view = services.coverage()

    assert [row.sector.value for row in view.rows] == [str(division) for division in range(10, 34)]
    assert {len(row.counts) for row in view.rows} == {8}
    assert all(max(row.counts) <= row.cases for row in view.rows)


def test_every_case_is_counted_by_country_grade_and_division(services: Services) -> None:
    view = services.coverage()

    assert view.cases == len(SHEETS)
    assert sum(value.count for value in view.grades) == len(SHEETS)
    assert sum(value.count for value in view.countries) + view.without_country == len(SHEETS)
    assert sum(row.cases for row in view.rows) + view.unplaced == len(SHEETS)
    assert [value.term.value for value in view.grades] == ["A", "B", "C", "D"]


def test_what_is_asked_about_and_has_too_few_cases_is_thin(services: Services) -> None:
    view = services.coverage()
    thin = [*view.thin_sectors, *view.thin_processes]

    assert view.enough == ENOUGH
    assert all(topic.count < ENOUGH for topic in thin)
    assert {"221", "B"} <= {topic.term.value for topic in view.thin_sectors}
    assert "refrigeration" in {topic.term.value for topic in view.thin_processes}
    assert {topic.words for topic in thin} <= {asked.words for asked in load_asked()}


def test_a_library_without_technique_sheets_has_no_thin_technique(services: Services) -> None:
    view = services.coverage()

    assert (view.explained, view.thin_techniques) == (0, ())
