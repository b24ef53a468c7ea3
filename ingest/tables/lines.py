"""Group words into lines, and the words of a line into segments that wide gaps part."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import inf

from ingest.tables.sheet import Sheet

_SAME_LINE = 0.45  # of a letter's height between the middles of two words of a line


@dataclass(frozen=True, slots=True)
class Segment:
    """Words of one line without a wide gap between them, from left to right."""

    words: tuple[int, ...]
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class TextLine:
    """Words at one height.

    Attributes:
        segments: From left to right, at least one.
    """

    segments: tuple[Segment, ...]
    top: float
    bottom: float

    @property
    def words(self) -> list[int]:
        """The words from left to right."""
        return [word for segment in self.segments for word in segment.words]

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.segments[0].left

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.segments[-1].right


def lines_of(words: Iterable[int], sheet: Sheet) -> list[TextLine]:
    """Return lines from top to bottom; raised and lowered characters stay in theirs."""
    middles = sheet.middles
    lines: list[list[int]] = []
    first = -inf
    reach = _SAME_LINE * sheet.height
    for word in sorted(words, key=middles.__getitem__):
        if middles[word] - first > reach:
            lines.append([])
            first = middles[word]
        lines[-1].append(word)
    return [_line(line, sheet) for line in lines]


def _line(words: list[int], sheet: Sheet) -> TextLine:
    places, gap = sheet.places, sheet.segment_gap
    words.sort(key=places.__getitem__)
    left, top, right, bottom = places[words[0]]
    segments: list[Segment] = []
    first = 0
    # Without min and max: most of what finding tables takes is spent here.
    for number, word in enumerate(words):
        begins, upper, ends, lower = places[word]
        if begins - right > gap:
            segments.append(Segment(tuple(words[first:number]), left, right))
            first, left = number, begins
        right = ends if ends > right else right
        top = upper if upper < top else top
        bottom = lower if lower > bottom else bottom
    segments.append(Segment(tuple(words[first:]), left, right))
    return TextLine(tuple(segments), top, bottom)
