"""Tell how deep headings stand: by the outline, by their numbers, else by the size of their letters. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

LARGE = 1.12  # times the height of the running text: letters that stand out
DEEPEST = 9

NAMED = re.compile(
    r"(?:annex|appendix|chapter|part|section|bat|anexo|cap[ií]tulo|annexe|chapitre|bijlage|hoofdstuk|kapitel|anhang)"
    r"\s+[\dIVX]{1,4}\b",
    re.IGNORECASE,
)
_DECIMAL = re.compile(r"(?:\d{1,2}|[A-Z](?=\.\d))(?:\.\d{1,2})*(?=\.?\s)")
_SAME_SIZE = 0.05  # share of their height by which letters of one size differ


@dataclass(frozen=True, slots=True)
class Clue:
    """What there is to tell a heading's level by.

    Attributes:
        level: By the outline; 0 if it says nothing of it.
        height: Of its letters, in points; 0 if unknown.
    """

    text: str
    level: int
    height: float


def levels(clues: Sequence[Clue], body: float) -> list[int]:
    """Return the levels of a document's headings, from 1, the outermost.

    A heading in letters no larger than the text's, and without a number, stands below the nearest one before it that is
    told otherwise.

    Args:
        clues: In reading order.
        body: Height of the running text's letters, in points.
    """
    sizes = _sizes(clues, body)
    found: list[int] = []
    above = 0
    for clue in clues:
        level = clue.level or _depth(clue.text) or _size_level(clue.height, sizes)
        above = level or above
        found.append(min(level or above + 1, DEEPEST))
    return found


def _depth(text: str) -> int:
    """Return how deep a heading's number goes: 3 for "4.1.2", 1 for "Annex II", 0 without a number."""
    if number := _DECIMAL.match(text):
        return number[0].count(".") + 1
    return 1 if NAMED.match(text) else 0


def _sizes(clues: Sequence[Clue], body: float) -> list[tuple[float, int]]:
    """Return the sizes of letters that stand out, largest first, with the level that goes with each.

    It is the commonest level of the numbered headings of that size, else one more than that of the next larger size.
    """
    numbered = [(clue.height, level) for clue in clues if (level := clue.level or _depth(clue.text))]
    sizes: list[tuple[float, int]] = []
    for height in sorted({clue.height for clue in clues if clue.height >= LARGE * body > 0}, reverse=True):
        if sizes and _alike(height, sizes[-1][0]):
            continue
        told = Counter(level for other, level in numbered if _alike(other, height))
        below = sizes[-1][1] + 1 if sizes else 1
        sizes.append((height, told.most_common(1)[0][0] if told else below))
    return sizes


def _size_level(height: float, sizes: Sequence[tuple[float, int]]) -> int:
    return next((level for size, level in sizes if _alike(height, size)), 0)


def _alike(height: float, other: float) -> bool:
    return abs(height - other) <= _SAME_SIZE * other
