"""Recognise lines that name what they give: "Company: Lakeside Dyers", in five languages, or a form's row."""

from __future__ import annotations

import re
from enum import Enum
from functools import cache

from ingest.proposals.cues import Cue, alternatives


class Label(Enum):
    """A field of a case that documents give with its name before it."""

    TITLE = Cue.LABEL_TITLE
    COMPANY = Cue.LABEL_COMPANY
    COUNTRY = Cue.LABEL_COUNTRY
    YEAR = Cue.LABEL_YEAR
    SECTOR = Cue.LABEL_SECTOR
    STATUS = Cue.LABEL_STATUS
    MEASURE = Cue.LABEL_MEASURE


# Any short name before a colon begins a line of its own, so that what follows is no part of the line above.
_ANY = re.compile(r"(?=[^\W\d_])[^a-zà-öø-ÿđ][^\n:\t.;!?]{1,32}:\s+\S")
_NEXT = re.compile(r"\t| {3,}|\s[A-ZÀ-Ý]\w{2,20}(?: \w{1,15})?: ")


def is_labelled(line: str) -> bool:
    """Tell whether a line begins with a name and a colon."""
    return bool(_ANY.match(line))


def is_field(text: str) -> bool:
    """Tell whether a text begins with the name of a field of a case."""
    return any(_pattern(label).match(text) for label in Label)


def labelled(text: str, label: Label) -> tuple[int, int] | None:
    """Return the characters of a passage that a label introduces, None if it does not begin with that label."""
    match = _pattern(label).match(text)
    if not match:
        return None
    following = _NEXT.search(text, match.end())
    end = following.start() if following else len(text)
    while end > match.end() and text[end - 1] in " .;,\n":
        end -= 1
    return (match.end(), end) if end > match.end() else None


@cache
def _pattern(label: Label) -> re.Pattern[str]:
    names = alternatives(label.value)
    return re.compile(rf"\s*{names}(?:\s?\([^)\n]{{0,30}}\))?\s?[:\t]\s*(?=\S)", re.IGNORECASE)
