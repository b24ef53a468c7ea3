"""The commands `collection build`, `check` and `stats`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from corpus.collection import CASES, PACKAGED
from search_api.collection_command import HasHome, collection


@dataclass(frozen=True, slots=True)
class App:
    """Whoever knows the data folder."""

    home: Path


def run(*arguments: str, home: Path) -> Result:
    @contextmanager
    def opened() -> Iterator[HasHome]:
        yield App(home)

    return CliRunner().invoke(collection, list(arguments), obj=opened)


def test_everything_is_counted_as_json(tmp_path: Path) -> None:
    result = run("stats", "--json", home=tmp_path)
    counted = json.loads(result.stdout)

    assert result.exit_code == 0
    assert counted["cases"] == len(list((PACKAGED / CASES).glob("*.yaml")))
    assert sum(counted["grades"].values()) == counted["cases"]
    assert {"practice", "sector", "technique"} <= counted["labels"].keys()
    assert set(counted) >= {"cases", "techniques", "countries", "sectors", "labels"}
    assert list(tmp_path.iterdir()) == []


def test_the_same_counts_are_told_in_words_and_a_table(tmp_path: Path) -> None:
    counted = json.loads(run("stats", "--json", home=tmp_path).stdout)
    shown = " ".join(run("stats", home=tmp_path).stdout.split())

    assert f"{counted['cases']} cases with {counted['measures']} measures" in shown
    assert "Cases by grade: " + ", ".join(f"{grade} {count}" for grade, count in counted["grades"].items()) in shown
    for scheme in counted["labels"]:
        assert scheme in shown


@pytest.mark.slow
def test_the_collection_is_built_once_and_nothing_is_wrong_with_it(tmp_path: Path) -> None:
    named = run("build", str(tmp_path / "collection"), home=tmp_path / "elsewhere")
    pdfs = sorted((tmp_path / "collection").rglob("*.pdf"))
    written = {pdf: pdf.stat().st_mtime_ns for pdf in pdfs}
    again = run("build", home=tmp_path)
    checked = run("check", home=tmp_path)

    assert (named.exit_code, again.exit_code) == (0, 0)
    assert f"{len(pdfs)} documents are complete in {tmp_path / 'collection'}." in again.stdout
    assert not (tmp_path / "elsewhere").exists()
    assert (checked.exit_code, checked.stdout) == (0, "")
    assert "Nothing is wrong with the collection." in checked.stderr
    assert {pdf: pdf.stat().st_mtime_ns for pdf in pdfs} == written
