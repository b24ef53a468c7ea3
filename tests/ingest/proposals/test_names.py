"""Names in a text."""

from __future__ import annotations

import pytest

from ingest.proposals.names import find_names, ordinary_words
from tests.ingest.proposals.told import told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The firm is 3M of Columbia.", ["3M", "Columbia"]),
        (
            "At Sockit Manufacturing (Pty) Ltd. Power was dear, and power was scarce.",
            ["Sockit Manufacturing (Pty) Ltd"],
        ),
        ("It was owned by J. Smith Co. Ltd. in Kent", ["J. Smith Co. Ltd", "Kent"]),
        ("Frigorífico de la Paz, and then", ["Frigorífico de la Paz"]),
        ("(Lakeside Dyers’s tank) and “Red Devil”", ["Lakeside Dyers", "Red Devil"]),
        ("Water saved water.", []),
        ("Works and Mills", []),
        ("The Ministry of Works", []),
        ("When it rained, The", []),
        ("and Lakeside de", ["Lakeside"]),
    ],
)
def test_runs_of_capitalised_words_are_names(text: str, expected: list[str]) -> None:
    """Without the words that begin a sentence, agencies, and words that are ordinary elsewhere in the text."""
    found = told(text)

    assert expected == [name.text for passage in found for name in find_names(passage, ordinary_words(found))]


def test_a_name_knows_what_stands_around_it() -> None:
    """The word before it in lower case, the text behind it on one line."""
    [name] = find_names(told("It was At\nLakeside, a\nmill.")[0], frozenset())

    assert (name.before, name.after) == ("at", ", a mill.")
