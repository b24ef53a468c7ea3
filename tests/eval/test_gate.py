"""The gate: which categories are watched, and what counts as a fall."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import EvaluationError
from corpus.vocabulary import Vocabulary
from eval.arms import Arm
from eval.collection_run import CollectionReport, measure_collection
from eval.gate import SMALLEST, Fall, falls, figures_of, json_of, read_baseline, table_of, write_baseline
from eval.judged_queries import JudgedQuery, JudgedSet
from search_api.answers import Group
from tests.eval.service import Canned, answer


def report(english: int, french: int) -> CollectionReport:
    languages = ["en"] * english + ["fr"] * french
    queries = tuple(
        JudgedQuery(str(number), f"q{number}", language, "process", "auditor", "", "")
        for number, language in enumerate(languages)
    )
    judged = JudgedSet("dev", queries, {}, {query.id: {"t1": 2} for query in queries})
    answers = {(query.text, Group.TECHNIQUE): answer("t1") for query in queries}
    return measure_collection(
        Canned(answers), judged, [Arm.HYBRID], vocabulary=Vocabulary({}), say=lambda sentence: None
    )


def test_a_category_of_few_questions_is_not_watched() -> None:
    """The mean of a few moves by chance."""
    figures = figures_of(report(SMALLEST, SMALLEST - 1))

    assert figures["techniques"]["language en"] == 1.0
    assert "language fr" not in figures["techniques"]


def test_what_was_recorded_is_read_back(tmp_path: Path) -> None:
    """The file holds what is compared."""
    write_baseline(report(SMALLEST, 0), tmp_path / "new" / "baseline.json")

    assert read_baseline(tmp_path / "new" / "baseline.json") == figures_of(report(SMALLEST, 0))


@pytest.mark.parametrize(
    ("now", "fell"),
    [(0.6, False), (0.5, False), (0.471, False), (0.469, True)],
    ids=["rose", "same", "a little", "too far"],
)
def test_only_a_fall_of_more_than_three_hundredths_counts(now: float, fell: bool) -> None:
    """What rises or sinks a little passes."""
    assert falls({"cases": {"all": now}}, {"cases": {"all": 0.5}}) == ([Fall("cases all", 0.5, now)] if fell else [])


def test_the_deepest_fall_is_told_first() -> None:
    """Whoever reads the table sees the worst."""
    before = {"cases": {"all": 0.5, "type number": 0.5}, "pages": {"all": 0.5, "type gone": 0.5}}
    now = {"cases": {"all": 0.4, "type number": 0.2}, "pages": {"all": 0.5}}
    found = falls(now, before)

    assert [fall.name for fall in found] == ["cases type number", "cases all"]
    assert table_of(found, now).rows[0] == ("cases type number", ".500", ".200", "-0.300")
    assert table_of(found, now).notes == ("2 of 3 categories fell by more than 0.03.",)
    assert json_of(found, now)["watched"] == 3


@pytest.mark.parametrize("content", [None, "[]", "{", '{"cases": 1}'])
def test_figures_that_cannot_be_read_are_told(tmp_path: Path, content: str | None) -> None:
    """It says how to record them."""
    path = tmp_path / "baseline.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")

    with pytest.raises(EvaluationError, match="holds no recorded figures"):
        read_baseline(path)


def test_figures_that_cannot_be_written_are_told(tmp_path: Path) -> None:
    """A file stands where the folder should."""
    (tmp_path / "file").write_text("", encoding="utf-8")

    with pytest.raises(EvaluationError, match="cannot be written"):
        write_baseline(report(SMALLEST, 0), tmp_path / "file" / "baseline.json")
