"""See which words share a line, and where lines and paragraphs end, by the words' places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.layout.hyphens import goes_on
from ingest.layout.page_text import SPLIT_WORD, RawPage

# Two words share a line, whatever the engine says, if they stand so close, in shares of a line's height:
# PDFium ends the line before and after raised and lowered characters, as in "m3" and "CO2".
_SAME_WORD_GAP = 0.12
_SAME_LINE_GAP = 0.6
_SAME_LINE_OVERLAP = 0.3

# Between two lines of a paragraph there is less than this share of a line's height.
_PARAGRAPH_GAP = 0.55

_RUN_GAP = 1.0  # heights between two words of a line that may stand in two columns
_LONG = 3  # characters; a shorter word may be taller than wide
_UPENDED = 1.3  # times as tall as wide
_ALIKE_OVERLAP = 0.5  # of the lower of two runs on one line


@dataclass(frozen=True, slots=True, eq=False)
class Runs:
    """Stretches of neighbouring words on one line, in the order of the words.

    Attributes:
        first: int64 (n,): first word of each; a run ends where the next one begins.
        boxes: float32 (n, 4), around all its words.
        lengths: int64 (n,), in words.
    """

    first: NDArray[np.int64]
    boxes: NDArray[np.float32]
    lengths: NDArray[np.int64]

    def words(self, run: int) -> range:
        """Return the words of a run."""
        return range(int(self.first[run]), int(self.first[run] + self.lengths[run]))


def runs_of(words: Sequence[str], boxes: NDArray[np.float32], *, rightwards: bool) -> Runs:
    """Return the runs of words, at least one; words that stand on their side make one run with their line.

    Args:
        words: As they follow one another.
        boxes: float32 (n, 4)
        rightwards: Whether the text is written from right to left, so that a line's words go either way.
    """
    before, after = boxes[:-1], boxes[1:]
    smaller = _smaller(boxes)
    overlap = np.minimum(before[:, 3], after[:, 3]) - np.maximum(before[:, 1], after[:, 1])
    across = after[:, 0] - before[:, 2]
    if rightwards:
        across = np.maximum(across, before[:, 0] - after[:, 2])
    near = (across < _RUN_GAP * smaller) & (across > -_SAME_LINE_GAP * smaller)
    parted = ~(near & (overlap > _SAME_LINE_OVERLAP * smaller)) & ~_sideways(words, boxes)
    first = np.concatenate([[0], np.flatnonzero(parted) + 1])
    low = np.minimum.reduceat(boxes[:, :2], first, axis=0)
    high = np.maximum.reduceat(boxes[:, 2:], first, axis=0)
    return Runs(first, np.concatenate([low, high], axis=1), np.diff(first, append=len(boxes)))


def _sideways(words: Sequence[str], boxes: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Tell of neighbours whether they share a line that runs up or down the page."""
    wide, tall = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    lengths = np.fromiter(map(len, words), np.int64, len(words))
    upended = (lengths >= _LONG) & (tall > _UPENDED * wide)
    if not upended.any():
        return np.zeros(len(wide) - 1, np.bool_)
    maybe = upended | (lengths < _LONG)
    before, after = boxes[:-1], boxes[1:]
    over = np.minimum(before[:, 2], after[:, 2]) - np.maximum(before[:, 0], after[:, 0])
    gap = np.maximum(after[:, 1] - before[:, 3], before[:, 1] - after[:, 3])
    narrower = np.minimum(wide[:-1], wide[1:])
    pair = (upended[:-1] | upended[1:]) & maybe[:-1] & maybe[1:]
    return np.asarray(pair & (over > 0.5 * narrower) & (gap < _RUN_GAP * narrower))


def share_line(before: NDArray[np.float32], after: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Tell of pairs of boxes whether they stand on one line."""
    overlap = np.minimum(before[..., 3], after[..., 3]) - np.maximum(before[..., 1], after[..., 1])
    lower = np.minimum(before[..., 3] - before[..., 1], after[..., 3] - after[..., 1])
    return np.asarray(overlap > _ALIKE_OVERLAP * lower)


def with_line_ends(raw: RawPage) -> list[str]:
    """Return the breaks with a line feed wherever the next word is not on the same line: PDFium misses turned ones."""
    level = (share_line(raw.boxes[:-1], raw.boxes[1:]) | _sideways(raw.words, raw.boxes)).tolist()
    return [gap if same or gap != " " else "\n" for gap, same in zip(raw.breaks, [*level, True], strict=True)]


def true_breaks(raw: RawPage) -> list[str]:
    """Return the breaks of upright text with line ends seen through: none within a line, two between paragraphs."""
    breaks = list(raw.breaks)
    ends = [index for index, gap in enumerate(breaks[:-1]) if gap == "\n"]
    if not ends:
        return breaks
    before, after = raw.boxes[:-1], raw.boxes[1:]
    heights = raw.boxes[:, 3] - raw.boxes[:, 1]
    taller = np.maximum(np.maximum(heights[:-1], heights[1:]), 1.0)
    smaller = _smaller(raw.boxes)
    overlap = np.minimum(before[:, 3], after[:, 3]) - np.maximum(before[:, 1], after[:, 1])
    across = after[:, 0] - before[:, 2]
    below = after[:, 1] - before[:, 3]
    near = (across > -_SAME_LINE_GAP * smaller) & (across < _SAME_LINE_GAP * taller)
    aligned = (overlap > _SAME_LINE_OVERLAP * smaller) & near
    for index in ends:
        if aligned[index]:
            breaks[index] = "" if across[index] < _SAME_WORD_GAP * taller[index] else " "
        elif below[index] > _PARAGRAPH_GAP * taller[index]:
            breaks[index] = "\n\n"
    return breaks


def split_words(words: Sequence[str], breaks: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return words and breaks in which words split at a line's end have SPLIT_WORD for their hyphen."""
    words, breaks = list(words), list(breaks)
    for index, gap in enumerate(breaks[:-1]):
        if gap == "\n" and goes_on(words[index], words[index + 1]):
            words[index], breaks[index] = words[index][:-1], SPLIT_WORD
    return words, breaks


def _smaller(boxes: NDArray[np.float32]) -> NDArray[np.float32]:
    heights = boxes[:, 3] - boxes[:, 1]
    return np.asarray(np.maximum(np.minimum(heights[:-1], heights[1:]), 1.0), np.float32)
