"""The words by which documents say what a case tells: cues.yaml, made into patterns."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path

import yaml

CUES_FILE = Path(__file__).parent / "cues.yaml"


class Cue(StrEnum):
    """What words stand for; cues.yaml explains them."""

    LABEL_TITLE = "label-title"
    LABEL_COMPANY = "label-company"
    LABEL_COUNTRY = "label-country"
    LABEL_YEAR = "label-year"
    LABEL_SECTOR = "label-sector"
    LABEL_STATUS = "label-status"
    LABEL_MEASURE = "label-measure"
    STATUS_IMPLEMENTED = "status-implemented"
    STATUS_PILOT = "status-pilot"
    STATUS_PROPOSED = "status-proposed"
    STATUS_ESTIMATED = "status-estimated"
    DONE = "done"
    ACTED = "acted"
    SITE = "site"
    FIRM = "firm"
    ORGANISATION = "organisation"
    LEGAL = "legal"
    CASE = "case"
    AFTER = "after"
    MEASURE = "measure"
    ANNOUNCED = "announced"
    OTHER_LIST = "other-list"
    CREDIT_HEADING = "credit-heading"
    CREDIT = "credit"
    ISSUE = "issue"
    EARLIER = "earlier"
    SUPPLIER = "supplier"
    TYPICAL = "typical"
    EXPECTED = "expected"
    VISITED = "visited"
    SERIES = "series"
    PUT_IN = "put-in"
    NAMED = "named"
    NAME_END = "name-end"
    ARTICLE = "article"
    SMALL = "small"
    AT = "at"
    NEAR = "near"
    EXPLAINS = "explains"
    COLUMN = "column"
    ORDINAL = "ordinal"
    PART = "part"
    REPLACED = "replaced"
    DONE_TO = "done-to"
    PASSIVE = "passive"
    SEVERAL = "several"
    PUT_IN_PASSIVE = "put-in-passive"
    SAVES = "saves"
    SMALL_OBJECT = "small-object"
    NO_MEASURE = "no-measure"


_OWN_CASE = frozenset({Cue.FIRM, Cue.ORGANISATION, Cue.LEGAL})


@cache
def pattern(*cues: Cue) -> re.Pattern[str]:
    """Return a pattern for the words of some cues, as whole words."""
    flags = re.NOFLAG if _OWN_CASE.issuperset(cues) else re.IGNORECASE
    return re.compile(rf"\b{alternatives(*cues)}(?!\w)", flags)


@cache
def alternatives(*cues: Cue) -> str:
    """Return the words of some cues as a group of a regular expression, the longest first."""
    return one_of({word for cue in cues for word in _words()[cue]})


def one_of(words: Iterable[str]) -> str:
    """Return some words as a group of a regular expression, the longest first; a star stands for any ending.

    They are grouped by their first letter: the engine would else try each of them at each character.
    """
    by_letter: dict[str, list[str]] = defaultdict(list)
    for word in sorted(words, key=lambda word: (-len(word), word)):
        by_letter[word[0]].append(_expression(word[1:]))
    groups = (re.escape(letter) + "(?:" + "|".join(endings) + ")" for letter, endings in sorted(by_letter.items()))
    return "(?:" + "|".join(groups) + ")"


def _expression(word: str) -> str:
    return re.escape(word).replace(r"\ ", r"\s+").replace(r"\*", r"\w*")


@cache
def _words() -> Mapping[str, frozenset[str]]:
    """Return the words by cue, of all languages together: a label in English stands on many a French form."""
    known: Mapping[str, Mapping[str, list[str]]] = yaml.load(
        CUES_FILE.read_text(encoding="utf-8"),
        Loader=yaml.CBaseLoader,  # which leaves "no" and "on" words
    )
    return {
        cue: frozenset(word for words in by_language.values() for word in words) for cue, by_language in known.items()
    }
