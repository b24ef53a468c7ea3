"""A page's words as its tables are looked for: places, sizes of letters and of the spaces between words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.layout.medians import median
from ingest.layout.page_text import RawPage

Boxes = NDArray[np.float32]  # (n, 4): left, top, right, bottom in points

_SEGMENT_GAP = 0.45  # of a letter's height
_SPACES = 1.6  # times the usual space; a stretched one of justified text is seldom wider
_LOOSE = 0.32  # of a letter's height


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """The body words of a page, upright.

    Attributes:
        breaks: What follows each word, as in RawPage.
        places: The same as `boxes`, for rules that look at words one by one.
        across, down: float32 (n,): the middle of each word.
        middles: The same as `down`, for rules that look at words one by one.
        steps: bool (n,): whether the word after this one stands apart to the right and no lower, as the next cell does.
        height: Of a usual letter, at least 1 point.
        segment_gap: What parts two cells of a line, in points.
        loose_gap: What may part two cells where a gutter runs, in points.
    """

    words: Sequence[str]
    breaks: Sequence[str]
    boxes: Boxes
    places: list[list[float]]
    across: NDArray[np.float32]
    down: NDArray[np.float32]
    middles: list[float]
    steps: NDArray[np.bool_]
    height: float
    segment_gap: float
    loose_gap: float

    def text(self, words: Sequence[int]) -> str:
        """Return words as one text, a space between those that are not written as one."""
        if len(words) == 1:
            return self.words[words[0]]
        parts = []
        for word in words:
            parts += [self.words[word], "" if self.breaks[word] == "" else " "]
        return "".join(parts).strip()


def sheet_of(standing: RawPage) -> Sheet:
    """Return the body words of a page that is turned upright."""
    body = len(standing.words) - standing.margin
    boxes = standing.boxes[:body]
    height = max(1.0, median(boxes[:, 3] - boxes[:, 1])) if body else 1.0
    space = _space(boxes, height)
    across, down = np.ascontiguousarray(((boxes[:, :2] + boxes[:, 2:]) / 2).T, np.float32)
    segment_gap = max(_SEGMENT_GAP * height, _SPACES * space)
    return Sheet(
        words=standing.words[:body],
        breaks=standing.breaks[:body],
        boxes=boxes,
        places=boxes.tolist(),
        across=across,
        down=down,
        middles=down.tolist(),
        steps=_steps(boxes, segment_gap),
        height=height,
        segment_gap=segment_gap,
        loose_gap=max(_LOOSE * height, 1.2 * space),
    )


def _steps(boxes: Boxes, gap: float) -> NDArray[np.bool_]:
    right = boxes[1:, 0] - boxes[:-1, 2] > gap
    return np.append(right & (boxes[1:, 1] < boxes[:-1, 3]), False)


def _space(boxes: Boxes, height: float) -> float:
    """Return the usual gap between neighbouring words on a line; a quarter of a letter's height if none can be seen."""
    gaps = boxes[1:, 0] - boxes[:-1, 2]
    level = np.abs(boxes[1:, 3] - boxes[:-1, 3]) < 0.3 * height
    seen = gaps[level & (gaps > 0.1 * height) & (gaps < height)]
    return median(seen) if len(seen) else 0.25 * height
