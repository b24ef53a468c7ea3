"""Which categories a question belongs to."""

from __future__ import annotations

import pytest

from eval.categories import categories, clusters, sector
from eval.judged_queries import JudgedQuery, read_questions


def question(name: str, language: str = "en", isic: str = "", twin: str = "") -> JudgedQuery:
    return JudgedQuery(name, name, language, "process", "auditor", isic, twin)


@pytest.mark.parametrize(
    ("isic", "named"),
    [
        ("", "any"),
        ("0113", "farming and mining"),
        ("10", "food and drink"),
        ("1511", "textiles and leather"),
        ("1701", "wood, paper, printing"),
        ("2011", "chemicals, rubber, plastics"),
        ("2310", "minerals"),
        ("25", "metals and machines"),
        ("5510", "utilities and services"),
    ],
)
def test_a_sector_is_a_group_of_divisions(isic: str, named: str) -> None:
    """A class or a division belongs to the trade it is of."""
    assert sector(question("q", isic=isic)) == named


@pytest.mark.parametrize("name", ["dev", "test"])
def test_every_judged_question_has_a_sector(name: str) -> None:
    """No code of the packaged questions lies outside the groups."""
    assert all(map(sector, read_questions(name)))


def test_each_category_holds_its_questions_in_their_order() -> None:
    """A question stands in one category of each kind, and in all."""
    first, second = question("a", "en", "10"), question("b", "fr", "10", twin="a")
    found = categories([first, second])

    assert list(found) == [
        "all",
        "language en",
        "language fr",
        "type process",
        "sector food and drink",
        "asker auditor",
    ]
    assert (found["all"], found["language fr"]) == ([first, second], [second])


def test_without_questions_there_is_no_category() -> None:
    """Nothing has no mean."""
    assert categories([]) == {}


def test_a_translation_is_drawn_with_its_english_question() -> None:
    """Both are one question asked twice."""
    assert clusters([question("a"), question("b", "fr", twin="a")]) == {"a": "a", "b": "a"}
