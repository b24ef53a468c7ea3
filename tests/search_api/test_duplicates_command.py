"""`cpkb duplicates` as its user types it."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import cpkb
from corpus.library import Library
from corpus.model import CaseId


@pytest.fixture(name="home")
def _home(built_home: Path, tmp_path: Path) -> Path:
    """A library in which one document tells another one's case again."""
    home = tmp_path / "home"
    shutil.copytree(built_home, home)
    with Library.open(home, write=True) as library:
        first = library.cases.get(CaseId("tri-star-dyeing-ro"))
        other = library.cases.get(CaseId("co-artextil-dyeing"))
        retold = replace(first, id=CaseId("zz-retold"), document=other.document)
        library.cases.replace(other.document, [other, retold])
    return home


def run(home: Path, *arguments: str) -> Result:
    environment = {"CPKB_HOME": str(home), "CPKB_CACHE": str(home / "cache")}
    return CliRunner().invoke(cpkb.main, ["duplicates", *arguments], env=environment)


def test_pairs_are_listed_with_what_they_share(home: Path) -> None:
    output = run(home).output

    assert "tri-star-dyeing-ro" in output
    assert "zz-retold" in output
    assert "figures in common" in output


def test_a_decision_is_kept_and_taken_back(home: Path) -> None:
    said = run(home, "different", "zz-retold", "tri-star-dyeing-ro", "--note", "two plants")
    listed = json.loads(run(home, "--json").stdout)
    undone = run(home, "undo", "zz-retold", "tri-star-dyeing-ro")

    assert "are different" in said.output
    assert [(twin["said"], twin["note"]) for twin in listed] == [("different", "two plants")]
    assert "The rules decide again." in undone.output
    assert "Nothing was said" in run(home, "undo", "zz-retold", "tri-star-dyeing-ro").output
    assert "are the same" in run(home, "same", "zz-retold", "tri-star-dyeing-ro").output


def test_an_unknown_case_is_an_error_with_a_way_out(home: Path) -> None:
    result = run(home, "same", "zz-retold", "nowhere")

    assert (result.exit_code, "There is no case" in result.output) == (1, True)


def test_a_library_without_repetitions_says_so(built_home: Path) -> None:
    assert "Nothing is in the library twice." in run(built_home).output
