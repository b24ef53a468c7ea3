"""What a case is called: by a label, the heading that opens it, or the document's title where that is printed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.model import Evidence, Page, Proposed
from ingest.proposals.confidence import Rule, confidence
from ingest.proposals.cues import Cue, pattern
from ingest.proposals.document import ReadDocument
from ingest.proposals.labels import Label, is_field, labelled
from ingest.proposals.passages import Passage, PassageKind
from ingest.proposals.sections import Section, case_title

_FRONT_PAGES = 2
_LONGEST = 200  # characters of a title
_WORD = re.compile(r"[^\W\d_]+")


def title_of(section: Section, document: ReadDocument) -> Proposed | None:
    """Return the case's title as printed, on one line; None if nothing printed serves as one."""
    if section.opening:
        return _of_heading(section.passages)
    return _of_label(section.passages) or _of_document(document) or _of_heading(section.passages)


def _of_label(passages: Sequence[Passage]) -> Proposed | None:
    for passage in passages:
        span = labelled(passage.text, Label.TITLE)
        if span:
            return _proposed(passage.evidence(*span), Rule.LABEL)
    return None


def _of_heading(passages: Sequence[Passage]) -> Proposed | None:
    for passage in passages:
        is_heading = passage.kind in (PassageKind.TITLE, PassageKind.HEADING)
        is_title = is_heading and not is_series(passage.text) and not is_field(passage.text)
        if is_title and len(passage.text) <= _LONGEST:
            title = case_title(passage.text)
            start = passage.text.find(title) if title in passage.text else 0
            return _proposed(passage.evidence(start, len(passage.text)), Rule.HEADING)
    return None


def _of_document(document: ReadDocument) -> Proposed | None:
    """Return the file's title where the first pages print it."""
    title = case_title(document.title)
    if not title or is_series(title) or is_field(title):
        return None
    evidence = next(_printed(title, document.pages[:_FRONT_PAGES]), None)
    return _proposed(evidence, Rule.PRINTED_TITLE) if evidence else None


def is_series(text: str) -> bool:
    """Tell whether a heading only says what series or form this is."""
    return all(pattern(Cue.SERIES).fullmatch(word) for word in _WORD.findall(text))


def _printed(title: str, pages: Sequence[Page]) -> Iterator[Evidence]:
    words = (re.sub("['‘’]", "['‘’]", re.escape(word)) for word in title.split())
    printed = re.compile(r"\s+".join(words), re.IGNORECASE)
    for page in pages:
        match = printed.search(page.text)
        if match:
            yield Evidence(page.number, match.span(), match[0])


def _proposed(evidence: Evidence, rule: Rule) -> Proposed:
    return Proposed(" ".join(evidence.words.split()), (evidence,), confidence(rule))
