"""Which technique and practice a measure is: by their names in its words, else by the words it shares with a name."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from corpus.folding import stem, tokens
from corpus.model import Concept, ConceptId, Evidence, Proposed, Scheme
from corpus.vocabulary import Vocabulary
from ingest.concepts import Matcher, singular
from ingest.proposals.confidence import Rule, confidence
from ingest.proposals.passages import Passage, PassageKind

_ALIKE = 0.45  # cosine of the weighted words of a measure and of a technique's name
_SHORT = 3  # letters; shorter words ("of", "de", "in") say nothing


@dataclass(frozen=True, slots=True)
class MeasureWords:
    """Where a measure is told.

    Attributes:
        start, end: Characters of the passage that name it.
        explained: What explains it, the passage itself or those below it.
    """

    passage: Passage
    start: int
    end: int
    explained: tuple[Passage, ...]

    @property
    def name(self) -> str:
        """Its name on one line."""
        return " ".join(self.passage.text[self.start : self.end].split())

    def evidence(self) -> Evidence:
        """Return the words that name it."""
        return self.passage.evidence(self.start, self.end)


class Techniques:
    """The techniques, ready to be recognised in a measure's words."""

    def __init__(self, vocabulary: Vocabulary, matcher: Matcher) -> None:
        self._vocabulary = vocabulary
        self._matcher = matcher
        self._names = [
            (concept.id, words)
            for concept in vocabulary.by_scheme(Scheme.TECHNIQUE)
            for words in dict.fromkeys(_names_of(concept))
            if words
        ]
        self._rarity = _rarity(words for _, words in self._names)
        self._by_word: dict[str, list[int]] = defaultdict(list)
        for index, (_, words) in enumerate(self._names):
            for word in words:
                self._by_word[word].append(index)

    def technique(self, words: MeasureWords) -> Proposed | None:
        """Return the technique that a measure is: in a cell of its own, in its name, alike, or explained."""
        return (
            next(filter(None, map(self._of_cell, words.explained)), None)
            or self._named(words.passage, words.start, words.end, Scheme.TECHNIQUE)
            or self._alike(words)
            or next(filter(None, map(self._of_passage, words.explained)), None)
        )

    def _of_cell(self, passage: Passage) -> Proposed | None:
        """Return the technique whose name begins a cell of a table."""
        named = self._of_passage(passage) if passage.kind is PassageKind.ROW else None
        return named if named and named.evidence[0].span[0] == passage.start else None

    def _of_passage(self, passage: Passage) -> Proposed | None:
        return self._named(passage, 0, len(passage.text), Scheme.TECHNIQUE)

    def is_like(self, words: MeasureWords) -> bool:
        """Tell whether a text is called by a technique, or by most words of one's name."""
        named = self._named(words.passage, words.start, words.end, Scheme.TECHNIQUE)
        return (named or self._alike(words)) is not None

    def practice(self, words: MeasureWords, technique: Proposed | None) -> Proposed | None:
        """Return the practice the text names beside a measure, else the technique's main one."""
        for passage in (words.passage, *words.explained):
            named = self._named(passage, 0, len(passage.text), Scheme.PRACTICE)
            if named:
                return named
        main = self._vocabulary.get(technique.value).practices[:1] if technique else ()
        if not technique or not main:
            return None
        return Proposed(str(main[0]), technique.evidence, confidence(Rule.MAIN_PRACTICE))

    def _named(self, passage: Passage, start: int, end: int, scheme: Scheme) -> Proposed | None:
        """Return the concept with the longest name in some characters of a passage."""
        found = [
            match for match in self._matcher.find(passage.text[start:end]) if match.concept.startswith(f"{scheme}:")
        ]
        if not found:
            return None
        longest = max(found, key=lambda match: (match.end - match.start, -match.start))
        rule = Rule.NAMED_TECHNIQUE if scheme is Scheme.TECHNIQUE else Rule.NAMED_PRACTICE
        evidence = passage.evidence(start + longest.start, start + longest.end)
        return Proposed(str(longest.concept), (evidence,), confidence(rule))

    def _alike(self, words: MeasureWords) -> Proposed | None:
        """Return the technique one of whose names shares most with the measure's."""
        own = _words(words.name)
        shared = Counter(index for word in own for index in self._by_word.get(word, ()))
        near = sorted(index for index, count in shared.items() if count > 1 or own == self._names[index][1])
        scored = [(self._cosine(own, self._names[index][1]), self._names[index][0]) for index in near]
        best, technique = max(scored, default=(0.0, ConceptId("")))
        if best < _ALIKE:
            return None
        return Proposed(str(technique), (words.evidence(),), confidence(Rule.LIKE_TECHNIQUE))

    def _cosine(self, first: frozenset[str], second: frozenset[str]) -> float:
        shared = sum(self._weight(word) for word in first & second)
        lengths = math.sqrt(sum(map(self._weight, first)) * sum(map(self._weight, second)))
        return shared / lengths if lengths else 0.0

    def _weight(self, word: str) -> float:
        return self._rarity.get(word, self._rarity[""]) ** 2


def _names_of(concept: Concept) -> Iterable[frozenset[str]]:
    for labels in concept.labels.values():
        for name in (labels.preferred, *labels.alternatives):
            yield _words(name)


def _words(text: str) -> frozenset[str]:
    """Return a text's words by stem, without those that say nothing."""
    found = (singular(token.text) for token in tokens(text))
    return frozenset(stem(word, "en") for word in found if len(word) > _SHORT or not word.isascii())


def _rarity(names: Iterable[frozenset[str]]) -> Mapping[str, float]:
    """Return how rare each word is in names: the logarithm of their number over that of those with it."""
    counts: Counter[str] = Counter()
    total = 0
    for words in names:
        counts.update(words)
        total += 1
    rarity = {word: math.log(1 + total / count) for word, count in counts.items()}
    rarity[""] = math.log(1 + total)
    return rarity


def broader_left_out(techniques: Sequence[ConceptId], vocabulary: Vocabulary) -> list[ConceptId]:
    """Return some techniques without those that another one of them is a kind of."""
    above = {over for concept in techniques for over in vocabulary.closure(concept) if over != concept}
    return [concept for concept in techniques if concept not in above]
