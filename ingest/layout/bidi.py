"""Put right-to-left writing into the order in which it is read.

PDF draws glyphs where they are seen. PDFium turns most Arabic and Hebrew round to the order of reading, but not where
a file draws its glyphs one by one from the right, nor words of another script within a line. The places of words and
letters tell, by the rules of the Unicode Bidirectional Algorithm (UAX 9) backwards.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ingest.layout.page_text import RawPage

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_ARABIC = re.compile("[\u0600-\u08ff\ufb50-\ufdff\ufe70-\ufefc]")
_PRESENTATION = re.compile("[\ufb1d-\ufdff\ufe70-\ufefc]")
_NUMBER = re.compile(r"([%٪‰°+\-–−]*)([\d.,٫٬/]*\d)([%٪‰°+\-–−]*)")
_RUNS_LEFT = 0.25  # of a word's width, by which its last letter stands at least to the left of its first


def right_to_left(text: str) -> bool:
    """Tell whether a text holds letters that are written from right to left."""
    return bool(_RIGHT_TO_LEFT.search(text))


def logical(raw: RawPage, across: NDArray[np.float32]) -> RawPage:
    """Return a page with the letters of its words, and the words of its lines, in the order of reading.

    Args:
        across: float32 (n,): how far a word's last character stands to the right of its first, in points.
    """
    words = list(raw.words)
    order: list[int] = []
    arabic = any(map(_ARABIC.search, words))
    ways = [_way(word) for word in words]
    mostly = ways.count("R") >= ways.count("L")
    runs = (across / np.maximum(raw.boxes[:, 2] - raw.boxes[:, 0], 1.0)).tolist()
    for first, last in _lines(raw):
        line = range(first, last)
        if any(right_to_left(words[index]) for index in line):
            words[first:last] = [_word(words[index], runs[index], arabic=arabic) for index in line]
            seen = [first + int(index) for index in np.argsort(raw.boxes[first:last, 0], kind="stable")]
            rightwards = mostly or ways[first:last].count("R") >= ways[first:last].count("L")
            order += _read(seen, ways, rightwards=rightwards)
        else:
            order += line
    return replace(raw, words=[words[index] for index in order], boxes=raw.boxes[order])  # a line's gaps stay


def _word(word: str, run: float, *, arabic: bool) -> str:
    """Return the characters of a word on a line of right-to-left writing as read.

    Args:
        run: From its first to its last character, to the right, in shares of its width. A word drawn as one glyph runs
            nowhere; PDFium turns it round nevertheless.
    """
    if right_to_left(word):
        turned = _reversed(word) if run > -_RUNS_LEFT and len(word) > 1 else word
        return unicodedata.normalize("NFKC", turned) if _PRESENTATION.search(turned) else turned
    if (run > 0) == arabic and (number := _NUMBER.fullmatch(word)):
        # After Arabic letters a number's signs stand on the other side than they are read (UAX 9, W2 and W5).
        before, digits, after = number.groups()
        return after + digits + before
    return word


def _reversed(word: str) -> str:
    """Return a word from its last character to its first, marks after the letter that bears them."""
    if not unicodedata.combining(word[-1]):
        return word[::-1]
    clusters: list[str] = []
    for character in word:
        if clusters and unicodedata.combining(character):
            clusters[-1] += character
        else:
            clusters.append(character)
    return "".join(reversed(clusters))


def _lines(raw: RawPage) -> Iterator[tuple[int, int]]:
    """Yield first and past-the-end word of the engine's lines."""
    first = 0
    for index, gap in enumerate(raw.breaks):
        if gap not in ("", " ") or index + 1 == len(raw.breaks):
            yield first, index + 1
            first = index + 1


def _read(seen: Sequence[int], ways: Sequence[str], *, rightwards: bool) -> list[int]:
    """Return the words of a line in the order of reading.

    Args:
        seen: The words from left to right.
        rightwards: Whether the line is read from the right.
    """
    against = "L" if rightwards else "R"
    order: list[int] = []
    run: list[int] = []
    for index in reversed(seen) if rightwards else seen:
        if ways[index] == against or (run and not ways[index]):
            run.append(index)
        else:
            order += [*_turned(run, ways), index]
            run = []
    return order + _turned(run, ways)


def _turned(run: Sequence[int], ways: Sequence[str]) -> list[int]:
    """Return a run of words that goes against its line turned round; numbers after its last word stay behind it."""
    end = next((place for place in range(len(run), 0, -1) if ways[run[place - 1]]), 0)
    return [*run[:end][::-1], *run[end:]]


def _way(word: str) -> str:
    """Return "R" or "L" for words with letters of that way, "" for numbers and signs."""
    if right_to_left(word):
        return "R"
    return "L" if any(map(str.isalpha, word)) else ""
