"""Cut a stretch of a document into passages: headings, list items, table rows, labelled lines, paragraphs.

A passage is a piece of one page's text and knows its place, so that whatever is found in it can be shown there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from corpus.model import Evidence, Page
from ingest.headings import Heading
from ingest.proposals.cues import Cue, pattern
from ingest.proposals.labels import is_labelled

_LEAD_LENGTH = 600  # characters of running text that introduce a case
_SHORT_LINE = 25  # running text is longer; below are kickers and captions
_NUMBER = re.compile(r"\d[\d.]*\s+")
_STRAIGHT = str.maketrans("‘’“”", "''\"\"")
_BULLET = re.compile(r"\s*(?:[-•‣▪●◦*–—·✓➢]|\(?(?:\d{1,2}|[a-hA-H]|[ivx]{1,4})[.)])\s+(?=\S)")


class PassageKind(StrEnum):
    """What a passage is in its document."""

    TITLE = "title"
    HEADING = "heading"
    LEAD = "lead"
    BODY = "body"
    ITEM = "item"
    ROW = "row"
    CREDIT = "credit"


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a page.

    Attributes:
        page: Physical page, from 1.
        start: Its first character in that page's text.
        text: As it stands there, line feeds included.
    """

    kind: PassageKind
    page: int
    start: int
    text: str

    def evidence(self, start: int, end: int) -> Evidence:
        """Return characters of this passage as evidence."""
        return Evidence(self.page, (self.start + start, self.start + end), self.text[start:end])

    def whole(self) -> Evidence:
        """Return the passage itself as evidence."""
        return self.evidence(0, len(self.text))


@dataclass(frozen=True, slots=True)
class Stretch:
    """Where a case is told on one page: characters of the page's text."""

    page: Page
    start: int
    end: int


def passages(stretches: Sequence[Stretch], headings: Sequence[Heading], title: str = "") -> list[Passage]:
    """Return what stands in some stretches, in reading order; what is blank is left out.

    Args:
        title: The heading of that text is the title; where no heading has it, the first heading is.
    """
    found: list[Passage] = []
    credit = False
    for stretch in stretches:
        inside = [each for each in headings if each.page == stretch.page.number]
        for passage in _of_page(stretch, inside):
            if passage.kind is PassageKind.HEADING:
                credit = _names_credits(passage.text)
            at_foot = credit or _is_credit(passage.text)
            is_credit = at_foot and passage.kind is not PassageKind.HEADING
            found.append(replace(passage, kind=PassageKind.CREDIT) if is_credit else passage)
    return introduced(_with_title(found, title))


def _names_credits(heading: str) -> bool:
    start = _NUMBER.match(heading)
    return bool(pattern(Cue.CREDIT_HEADING).match(heading, start.end() if start else 0))


def _is_credit(text: str) -> bool:
    return text.startswith("©") or bool(pattern(Cue.CREDIT).match(text))


def _of_page(stretch: Stretch, headings: Sequence[Heading]) -> Iterator[Passage]:
    text, number = stretch.page.text, stretch.page.number
    at = stretch.start
    for heading in headings:
        if stretch.start <= heading.start < stretch.end:
            end = heading_end(text, heading)
            yield from _blocks(text, at, heading.start, number)
            if end > heading.start:
                yield Passage(PassageKind.HEADING, number, heading.start, text[heading.start : end])
            at = max(at, end)
    yield from _blocks(text, at, stretch.end, number)


def heading_end(text: str, heading: Heading) -> int:
    """Return where a heading ends in its page's text; its own start if its words do not stand there."""
    at = heading.start
    for character in "".join(heading.text.split()):
        while at < len(text) and text[at].isspace():
            at += 1
        if at == len(text) or _plain(text[at]) != _plain(character):
            return heading.start
        at += 1
    return at


def _plain(character: str) -> str:
    """Return a character as an outline may write what a page sets with curly quotes and in capitals."""
    return character.translate(_STRAIGHT).casefold()


def _blocks(text: str, start: int, end: int, page: int) -> Iterator[Passage]:
    """Yield what stands between two headings, cut where a line is blank or begins something of its own."""
    cuts = [start]
    for line in re.finditer(r"[^\n]*\n?", text[start:end]):
        content = line[0].strip()
        own = not content or "\t" in content or _BULLET.match(line[0]) or is_labelled(content)
        if own:
            cuts.append(start + line.start())
        if not content or "\t" in content:
            cuts.append(start + line.end())
    for first, last in pairwise(sorted({*cuts, end})):
        piece = text[first:last]
        first += len(piece) - len(piece.lstrip())
        piece = piece.strip()
        if any(map(str.isalnum, piece)):
            yield Passage(_kind_of(piece), page, first, piece)


def _kind_of(piece: str) -> PassageKind:
    if "\t" in piece:
        return PassageKind.ROW
    return PassageKind.ITEM if _BULLET.match(piece) else PassageKind.BODY


def bullet_length(text: str) -> int:
    """Return how many characters of a list item are its bullet or number; 0 if it has none."""
    bullet = _BULLET.match(text)
    return bullet.end() if bullet else 0


def _with_title(found: Sequence[Passage], title: str) -> list[Passage]:
    headings = [index for index, passage in enumerate(found) if passage.kind is PassageKind.HEADING]
    named = [index for index in headings if title and title.split() == found[index].text.split()]
    chosen = (named or headings)[:1]
    return [
        replace(passage, kind=PassageKind.TITLE) if index in chosen else passage for index, passage in enumerate(found)
    ]


def introduced(found: Sequence[Passage]) -> list[Passage]:
    """Return some passages with the first paragraphs marked as those that introduce the case."""
    marked: list[Passage] = []
    room = _LEAD_LENGTH
    for passage in found:
        is_lead = passage.kind is PassageKind.BODY and room > 0
        if is_lead and len(passage.text) >= _SHORT_LINE:
            room -= len(passage.text)
        marked.append(replace(passage, kind=PassageKind.LEAD) if is_lead else passage)
    return marked
