"""Answers are made once, and anew when what they depend on has changed."""

from __future__ import annotations

import pytest

from search_api.remembering import RememberedAnswers
from search_api.requests import SearchRequest


class Answerer:
    """Counts the answers it makes."""

    def __init__(self) -> None:
        self.made = 0
        self.revision = 1

    def answer(self, request: SearchRequest) -> str:
        self.made += 1
        if request.text == "bad":
            raise ValueError(request.text)
        return f"{request.text} {dict(request.filters)} {self.made}"

    def state(self) -> int:
        return self.revision


def test_the_same_request_is_answered_once() -> None:
    answerer = Answerer()
    remembered = RememberedAnswers(answerer.answer, answerer.state)
    first, again = (remembered(SearchRequest("dye", {"sector": ("1313",)})) for _ in range(2))

    assert first == again == "dye {'sector': ('1313',)} 1"


def test_another_filter_or_limit_is_another_request() -> None:
    answerer = Answerer()
    remembered = RememberedAnswers(answerer.answer, answerer.state)
    for request in (SearchRequest("dye"), SearchRequest("dye", {"sector": ("1313",)}), SearchRequest("dye", limit=5)):
        remembered(request)

    assert answerer.made == 3


def test_a_changed_library_is_asked_anew() -> None:
    answerer = Answerer()
    remembered = RememberedAnswers(answerer.answer, answerer.state)
    remembered(SearchRequest("dye"))
    answerer.revision = 2

    assert remembered(SearchRequest("dye")) == "dye {} 2"


def test_a_failure_is_not_remembered() -> None:
    answerer = Answerer()
    remembered = RememberedAnswers(answerer.answer, answerer.state)
    for _ in range(2):
        with pytest.raises(ValueError, match="bad"):
            remembered(SearchRequest("bad"))

    assert answerer.made == 2
