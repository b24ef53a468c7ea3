"""The name of the site where a case happened, if the text gives it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from corpus.folding import fold
from corpus.model import Proposed
from ingest.proposals.confidence import Rule, confidence
from ingest.proposals.cues import Cue, alternatives, pattern
from ingest.proposals.labels import Label, is_field, labelled
from ingest.proposals.mentions import SHOWN, Mention
from ingest.proposals.names import Name, find_names, ordinary_words
from ingest.proposals.passages import Passage, PassageKind
from ingest.proposals.place import is_place

_ENOUGH = 2.5  # score below which a name is more likely something else than the site
_IS_A = re.compile(
    r",\s(?:an?|the|une?|una|uma?|la|một|which|who|qui|que|cuya)\s|\s\([^()]{0,40}?(?P<place>[A-ZÀ-Ý][\w .-]+?)[,;)]"
)
_VERB = re.compile(
    r"\s[a-z]{3,}(?:s|ed)\s(?!of\b)"
)  # "supplies", "reported": in English a firm's name stands before it
_UNNAMED = re.compile(r"site not named in the source|name (?:is )?withheld", re.IGNORECASE)
_SITE_LINE = re.compile(
    r"(?P<site>[^,\n]{2,70}(?:,[^,\n]{2,40}){0,3}?),\s*(?P<country>[^,\n]{3,40}?)(?:,?\s+(?:19|20)\d\d)?\.?\s*"
)
_FRONT = 4  # passages at a case's beginning among which a line of name and place stands
_CAPITALS = re.compile(r"[A-Z]{2,4}")


def site_of(passages: Sequence[Passage], mentions: Sequence[Mention] = ()) -> Proposed | None:
    """Return the site's name; None if the text names none, as in "a dye house in Bogotá".

    Args:
        mentions: Of concepts in the passages: "VOC" is a pollutant, however often it is written in capitals.
    """
    if any(_UNNAMED.search(passage.text) for passage in passages[:4]):
        return None
    return _labelled(passages) or _on_front_line(passages) or _named(passages, mentions)


def _labelled(passages: Iterable[Passage]) -> Proposed | None:
    for passage in passages:
        span = labelled(passage.text, Label.COMPANY)
        if span and passage.text[span[0]].isupper() and span[1] - span[0] <= 100:
            value = " ".join(passage.text[span[0] : span[1]].split())
            return Proposed(value, (passage.evidence(*span),), confidence(Rule.LABEL))
    return None


def _on_front_line(passages: Sequence[Passage]) -> Proposed | None:
    """Return who a line at the beginning names before the country; a town that is named elsewhere as one is none."""
    for passage in passages[:_FRONT]:
        for line in re.finditer(r"[^\n\t]+", passage.text):
            match = _SITE_LINE.fullmatch(line[0])
            if match and is_place(match["country"]) and not is_field(line[0]) and _is_site(match["site"], passages):
                end = line.start() + match.end("site")
                value = " ".join(match["site"].split())
                return Proposed(value, (passage.evidence(line.start(), end),), confidence(Rule.SITE_LINE))
    return None


def _is_site(words: str, passages: Sequence[Passage]) -> bool:
    """Tell whether the first words of a line of places are a firm's name: nowhere "in" it, no country, no sentence."""
    first = words.split(",")[0].strip()
    place = re.compile(rf"\b{alternatives(Cue.NEAR)}\s+{re.escape(first)}\b", re.IGNORECASE)
    is_town = is_place(first) or any(place.search(passage.text) for passage in passages)
    is_date = first[:1].isdigit() and " " in first
    return not (is_town or is_date) and len(first.split()) <= 8 and "." not in first.rstrip(".")


def _named(passages: Sequence[Passage], mentions: Sequence[Mention]) -> Proposed | None:
    ordinary = ordinary_words(passages)
    concepts: dict[tuple[int, int], list[Mention]] = defaultdict(list)
    for mention in mentions:
        concepts[mention.passage.page, mention.passage.start].append(mention)
    found: dict[str, list[Name]] = defaultdict(list)
    for name in _candidates(passages, ordinary):
        beside = concepts[name.passage.page, name.passage.start]
        if not any(each.start <= name.start and name.end <= each.end for each in beside):
            found[fold(name.text)].append(name)
    scores = {key: _score(names) + _shorter_forms(key, found) for key, names in found.items()}
    best = max(scores, key=lambda key: (scores[key], key), default=None)
    if best is None or scores[best] < _ENOUGH:
        return None
    return _proposed(found[best])


