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
from itertools import islice
from typing import NamedTuple

from corpus.folding import one_token, stem, tokens, written_words
from corpus.model import Concept, ConceptId, Scheme
from corpus.vocabulary import Vocabulary

ACRONYM_LETTERS = 3  # a name as short as this, with a capital, is taken only in its own case: "COD" is not "cod"

_MOST_FORMS = 500_000  # words that are remembered

Span = tuple[int, int]

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


class _Form(NamedTuple):
    """A written word as names know it.

    Attributes:
        variants: Without its plural, and its stem.
        begun: The first steps of names that begin with it: which variant they go by, and the step.
    """

    variants: tuple[str, str]
    begun: tuple[tuple[int, _Node], ...]


class _Forms(dict[str, _Form | None]):
    """The forms of written words, told when they are first asked for; None for one that is folded to several."""

    def __init__(self, trees: tuple[_Node, _Node]) -> None:
        super().__init__()
        self._trees = trees

    def __missing__(self, word: str) -> _Form | None:
        if len(self) >= _MOST_FORMS:
            self.clear()
        token = one_token(word)
        form = self[word] = None if token is None else self.of(token)
        return form

    def of(self, token: str) -> _Form:
        """Return the form of a folded word."""
        variants = singular(token), stem(token, "en")
        steps = [tree.following.get(variant) for tree, variant in zip(self._trees, variants, strict=True)]
        return _Form(variants, tuple([(by_stem, step) for by_stem, step in enumerate(steps) if step]))


class Matcher:
    """All names of many concepts, ready to be looked for."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self._trees = (_Node(), _Node())  # by singular, by stem
        self._forms = _Forms(self._trees)
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
        for start, end, name in self._named(text):
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

    def _named(self, text: str) -> Iterator[tuple[int, int, _Name]]:
        """Yield every name that stands anywhere in the text."""
        forms, spans = self._spoken(text)
        for index, form in enumerate(forms):
            for by_stem, step in form.begun:
                yield from _from(step, by_stem, index, text, forms, spans)

    def _spoken(self, text: str) -> tuple[list[_Form], list[Span]]:
        """Return the words of a text and where they stand."""
        written = list(written_words(text))
        forms = list(map(self._forms.__getitem__, [match[0] for match in written]))
        known = [form for form in forms if form is not None]
        if len(known) == len(forms):
            return known, [match.span() for match in written]
        found = list(tokens(text))
        return [self._forms.of(token.text) for token in found], [(token.start, token.end) for token in found]


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
    step: _Node, by_stem: int, index: int, text: str, forms: Sequence[_Form], spans: Sequence[Span]
) -> Iterator[tuple[int, int, _Name]]:
    """Yield the names that begin at a word.

    Args:
        step: The one that this word makes.
    """
    start, reached = spans[index]
    node: _Node | None = step
    while node is not None:
        for name in node.names:
            yield start, reached, name
        index += 1
        if index == len(forms) or not node.following:
            return
        node = node.following.get(forms[index].variants[by_stem])
        if node is not None and not _joined(text, reached, spans[index][0]):
            return
        reached = spans[index][1]


def _joined(text: str, end: int, start: int) -> bool:
    """Tell whether two words may belong to one name; the pairs that Chinese is cut into overlap."""
    return start <= end or _JOINT.fullmatch(text, end, start) is not None


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
    letters = list(islice(filter(str.isalpha, name), ACRONYM_LETTERS + 1))
    return len(letters) <= ACRONYM_LETTERS and any(map(str.isupper, letters))
