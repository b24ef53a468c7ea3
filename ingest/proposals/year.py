"""The year of a case: beside what was done, else of the document's issue."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.model import Page, Proposed
from ingest.proposals.confidence import Rule, confidence
from ingest.proposals.cues import Cue, pattern
from ingest.proposals.labels import Label, labelled
from ingest.proposals.mentions import SHOWN
from ingest.proposals.passages import Passage, PassageKind

# Four digits that are no amount: neither part of a longer number, nor in front of a unit or of what is counted.
_YEAR = re.compile(
    r"(?<![\d.,:$€£-])(?<!ISO )(?<!No\. )(19[6-9]\d|20[0-4]\d)(?![\d%:]|[.,]\d|\s?(?:m3|m²|kWh|MWh|kg|t|l|%|"
    r"tonnes?|tons?|litres?|people|employees|workers|USD|EUR|rooms|habitants|trabajadores|cabezas|personnes|hours)\b)"
)
_SENTENCE = re.compile(r"[.!?](?=\s+[^\W\da-z])|\n\n")
_PLACED = re.compile(r"(?:^|\n)[^\n.;:]{3,80}, [^\n.;:,]{3,40},? \d{4}$")
_FRONT = 220  # characters at a document's beginning in which a year is that of issue


@dataclass(frozen=True, slots=True)
class _Year:
    value: str
    score: float
    rule: Rule
    passage: Passage
    start: int


def year_of(passages: Sequence[Passage]) -> Proposed | None:
    """Return the case's year, in four digits; None if no year is printed."""
    found = list(_years(passages))
    if not found:
        return None
    scores: dict[str, float] = defaultdict(float)
    for year in found:
        scores[year.value] = max(scores[year.value], year.score) + 0.2 * (year.value in scores)
    best = max(scores, key=lambda value: (scores[value], value))
    said = sorted((year for year in found if year.value == best), key=lambda year: -year.score)
    evidence = tuple(year.passage.evidence(year.start, year.start + 4) for year in said[:SHOWN])
    return Proposed(best, evidence, confidence(said[0].rule))


def issue_year(page: Page) -> Proposed | None:
    """Return a year printed at the top of a document's first page or in its running head and foot."""
    front = Passage(PassageKind.CREDIT, page.number, 0, page.body[:_FRONT])
    margin = Passage(PassageKind.CREDIT, page.number, len(page.body), page.text[len(page.body) :])
    return year_of([front, margin])


def _years(passages: Sequence[Passage]) -> Iterator[_Year]:
    before = 0
    for passage in passages:
        label = labelled(passage.text, Label.YEAR)
        for match in _YEAR.finditer(passage.text):
            if label and label[0] <= match.start() < label[1]:
                yield _Year(match[1], 5.0, Rule.LABEL, passage, match.start())
            else:
                yield _of_sentence(passage, match, in_front=before < _FRONT)
        before += len(passage.text)


def _of_sentence(passage: Passage, match: re.Match[str], *, in_front: bool) -> _Year:
    sentence = _sentence(passage.text, match.start())
    if passage.kind is PassageKind.CREDIT:
        return _Year(match[1], 0.5, Rule.YEAR_OF_ISSUE, passage, match.start())
    if in_front and _PLACED.search(passage.text[: match.end()]):
        return _Year(match[1], 3.5, Rule.YEAR_OF_PLACE, passage, match.start())
    score = 1.0 + (passage.kind is PassageKind.TITLE) - 0.8 * bool(_ends_earlier(passage.text[: match.start()]))
    if pattern(Cue.DONE).search(sentence) and not pattern(Cue.ISSUE).search(sentence):
        return _Year(match[1], score + 2.0, Rule.YEAR_OF_ACTION, passage, match.start())
    is_issue = in_front and len(sentence) <= 120
    rule = Rule.YEAR_OF_ISSUE if is_issue or pattern(Cue.ISSUE).search(sentence) else Rule.SAID
    return _Year(match[1], score - 0.3 * (rule is Rule.YEAR_OF_ISSUE), rule, passage, match.start())


def _ends_earlier(before: str) -> bool:
    """Tell whether the last words before a year say that it is not the case's: "founded in"."""
    last = list(pattern(Cue.EARLIER).finditer(before[-40:]))
    return bool(last) and len(before[-40:][last[-1].end() :].split()) <= 2


def _sentence(text: str, at: int) -> str:
    start = max((end.end() for end in _SENTENCE.finditer(text, 0, at)), default=0)
    following = _SENTENCE.search(text, at)
    return text[start : following.start() if following else len(text)]
