"""Cut a text at its marks, so that whoever shows it can set the marked parts apart and escape every part on its own."""

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
    for start, end in merge((max(0, mark[0]), min(len(text), mark[1])) for mark in marks):
        pieces += (Segment(text[position:start], False), Segment(text[start:end], True))
        position = end
    pieces.append(Segment(text[position:], False))
    return tuple(piece for piece in pieces if piece.text)


def merge(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join spans that overlap or touch; those without characters are left out."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if start >= end:
            continue
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
