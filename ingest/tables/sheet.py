"""A page's words as its tables are looked for: places, sizes of letters and of the spaces between words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

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
        middles: Half-way between top and bottom of each word.
        steps: bool (n,): whether the word after this one stands apart to the right and no lower, as the next cell does.
        height: Of a usual letter, at least 1 point.
        space: Between two words of a line, usually.
    """

    words: Sequence[str]
    breaks: Sequence[str]
    boxes: Boxes
    places: list[list[float]]
    middles: list[float]
    steps: NDArray[np.bool_]
    height: float
    space: float

    @property
    def segment_gap(self) -> float:
        """What parts two cells of a line, in points."""
        return max(_SEGMENT_GAP * self.height, _SPACES * self.space)

    @property
    def loose_gap(self) -> float:
        """What may part two cells where a gutter runs, in points."""
        return max(_LOOSE * self.height, 1.2 * self.space)

    def text(self, words: Iterable[int]) -> str:
        """Return words as one text, a space between those that are not written as one."""
        parts = []
        for word in words:
            parts += [self.words[word], "" if self.breaks[word] == "" else " "]
        return "".join(parts).strip()


def sheet_of(standing: RawPage) -> Sheet:
    """Return the body words of a page that is turned upright."""
    body = len(standing.words) - standing.margin
    boxes = standing.boxes[:body]
    height = max(1.0, float(np.median(boxes[:, 3] - boxes[:, 1]))) if body else 1.0
    space = _space(boxes, height)
    return Sheet(
        words=standing.words[:body],
        breaks=standing.breaks[:body],
        boxes=boxes,
        places=boxes.tolist(),
        middles=((boxes[:, 1] + boxes[:, 3]) / 2).tolist(),
        steps=_steps(boxes, max(_SEGMENT_GAP * height, _SPACES * space)),
        height=height,
        space=space,
    )


def _steps(boxes: Boxes, gap: float) -> NDArray[np.bool_]:
    right = boxes[1:, 0] - boxes[:-1, 2] > gap
    return np.append(right & (boxes[1:, 1] < boxes[:-1, 3]), False)


def _space(boxes: Boxes, height: float) -> float:
    """Return the usual gap between neighbouring words on a line; a quarter of a letter's height if none can be seen."""
    gaps = boxes[1:, 0] - boxes[:-1, 2]
    level = np.abs(boxes[1:, 3] - boxes[:-1, 3]) < 0.3 * height
    seen = gaps[level & (gaps > 0.1 * height) & (gaps < height)]
    return float(np.median(seen)) if len(seen) else 0.25 * height
