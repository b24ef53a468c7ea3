"""The list of what centres are asked about."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.coverage import Asked, load_asked
from corpus.errors import CollectionError
from corpus.model import ConceptId
from corpus.vocabulary import load_vocabulary


def test_everything_asked_about_is_in_the_vocabularies_once() -> None:
    asked = load_asked()
    known = load_vocabulary().concepts

    assert [one for one in asked if one.concept not in known] == []
    assert len({one.concept for one in asked}) == len({one.words for one in asked}) == len(asked)


@pytest.mark.parametrize(
    "concept",
    ["sector:1040", "process:refrigeration", "process:compressed-air-supply", "sector:8610", "sector:221", "sector:B"],
)
def test_what_is_known_to_be_thin_is_asked_about(concept: str) -> None:
    assert concept in {one.concept for one in load_asked()}


def test_an_entry_is_a_concept_and_its_words(tmp_path: Path) -> None:
    path = tmp_path / "coverage.yaml"
    path.write_text("asked:\n- concept: sector:1040\n  words: palm oil\n", encoding="utf-8")

    assert load_asked(path) == (Asked(ConceptId("sector:1040"), "palm oil"),)


def test_an_entry_that_is_no_sector_or_process_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "coverage.yaml"
    path.write_text("asked:\n- concept: technique:metering\n  words: meters\n", encoding="utf-8")

    with pytest.raises(CollectionError, match="begins with 'sector:' or 'process:'"):
        load_asked(path)
