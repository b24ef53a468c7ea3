"""Make running text of a page's words: clean characters, closed hyphens, paragraphs, and a span for every word.

Pure: takes what a PDF engine found on each page and returns Pages. Opens no file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.model import Page, Words

SPLIT_WORD = "\ufffe"  # PDFium writes it for a hyphen at a line's end and leaves the line break out

# Two words share a line, whatever the engine says, if they stand so close, in shares of a line's height:
# PDFium ends the line before and after raised and lowered characters, as in "m3" and "CO2".
_SAME_WORD_GAP = 0.12
_SAME_LINE_GAP = 0.6
_SAME_LINE_OVERLAP = 0.3

# Between two lines of a paragraph there is less than this share of a line's height.
_PARAGRAPH_GAP = 0.55

# What no reader can see or what would change the order of the text on a screen; private characters are font symbols.
_UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ue000-\uf8ff\ud800-\udfff\ufdd0-\ufdef\ufff9-\ufffd\uffff]+"
)
_BULLETS = re.compile("[\uf0b7\uf0a7\uf02d]")
# A word is what stands between spaces; a Chinese or Japanese character is a word of its own, so that it can be marked.
_WORD = re.compile(
    "[\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]|[^\\s\ufffe\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+"
)
_EDGES = "\"'()[]{}.,;:!?«»“”‘’"


@dataclass(frozen=True, slots=True, eq=False)
class RawPage:
    """The words of one page in the engine's reading order.

    Attributes:
        words: Without white space, not empty.
        breaks: What follows each word: "" (nothing), " ", a line feed, or SPLIT_WORD (the word goes on).
        boxes: float32 (n, 4), as in corpus.model.Words.
    """

    number: int
    width: float
    height: float
    words: Sequence[str]
    breaks: Sequence[str]
    boxes: NDArray[np.float32]


def split_words(text: str) -> Iterator[tuple[str, int, int, str]]:
    """Yield each visible word of an engine's text with its span there and the break that follows it."""
    matches = list(_WORD.finditer(text))
    following_starts = [*(match.start() for match in matches[1:]), len(text)]
    for match, following in zip(matches, following_starts, strict=False):
        word = _clean(match[0])
        if word:
            yield word, match.start(), match.end(), _break(text[match.end() : following])


def running_pages(raw_pages: Sequence[RawPage]) -> list[Page]:
    """Return the pages with running text.

    A word split at a line's end is closed. Its hyphen stays only if the document elsewhere writes the word with a
    hyphen and never without, or if it joins an abbreviation, a number or a name. Both halves keep their own span and
    box.
    """
    known = _written_words(raw_pages)
    return [_running_page(raw, known) for raw in raw_pages]


def _clean(word: str) -> str:
    if word.isascii() and word.isprintable():
        return word
    return _UNWANTED.sub("", _BULLETS.sub("•", word))


def _break(gap: str) -> str:
    if gap in ("", " "):
        return gap
    if SPLIT_WORD in gap:
        return SPLIT_WORD if gap == SPLIT_WORD else "\n"
    return "\n" if "\n" in gap or "\r" in gap else " "


def _written_words(raw_pages: Iterable[RawPage]) -> frozenset[str]:
    return frozenset(word.strip(_EDGES).lower() for raw in raw_pages for word in raw.words)


def _running_page(raw: RawPage, known: frozenset[str]) -> Page:
    pieces: list[str] = []
    spans: list[tuple[int, int]] = []
    breaks = _true_breaks(raw)
    position = 0
    for index, (word, gap) in enumerate(zip(raw.words, breaks, strict=True)):
        if gap == SPLIT_WORD:
            word, gap = _close(word, raw.words, index, known), ""
        elif index + 1 == len(raw.words):
            gap = ""
        spans.append((position, position + len(word)))
        pieces.append(word + gap)
        position += len(word) + len(gap)
    return Page(
        number=raw.number,
        text="".join(pieces),
        width=raw.width,
        height=raw.height,
        words=Words(np.array(spans, dtype=np.int32).reshape(-1, 2), raw.boxes),
    )


def _close(first: str, words: Sequence[str], index: int, known: frozenset[str]) -> str:
    """Return the first half of a split word, with its hyphen if that belongs to the word."""
    if index + 1 == len(words):
        return first + "-"
    second = words[index + 1]
    head, tail = first.lstrip(_EDGES).lower(), second.rstrip(_EDGES).lower()
    if head + tail in known:
        return first
    hyphenated = f"{head}-{tail}" in known
    letters = first[-1:].islower() and second[:1].islower()
    return first + "-" if hyphenated or not letters else first


def _true_breaks(raw: RawPage) -> list[str]:
    """Return the breaks with line ends seen through: none within a line, an empty line between paragraphs."""
    breaks = list(raw.breaks)
    if len(breaks) < 2:
        return breaks
    before, after = raw.boxes[:-1], raw.boxes[1:]
    heights = raw.boxes[:, 3] - raw.boxes[:, 1]
    taller = np.maximum(np.maximum(heights[:-1], heights[1:]), 1.0)
    smaller = np.maximum(np.minimum(heights[:-1], heights[1:]), 1.0)
    overlap = np.minimum(before[:, 3], after[:, 3]) - np.maximum(before[:, 1], after[:, 1])
    across = after[:, 0] - before[:, 2]
    below = after[:, 1] - before[:, 3]
    aligned = (overlap > _SAME_LINE_OVERLAP * smaller) & (across > -_SAME_LINE_GAP * smaller)
    for index in [index for index, gap in enumerate(breaks[:-1]) if gap == "\n"]:
        if aligned[index] and across[index] < _SAME_LINE_GAP * taller[index]:
            breaks[index] = "" if across[index] < _SAME_WORD_GAP * taller[index] else " "
        elif below[index] > _PARAGRAPH_GAP * taller[index]:
            breaks[index] = "\n\n"
    return breaks
