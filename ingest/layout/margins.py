"""Find running heads and feet: lines at the edge of the page that come again on other pages, and page numbers.

They are told by words, with numbers left aside, and by place; the first page may lack them, left and right pages may
differ. They are put to the end of each page's words, where no sentence that goes on overleaf is cut by them.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

import numpy as np
from numpy.typing import NDArray

from ingest.layout.page_text import RawPage, rearranged

_ZONE = 0.2  # of the page's height, at its top and at its bottom
_MAX_LINES = 3  # of a running head or foot
_MAX_WORDS = 60  # looked at in a zone
_REPEATED = 3  # pages
_APART = 0.5  # of a line's height between a margin and the body
_PLACE = 2.0  # points by which a line's place may differ from page to page
_USUAL = 0.3  # of the pages have the outermost line of a running head at one place
_MOSTLY = 0.6  # of the left or of the right pages have the further lines of one
_NUMBERS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"\W*(?:(?:page|p\.|seite|página|pagina|trang|стр\.|第)\s*)?(?P<number>\d{1,4}|[ivxlc]{1,7})"
    r"(?:\s*(?:/|of|de|von|van)\s*\d{1,4})?(?:\s*页)?\W*",
    re.IGNORECASE,
)

_Key = tuple[str, str, int]  # words without their numbers, edge, place


@dataclass(frozen=True, slots=True)
class _Line:
    """A line at a page's edge.

    Attributes:
        words: Their places on the page.
        shape: The text without its numbers.
        number: The page number that is all it says, else "".
        edge: "top" or "bottom".
        distance: From that edge to its middle, in points.
        apart: Whether white parts it, and what is nearer to the edge, from the body.
        outermost: Whether nothing is nearer to the edge.
    """

    words: tuple[int, ...]
    shape: str
    number: str
    edge: str
    distance: float
    apart: bool
    outermost: bool


def set_apart(raw_pages: Sequence[RawPage]) -> list[RawPage]:
    """Return the pages with running heads and feet moved to the end and counted in `margin`.

    The outermost line is one if it is parted from the body and stands where the words of many pages' outermost lines
    come again; a further line if its words stand there on most left or most right pages; a lone number if it counts
    with the pages.
    """
    lines = [list(_edge_lines(raw)) for raw in raw_pages]
    running = _Running(raw_pages, lines)
    parted = [_parted(raw, running.margin(raw, own)) for raw, own in zip(raw_pages, lines, strict=True)]
    has_body = any(len(raw.words) > raw.margin for raw in parted)
    return parted if has_body else list(raw_pages)  # what is all of a text is no margin of it


class _Running:
    """What comes again at the edges of a document's pages."""

    def __init__(self, raw_pages: Sequence[RawPage], lines: Sequence[Sequence[_Line]]) -> None:
        both = list(zip(raw_pages, lines, strict=True))
        counts = Counter((raw.number % 2, key) for raw, own in both for line in own for key in _keys(line))
        offsets = Counter((line.edge, _offset(line.number, raw)) for raw, own in both for line in own if line.number)
        by_shape: Counter[_Key] = Counter()
        for (_, key), count in counts.items():
            by_shape[key] += count
        self._repeated = {key for key, count in by_shape.items() if count >= _REPEATED}
        half = max(_REPEATED, _MOSTLY * len(raw_pages) / 2)
        self._everywhere = {key for (_, key), count in counts.items() if count >= half}
        self._counting = {key for key, count in offsets.items() if count >= min(2, len(raw_pages))}
        self._places = _places(both, self._repeated)

    def margin(self, raw: RawPage, lines: Sequence[_Line]) -> list[int]:
        """Return the words of a page that are running head or foot."""
        words: list[int] = []
        for edge in ("top", "bottom"):
            inwards = (line for line in lines if line.edge == edge)
            for line in takewhile(lambda line: self._is_margin(line, raw), inwards):
                words += line.words
        return words

    def _is_margin(self, line: _Line, raw: RawPage) -> bool:
        if line.number and (line.edge, _offset(line.number, raw)) in self._counting:
            return True
        keys = set(_keys(line))
        if line.outermost:
            return bool({(edge, place) for _, edge, place in keys} & self._places)
        return bool(keys & self._everywhere)


