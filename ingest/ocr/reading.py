"""What every engine answers, and what an engine is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ingest.layout.page_text import cut

Pixels = NDArray[np.uint8]  # uint8 (height, width), grey, 255 is white

# Chinese and Japanese writing sets no space between these: ideographs, kana, their punctuation, full-width forms.
_UNSPACED = re.compile("[\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff60]")


@dataclass(frozen=True, slots=True)
class SeenWord:
    """A stretch of text without spaces, as an engine saw it.

    Attributes:
        box: Left, top, right, bottom in pixels.
        confidence: 0 to 1, the engine's own.
    """

    text: str
    box: tuple[float, float, float, float]
    confidence: float


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What was read in an image.

    Attributes:
        words, breaks: As in RawPage.
        boxes: float32 (n, 4), in pixels.
        confidence: 0 to 1, the engine's own, averaged over characters; 0 for an empty reading.
        languages: ISO 639-1, those the engine was told to expect.
    """

    words: list[str]
    breaks: list[str]
    boxes: NDArray[np.float32]
    confidence: float
    languages: tuple[str, ...]

    @property
    def text(self) -> str:
        """The words with a space between them."""
        return " ".join(self.words)


@dataclass(frozen=True, slots=True)
class Look:
    """What an image looks like before it is read.

    Attributes:
        turn: By how many degrees clockwise its text is turned: 0, 90, 180 or 270.
        languages: ISO 639-1, those of its script that the engine can be told; () if it cannot tell.
    """

    turn: int
    languages: tuple[str, ...]


class OverdueError(Exception):
    """An engine took too long over an image. It costs that page its text, and the document nothing else."""


class Engine(Protocol):
    """A program or library that reads images."""

    @property
    def name(self) -> str:
        """Name and version: "tesseract 5.3.0"."""
        ...

    @property
    def languages(self) -> frozenset[str]:
        """ISO 639-1, those it can be told to expect; empty if it reads all that it can at once."""
        ...

    def read(self, pixels: Pixels, languages: Sequence[str], *, dpi: int) -> Reading:
        """Return what stands in an image whose lines are level; empty if it failed.

        Args:
            languages: Some of `languages`, the main one first; empty for an engine that cannot be told.

        Raises:
            OverdueError: It took too long.
        """
        ...

    def look(self, pixels: Pixels, *, dpi: int) -> Look:
        """Tell how the text stands and in which script.

        Raises:
            OverdueError: It took too long.
        """
        ...


def reading_of(lines: Iterable[Sequence[SeenWord]], languages: Sequence[str]) -> Reading:
    """Return the reading that these lines make; an ideograph becomes a word of its own, with its share of the box."""
    words: list[str] = []
    breaks: list[str] = []
    boxes: list[tuple[float, float, float, float]] = []
    sure, characters = 0.0, 0
    for line in lines:
        pieces = [(piece, box, seen) for seen in _even(line) for piece, box in _pieces(seen)]
        words += [piece for piece, _, _ in pieces]
        boxes += [box for _, box, _ in pieces]
        breaks += [_between(before, after) for before, after in pairwise(pieces)] + ["\n"] * bool(pieces)
        sure += sum(len(piece) * seen.confidence for piece, _, seen in pieces)
        characters += sum(len(piece) for piece, _, _ in pieces)
    found = np.array(boxes, np.float32).reshape(-1, 4)
    return Reading(words, breaks, found, sure / max(characters, 1), tuple(languages))


_Piece = tuple[str, tuple[float, float, float, float], SeenWord]


def _even(line: Sequence[SeenWord]) -> list[SeenWord]:
    """Return a line's words as high as most of it: "on" is no lower a box than "high", as in a file's own text."""
    if not line:
        return []
    tops, bottoms = [word.box[1] for word in line], [word.box[3] for word in line]
    high, low = np.percentile(tops, 25), np.percentile(bottoms, 75)
    return [
        replace(word, box=(word.box[0], min(word.box[1], high), word.box[2], max(word.box[3], low))) for word in line
    ]


def _pieces(seen: SeenWord) -> list[tuple[str, tuple[float, float, float, float]]]:
    """Cut a stretch into words, each with its share of the width."""
    found = cut(seen.text)
    left, top, right, bottom = seen.box
    step = (right - left) / max(len(seen.text), 1)
    return [
        (word, (left + step * int(start), top, left + step * int(end), bottom))
        for word, (start, end) in zip(found.words, found.spans, strict=True)
    ]


def _between(before: _Piece, after: _Piece) -> str:
    if before[2] is after[2]:
        return ""
    return "" if _UNSPACED.match(before[0][-1]) and _UNSPACED.match(after[0][0]) else " "
