"""Read a question: its words, its language, the concepts it names, and further names of those.

Nothing recognised becomes a filter by itself; it only helps the keyword search to find the same thing under its
other names, in the language of the question and in English.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.errors import QueryTooLongError
from corpus.folding import fold, tokens
from corpus.model import Concept, ConceptId, Scheme
from corpus.plain_text import one_line
from corpus.vocabulary import Vocabulary
from index.engine import Filters, Query
from index.query_exclusion import Struck, take_exclusions
from index.query_negation import Unwanted, unwanted, without
from index.question_language import question_language
from index.stopwords import languages_of
from ingest.concepts import Match, Matcher

MAX_LENGTH = 2_000  # characters

_NAMES_PER_CONCEPT = 6
_MAX_PHRASES = 8
_KIND_OF = re.compile(r"[\s-]+(?!or\b|and\b|nor\b)[a-z]", re.IGNORECASE)
_QUOTED = re.compile(r"""(?<!\w)(?:"([^"]*)"|“([^“”]*)”|«([^«»]*)»|„([^„“”]*)[“”])(?!\w)""")


@dataclass(frozen=True, slots=True)
class Recognised:
    """A concept and the words of the question that name it."""

    concept: ConceptId
    words: str


@dataclass(frozen=True, slots=True)
class Understood:
    """A question, read.

    Attributes:
        query: What a Searcher takes.
        matches: The concepts it names, in order of its words; those to ignore are left out.
        excluded: What no result may contain.
        negated: What it asks to do without; results may tell of it.
        avoided: The concepts among what is negated, and those that a reader must not take for a concept it names.
        notices: What the reader should know about how it was read, as sentences.
    """

    query: Query
    matches: tuple[Recognised, ...]
    excluded: tuple[Struck, ...] = ()
    negated: tuple[Struck, ...] = ()
    avoided: frozenset[ConceptId] = frozenset()
    notices: tuple[str, ...] = ()


def understand(
    raw: str,
    *,
    vocabulary: Vocabulary,
    matcher: Matcher,
    filters: Filters,
    ignore: frozenset[str] = frozenset(),
) -> Understood:
    """Return what a typed question asks; a blank one asks for everything that the filters leave.

    Args:
        raw: As it came; anything may be in it.
        matcher: Knows the names of the vocabulary's concepts.
        filters: Taken as they are.
        ignore: Ids of concepts that the reader does not mean.

    Raises:
        QueryTooLongError: It has more than 2,000 characters.
    """
    typed, excluded = take_exclusions(_line(raw))
    named = [match for match in matcher.find(typed, any_case=True) if match.concept not in ignore]
    language = question_language(typed, named, vocabulary)
    parts = unwanted(typed, language, named)
    text = without(typed, parts) if _says_something(without(typed, parts)) else typed
    kept = [match for match in named if not any(_denied(match, part) for part in parts)]
    found = [
        *kept,
        *(each for each in _replacing(typed, text, parts, matcher, vocabulary) if each.concept not in ignore),
    ]
    phrases, dropped = _phrases(text)
    query = Query(
        text=text,
        language=language,
        filters=filters,
        expansions=tuple(_expansions(found, vocabulary, text, language)),
        phrases=phrases,
        excluded=tuple(each.words for each in excluded),
        sense=_sense(typed, text, named, vocabulary, language),
    )
    return Understood(
        query,
        tuple(_recognised(found)),
        excluded=excluded,
        negated=tuple(_struck(typed, part) for part in parts),
        avoided=_avoided(typed, parts, named, found, vocabulary),
        notices=dropped,
    )


def _line(raw: str) -> str:
    if len(raw) > MAX_LENGTH:
        raise QueryTooLongError(
            f"The question has {len(raw):,} characters; at most {MAX_LENGTH:,} can be read. Ask in fewer words."
        )
    return one_line(raw)


def respelt(raw: str, understood: Understood, suggestions: Callable[[Sequence[str]], Mapping[str, str]]) -> str:
    """Return a question with words that stand nowhere in the library replaced by those most like them; "" if by none.

    Only English words, and words of no telling language, that name nothing are looked at.

    Args:
        suggestions: Gives the library's word for each of some folded words that it lacks.
    """
    query = understood.query
    asked = fold(query.text).split()
    spoken = [languages for word in asked if (languages := languages_of(word))]
    if query.language not in (None, "en") or any("en" not in languages for languages in spoken):
        return ""
    named = {word for match in understood.matches for word in fold(match.words).split()}
    found = suggestions([word for word in asked if word not in named and not languages_of(word)])
    line, place, parts = one_line(raw), 0, []
    for token in tokens(line):
        if token.text in found:
            parts += [line[place : token.start], found[token.text]]
            place = token.end
    return "".join([*parts, line[place:]]) if parts else ""


