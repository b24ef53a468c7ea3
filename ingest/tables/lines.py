"""Group words into lines, and the words of a line into segments that wide gaps part."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

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
    return [_line(line, sheet) for line in words_by_line(words, sheet)]


def words_by_line(words: Iterable[int], sheet: Sheet) -> list[list[int]]:
    """Return the words of each line from left to right, lines from top to bottom."""
    ordered = sorted(words, key=sheet.middles.__getitem__)
    heights = [sheet.middles[word] for word in ordered]
    reach = _SAME_LINE * sheet.height
    lines: list[list[int]] = []
    first = 0
    while first < len(ordered):
        end = bisect_right(heights, heights[first] + reach, first)
        lines.append(sorted(ordered[first:end], key=sheet.places.__getitem__))
        first = end
    return lines


def _line(words: list[int], sheet: Sheet) -> TextLine:
    """Return a line.

    Args:
        words: From left to right.
    """
    places, gap = sheet.places, sheet.segment_gap
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
