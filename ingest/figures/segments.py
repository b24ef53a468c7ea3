"""Cut a page's text into what can be read by itself: sentences, list items, lines; each with the heading above it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus.model import Page

_SHORT = 0.66  # a line shorter than this share of the page's long lines ends a statement, if the next begins one
_LABEL_LENGTH = 70  # characters a heading or label has at most
_ITEM = re.compile(r"\s*(?:[•▪◦●○■□►▸➢✓*·–—-]|\(?(?:\d{1,2}|[a-zA-Z])[.)])\s+\S")
_LABEL = re.compile(r"\s*[^\s.:;!?][^.:;!?\n\t]{1,45}[:：](?:\s|$|(?<=：))")
_BEGINS = re.compile(r"\s*[^\sa-zà-ÿ]")
_SENTENCE_END = re.compile(
    r"(?<=[.!?؟])[)\"”»]?\s+(?=[^\sa-zà-ÿ0-9)%])|(?<=[。！？；])|(?<=[^\d\W][.!?])\s+(?=\d)|(?<=\d\.)\s+(?=[A-Z][a-z])"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:approx|ca|Rs|Re|No|Nos|Fig|cu|gal|sq|ft|e\.g|i\.e|p\.a|vs|Dr|Mr|St|Co|Ltd|Inc|Tk|Rp|resp|eq|equiv|aprox|env|max|min|incl|Bs|av|Av|\b[A-Z])|S/)\.\Z"
)


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a page's text that is read by itself.

    Attributes:
        page: From 1.
        start, end: Characters of that page's text.
        lead: The heading or label above it, "" if there is none.
        listed: Whether it is a list item or a short line, so that the lead speaks for it.
    """

    page: int
    start: int
    end: int
    text: str
    lead: str
    listed: bool


def segments(page: Page, without: Sequence[tuple[int, int]] = ()) -> Iterator[Segment]:
    """Yield the segments of a page's body in order.

    Args:
        without: Stretches of the page's text to leave out, in order: its tables.
    """
    lead = ""
    for start, end in _rest(len(page.body), without):
        for first, last in _statements(page.text, start, end):
            text = page.text[first:last]
            if is_label(text):
                lead = text
                continue
            listed = last - first < 2 * _LABEL_LENGTH
            for begin, stop in _sentences(page.text, first, last):
                if page.text[begin:stop].endswith("?"):
                    lead = page.text[begin:stop]
                    continue
                yield Segment(page.number, begin, stop, page.text[begin:stop], lead, listed)
            if not listed and not lead.rstrip().endswith((":", "：")):
                lead = ""


def _rest(length: int, without: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    place = 0
    for start, end in without:
        if place < start:
            yield place, start
        place = max(place, end)
    if place < length:
        yield place, length


def is_label(text: str) -> bool:
    """Tell whether a statement only names what follows."""
    return len(text) <= _LABEL_LENGTH and not re.search(r"\d", text) and not re.search(r"[.!。][)\"”»]?\s*\Z", text)


def _statements(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield stretches whose lines belong together."""
    lines = _lines(text, start, end)
    wide = sorted(last - first for first, last in lines)[int(len(lines) * 0.85)] if lines else 0
    begin: int | None = None
    for index, (first, last) in enumerate(lines):
        begin = first if begin is None else begin
        following = lines[index + 1] if index + 1 < len(lines) else None
        if following is None or _ends(text, (first, last), following, wide):
            yield begin, last
            begin = None


def _lines(text: str, start: int, end: int) -> list[tuple[int, int]]:
    matches = re.compile(r"[^\n]*\S").finditer(text, start, end)
    return [match.span() for match in matches]


def _ends(text: str, line: tuple[int, int], following: tuple[int, int], wide: int) -> bool:
    """Tell whether a statement ends with a line."""
    here, there = text[slice(*line)], text[slice(*following)]
    if text.count("\n", line[1], following[0]) > 1 or "\t" in here or "\t" in there:
        return True
    if _ITEM.match(there) or _LABEL.match(there) or here.endswith((":", "：")):
        return True
    short = line[1] - line[0] < _SHORT * wide and not here.endswith((",", "-"))
    return short and _BEGINS.match(there) is not None


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    begin = start
    for match in _SENTENCE_END.finditer(text, start, end):
        if match.start() > begin and not _ABBREVIATION.search(text, begin, match.start()):
            yield begin, match.start()
            begin = match.end()
    if text[begin:end].strip():
        yield begin, end
