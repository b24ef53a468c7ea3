"""Look up what stands right after or right before a place in a text, among many spellings; the longest wins."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Generic, TypeVar

T = TypeVar("T")

_LETTER_OR_DIGIT = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff0-9²³]")
_APART = "-\u2010\u2011\n\t\u00a0\u202f"  # a hyphen is as good as a space


class Spellings(Generic[T]):
    """Things by their spellings.

    Args:
        exact: Spellings whose case counts.
        folded: Lower-case spellings for any case, a space for each hyphen and white space.
    """

    def __init__(self, exact: Mapping[str, T], folded: Mapping[str, T]) -> None:
        self._exact = exact
        self._folded = folded
        spellings = {*map(_folded, exact), *folded}
        self._longest = max(map(len, spellings))
        self._by_first = _lengths((spelling[0], len(spelling)) for spelling in spellings)
        self._by_last = _lengths((spelling[-1], len(spelling)) for spelling in spellings)

    def after(self, text: str, position: int) -> tuple[T, int] | None:
        """Return what is spelt from a place on, and where its spelling ends; None if nothing is."""
        head = text[position : position + self._longest + 1]
        folded = _folded(head)
        for length in self._by_first.get(folded[:1], ()):
            if length <= len(head):
                found = self._look_up(head[:length], folded[:length])
                if found is not None and self._ends(head, length):
                    return found, position + length
        return None

    def before(self, text: str, position: int) -> tuple[T, int] | None:
        """Return what is spelt up to a place, and where its spelling begins; None if nothing is."""
        tail = text[max(0, position - self._longest - 1) : position]
        folded = _folded(tail)
        for length in self._by_last.get(folded[-1:], ()):
            if length <= len(tail):
                found = self._look_up(tail[-length:], folded[-length:])
                if found is not None and self._begins(tail, length):
                    return found, position - length
        return None

    def _look_up(self, printed: str, folded: str) -> T | None:
        found = self._exact.get(printed)
        return found if found is not None else self._folded.get(folded)

    @staticmethod
    def _ends(head: str, length: int) -> bool:
        """Tell whether no word is cut in two behind the first characters."""
        if length == len(head) or not _LETTER_OR_DIGIT.match(head[length]):
            return True
        return not _LETTER_OR_DIGIT.match(head[length - 1])

    @staticmethod
    def _begins(tail: str, length: int) -> bool:
        if length == len(tail) or not _LETTER_OR_DIGIT.match(tail[-length - 1]):
            return True
        return not _LETTER_OR_DIGIT.match(tail[-length])


def _lengths(places: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    """Return the lengths of the spellings that have a character at one end, longest first."""
    found: dict[str, set[int]] = {}
    for character, length in places:
        found.setdefault(character, set()).add(length)
    return {character: sorted(lengths, reverse=True) for character, lengths in found.items()}


def _folded(text: str) -> str:
    lower = text.lower()
    for character in _APART:
        lower = lower.replace(character, " ")
    return lower if len(lower) == len(text) else text
