"""Questions of which it is known whether the starter collection answers them: from these `search_api.fit` is learned.

Those of fit/questions.tsv were written for this by the project's team, from its list of techniques and against it;
those of the dev set were judged. The part held back is only measured. The test set is never read here.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from eval.judged_queries import NOTHING, read_questions

QUESTIONS_FILE = Path(__file__).parent / "fit" / "questions.tsv"
DEV, LEARN, HELD_BACK = "dev", "learn", "held-back"  # parts


@dataclass(frozen=True, slots=True)
class FitQuestion:
    """A question and whether the collection has an answer.

    Attributes:
        topic: The same for a question and its translations.
        language: ISO 639-1.
    """

    part: str
    topic: str
    language: str
    fits: bool
    text: str


def fit_questions() -> list[FitQuestion]:
    """Return all of them, each text once: those of the dev set first."""
    found = {question.text: question for question in [*_dev(), *_written()][::-1]}
    return list(found.values())[::-1]


def held_back() -> list[str]:
    """Return the questions without an answer that nothing is learned from."""
    return [question.text for question in _written() if question.part == HELD_BACK]


def _dev() -> Iterator[FitQuestion]:
    for query in read_questions("dev"):
        yield FitQuestion(DEV, query.twin or query.id, query.language, query.type != NOTHING, query.text)


def _written() -> Iterator[FitQuestion]:
    with QUESTIONS_FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield FitQuestion(row["part"], row["topic"], row["language"], row["fits"] == "yes", row["question"])
