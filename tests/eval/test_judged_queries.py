"""The project's own judged questions: how they are read, and that they fit the collection."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from corpus.collection import collection_items
from corpus.errors import JudgementFileError
from corpus.vocabulary import load_vocabulary
from eval.judged_queries import (
    NOTHING,
    PACKAGED_FOLDER,
    SETS,
    JudgedQuery,
    JudgedSet,
    read_judged,
    read_named,
    read_questions,
)
from tests.eval.builders import judged_folder, lines

WATER = {"_id": "a", "text": "water", "language": "en", "type": "resource", "asker": "auditor"}
EAU = {"_id": "b", "text": "eau", "language": "fr", "type": "resource", "asker": "auditor", "twin": "a"}


@pytest.fixture(name="judged", params=SETS)
def _judged(request: pytest.FixtureRequest) -> JudgedSet:
    return read_judged(PACKAGED_FOLDER / request.param)


def test_every_judged_page_is_of_the_collection(judged: JudgedSet) -> None:
    known = {item.record.work for item in collection_items(load_vocabulary())}
    pages = {page for grades in judged.passages.values() for page in grades}

    assert {page for page in pages if not re.fullmatch(r".+#[1-9]\d*", page)} == set()
    assert {page.partition("#")[0] for page in pages} <= known


def test_a_case_sheet_is_judged_by_its_one_page(judged: JudgedSet) -> None:
    pages = {page for grades in judged.passages.values() for page in grades if page.startswith("case:")}

    assert {page for page in pages if not page.endswith("#1")} == set()


def test_every_judged_technique_is_in_the_vocabulary(judged: JudgedSet) -> None:
    known = load_vocabulary().concepts

    assert all(f"technique:{technique}" in known for grades in judged.techniques.values() for technique in grades)


def test_grades_go_from_nought_to_three(judged: JudgedSet) -> None:
    for qrels in (judged.passages, judged.techniques):
        assert {grade for grades in qrels.values() for grade in grades.values()} == {0, 1, 2, 3}


def test_a_question_has_something_to_find_unless_its_type_says_otherwise(judged: JudgedSet) -> None:
    something = {query.id for query in judged.queries if query.type != NOTHING}

    assert set(judged.passages) | set(judged.techniques) == something


@pytest.fixture(name="questions", params=SETS)
def _questions(request: pytest.FixtureRequest) -> tuple[JudgedQuery, ...]:
    return read_questions(request.param)


def test_a_translation_is_of_its_twins_type(questions: tuple[JudgedQuery, ...]) -> None:
    known = {query.id: query for query in questions}
    twins = [query for query in questions if query.twin]

    assert {query.language for query in twins} == {"es", "fr", "pt", "ar", "zh", "vi"}
    assert [query.id for query in twins if query.type != known[query.twin].type] == []
    assert [query.id for query in twins if known[query.twin].twin] == []


def test_a_question_that_translates_none_is_in_english(questions: tuple[JudgedQuery, ...]) -> None:
    assert {query.language for query in questions if not query.twin} == {"en"}


def test_no_question_is_in_both_sets() -> None:
    test, dev = ({query.text.casefold() for query in read_questions(name)} for name in SETS)

    assert not test & dev


def test_the_test_set_asks_in_every_way_a_person_may() -> None:
    types = {query.type for query in read_questions("test")}

    assert types == {
        *("process", "pollutant", "resource", "practice", "question", "acronym"),
        *("misspelling", "exact phrase", "opposite", "number", NOTHING),
    }


def test_a_set_that_does_not_exist_is_told() -> None:
    with pytest.raises(JudgementFileError, match="Choose one of: test, dev"):
        read_named("../test")


def test_what_is_written_is_read(tmp_path: Path) -> None:
    rows = "a\t0\tcase:mill#1\t3\na\t0\ttechnique:heat-pump#2\t0\n"
    folder = judged_folder(tmp_path / "s", queries=lines([{**WATER, "sector": "13"}]), passages=rows)
    judged = read_judged(folder)

    assert judged.name == "s"
    assert [(query.text, query.sector, query.twin) for query in judged.queries] == [("water", "13", "")]
    assert judged.passages == {"a": {"case:mill#1": 3, "technique:heat-pump#2": 0}}
    assert (judged.cases(), judged.techniques) == ({"a": {"mill": 3}}, {})


def test_a_translation_has_the_judgements_of_its_twin(tmp_path: Path) -> None:
    folder = judged_folder(
        tmp_path / "s", queries=lines([WATER, EAU]), passages="a\t0\tcase:mill#1\t3\n", techniques="a\t0\trinse\t1\n"
    )
    judged = read_judged(folder)

    assert judged.passages == {"a": {"case:mill#1": 3}, "b": {"case:mill#1": 3}}
    assert judged.cases() == {"a": {"mill": 3}, "b": {"mill": 3}}
    assert judged.techniques == {"a": {"rinse": 1}, "b": {"rinse": 1}}


def test_a_question_whose_judgements_are_all_nought_has_nothing_to_find(tmp_path: Path) -> None:
    rows = "a\t0\tcase:mill#1\t0\nc\t0\tcase:mill#1\t0\nc\t0\tmanual#4\t2\n"
    judged = read_judged(judged_folder(tmp_path / "s", queries=lines([WATER, {**WATER, "_id": "c"}]), passages=rows))

    assert set(judged.passages) == {"c"}
    assert judged.cases() == {}


def test_questions_can_be_read_before_they_are_judged() -> None:
    assert all(query.text and query.asker for query in read_questions("dev"))
    with pytest.raises(JudgementFileError, match="Choose one of: test, dev"):
        read_questions("train")


BAD_SETS = {
    "question twice": ({"queries": lines([WATER, WATER])}, "line 2 has the id 'a' again"),
    "no language": ({"queries": lines([{"_id": "a", "text": "b"}])}, "line 1 has no text under 'language'"),
    "twin below": ({"queries": lines([{**WATER, "twin": "b"}])}, "names the twin 'b'"),
    "unknown question": ({"queries": lines([WATER]), "passages": "z\t0\tcase:mill#1\t3\n"}, "judges 'z'"),
    "translation judged": ({"queries": lines([WATER, EAU]), "techniques": "b\t0\trinse\t3\n"}, "judges 'b'"),
    "three columns": ({"queries": lines([WATER]), "passages": "a\tcase:mill#1\t3\n"}, "has 3 columns"),
}


@pytest.mark.parametrize(("files", "said"), BAD_SETS.values(), ids=BAD_SETS.keys())
def test_a_bad_set_is_told_with_its_line(tmp_path: Path, files: dict[str, str], said: str) -> None:
    with pytest.raises(JudgementFileError) as caught:
        read_judged(judged_folder(tmp_path / "bad", **files))

    assert said in str(caught.value)
