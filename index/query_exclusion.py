"""Take out of a question what its reader excludes by a hyphen: -word and -"some words".

A hyphen counts only at the beginning of a word that begins with a letter: "counter-current", "10 - 20" and "-5 °C"
mean what they meant.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.folding import fold

MOST = 8  # exclusions of one question

_HYPHENS = "-\u2010-\u2012\u2212"
_EXCLUDED = re.compile(rf"""(?<!\S)[{_HYPHENS}](?:"([^"]*)"|“([^“”]*)”|«([^«»]*)»|([^\W\d_][^\s"“”«»]*))""")


@dataclass(frozen=True, slots=True)
class Struck:
    """Something that a question does not want.

    Attributes:
        words: What is not wanted, "chrome".
        typed: The stretch of the question that says so, "-chrome" or "instead of chrome".
    """

    words: str
    typed: str


def take_exclusions(text: str) -> tuple[str, tuple[Struck, ...]]:
    """Return a question without what it excludes, and what that is; exclusions after the eighth stay in the text.

    Args:
        text: On one line.
    """
    struck: list[Struck] = []
    kept, place = [], 0
    for match in _EXCLUDED.finditer(text):
        words = next(part for part in match.groups() if part is not None).strip()
        if fold(words) and len(struck) < MOST:
            struck.append(Struck(words, match[0]))
            kept.append(text[place : match.start()])
            place = match.end()
    return " ".join("".join([*kept, text[place:]]).split()), tuple(struck)
