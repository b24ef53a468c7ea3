"""A sentence with its quantities and cues, and how near a cue stands to a quantity."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.figures.cues import Cue, CueKind, find_cues, may_tell
from ingest.figures.phrases import BREAK, CLAUSE
from ingest.figures.quantities import Found, Reading, find_quantities
from ingest.figures.segments import Segment

_STATES = (CueKind.BEFORE, CueKind.VERSUS, CueKind.AFTER)
_BEHIND = 12.0  # added for a cue behind a quantity: one in front of it is more often meant
# What stands between a cue and a quantity makes it further, in characters.
_COMMA, _BRACKET, _CLAUSE, _OTHER, _OTHER_OF_ITS_KIND = 10.0, 6.6, 22.0, 18.0, 40.0
_DIGIT = re.compile(r"\d")
_NUMBERS = re.compile(r"\d[\d.,]*")
_FEW = 2  # numbers of a row that a heading can speak for


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, list item or line that is read by itself.

    Attributes:
        found: Its quantities, in order.
        cues: Its cues, in order.
        lead: What the heading or label above it says, where that speaks for it.
    """

    text: str
    found: Sequence[Found]
    cues: Sequence[Cue] = ()
    lead: frozenset[CueKind] = frozenset()

    def distance(self, cue: Cue, quantity: Found) -> float:
        """Return how far a cue stands from a quantity: characters, and more for each clause and number between.

        Infinite where it cannot speak for it: behind a comma, or as a bound ("less than").
        """
        bounds = any(other.first <= cue.start < other.start for other in self.found)
        if bounds or (cue.start >= quantity.end and cue.kind is CueKind.VERSUS):
            return math.inf
        if cue.end <= quantity.first:
            begin, end, step = cue.end, quantity.first, 1.0
        else:
            begin, end, step = min(quantity.last, cue.start), cue.start, 2.0
        gap = self.text[begin:end]
        if step > 1 and BREAK.search(gap):
            return math.inf
        others = [other for other in self.found if other is not quantity and begin <= other.start < end]
        same = sum(other.kind == quantity.kind for other in others) if cue.kind in _STATES else 0
        start = _BEHIND if cue.start >= quantity.last else 0.0
        clauses = len(CLAUSE.findall(gap)) + gap.count(";")
        between = _COMMA * gap.count(",") + _BRACKET * gap.count("(") + _CLAUSE * clauses
        return start + step * len(gap) + between + _OTHER * len(others) + _OTHER_OF_ITS_KIND * same


def sentence_of(segment: Segment, reading: Reading) -> Sentence | None:
    """Return a segment with its quantities and cues; None if it has no quantity."""
    lead = segment.lead if segment.listed and not _is_long_row(segment.text) else ""
    language = reading.language
    if not _DIGIT.search(segment.text) and not may_tell(f"{lead}\n{segment.text}", language, (CueKind.PAYBACK,)):
        return None
    found = find_quantities(segment.text.replace("\t", " "), reading)
    if not found:
        return None
    above = frozenset(cue.kind for cue in find_cues(lead, language))
    return Sentence(segment.text, found, find_cues(segment.text, language), above)


def _is_long_row(text: str) -> bool:
    """Tell whether a text is a row of a table with more numbers than a heading can speak for."""
    return "\t" in text and len(_NUMBERS.findall(text)) > _FEW
