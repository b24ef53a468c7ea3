"""The country of a case: named as such, by its people, or by a region or city that places.yaml knows."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from corpus.countries import country_codes, country_name
from corpus.folding import fold_word
from corpus.model import Proposed
from ingest.proposals.confidence import Rule, confidence
from ingest.proposals.cues import one_of
from ingest.proposals.document import ReadDocument
from ingest.proposals.labels import Label, labelled
from ingest.proposals.mentions import SHOWN
from ingest.proposals.passages import Passage, PassageKind, Stretch, passages

_FILE = Path(__file__).parent / "places.yaml"
_LANGUAGES = ("en", "es", "fr", "pt", "vi")
# Names of countries that are words or names of other things more often: Georgia (also a state), Chad, Turkey the bird
# is kept, since a text about an abattoir names its country too.
_AMBIGUOUS = frozenset({"georgia", "jersey", "guinea", "niger", "chad", "man"})
_WEIGHTS = {
    PassageKind.TITLE: 4.0,
    PassageKind.HEADING: 2.0,
    PassageKind.LEAD: 2.0,
    PassageKind.CREDIT: 0.5,
}
_FIRST_PAGES = 10  # in which a document names its country
_LABELLED = 6.0
_RULE_WEIGHTS = {Rule.COUNTRY_NAME: 1.0, Rule.COUNTRY_HINT: 0.7, Rule.CURRENCY: 0.2}


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A name of a place in a passage.

    Attributes:
        country: ISO 3166-1 alpha-2.
        start, end: Characters of the passage.
    """

    country: str
    rule: Rule
    passage: Passage
    start: int
    end: int


def find_places(passages: Iterable[Passage]) -> list[PlaceName]:
    """Return every name of a place whose country is known, in reading order."""
    return [place for passage in passages for place in _places(passage)]


def country_told(document: ReadDocument) -> str | None:
    """Return the country that a document names most, ISO 3166-1 alpha-2; None if it names none."""
    stretches = [Stretch(page, 0, len(page.body)) for page in document.pages[:_FIRST_PAGES]]
    found = country_of(find_places(passages(stretches, document.headings)))
    return found.value if found else None


def country_of(places: Sequence[PlaceName]) -> Proposed | None:
    """Return the country that is named most, early names counting more; None if there is none."""
    scores: dict[str, float] = defaultdict(float)
    for place in places:
        scores[place.country] += _score(place)
    if not scores:
        return None
    best = max(scores, key=lambda country: (scores[country], country))
    said = sorted((place for place in places if place.country == best), key=lambda place: -_score(place))
    evidence = tuple(place.passage.evidence(place.start, place.end) for place in said[:SHOWN])
    return Proposed(best, evidence, confidence(said[0].rule))


def is_place(name: str) -> bool:
    """Tell whether a name is one of a country, a people, a region or a city that is known here."""
    return _key(name) in _names()


def _score(place: PlaceName) -> float:
    label = labelled(place.passage.text, Label.COUNTRY)
    if label and label[0] <= place.start < label[1]:
        return _LABELLED
    return _RULE_WEIGHTS[place.rule] * _WEIGHTS.get(place.passage.kind, 1.0)


def _places(passage: Passage) -> Iterator[PlaceName]:
    for match in _pattern().finditer(passage.text):
        country, rule = _names()[_key(match[0])]
        yield PlaceName(country, rule, passage, match.start(), match.end())


def _key(name: str) -> str:
    return " ".join(fold_word(name).split())


@cache
def _names() -> Mapping[str, tuple[str, Rule]]:
    """Return all names of places, folded, with their country and what they say of it."""
    return {_key(spelling): said for spelling, said in _spellings().items()}


@cache
def _spellings() -> Mapping[str, tuple[str, Rule]]:
    """Return the names as texts print them; those of countries in capitals too, those of peoples in the plural too."""
    known = yaml.load(_FILE.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)  # which leaves "NO" a country
    found = {word: (country, Rule.CURRENCY) for country, words in known["currencies"].items() for word in words}
    found |= {word: (country, Rule.COUNTRY_HINT) for country, words in known["places"].items() for word in words}
    for country, words in known["peoples"].items():
        found |= {form: (country, Rule.COUNTRY_HINT) for word in words for form in (word, f"{word}s")}
    for country, words in _countries(known["countries"]):
        found |= {form: (country, Rule.COUNTRY_NAME) for word in words for form in (word, word.upper())}
    return found


def _countries(others: Mapping[str, list[str]]) -> Iterator[tuple[str, list[str]]]:
    for country in country_codes():
        names = [country_name(country, language) for language in _LANGUAGES]
        yield country, [*(name for name in names if _key(name) not in _AMBIGUOUS), *others.get(country, [])]


@cache
def _pattern() -> re.Pattern[str]:
    """Match what may be a name of a place: in its own case, so that "turkey" is a bird."""
    return re.compile(rf"(?<![\w-]){one_of(_spellings())}(?!-?\w)")
