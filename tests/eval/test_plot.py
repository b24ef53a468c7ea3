"""The picture of what was measured."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from corpus.errors import EvaluationError
from corpus.vocabulary import Vocabulary
from eval.arms import Arm
from eval.collection_run import CollectionReport, measure_collection
from eval.judged_queries import JudgedQuery, JudgedSet
from eval.plot import drawn, write_plot
from search_api.answers import Group
from tests.eval.service import Canned, answer

SVG = "{http://www.w3.org/2000/svg}"


def report() -> CollectionReport:
    queries = tuple(
        JudgedQuery(name, name, language, "process", "auditor", "", twin)
        for name, language, twin in (("salt", "en", ""), ("sel", "fr", "salt"), ("heat", "en", ""))
    )
    judged = JudgedSet("dev", queries, {}, {query.id: {"t1": 2} for query in queries})
    answers = {("salt", Group.TECHNIQUE): answer("t1"), ("sel", Group.TECHNIQUE): answer("t9", "t1")}
    arms = [Arm.HYBRID, Arm.DENSE]
    return measure_collection(Canned(answers), judged, arms, vocabulary=Vocabulary({}), say=lambda sentence: None)


def test_each_arm_has_a_mark_in_each_language_that_has_something_to_find() -> None:
    """Two arms for all questions, English and French, of techniques alone."""
    marks = ElementTree.fromstring(drawn(report())).findall(f"{SVG}g")

    assert [mark.get("class") for mark in marks] == ["hybrid", "dense"] * 3


def test_whoever_does_not_see_the_picture_is_told_what_it_shows() -> None:
    """It has a name and a description with its figures."""
    root = ElementTree.fromstring(drawn(report()))

    assert root.get("aria-labelledby") == "title desc"
    assert root.findtext(f"{SVG}title") == "nDCG@10 of search by language, dev questions"
    assert "hybrid+thesaurus 0.544 for techniques" in str(root.findtext(f"{SVG}desc"))


def test_it_has_colours_for_dark_surroundings_too() -> None:
    """The reader's system chooses."""
    assert "prefers-color-scheme:dark" in drawn(report())


def test_the_picture_is_written_or_the_reason_told(tmp_path: Path) -> None:
    """A folder is no file."""
    write_plot(report(), tmp_path / "plot.svg")

    assert (tmp_path / "plot.svg").read_text(encoding="utf-8") == drawn(report())
    with pytest.raises(EvaluationError, match="cannot be written"):
        write_plot(report(), tmp_path)
