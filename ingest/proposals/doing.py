"""What sentences say was done: put in, put in place of something else, changed, used again.

The words for deeds stand in cues.yaml. Nothing here decides whether a deed is a measure of the case.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from ingest.proposals.cues import Cue, alternatives, pattern
from ingest.proposals.passages import Passage, PassageKind, bullet_length
from ingest.proposals.techniques import MeasureWords

SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[^\W\da-z])")
_MANY_WORDS = 14  # of a name; what is longer is a sentence
_SHORT_NAME = 1  # words; what follows such a name belongs to it
_STOP = re.compile(r"[.,;:()](?:\s|\Z)")
_TOLD_OF = re.compile(r"\s*(?:\d|it\b|this\b|that\b|they\b|we\b|he\b|she\b|there\b)", re.IGNORECASE)


def deeds(passages: Iterable[Passage]) -> Iterator[MeasureWords]:
    """Yield what sentences say was done, in reading order; each with the sentence as its explanation."""
    for passage in passages:
        if passage.kind in (PassageKind.CREDIT, PassageKind.TITLE, PassageKind.HEADING, PassageKind.ROW):
            continue
        for start, end in _sentences(passage.text):
            yield from _of_sentence(passage, start, end)


def introductions(passages: Iterable[Passage]) -> Iterator[MeasureWords]:
    """Yield what a sentence calls a measure: "The technique, mechanical brushing, is old"."""
    for passage in passages:
        for match in _called().finditer(passage.text) if passage.kind is not PassageKind.CREDIT else ():
            end = match.start("name") + len(match["name"].rstrip())
            yield MeasureWords(passage, match.start("name"), end, ())


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = bullet_length(text)
    for gap in SENTENCE.finditer(text):
        if gap.start() > start:
            yield start, gap.start()
        start = gap.end()
    yield start, len(text)


def _of_sentence(passage: Passage, start: int, end: int) -> Iterator[MeasureWords]:
    """Yield what one sentence says was done; of names that overlap the first."""
    explained = (Passage(passage.kind, passage.page, passage.start + start, passage.text[start:end]),)
    taken: list[tuple[int, int]] = []
    for shape in (_replaced(), _put_in(), _done_to(), _was_done(), _would_save()):
        for match in shape.finditer(passage.text, start, end):
            first = match.start("name")
            last = _whole_name(passage.text, first, first + len(match["name"].rstrip()), end)
            if _may_name(match["name"]) and all(last <= a or b <= first for a, b in taken):
                taken.append((first, last))
                yield MeasureWords(passage, first, last, explained)


def _whole_name(text: str, first: int, last: int, end: int) -> int:
    """Return where a name ends; one of a single word goes on to the next comma: "pump that lifts the pressure"."""
    if len(text[first:last].split()) > _SHORT_NAME:
        return last
    stop = _STOP.search(text, last, end)
    longer = stop.start() if stop else end
    return longer if len(text[first:longer].split()) <= _MANY_WORDS else last


def _may_name(words: str) -> bool:
    """Tell whether some words can name a measure: not too many, more than a pronoun, no firm."""
    count = len(words.split())
    return 0 < count <= _MANY_WORDS and len(words.strip()) > 4 and not _TOLD_OF.match(words) and not _is_subject(words)


def _is_subject(words: str) -> bool:
    return bool(pattern(Cue.NO_MEASURE).search(words))


@cache
def _called() -> re.Pattern[str]:
    """Match "The technique, mechanical brushing" and "La mesure est un four"."""
    copula = r"(?:\s(?:is|was|es|fue|est|était|é|foi|là)|,|:)\s"
    first = r"(?:first|second|third|one|this|main)"
    return re.compile(
        rf"\b(?:{alternatives(Cue.ARTICLE)}|{first})\s{alternatives(Cue.NAMED)}{copula}{_phrase()}", re.IGNORECASE
    )


@cache
def _put_in() -> re.Pattern[str]:
    """Match "installed a tank", "se instaló un tanque" and "spent 390,000 USD on new machines"."""
    return re.compile(rf"\b(?:{alternatives(Cue.PUT_IN)}|spent\s[^.]{{1,25}}\son)\s{_phrase()}")


@cache
def _replaced() -> re.Pattern[str]:
    """Match the new thing in "replaced caustic soda with brushes"."""
    return re.compile(
        rf"\b{alternatives(Cue.REPLACED)}\s[^.,;:]{{3,70}}?\s(?:with|by|por|par|pelos?|pelas?|bằng)\s{_phrase()}"
    )


@cache
def _done_to() -> re.Pattern[str]:
    """Match deeds that name the measure together with their object: "reuses its rinse water"."""
    inside = r"[^.,;:()\d]"
    return re.compile(
        rf"(?P<name>\b{alternatives(Cue.DONE_TO)}\s(?!{alternatives(Cue.SMALL_OBJECT)}\b){inside}{{4,60}})(?<!\s)"
    )


@cache
def _was_done() -> re.Pattern[str]:
    """Match the thing in front of "was installed", "a été installé", "foram instalados"."""
    adverb = r"(?:(?:also|now|then|\w+ly|aussi|également|também|ainda)\s)?"
    return re.compile(
        rf"(?:^|[.;:!?]\s|,\s(?:and\s)?|\band\s|\n)(?:{alternatives(Cue.ARTICLE)}\s)?(?P<name>[^.,;:()\d\n][^.,;:()\d]{{4,70}}?)\s"
        rf"{alternatives(Cue.PASSIVE)}\s{adverb}{alternatives(Cue.PUT_IN_PASSIVE)}(?!\w)",
        re.IGNORECASE | re.MULTILINE,
    )


@cache
def _would_save() -> re.Pattern[str]:
    """Match what a sentence begins with and says that it saves: "Repairing the leaks would save"."""
    return re.compile(
        rf"(?:^|[.;:!?]\s)(?P<name>(?:[A-Z]\w+ing|An?|New|Une?|Una?|Uma?|Repar\w+|R[ée]par\w+)\s[^.,;:()\d]{{5,70}}?)\s{alternatives(Cue.SAVES)}(?!\w)"
    )


def _phrase() -> str:
    """Return an expression for the name of a measure in running text."""
    small = rf"(?!{alternatives(Cue.SMALL)}(?![\w-]))"
    inside = rf"(?:(?!\b{alternatives(Cue.NAME_END)}\b)[^.,;:()\d])"
    return rf"(?:{alternatives(Cue.ARTICLE, Cue.SEVERAL)}\s){{0,2}}{small}(?P<name>{inside}{{6,80}})"
