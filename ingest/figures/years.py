"""Tell whether an amount of a resource or pollutant is one of each year."""

from __future__ import annotations

import re

from ingest.figures.cues import Cue, CueKind
from ingest.figures.phrases import BREAK, LISTED
from ingest.figures.quantities import Found, is_share
from ingest.figures.sentences import Sentence

_FAR = 85.0
_BESIDE = 30  # characters within which "each year" qualifies the word before it: "saved each year"
_LISTED = 45  # characters between two numbers of a list
_CHANGES = (CueKind.SAVING, CueKind.FALL)


def is_yearly(sentence: Sentence, quantity: Found) -> bool:
    """Tell it by its denominator, a word near it, or one beside the word that says what is saved."""
    if "/" in quantity.quantity.unit:
        return re.search(r"/a(?:/|\Z)", quantity.quantity.unit) is not None
    if is_share(quantity):
        return False
    own = [cue for cue in sentence.cues if cue.kind is CueKind.YEARLY and not _is_of_another(sentence, cue, quantity)]
    changes = [cue for cue in sentence.cues if cue.kind in _CHANGES and cue.end <= quantity.first]
    if changes and any(_is_beside(sentence, changes[-1], cue) for cue in own):
        return True
    told = any(sentence.distance(cue, quantity) < _FAR for cue in own)
    return told or (not own and CueKind.YEARLY in sentence.lead)


def is_shared(sentence: Sentence, index: int) -> bool:
    """Tell whether a quantity stands in a list with the next one, whose year is then its own too.

    "saves 800 m3 and USD 500 a year"
    """
    here, there = sentence.found[index], sentence.found[index + 1]
    gap = sentence.text[here.last : there.first]
    listed = len(gap) <= _LISTED and LISTED.search(gap) and not BREAK.search(gap.replace(",", ""))
    return bool(listed) and "/" not in here.quantity.unit


def _is_beside(sentence: Sentence, cue: Cue, yearly: Cue) -> bool:
    gap = sentence.text[cue.end : yearly.start]
    return 0 < len(gap) <= _BESIDE and not re.search(r"\d", gap) and not BREAK.search(gap)


def _is_of_another(sentence: Sentence, cue: Cue, quantity: Found) -> bool:
    """Tell whether a word stands in what another quantity is counted over."""
    return any(other is not quantity and other.first <= cue.start < other.last for other in sentence.found)
