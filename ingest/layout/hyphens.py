"""Tell words that are split at a line's end, and put their halves together. Pure: knows words, not pages."""

from __future__ import annotations

from collections.abc import Collection

HYPHENS = "-\u2010"
_EDGES = "\"'()[]{}.,;:!?«»“”‘’"
# After "short-" these words begin the second of two compounds, "short- and long-term", not a second half.
_CONJUNCTIONS = frozenset(
    ("and", "or", "to", "und", "oder", "bis", "et", "ou", "y", "e", "o", "en", "of", "và", "hoặc")
)


def goes_on(first: str, second: str) -> bool:
    """Tell whether a word at a line's end is split, and its second half begins the next line."""
    if len(first) < 2 or first[-1] not in HYPHENS or not first[-2].isalpha():
        return False
    return second[0].islower() and second.strip(_EDGES) not in _CONJUNCTIONS


def closed(first: str, second: str, known: Collection[str]) -> str:
    """Return the first half of a split word, with its hyphen if that belongs to the word.

    Args:
        first: Without its hyphen.
        known: The words that the document writes, as `folded`.
    """
    head, tail = first.lstrip(_EDGES).lower(), second.rstrip(_EDGES).lower()
    if head + tail in known:
        return first
    hyphenated = f"{head}-{tail}" in known
    letters = first[-1:].islower() and second[:1].islower()
    return first + "-" if hyphenated or not letters else first


def folded(word: str) -> str:
    """Return a word as it is compared: in lower case, without punctuation around it."""
    return word.strip(_EDGES).lower()
