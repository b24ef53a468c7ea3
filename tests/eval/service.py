"""A service with prepared answers, for tests of what is measured."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from search_api.answers import (
    CaseResult,
    DocumentSummary,
    Group,
    Overview,
    Passage,
    PassageResult,
    QueryView,
    Result,
    SearchAnswer,
    TechniqueResult,
)
from search_api.requests import Mode, SearchRequest

Answers = Mapping[tuple[str, Group], SearchAnswer]  # by the text of the question and what is listed


@dataclass(frozen=True, slots=True)
class Canned:
    """Answers in every mode what was prepared, and in some modes something else; nothing if nothing was."""

    answers: Answers
    others: Mapping[Mode, Answers] = field(default_factory=dict)

    def search(self, request: SearchRequest, /) -> SearchAnswer:
        """Return the answer prepared for the question."""
        answers = self.others.get(request.mode, self.answers)
        return answers.get((request.text, request.group or Group.TECHNIQUE), answer())

    def overview(self, request: SearchRequest, /) -> Overview:
        """Return the three answers prepared for the question."""
        answers = self.others.get(request.mode, self.answers)
        techniques, pages, cases = (
            answers.get((request.text, group), answer()) for group in (Group.TECHNIQUE, Group.PASSAGE, Group.CASE)
        )
        passages = tuple(one for one in pages.results if isinstance(one, PassageResult))
        return Overview(techniques, passages, tuple(map(case, cases.results)))


def result(identifier: str) -> TechniqueResult:
    """Return a technique that was found."""
    return TechniqueResult("technique", identifier, identifier.upper(), "", (), 1.0, 0, (), (), "")


def case(named: Result) -> CaseResult:
    """Return a case that was found, of the name of another result."""
    found = page("case", 1)
    return CaseResult("case", named.id, named.title, 1.0, None, found.passage, "")  # type: ignore[arg-type]  # no summary is read


def page(work: str, number: int, chunk: str = "") -> PassageResult:
    """Return a passage that was found on a page of a work."""
    document = DocumentSummary("ab", "", "manual", "en", None, None, "", 9, "", work, "")
    passage = Passage(chunk, "", (), "en", "", number, number, document, None, "")
    return PassageResult("passage", chunk, "", 1.0, passage, (), "")


def answer(*found: str | PassageResult, weak: bool = False) -> SearchAnswer:
    """Return an answer with some techniques or passages."""
    return SearchAnswer(
        query=QueryView("", None, (), (), {}),
        group="",
        total=0,
        facets={},
        results=tuple(result(one) if isinstance(one, str) else one for one in found),
        no_good_match=weak,
        notices=("Something to know.",),
        generation="gen-1",
    )
