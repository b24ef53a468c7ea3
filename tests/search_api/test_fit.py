"""When nothing fits, the answer says so; when something does, it is not hidden."""

from __future__ import annotations

import pytest

from search_api.requests import SearchRequest
from search_api.services import Services


def test_a_question_of_another_world_gets_three_weak_results_at_most(services: Services) -> None:
    answer = services.search(SearchRequest("football championship goalkeeper"))

    assert answer.no_good_match
    assert len(answer.results) <= 3


def test_what_does_not_fit_can_be_listed_in_full_for_measuring(services: Services) -> None:
    """The ranking is the same, and it is said all the same that nothing fits."""
    short = services.search(SearchRequest("football championship goalkeeper"))
    full = services.search(SearchRequest("football championship goalkeeper", unfit=True))

    assert full.no_good_match
    assert full.results[: len(short.results)] == short.results
    assert len(full.results) > len(short.results)


@pytest.mark.parametrize(
    "text", ["", "dye house", "kiln hot air", "Artextil Colombia", "tái sử dụng nước", "очистка сточных вод"]
)
def test_a_question_of_this_world_is_answered_in_full(services: Services, text: str) -> None:
    assert not services.search(SearchRequest(text)).no_good_match


def test_without_a_model_words_decide_alone(keyword_services: Services) -> None:
    assert keyword_services.search(SearchRequest("football championship")).no_good_match
    assert not keyword_services.search(SearchRequest("dye house water")).no_good_match


def test_the_overview_of_a_weak_answer_is_short_too(services: Services) -> None:
    overview = services.overview(SearchRequest("football championship goalkeeper"))

    assert max(len(overview.passages), len(overview.cases)) <= 3
