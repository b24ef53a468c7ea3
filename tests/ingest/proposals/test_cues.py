"""The words of cues.yaml as patterns."""

from __future__ import annotations

import re

import pytest

from ingest.proposals.cues import Cue, one_of, pattern


@pytest.mark.parametrize("cue", list(Cue))
def test_every_cue_has_words_that_its_pattern_finds(cue: Cue) -> None:
    """No cue is forgotten in cues.yaml, and none matches nothing."""
    assert pattern(cue).pattern != r"\b(?:)(?!\w)"
    assert not pattern(cue).fullmatch("")


@pytest.mark.parametrize(
    ("cue", "text", "expected"),
    [
        (Cue.DONE, "The mill Installed a tank", "Installed"),
        (Cue.STATUS_ESTIMATED, "it would\nsave water", "would\nsave"),
        (Cue.SMALL, "no", "no"),
        (Cue.FIRM, "Lakeside Mills", "Mills"),
        (Cue.FIRM, "two mills", None),
        (Cue.SITE, "planted", None),
    ],
    ids=[
        "any ending",
        "over a line's end",
        "a word that YAML takes for false",
        "its own case",
        "not in lower case",
        "whole",
    ],
)
def test_words_are_found_as_the_file_says(cue: Cue, text: str, expected: str | None) -> None:
    """A star stands for any ending, a space for a line's end; parts of names keep their case."""
    found = pattern(cue).search(text)

    assert expected == (found[0] if found else None)


def test_the_longest_word_is_taken_first() -> None:
    """A word that another begins with does not hide it."""
    found = re.match(one_of(["case", "case study", "box"]), "case study 3")

    assert found is not None
    assert found[0] == "case study"
