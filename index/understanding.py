"""Read a question: its words, its language, the concepts it names, and further names of those.

Nothing recognised becomes a filter by itself; it only helps the keyword search to find the same thing under its
other names, in the language of the question and in English.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus.errors import QueryTooLongError
from corpus.folding import fold
from corpus.model import Concept, ConceptId
from corpus.plain_text import one_line
from corpus.vocabulary import Vocabulary
from index.engine import Filters, Query
from index.question_language import question_language
from ingest.concepts import Match, Matcher

MAX_LENGTH = 2_000  # characters

_NAMES_PER_CONCEPT = 6
_MAX_PHRASES = 8
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
        notices: What the reader should know about how it was read, as sentences.
    """

    query: Query
    matches: tuple[Recognised, ...]
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
        filters: Chosen beside the question; taken as they are.
        ignore: Ids of concepts that the reader does not mean.

    Raises:
        QueryTooLongError: It has more than 2,000 characters.
    """
    if len(raw) > MAX_LENGTH:
        raise QueryTooLongError(
            f"The question has {len(raw):,} characters; at most {MAX_LENGTH:,} can be read. Ask in fewer words."
        )
    text = one_line(raw)
    found = [match for match in matcher.find(text, any_case=True) if match.concept not in ignore]
    language = question_language(text, found, vocabulary)
    phrases, dropped = _phrases(text)
    query = Query(
        text=text,
        language=language,
        filters=filters,
        expansions=tuple(_expansions(found, vocabulary, text, language)),
        phrases=phrases,
        sense="" if language in (None, "en") else _in_english(text, found, vocabulary),
    )
    return Understood(query, tuple(_recognised(found)), dropped)


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