def _says_something(text: str) -> bool:
    """Tell whether a question has a word left that no language has among its small ones."""
    return any(not languages_of(word) for word in fold(text).split())


def _denied(match: Match, part: Unwanted) -> bool:
    """Tell whether a name belongs to what is not wanted; one that holds the denying word too names a way out."""
    return part.thing_start <= match.start and match.end <= part.thing_end


def _struck(typed: str, part: Unwanted) -> Struck:
    return Struck(typed[part.thing_start : part.thing_end], typed[part.start : part.end])


def _replacing(
    typed: str, text: str, parts: Sequence[Unwanted], matcher: Matcher, vocabulary: Vocabulary
) -> Iterator[Match]:
    """Yield the ways out that the vocabulary knows: "tanning without chrome" is what "chrome tanning" is opposed to."""
    for part in parts:
        thing = typed[part.thing_start : part.thing_end]
        said = typed[part.start : part.end]
        for match in matcher.find(f"{thing}-free {text}", any_case=True):
            if match.start == 0 and match.end > len(thing) + len("-free "):
                yield Match(match.concept, part.start, part.end, said)
        composed = {
            match.concept for match in matcher.find(f"{thing} {text}", any_case=True) if match.start < len(thing)
        }
        for concept in vocabulary.concepts.values():
            if concept.scheme is Scheme.TECHNIQUE and not composed.isdisjoint(concept.opposites):
                yield Match(concept.id, part.start, part.end, said)


def _avoided(
    typed: str, parts: Sequence[Unwanted], named: Sequence[Match], found: Sequence[Match], vocabulary: Vocabulary
) -> frozenset[ConceptId]:
    """Return the concepts that are denied, and those opposed to what is wanted instead; none if nothing is denied.

    A name before another word of what is denied says only of what kind that is: cooling towers are not all cooling.
    """
    wanted = {match.concept for match in found}
    denied = {
        match.concept
        for match in named
        for part in parts
        if _denied(match, part) and not _KIND_OF.match(typed, match.end, part.thing_end)
    }
    opposed = {other for concept in wanted for other in vocabulary.get(concept).opposites if parts}
    return frozenset((denied | opposed) - wanted)


def _sense(typed: str, text: str, named: Sequence[Match], vocabulary: Vocabulary, language: str | None) -> str:
    """Return what the dense leg is to read, "" if that is the text itself."""
    if language not in (None, "en"):
        return _in_english(typed, named, vocabulary) or (typed if typed != text else "")
    return typed if typed != text else ""


def _phrases(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the parts in quotation marks, and a notice if there are too many of them."""
    quoted = ("".join(part or "" for part in match.groups()).strip() for match in _QUOTED.finditer(text))
    phrases = tuple(dict.fromkeys(phrase for phrase in quoted if fold(phrase)))
    if len(phrases) <= _MAX_PHRASES:
        return phrases, ()
    return phrases[:_MAX_PHRASES], (f"Only the first {_MAX_PHRASES} quoted phrases were required.",)


def _recognised(found: Iterable[Match]) -> Iterator[Recognised]:
    """Yield each concept once, with the words that named it first."""
    seen: set[ConceptId] = set()
    for match in found:
        if match.concept not in seen:
            seen.add(match.concept)
            yield Recognised(match.concept, match.text)


def _in_english(text: str, found: Sequence[Match], vocabulary: Vocabulary) -> str:
    """Return a question with the names it uses in English; "" if it uses none.

    A small multilingual model knows the everyday words of a language, not the words of the trade.
    """
    parts, place = [], 0
    for match in found:
        if match.start >= place:  # several concepts may have one name: the first stands for it
            parts += [text[place : match.start], f" {vocabulary.get(match.concept).label} "]
            place = match.end
    return one_line("".join([*parts, text[place:]])) if parts else ""


def _expansions(found: Iterable[Match], vocabulary: Vocabulary, text: str, language: str | None) -> Iterator[str]:
    """Yield names of the concepts that the question does not hold already, at most six a concept."""
    said = f" {fold(text)} "
    yielded: set[str] = set()
    for concept in dict.fromkeys(match.concept for match in found):
        names = (name for name in _names(vocabulary.get(concept), language) if f" {fold(name)} " not in said)
        new = [name for name in dict.fromkeys(names) if fold(name) not in yielded]
        yield from new[:_NAMES_PER_CONCEPT]
        yielded.update(map(fold, new[:_NAMES_PER_CONCEPT]))


def _names(concept: Concept, language: str | None) -> Iterator[str]:
    """Yield the names in English, where the documents mostly are, and in the question's language; preferred first."""
    languages = dict.fromkeys(("en", language or "en"))
    labels = [concept.labels[each] for each in languages if each in concept.labels]
    yield from (label.preferred for label in labels)
    for label in labels:
        yield from label.alternatives
