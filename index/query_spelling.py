"""Suggest words that the library has for words that it has not.

Compared are folded words, by edits: a letter more, less, another, or two neighbours exchanged. The nearest wins, then
the more frequent.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

_SHORTEST = 4  # letters of a word that is looked at; shorter ones are near too many
_TWO_EDITS_FROM = 7  # letters of a word that may have two edits
_LONGEST = 24  # letters compared


class Spelling:
    """The words of a library, ready to be compared with.

    Args:
        frequencies: In how many chunks each folded word stands; words with digits are left out.
    """

    def __init__(self, frequencies: Mapping[str, int]) -> None:
        words = [word for word in frequencies if _SHORTEST - 1 <= len(word) <= _LONGEST and word.isalpha()]
        self._words = words
        self._counts = np.array([frequencies[word] for word in words], dtype=np.int64)
        self._lengths = np.array([len(word) for word in words], dtype=np.int16)
        self._letters = _letters(words)
        self._masks = _masks(self._letters)

    def nearest(self, word: str) -> str | None:
        """Return the library's word that a folded word most likely means, None if none is near enough."""
        if not _SHORTEST <= len(word) <= _LONGEST or not word.isalpha() or not self._words:
            return None
        most = 2 if len(word) >= _TWO_EDITS_FROM else 1
        letters = _letters([word])
        near = np.abs(self._lengths - len(word)) <= most
        near &= np.bitwise_count(self._masks ^ _masks(letters)[0]) <= 2 * most
        candidates = np.flatnonzero(near)
        if not len(candidates):
            return None
        edits = _edits(letters[0, : len(word)], self._letters[candidates], self._lengths[candidates])
        best = np.lexsort((candidates, -self._counts[candidates], edits))[0]
        return self._words[candidates[best]] if edits[best] <= most else None


def _letters(words: list[str]) -> NDArray[np.uint32]:
    """Return the code points of words, shape (words, longest), noughts behind."""
    if not words:
        return np.zeros((0, _LONGEST), dtype=np.uint32)
    return np.array(words, dtype=f"<U{_LONGEST}").view(np.uint32).reshape(len(words), _LONGEST)


def _masks(letters: NDArray[np.uint32]) -> NDArray[np.uint64]:
    """Return for each word a bit for each letter it has; an edit changes two bits at most."""
    bits = np.left_shift(np.uint64(1), letters.astype(np.uint64) % np.uint64(64))
    return np.asarray(np.bitwise_or.reduce(np.where(letters == 0, np.uint64(0), bits), axis=1))


def _edits(word: NDArray[np.uint32], others: NDArray[np.uint32], lengths: NDArray[np.int16]) -> NDArray[np.int16]:
    """Return the edits between one word and each of the others (optimal string alignment), shape (others,)."""
    width = int(lengths.max())
    others = np.ascontiguousarray(others.T)
    above = np.zeros((width + 1, others.shape[1]), dtype=np.int16)
    row = np.arange(width + 1, dtype=np.int16)[:, None] + above
    for place, letter in enumerate(word):
        further, above, row = above, row, np.empty_like(row)
        row[0] = place + 1
        changed = above[:-1] + (others[:width] != letter)
        np.minimum(changed, above[1:] + 1, out=changed)
        if place:
            swapped = (others[1:width] == word[place - 1]) & (others[: width - 1] == letter)
            changed[1:] = np.where(swapped, np.minimum(changed[1:], further[:-2] + 1), changed[1:])
        for column in range(width):
            np.minimum(changed[column], row[column] + 1, out=row[column + 1])
    return np.asarray(row[lengths, np.arange(len(lengths))])