def _proposed(names: Sequence[Name]) -> Proposed:
    rule = Rule.NAMED_OFTEN if len(names) > 1 else Rule.NAMED_ONCE
    evidence = tuple(name.passage.evidence(name.start, name.end) for name in names[:SHOWN])
    return Proposed(names[0].text, evidence, confidence(rule))


def _candidates(passages: Iterable[Passage], ordinary: frozenset[str]) -> Iterator[Name]:
    for passage in passages:
        if passage.kind in (PassageKind.CREDIT, PassageKind.ROW):
            continue
        for name in find_names(passage, ordinary):
            if len(name.text) > 2 and not is_place(name.text) and not _is_unit(name):
                yield name


def _is_unit(name: Name) -> bool:
    """Tell whether a name is capitals beside a number, as currencies and units are."""
    around = name.passage.text[max(0, name.start - 2) : name.end + 2]
    return bool(_CAPITALS.fullmatch(name.text)) and any(map(str.isdigit, around))


def _shorter_forms(key: str, found: dict[str, list[Name]]) -> float:
    """Return what is added for mentions of a part of the name: "Parr" for "Parr Paints"."""
    parts = [other for other in found if other != key and len(other) >= 3 and f" {other} " in f" {key} "]
    return 0.5 * sum(len(found[other]) for other in parts)


def _score(names: Sequence[Name]) -> float:
    """Return how much a name looks like the site's, by all the places where it stands."""
    score = min(len(names), 4) * 0.75
    is_firm = bool(pattern(Cue.FIRM).search(names[0].text))
    acts = max(map(_acts, names))
    if not is_firm and (acts <= 0 or (acts <= 2.0 and _is_first_word(names))):
        return 0.0
    return score + 2.0 * is_firm + max(map(_clues, names)) + min(map(_doubts, names))


def _is_first_word(names: Sequence[Name]) -> bool:
    """Tell whether all there is of a name is one word that begins a sentence: it may be any word."""
    return len(names) == 1 and " " not in names[0].text and names[0].opens


def _clues(name: Name) -> float:
    early = {PassageKind.TITLE: 1.5, PassageKind.HEADING: 0.5, PassageKind.LEAD: 1.0}
    return _acts(name) + early.get(name.passage.kind, 0.0)


def _acts(name: Name) -> float:
    """Return how much the words around a name say that it is a firm's or a plant's."""
    before = " ".join(name.passage.text[: name.start].split())
    clues = 1.5 * (_is(Cue.AT, name.before)) + 2.0 * bool(_firm_before().search(before))
    clues += 2.0 * bool(_acted().match(name.passage.text, name.end))
    described = _IS_A.match(name.passage.text, name.end)
    is_described = bool(described and (described["place"] is None or is_place(described["place"])))
    return clues + 2.0 * is_described + 1.0 * bool(_VERB.match(name.passage.text, name.end))


def _doubts(name: Name) -> float:
    """Return how much speaks for a town or a person: "in Kayseri", "Kayseri, Turkey" behind something."""
    if pattern(Cue.FIRM).search(name.text):
        return 0.0
    behind = re.match(r",\s*([^\W\d_][\w. ]{1,30}?)(?:[,.;)]|$)", name.after)
    is_town = bool(behind and is_place(behind[1])) and not _is(Cue.AT, name.before)
    return -2.5 * _is(Cue.NEAR, name.before) - 2.0 * is_town


def _is(cue: Cue, word: str) -> bool:
    return bool(pattern(cue).fullmatch(word))


@cache
def _firm_before() -> re.Pattern[str]:
    """Match the end of "at the dye works "."""
    return re.compile(rf"\b{alternatives(Cue.SITE)}(?:s?\s+(?:of|de|do|da))?\s*,?\s*$", re.IGNORECASE)


@cache
def _acted() -> re.Pattern[str]:
    """Match what follows the name of a firm: ", of Tacoma, Washington, makes"."""
    place = r"(?:\W{0,2}(?:of|in|at|de|em|en|à|ở)\s[^.;]{2,60}?,)?"
    return re.compile(rf"{place}\W{{0,3}}\s*(?:(?:has|have|had|now|also|then)\s)?{alternatives(Cue.ACTED)}(?!\w)")
