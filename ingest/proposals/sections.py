"""Where a document tells cases: the whole of a short one, or the sections whose headings announce a case each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import zip_longest

from ingest.headings import Heading
from ingest.proposals.cues import Cue, alternatives, pattern
from ingest.proposals.document import ReadDocument
from ingest.proposals.labels import is_labelled
from ingest.proposals.passages import Passage, PassageKind, Stretch, introduced, passages

WHOLE_PAGES = 60  # a longer document is read only where a heading announces a case

_HEADING_LENGTH = 80  # characters
_NUMBER = re.compile(r"\s*((?:\d{1,2}\.)*\d{1,2})\.?\s+")


@dataclass(frozen=True, slots=True)
class Section:
    """Where one case is told.

    Attributes:
        opening: The passage that announces it; None for a whole document.
        passages: In reading order.
    """

    opening: Passage | None
    passages: list[Passage]


def case_title(heading: str) -> str:
    """Return a heading without what announces a case: "Case study 3: Rinsing twice" is "Rinsing twice"."""
    match = _announcement().match(heading)
    return match["title"].strip() if match and match["title"] else heading


def sections(document: ReadDocument) -> list[Section]:
    """Return where cases may be told, in reading order.

    Two headings or more that announce a case begin one each; where there are none, two paragraphs that begin so. A
    document of which no two do is one case, if it is short enough; of a long one a single such heading counts.
    """
    opening = _opening(document)
    if len(opening) < 2:
        document = _with_run_in(document)
        opening = _opening(document)
    is_long = len(document.pages) > WHOLE_PAGES
    if len(opening) >= (1 if is_long else 2):
        return [_section(document, index, opening) for index in opening]
    return [] if is_long else [Section(None, _passages(document, None, None))]


def _opening(document: ReadDocument) -> list[int]:
    return [index for index, heading in enumerate(document.headings) if _announces(heading.text)]


def _with_run_in(document: ReadDocument) -> ReadDocument:
    """Return a document whose paragraphs that begin "Case B. Rinsing twice." have that beginning as their heading."""
    found = [
        Heading(" ".join(match["heading"].split()), page.number, match.start("heading"))
        for page in document.pages
        for match in _run_in().finditer(page.body)
    ]
    kept = [each for each in document.headings if not any(_is_at(each, other) for other in found)]
    return replace(document, headings=sorted([*kept, *found], key=lambda each: (each.page, each.start)))


def _is_at(heading: Heading, other: Heading) -> bool:
    return heading.page == other.page and 0 <= heading.start - other.start <= len(other.text)


@cache
def _run_in() -> re.Pattern[str]:
    """Match the beginning of a paragraph that announces a case by number: "Case history B. Rexham: two roads"."""
    title = r"\S(?:[^.\n]|\n(?!\n)|\.(?=\S)){5,110}?(?=\.\s|\n\n|\Z)"
    return re.compile(
        rf"^[ \t]*(?P<heading>(?:(?:\d{{1,2}}\.)*\d{{1,2}}\.?\s)?{alternatives(Cue.CASE)}\s(?:n[o°º]\.?\s?|#|số )?"
        rf"(?:\d{{1,3}}[A-Z]?|[A-Z]|[IVX]{{1,4}})\s?[:.–—-]\s+{title})",
        re.IGNORECASE | re.MULTILINE,
    )


@cache
def _announcement() -> re.Pattern[str]:
    """Match "Case study 3: Rinsing twice", "Example plant", "3.2 Box A - A dairy"."""
    number = r"(?P<number>\d{1,3}(?:\.\d{1,2}|[A-Z])?\b|[A-Z]\b|[IVX]{1,4}\b)?"
    return re.compile(
        rf"\s*(?:(?:\d{{1,2}}\.)*\d{{0,2}}\.?\s+)?{alternatives(Cue.CASE)}\s*(?:n[o°º]\.?\s?|#|số )?{number}"
        r"\s*(?:[:.–—-]\s*(?P<title>\S.*)?|$)",
        re.IGNORECASE | re.DOTALL,
    )


def follows_cases(heading: str) -> bool:
    """Tell whether a heading ends the cases above it: "Conclusions"."""
    start = _NUMBER.match(heading)
    return bool(pattern(Cue.AFTER).match(heading, start.end() if start else 0))


def by_heading(section: Section) -> list[Section]:
    """Return the parts of a section below each of its headings; what stands above the first is left out.

    A short line between paragraphs is a heading too: in newsletters it is often set no larger than the text.
    """
    parts: list[list[Passage]] = []
    for passage, following in zip_longest(section.passages, section.passages[1:]):
        if passage.kind in (PassageKind.TITLE, PassageKind.HEADING) or _heads(passage, following):
            parts.append([replace(passage, kind=PassageKind.TITLE)])
        elif parts:
            parts[-1].append(passage)
    return [Section(part[0], introduced(part)) for part in parts]


def _heads(passage: Passage, following: Passage | None) -> bool:
    """Tell whether a paragraph looks like a heading of the one that follows."""
    prose = (PassageKind.LEAD, PassageKind.BODY)
    if following is None or passage.kind not in prose or following.kind not in prose or is_labelled(passage.text):
        return False
    return len(passage.text) <= _HEADING_LENGTH <= len(following.text) and passage.text[-1] not in ".:;,!?"


def _announces(heading: str) -> bool:
    match = _announcement().match(heading)
    return bool(match and (match["number"] or match["title"]))


def _section(document: ReadDocument, index: int, opening: Sequence[int]) -> Section:
    heading = document.headings[index]
    last = next((end for end in range(index + 1, len(document.headings)) if _ends(document, index, end, opening)), None)
    told = _passages(document, heading, document.headings[last] if last is not None else None)
    return Section(told[0], told)


def _ends(document: ReadDocument, index: int, end: int, opening: Sequence[int]) -> bool:
    """Tell whether a heading below a case's own is no longer part of it."""
    own, other = document.headings[index].text, document.headings[end].text
    if end in opening or follows_cases(other):
        return True
    own_number, other_number = _NUMBER.match(own), _NUMBER.match(other)
    if not own_number or not other_number:
        return bool(other_number and any(_NUMBER.match(above.text) for above in document.headings[:index]))
    return other_number[1].count(".") <= own_number[1].count(".")


def _passages(document: ReadDocument, first: Heading | None, last: Heading | None) -> list[Passage]:
    stretches = list(_stretches(document, first, last))
    return passages(stretches, document.headings, first.text if first else document.title)


def _stretches(document: ReadDocument, first: Heading | None, last: Heading | None) -> Iterator[Stretch]:
    """Yield the pages' bodies from one heading to another."""
    for page in document.pages:
        if (first and page.number < first.page) or (last and page.number > last.page):
            continue
        start = first.start if first and page.number == first.page else 0
        end = last.start if last and page.number == last.page else len(page.body)
        if start < end:
            yield Stretch(page, start, end)
