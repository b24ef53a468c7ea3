"""What is measured side by side: the product, and the product with parts of it switched off."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from corpus.vocabulary import Vocabulary
from index.generation import Mode as Legs
from search_api.requests import Mode


class Arm(StrEnum):
    """One way to search."""

    HYBRID = "hybrid"  # the product: both legs, and the thesaurus reads the question
    PLAIN = "plain"  # both legs, without the thesaurus
    LEXICAL = "lexical"  # BM25 alone, without the thesaurus
    DENSE = "dense"  # vectors alone, without the thesaurus


NAMES: Mapping[Arm, str] = {
    Arm.HYBRID: "hybrid+thesaurus",
    Arm.PLAIN: "hybrid",
    Arm.LEXICAL: "BM25",
    Arm.DENSE: "dense",
}
MODES: Mapping[Arm, Mode] = {
    Arm.HYBRID: Mode.HYBRID,
    Arm.PLAIN: Mode.HYBRID,
    Arm.LEXICAL: Mode.KEYWORD,
    Arm.DENSE: Mode.SEMANTIC,
}
LEGS: Mapping[Arm, Legs] = {
    Arm.HYBRID: Legs.HYBRID,
    Arm.PLAIN: Legs.HYBRID,
    Arm.LEXICAL: Legs.LEXICAL,
    Arm.DENSE: Legs.DENSE,
}


def ignored(arm: Arm, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the concepts that a question in this arm does not mean: none with the thesaurus, all without it."""
    return () if arm is Arm.HYBRID else tuple(vocabulary.concepts)
