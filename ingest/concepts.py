"""Find the vocabularies' concepts in a text, by all their names in all languages.

Names are compared folded and without plural; English names of several words by their stems, so that "rinsing waters"
is found where the vocabulary says "rinse water". Used on chunks and on questions alike. It decides nothing about
relevance.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from corpus.folding import Token, stem, tokens
from corpus.model import Concept, ConceptId, Scheme
from corpus.vocabulary import Vocabulary

ACRONYM_LETTERS = 3  # a name as short as this, with a capital, is taken only in its own case: "COD" is not "cod"

# What may stand between two words of one name; anything else ends a phrase.
_JOINT = re.compile(r"[\s\-\u2010-\u2013/'’`´\"“”]{0,4}")

# ISIC's sections have everyday words for names ("Manufacturing", "Construction"): no text is about one for naming it.
_SECTION = re.compile(r"sector:[A-Z]")


@dataclass(frozen=True, slots=True)
class Match:
    """A concept and the words that name it.

    Attributes:
        start, end: Characters of the text that was searched.
        text: Those characters.
    """

    concept: ConceptId
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class _Name:
    """A concept's name; `spelling` is set where its case counts."""

    concept: ConceptId
    spelling: str | None


@dataclass(slots=True)
class _Node:
    """A step in a tree of names: the words that may follow, and the names that end here."""

    following: dict[str, _Node] = field(default_factory=dict)
    names: list[_Name] = field(default_factory=list)


class Matcher:
    """All names of many concepts, ready to be looked for."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self._trees = (_Node(), _Node())  # by singular, by stem
        self._forms: dict[str, tuple[str, str]] = {}
        for concept in sorted(concepts, key=lambda concept: concept.id):
            if _SECTION.fullmatch(concept.id):
                continue
            for language, labels in concept.labels.items():
                for name in (labels.preferred, *labels.alternatives):
                    if name is not labels.preferred or not _is_everyday(concept, name):
                        self._add(concept.id, name, language)
            for code in concept.codes:
                self._add(concept.id, code, "en")

    def find(self, text: str, *, any_case: bool = False) -> list[Match]:
        """Return the names in a text, in order; of those that overlap the longest wins, then the first.

        A name of several concepts yields a match for each, with the same span.

        Args:
            any_case: Take acronyms in any case too, as people type them in questions.
        """
        concepts: dict[tuple[int, int], list[ConceptId]] = {}
        for start, end, name in self._named(text, list(tokens(text))):
            if name.spelling is None or any_case or text[start:end] == name.spelling:
                concepts.setdefault((start, end), []).append(name.concept)
        return [
            Match(concept, start, end, text[start:end])
            for start, end in _longest(concepts)
            for concept in sorted(set(concepts[start, end]))
        ]

    def _add(self, concept: ConceptId, name: str, language: str) -> None:
        words = [token.text for token in tokens(name)]
        by_stem = int(language == "en" and len(words) > 1)
        node = self._trees[by_stem]
        for word in words:
            node = node.following.setdefault(stem(word, "en") if by_stem else singular(word), _Node())
        entry = _Name(concept, name.strip() if _is_acronym(name) else None)
        if words and entry not in node.names:
            node.names.append(entry)

    def _both_forms(self, word: str) -> tuple[str, str]:
        forms = self._forms.get(word)
        if forms is None:
            forms = self._forms[word] = (singular(word), stem(word, "en"))
        return forms

    def _named(self, text: str, found: Sequence[Token]) -> Iterator[tuple[int, int, _Name]]:
        """Yield every name that stands anywhere in the text."""
        forms = [self._both_forms(token.text) for token in found]
        if len(self._forms) > 500_000:
            self._forms.clear()
        for by_stem, tree in enumerate(self._trees):
            roots = tree.following
            for index, form in enumerate(forms):
                if form[by_stem] in roots:
                    yield from _from(tree, by_stem, index, text, found, forms)


def facets(found: Iterable[ConceptId], vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the concepts with all that they belong to: broader ones, and the practices of techniques; sorted."""
    closed = {str(above) for concept in set(found) for above in vocabulary.closure(concept)}
    return tuple(sorted(closed))


def singular(word: str) -> str:
    """Return a folded word without its English plural ending, by Harman's three rules (JASIS 42, 1991)."""
    if len(word) < 4 or not word.isascii() or not word.isalpha() or not word.endswith("s"):
        return word
    if word.endswith("ies") and word[-4] not in "ea":
        return word[:-3] + "y"
    if word.endswith("es") and word[-3] not in "aeo":
        return word[:-1]
    return word if word.endswith(("us", "ss")) else word[:-1]


def _from(
    tree: _Node, by_stem: int, index: int, text: str, found: Sequence[Token], forms: Sequence[tuple[str, str]]
) -> Iterator[tuple[int, int, _Name]]:
    """Yield the names that begin at a token."""
    node = tree
    for position in range(index, len(found)):
        if position > index and not _joined(text, found[position - 1], found[position]):
            return
        following = node.following.get(forms[position][by_stem])
        if following is None:
            return
        node = following
        for name in node.names:
            yield found[index].start, found[position].end, name


def _joined(text: str, before: Token, after: Token) -> bool:
    """Tell whether two tokens may belong to one name; the pairs that Chinese is cut into overlap."""
    return after.start < before.end or _JOINT.fullmatch(text, before.end, after.start) is not None


def _longest(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return spans that do not overlap, longest chosen first, in order."""
    chosen: list[tuple[int, int]] = []
    for span in sorted(spans, key=lambda span: (span[0] - span[1], span[0])):
        place = bisect_left(chosen, span)
        before = chosen[place - 1][1] if place else 0
        after = chosen[place][0] if place < len(chosen) else span[1]
        if before <= span[0] and span[1] <= after:
            insort(chosen, span)
    return chosen


def _is_everyday(concept: Concept, title: str) -> bool:
    """Tell whether a title of ISIC is a single word ("Education"): what a text is about only where it is a synonym."""
    return concept.scheme is Scheme.SECTOR and len(list(tokens(title))) == 1


def _is_acronym(name: str) -> bool:
    letters = [character for character in name if character.isalpha()]
    return len(letters) <= ACRONYM_LETTERS and any(character.isupper() for character in letters)
