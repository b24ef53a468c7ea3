"""Choose the stretch of a chunk to show, and the words in it to mark."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection
from dataclasses import dataclass

from corpus.folding import Token, stem, tokens
from search_api.segments import merge

LENGTH = 420  # characters of an excerpt, at most


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A stretch of text with marks.

    Attributes:
        text: At most LENGTH characters; an ellipsis stands where text was cut off.
        marks: Character spans of `text`, ascending, not overlapping.
    """

    text: str
    marks: tuple[tuple[int, int], ...]


def query_terms(texts: Collection[str], language: str) -> frozenset[str]:
    """Return the stems to mark for these words; words of one or two letters are not worth a mark."""
    found = (token.text for text in texts for token in tokens(text))
    return frozenset(stem(word, language) for word in found if len(word) > 2 or not word.isascii())


def find_terms(text: str, terms: frozenset[str], language: str) -> list[Token]:
    """Return the tokens of a text whose stem is among the terms, in order."""
    return [token for token in tokens(text) if stem(token.text, language) in terms]


def excerpt(text: str, terms: frozenset[str], language: str, *, length: int = LENGTH) -> Excerpt:
    """Return the stretch with most different terms, the earliest of equals, cut at word boundaries."""
    found = find_terms(text, terms, language)
    first = _best_start(text, found, language, length)
    start, end = _cut(text, first, length)
    prefix, suffix = "… " if start else "", " …" if end < len(text) else ""
    shift = len(prefix) - start
    spans = [(token.start + shift, token.end + shift) for token in found if start <= token.start and token.end <= end]
    return Excerpt(prefix + text[start:end] + suffix, tuple(merge(spans)))


def row_excerpt(text: str, terms: frozenset[str], language: str, *, length: int = LENGTH) -> Excerpt:
    """Return the whole rows of a table with most different terms, the earliest of equals, and rows after them.

    A single row longer than `length` is shown as other text is.
    """
    windows = _row_windows(text, length)
    if not windows:
        return excerpt(text, terms, language, length=length)
    found = find_terms(text, terms, language)

    def inside(window: tuple[int, int]) -> list[Token]:
        return [token for token in found if window[0] <= token.start and token.end <= window[1]]

    start, end = max(windows, key=lambda window: (len({stem(t.text, language) for t in inside(window)}), -window[0]))
    spans = [(token.start - start, token.end - start) for token in inside((start, end))]
    return Excerpt(text[start:end], tuple(merge(spans)))


def _row_windows(text: str, length: int) -> list[tuple[int, int]]:
    """Return for each row the stretch of whole rows that begins with it and is not too long; none for a long row."""
    ends = [match.start() for match in re.finditer(r"\n|\Z", text)]
    starts = [0, *(end + 1 for end in ends[:-1])]
    last = [bisect_right(ends, start + length) - 1 for start in starts]
    return [(start, ends[at]) for start, at in zip(starts, last, strict=True) if at >= 0 and ends[at] > start]


def _best_start(text: str, found: list[Token], language: str, length: int) -> int:
    if len(text) <= length or not found:
        return 0
    room = length - 80  # so that some text stands before and after the words found

    def different(first: Token) -> int:
        return len({stem(t.text, language) for t in found if first.start <= t.start and t.end <= first.start + room})

    best = max(found, key=lambda token: (different(token), -token.start))
    return _sentence_start(text, max(0, min(best.start - 60, len(text) - length)))


def _sentence_start(text: str, first: int) -> int:
    """Move a start back to where its sentence or line begins, if that is near."""
    nearest = max(text.rfind(mark, max(0, first - 80), first) for mark in (". ", "\n"))
    return nearest + 1 if nearest >= 0 else (0 if first < 80 else first)


def _cut(text: str, first: int, length: int) -> tuple[int, int]:
    """Return a window near `first`, moved inwards to white space where there is some close by."""
    start, end = first, min(len(text), first + length)
    if start:
        gap = re.search(r"\s", text[start : start + 40])
        start = start + gap.end() if gap else start
    if end < len(text):
        space = text.rfind(" ", end - 40, end)
        end = space if space >= 0 else end
    return start, end