def _places(pages: Sequence[tuple[RawPage, Sequence[_Line]]], repeated: Collection[_Key]) -> set[tuple[str, int]]:
    """Return at which places many pages have an outermost line whose words come again."""
    pages_at: dict[tuple[str, int], set[int]] = defaultdict(set)
    for raw, lines in pages:
        for _, edge, place in (key for line in lines if line.outermost for key in _keys(line) if key in repeated):
            pages_at[edge, place].add(raw.number)
    enough = max(_REPEATED, _USUAL * len(pages))
    return {key for key, found in pages_at.items() if len(found) >= enough}


def _keys(line: _Line) -> Iterator[_Key]:
    """Yield words and place, the place twice so that near ones meet; nothing for lines that touch the body."""
    if line.apart:
        for shift in (0, 1):
            yield line.shape, line.edge, 2 * int(line.distance / (2 * _PLACE) + shift / 2) + shift


def _offset(number: str, raw: RawPage) -> int:
    return (int(number) if number.isdigit() else _roman(number)) - raw.number


def _roman(number: str) -> int:
    values = [dict(i=1, v=5, x=10, l=50, c=100)[letter] for letter in number.lower()]
    return sum(-value if value < max(values[index:]) else value for index, value in enumerate(values))


def _edge_lines(raw: RawPage) -> Iterator[_Line]:
    """Yield the outermost lines at the top and at the bottom, from the edge inwards."""
    middles = (raw.boxes[:, 1] + raw.boxes[:, 3]) / 2
    for edge, distances in (("top", middles), ("bottom", raw.height - middles)):
        near = np.flatnonzero(distances < _ZONE * raw.height)
        if len(near):
            inwards = near[np.argsort(distances[near], kind="stable")][:_MAX_WORDS]
            yield from _lines(raw, edge, inwards, distances)


def _lines(raw: RawPage, edge: str, inwards: NDArray[np.int64], distances: NDArray[np.floating]) -> Iterator[_Line]:
    """Yield the outermost lines.

    Args:
        inwards: The nearest words, from the edge.
        distances: Of all words' middles from the edge.
    """
    tops, bottoms = raw.boxes[:, 1], raw.boxes[:, 3]
    inner, outer = (bottoms, tops) if edge == "top" else (raw.height - tops, raw.height - bottoms)
    middles = distances[inwards]
    heights = np.maximum((bottoms - tops)[inwards], 1.0)
    starts = np.concatenate([[0], np.flatnonzero(np.diff(middles) > 0.5 * heights[:-1]) + 1])
    reached = np.maximum.reduceat(inner[inwards], starts).astype(np.float64)
    rest = np.append(np.minimum.reduceat(outer[inwards], starts)[1:], _begin(outer, distances > middles[-1], raw))
    apart: list[bool] = (rest.astype(np.float64) - reached > _APART * float(heights.min())).tolist()
    ends = [*starts[1:].tolist(), len(inwards)]
    for place, (start, end) in enumerate(zip(starts[:_MAX_LINES].tolist(), ends, strict=False)):
        words = inwards[start:end]
        text = " ".join([raw.words[index] for index in words[np.argsort(raw.boxes[words, 0], kind="stable")].tolist()])
        number = _PAGE_NUMBER.fullmatch(text)
        yield _Line(
            words=tuple(sorted(words.tolist())),
            shape=_NUMBERS.sub("#", text.casefold()),
            number=number["number"] if number else "",
            edge=edge,
            distance=float((middles[(start + end - 1) // 2] + middles[(start + end) // 2]) / 2),
            apart=any(apart[place:_MAX_LINES]),
            outermost=place == 0,
        )


def _begin(outer: NDArray[np.float32], beyond: NDArray[np.bool_], raw: RawPage) -> float:
    """Return how far from the edge the words begin that are none of its lines."""
    return float(outer[beyond].min()) if beyond.any() else raw.height


def _parted(raw: RawPage, margin: Sequence[int]) -> RawPage:
    if not margin:
        return raw
    last = np.zeros(len(raw.words), np.bool_)
    last[margin] = True
    order = np.concatenate([np.flatnonzero(~last), np.flatnonzero(last)])
    return replace(rearranged(raw, order), margin=len(margin))
