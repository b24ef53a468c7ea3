"""Golden rankings: what is written, and what moved since."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import EvaluationError
from corpus.vocabulary import Vocabulary
from eval.arms import Arm
from eval.collection_run import CollectionReport, measure_collection
from eval.golden import Changed, Move, changed, json_of, table_of, write_rankings
from eval.judged_queries import JudgedQuery, JudgedSet
from search_api.answers import Group
from tests.eval.service import Canned, answer, page

SALT = JudgedQuery("s", "salt", "en", "resource", "auditor", "10", "")
GRADES = {"s": {"case:c1#1": 3, "manual#7": 2}}


def report(*cases: str) -> CollectionReport:
    judged = JudgedSet("dev", (SALT,), GRADES, {"s": {"t1": 1, "t2": 0}})
    answers = {
        ("salt", Group.CASE): answer(*cases),
        ("salt", Group.PASSAGE): answer(page("manual", 7)),
        ("salt", Group.TECHNIQUE): answer("t1", "t2"),
    }
    return measure_collection(
        Canned(answers), judged, [Arm.HYBRID], vocabulary=Vocabulary({}), say=lambda sentence: None
    )


def test_a_ranking_is_written_to_be_read(tmp_path: Path) -> None:
    """A line a result: what it is, its rank, the mark of its grade, its id and its title."""
    write_rankings(report("c1", "c9"), tmp_path)

    assert (tmp_path / "s.tsv").read_text(encoding="utf-8").splitlines() == [
        "# salt | en | resource | auditor",
        "cases\t1\t***\tc1\tC1",
        "cases\t2\t?\tc9\tC9",
        "pages\t1\t**\tmanual#7\t",
        "techniques\t1\t*\tt1\tT1",
        "techniques\t2\t-\tt2\tT2",
    ]


def test_the_file_of_a_question_that_is_no_more_goes(tmp_path: Path) -> None:
    """Writing anew leaves only what is asked today."""
    (tmp_path / "old.tsv").write_text("# old\n", encoding="utf-8")
    write_rankings(report("c1"), tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["s.tsv"]


def test_what_was_written_has_not_changed(tmp_path: Path) -> None:
    """The same ranking is no news."""
    write_rankings(report("c1", "c9"), tmp_path)

    assert changed(report("c1", "c9"), tmp_path) == []


def test_moves_are_told_with_both_ranks(tmp_path: Path) -> None:
    """What changed places, what came and what went."""
    write_rankings(report("c1", "c2", "c3"), tmp_path)
    found = changed(report("c2", "c1", "c4"), tmp_path)

    assert found == [
        Changed(
            SALT,
            "cases",
            (Move("c2", 2, 1, "?"), Move("c1", 1, 2, "***"), Move("c4", None, 3, "?"), Move("c3", 3, None, "?")),
        )
    ]
    assert table_of(found, 1).rows == (("s salt", "cases", "c2 ? 2 > 1; c1 *** 1 > 2; c4 ? out > 3; c3 ? 3 > out"),)
    assert json_of(found, 1)["questions"] == 1


@pytest.mark.parametrize("content", [None, "# salt\ncases\t1\n"], ids=["missing", "malformed"])
def test_a_ranking_that_cannot_be_read_is_told(tmp_path: Path, content: str | None) -> None:
    """It says how to write it anew."""
    if content is not None:
        (tmp_path / "s.tsv").write_text(content, encoding="utf-8")

    with pytest.raises(EvaluationError, match=r"s\.tsv is no golden ranking.*--golden write"):
        changed(report("c1"), tmp_path)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """A file stands where the folder should."""
    (tmp_path / "file").write_text("", encoding="utf-8")

    with pytest.raises(EvaluationError, match="cannot be written"):
        write_rankings(report("c1"), tmp_path / "file")
