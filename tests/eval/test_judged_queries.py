"""The project's own judged questions: how they are read, and that they fit the collection."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import JudgementFileError
from corpus.vocabulary import load_vocabulary
from eval.judged_queries import NOTHING, PACKAGED_FOLDER, SETS, JudgedSet, read_judged, read_named
from tests.eval.builders import judged_folder, lines
from tests.rendered import collection_records

WATER = {"_id": "a", "text": "water", "language": "en", "type": "resource", "asker": "auditor"}


@pytest.fixture(name="judged", params=SETS)
def _judged(request: pytest.FixtureRequest) -> JudgedSet:
    return read_judged(PACKAGED_FOLDER / request.param)


def test_every_judged_case_is_in_the_collection(judged: JudgedSet) -> None:
    known = {record.case.id for record in collection_records() if record.case}

    assert {case for grades in judged.cases.values() for case in grades} <= known


def test_every_judged_technique_was_applied_in_a_case_of_the_collection(judged: JudgedSet) -> None:
    applied = {
        measure.technique.partition(":")[2]
        for record in collection_records()
        if record.case
        for measure in record.case.measures
    }

    assert {technique for grades in judged.techniques.values() for technique in grades} <= applied


def test_every_judged_technique_is_in_the_vocabulary(judged: JudgedSet) -> None:
    known = load_vocabulary().concepts

    assert all(f"technique:{technique}" in known for grades in judged.techniques.values() for technique in grades)


def test_grades_go_from_one_to_three(judged: JudgedSet) -> None:
    rows = (*judged.cases.values(), *judged.techniques.values())

    assert {grade for grades in rows for grade in grades.values()} == {1, 2, 3}


def test_a_question_has_judgements_of_both_kinds_or_nothing_to_find(judged: JudgedSet) -> None:
    something = {query.id for query in judged.queries if query.type != NOTHING}

    assert set(judged.cases) == set(judged.techniques) == something


def test_a_translated_question_has_the_judgements_of_its_twin(judged: JudgedSet) -> None:
    twins = [query for query in judged.queries if query.twin]

    assert twins
    assert all(judged.cases[query.id] == judged.cases[query.twin] for query in twins)
    assert all(judged.techniques[query.id] == judged.techniques[query.twin] for query in twins)


def test_a_question_that_translates_none_is_in_english(judged: JudgedSet) -> None:
    assert {query.language for query in judged.queries if not query.twin} == {"en"}


def test_no_question_is_in_both_sets() -> None:
    test, dev = ({query.text.casefold() for query in read_named(name).queries} for name in SETS)

    assert not test & dev


def test_the_test_set_asks_in_every_way_a_person_may() -> None:
    types = {query.type for query in read_named("test").queries}

    assert types == {
        *("process", "pollutant", "resource", "practice", "question", "acronym"),
        *("misspelling", "exact phrase", "opposite", "number", NOTHING),
    }


def test_a_set_that_does_not_exist_is_told() -> None:
    with pytest.raises(JudgementFileError, match="Choose one of: test, dev"):
        read_named("../test")


def test_what_is_written_is_read(tmp_path: Path) -> None:
    judged = read_judged(judged_folder(tmp_path / "s", queries=lines([WATER]), cases="a\t0\tcase-1\t3\n"))

    assert judged.name == "s"
    assert [query.text for query in judged.queries] == ["water"]
    assert (judged.cases, judged.techniques) == ({"a": {"case-1": 3}}, {})


BAD_SETS = {
    "question twice": ({"queries": lines([WATER, WATER])}, "line 2 has the id 'a' again"),
    "no language": ({"queries": lines([{"_id": "a", "text": "b"}])}, "line 1 has no text under 'language'"),
    "twin below": ({"queries": lines([{**WATER, "twin": "b"}])}, "names the twin 'b'"),
    "unknown question": ({"queries": lines([WATER]), "cases": "z\t0\tcase-1\t3\n"}, "judges query 'z'"),
    "three columns": ({"queries": lines([WATER]), "cases": "a\tcase-1\t3\n"}, "has 3 columns"),
}


@pytest.mark.parametrize(("files", "said"), BAD_SETS.values(), ids=BAD_SETS.keys())
def test_a_bad_set_is_told_with_its_line(tmp_path: Path, files: dict[str, str], said: str) -> None:
    with pytest.raises(JudgementFileError) as caught:
        read_judged(judged_folder(tmp_path / "bad", **files))

    assert said in str(caught.value)
