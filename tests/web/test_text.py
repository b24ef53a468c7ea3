from __future__ import annotations

import pytest

from corpus.centres import Fact, Region, Service
from corpus.model import CaseStatus, DocumentKind, Flag, Grade, JobState, MediaType, Role
from search_api.requests import FACET_PARAMETERS
from web import numbers, text


def test_every_coded_value_of_the_model_has_a_name() -> None:
    assert set(text.ROLES) == set(Role)
    assert set(text.GRADES) == set(text.GRADES_AT_LENGTH) == set(Grade)
    assert set(text.STATUSES) == set(CaseStatus)
    assert set(text.KINDS) == set(DocumentKind)
    assert set(text.FLAGS) == set(Flag)
    assert set(text.MEDIA) == set(MediaType)
    assert set(text.STATES) == set(JobState)
    assert set(text.REGIONS) == set(Region)
    assert set(text.SERVICES) == set(Service)
    assert set(text.CENTRE_FACTS) == set(Fact)
    assert set(text.FACETS) == {parameter.facet for parameter in FACET_PARAMETERS.values()}


def test_an_unknown_code_speaks_for_itself() -> None:
    assert text.facet_name("colour") == "colour"


@pytest.mark.parametrize(
    ("language", "direction"),
    [("en", "ltr"), ("ar", "rtl"), ("ar-EG", "rtl"), ("he", "rtl"), ("und", "auto"), ("vi", "ltr")],
)
def test_direction_follows_the_language(language: str, direction: str) -> None:
    assert direction == text.direction(language)


def test_languages_have_names_and_an_undetermined_one_has_none() -> None:
    assert text.language_name("nl") == "Dutch"
    assert text.language_name("und") == ""


@pytest.mark.parametrize(
    ("size_bytes", "shown"), [(0, "1 kB"), (1_499, "1 kB"), (941_000, "941 kB"), (9_482_113, "9.5 MB")]
)
def test_sizes_are_written_for_people(size_bytes: int, shown: str) -> None:
    assert shown == numbers.size(size_bytes)


def test_thousands_stand_apart() -> None:
    assert numbers.number(1234567) == "1,234,567"


def test_every_status_has_a_title() -> None:
    assert text.error_title(404) == "Not found"
    assert text.error_title(599) == "Something went wrong here"
