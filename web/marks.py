"""Cut a text at its marks, so that a template can set the marked parts apart while every part is escaped on its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text, marked or not; never empty."""

    text: str
    marked: bool


def segments(text: str, marks: Iterable[Sequence[int]]) -> tuple[Segment, ...]:
    """Return the text in pieces that join up to it exactly.

    Args:
        marks: Character spans (start, end), in any order; overlaps merge, what lies outside the text is cut off.
    """
    pieces: list[Segment] = []
    position = 0
    for start, end in _merged(marks, len(text)):
        pieces += (Segment(text[position:start], False), Segment(text[start:end], True))
        position = end
    pieces.append(Segment(text[position:], False))
    return tuple(piece for piece in pieces if piece.text)


def _merged(marks: Iterable[Sequence[int]], length: int) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted((max(0, mark[0]), min(length, mark[1])) for mark in marks):
        if start >= end:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
