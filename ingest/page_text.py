"""Make running text of a page's words: clean characters, closed hyphens, paragraphs, and a span for every word.

Pure: takes what a PDF engine found on each page and returns Pages. Opens no file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from corpus.model import Page, Recognition, Words

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
_SINGLE = "\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_GAP = re.compile("[\\s\ufffe]*")
_WORD_AND_GAP = re.compile(f"([{_SINGLE}]|[^\\s\ufffe{_SINGLE}]+)([\\s\ufffe]*)")
_EDGES = "\"'()[]{}.,;:!?«»“”‘’"


@dataclass(frozen=True, slots=True, eq=False)
class RawPage:
    """The words of one page in the engine's reading order.

    Attributes:
        words: Without white space, not empty.
        breaks: What follows each word: "" (nothing), " ", a line feed, a tab (the next cell of a table's row), or
            SPLIT_WORD (the word goes on).
        boxes: float32 (n, 4), as in corpus.model.Words.
        rules: float32 (n, 4), straight lines drawn on the page, and the edges of drawn rectangles: left, top, right,
            bottom in points as displayed; a horizontal rule has top == bottom, a vertical one left == right.
        recognition: How the words were read from the page's image; None for words that the file holds.
    """

    number: int
    width: float
    height: float
    words: Sequence[str]
    breaks: Sequence[str]
    boxes: NDArray[np.float32]
    rules: NDArray[np.float32] = field(default_factory=lambda: np.empty((0, 4), np.float32))
    recognition: Recognition | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """An engine's text, cut into words.

    Attributes:
        words, breaks: As in RawPage.
        spans: int64 (n, 2): first and past-the-end character of each word in the engine's text.
    """

    words: list[str]
    breaks: list[str]
    spans: NDArray[np.int64]


def cut(text: str) -> Cut:
    """Return the visible words of an engine's text, cleaned, with their places there and the breaks after them."""
    pairs = _WORD_AND_GAP.findall(text)
    words = [word for word, _ in pairs]
    lead = _GAP.match(text)
    spans = _spans(words, [gap for _, gap in pairs]) + (lead.end() if lead else 0)
    breaks = [gap if gap == " " else _break(gap) for _, gap in pairs]
    if not _UNWANTED.search(text):
        return Cut(words, breaks, spans)
    words = [_UNWANTED.sub("", _BULLETS.sub("•", word)) for word in words]
    seen = [index for index, word in enumerate(words) if word]
    return Cut([words[index] for index in seen], [breaks[index] for index in seen], spans[seen])


def _spans(words: Sequence[str], gaps: Sequence[str]) -> NDArray[np.int64]:
    """Return where words stand that follow one another with these gaps."""
    lengths = np.fromiter(map(len, words), np.int64, len(words))
    steps = lengths + np.fromiter(map(len, gaps), np.int64, len(gaps))
    starts = np.cumsum(steps) - steps
    return np.stack([starts, starts + lengths], axis=1)


def running_pages(raw_pages: Sequence[RawPage]) -> list[Page]:
    """Return the pages with running text.

    A word split at a line's end is closed. Its hyphen stays only if the document elsewhere writes the word with a
    hyphen and never without, or if it joins an abbreviation, a number or a name. Both halves keep their own span and
    box.
    """
    known = _written_words(raw_pages)
    return [_running_page(raw, known) for raw in raw_pages]


def _break(gap: str) -> str:
    if not gap:
        return ""
    if SPLIT_WORD in gap:
        return SPLIT_WORD if gap == SPLIT_WORD else "\n"
    return "\n" if "\n" in gap or "\r" in gap else " "


def _written_words(raw_pages: Sequence[RawPage]) -> frozenset[str]:
    """Return the words of a document, folded; none if nothing is split, as then nothing asks for them."""
    if not any(SPLIT_WORD in raw.breaks for raw in raw_pages):
        return frozenset()
    written = {word for raw in raw_pages for word in raw.words}
    return frozenset(word.strip(_EDGES).lower() for word in written)


def _running_page(raw: RawPage, known: frozenset[str]) -> Page:
    words, breaks = list(raw.words), _true_breaks(raw)
    if SPLIT_WORD in breaks:
        for index in [index for index, gap in enumerate(breaks) if gap == SPLIT_WORD]:
            words[index], breaks[index] = _close(raw.words, index, known), ""
    if breaks:
        breaks[-1] = ""
    return Page(
        number=raw.number,
        text="".join(chain.from_iterable(zip(words, breaks, strict=True))),
        width=raw.width,
        height=raw.height,
        words=Words(_spans(words, breaks).astype(np.int32), raw.boxes),
        recognition=raw.recognition,
    )


def _close(words: Sequence[str], index: int, known: frozenset[str]) -> str:
    """Return the first half of a split word, with its hyphen if that belongs to the word."""
    first = words[index]
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
