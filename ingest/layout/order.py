"""Put the words of a page into the order in which they are read: columns one after the other, what is above first.

Files mostly draw their text in that order, and then it is kept: a page is looked at closely only if its lines jump
across a gap again and again, or back up. Columns are told in ingest/layout/columns.py. Tables are left as they come.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from ingest.layout.bidi import right_to_left
from ingest.layout.columns import regions
from ingest.layout.lines import Runs, runs_of, share_line, split_words, true_breaks, with_line_ends
from ingest.layout.page_text import RawPage, rearranged
from ingest.layout.turning import upright

_SAMPLE = 200  # words that tell a page's script
_JUMPS = 3  # across a gap within a line; fewer are tabs
_JUMP_WORDS = 2  # on both sides of such a gap: a bullet or a number before a line is no column
_JUMP = 1.0  # heights
_BLOCK_GAP = 1.0  # heights between lines of one block
_OVERLAP = 0.2  # of the narrower of two blocks that stand above one another
_SLACK = 0.35  # heights by which a block may reach into the one below
_MAX_RUNS = 3_000  # more are no text to be read, and cost too much
_MAX_BLOCKS = 400  # more are a drawing's labels, and keep their order


def ordered(raw: RawPage) -> RawPage:
    """Return a page with its words in reading order, its breaks by their places, and split words marked as split.

    Columns of right-to-left writing are read from the right. Text that is turned is read as if the page were turned.
    Running head and foot stay at the end.
    """
    if len(raw.words) < 2:
        return raw
    rightwards = right_to_left("".join(raw.words[:_SAMPLE]))
    standing = upright(raw)
    if raw.turn:
        standing = replace(standing, breaks=with_line_ends(standing))
    if rightwards:
        standing = _mirrored(standing)
    order = _order(standing, rightwards=rightwards)
    if order is not None:
        standing = rearranged(standing, order)
        raw = replace(raw, boxes=raw.boxes[order])
    words, breaks = split_words(standing.words, true_breaks(standing))
    return replace(raw, words=words, breaks=breaks)


def _mirrored(raw: RawPage) -> RawPage:
    """Return a page seen in a mirror, where right-to-left writing runs from left to right."""

    def seen(boxes: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.stack([raw.width - boxes[:, 2], boxes[:, 1], raw.width - boxes[:, 0], boxes[:, 3]], axis=1)

    return replace(raw, boxes=seen(raw.boxes), rules=seen(raw.rules))


def _order(raw: RawPage, *, rightwards: bool) -> NDArray[np.int64] | None:
    """Return the words in reading order, None if they are."""
    body = len(raw.words) - raw.margin
    if body < 2:
        return None
    runs = runs_of(raw.words[:body], raw.boxes[:body], rightwards=rightwards)
    if len(runs.first) > _MAX_RUNS or not _suspicious(runs, rightwards=rightwards):
        return None
    order = [run for region in regions(runs, raw) for run in _downwards(runs, region)]
    if order == list(range(len(runs.first))):
        return None
    return np.array([*chain.from_iterable(map(runs.words, order)), *range(body, len(raw.words))])


def _suspicious(runs: Runs, *, rightwards: bool) -> bool:
    """Tell whether runs jump across gaps within a line, or lead back up or back along a line."""
    before, after = runs.boxes[:-1], runs.boxes[1:]
    level = share_line(before, after)
    beside = after[:, 0] >= before[:, 2]
    height = np.minimum(before[:, 3] - before[:, 1], after[:, 3] - after[:, 1])
    long = runs.lengths >= _JUMP_WORDS
    jumps = level & (after[:, 0] - before[:, 2] > _JUMP * height) & long[:-1] & long[1:]
    if np.count_nonzero(jumps) >= _JUMPS:
        return True
    up = ~level & (after[:, 1] + after[:, 3] < before[:, 1] + before[:, 3]) & ~beside
    back = level & (after[:, 2] <= before[:, 0]) & (not rightwards)
    return bool((up | back).any())


def _downwards(runs: Runs, region: NDArray[np.int64]) -> list[int]:
    """Return a region's runs in the engine's order, but for blocks that come before what stands right above them."""
    starts = _blocks(runs, region)
    own: list[int] = region.tolist()
    if not 1 < len(starts) <= _MAX_BLOCKS:
        return own
    low = np.minimum.reduceat(runs.boxes[region, :2], starts, axis=0)
    high = np.maximum.reduceat(runs.boxes[region, 2:], starts, axis=0)
    above = _above(np.concatenate([low, high], axis=1))
    if not np.triu(above.T).any():
        return own
    placed: dict[int, None] = {}
    for block in range(len(starts)):
        _place(block, above, placed)
    ends = [*starts[1:].tolist(), len(own)]
    return [run for block in placed for run in own[starts[block] : ends[block]]]


def _place(block: int, above: NDArray[np.bool_], placed: dict[int, None]) -> None:
    """Add a block after all that stand above it; what is above is nearer to the top, so this comes to an end."""
    if block in placed:
        return
    for higher in np.flatnonzero(above[:, block]).tolist():
        _place(higher, above, placed)
    placed[block] = None


def _blocks(runs: Runs, region: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return where stretches of runs begin each of which stands right below the one before, or goes on beside it."""
    boxes = runs.boxes[region]
    before, after = boxes[:-1], boxes[1:]
    height = np.minimum(before[:, 3] - before[:, 1], after[:, 3] - after[:, 1])
    over = np.minimum(before[:, 2], after[:, 2]) > np.maximum(before[:, 0], after[:, 0])
    down = after[:, 1] - before[:, 3]
    below = over & (np.abs(down) < _BLOCK_GAP * height) & (after[:, 1] > before[:, 1])
    beside = share_line(before, after) & (after[:, 0] >= before[:, 2])
    return np.append(0, np.flatnonzero(~below & ~beside) + 1)


def _above(boxes: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Return bool (n, n): whether the first block stands above the second, in the same column."""
    left, top, right, bottom = boxes.T
    over = np.minimum(right[:, None], right) - np.maximum(left[:, None], left)
    narrower = np.minimum((right - left)[:, None], right - left)
    height = _SLACK * np.minimum((bottom - top)[:, None], bottom - top)
    higher = (bottom[:, None] <= top + np.minimum(height, 6.0)) & (top[:, None] < top)
    return np.asarray((over > _OVERLAP * narrower) & higher)
