"""Sectors by the words of their names: what a text says of tins of paint is about the makers of paint.

Used beside the names that stand in the text as they are; a word counts the more, the fewer sectors have it.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from corpus.folding import stem, tokens
from corpus.model import Concept, ConceptId, Scheme
from corpus.vocabulary import Vocabulary
from ingest.concepts import singular

_SHORT = 3  # letters; shorter words say nothing
_CLASS_LETTERS = 4  # of the notation of ISIC's narrowest sectors


class SectorWords:
    """The words of all sectors' names, with what each says."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        classes = [
            concept for concept in vocabulary.by_scheme(Scheme.SECTOR) if len(concept.notation) == _CLASS_LETTERS
        ]
        names = {concept.id: set(words_of(_text_of(concept))) for concept in classes}
        counts = Counter(word for words in names.values() for word in words)
        self._weights: dict[str, list[tuple[ConceptId, float]]] = defaultdict(list)
        for concept, words in names.items():
            for word in words:
                self._weights[word].append((concept, math.log(len(names) / counts[word]) / math.sqrt(counts[word])))

    def weigh(self, text: str) -> Iterator[tuple[ConceptId, float]]:
        """Yield sectors with what each word of a text says for them; a word counts once."""
        for word in sorted(set(words_of(text))):
            yield from self._weights.get(word, ())


def words_of(text: str) -> Iterable[str]:
    """Return a text's words by stem, without short ones."""
    found = (singular(token.text) for token in tokens(text))
    return (stem(word, "en") for word in found if len(word) > _SHORT or not word.isascii())


def _text_of(concept: Concept) -> str:
    names = [name for labels in concept.labels.values() for name in (labels.preferred, *labels.alternatives)]
    return " ; ".join([*names, concept.definition])
