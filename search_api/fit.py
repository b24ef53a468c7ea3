"""Tell whether anything in the library fits a question, so that ten plausible passages do not hide that nothing does.

Three things count: how near the best passage is in meaning, how much of what the question says the best passages tell,
rare words counting more, and what the question's own vector says of its subject. docs/decisions/0007 has the figures.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.folding import stem, tokens
from corpus.model import ConceptId
from index.engine import Hit
from index.stopwords import stop_words
from search_api.fit_weights import FitWeights
from search_api.ranking import Ranking

WHOLE = 0.99  # of a question's words in one title: then it asks for that document, whatever its subject
COVERED = 0.6  # of a question's words that say something, where there is no model to go by
LOOKED_AT = 10  # passages

Rarity = Callable[[str], float]  # of a word of the question, by its English stem: its inverse document frequency


@dataclass(frozen=True, slots=True)
class Fit:
    """How well what was found fits a question.

    Attributes:
        told: Which share of what the question says one of the best passages tells, 0 to 1.
        untold: Stems of the question's words that none of the best passages tells, as `index` folds them.
        cosine: Of the best passage; None without a model.
        subject: What the question's own vector adds to `score`; None without a model whose vectors were learned from.
        score: What decides, where there is such a model: the question fits from 0 on.
    """

    fits: bool
    told: float = 1.0
    untold: tuple[str, ...] = ()
    cosine: float | None = None
    subject: float | None = None
    score: float | None = None


def fit_of(ranking: Ranking, rarity: Rarity, question: NDArray[np.float32] | None, weights: FitWeights | None) -> Fit:
    """Return how well a ranking fits its question.

    Args:
        rarity: Knows how rare a word is in this library.
        question: The question's vector, shape (dim,); None where the model took no part.
        weights: Learned from that model's vectors; None for another model.
    """
    query = ranking.understood.query
    if not query.text:
        return Fit(fits=True)
    asked = _asked(query.text, query.language or "en", rarity)
    if not asked:
        return Fit(fits=False, told=0.0)
    told, untold = _told(ranking, asked)
    cosine = max((hit.dense for hit in ranking.hits if hit.dense is not None), default=None)
    if question is None or weights is None or cosine is None:
        foreign = query.language not in (None, "en") and question is not None
        fits = told >= COVERED or _tells_of_what_is_named(ranking) or foreign
        return Fit(fits, told, untold, cosine)
    subject = float(question @ weights.question)
    score = weights.constant + weights.cosine * cosine + weights.told * told + subject
    return Fit(score >= 0 or _names_one(ranking, asked), told, untold, cosine, subject, score)


def _asked(text: str, language: str, rarity: Rarity) -> dict[str, float]:
    """Return the rarity of each word that says something, by stem: no stop words, and not numbers alone."""
    unimportant = stop_words(language)
    found = {stem(token.text, "en") for token in tokens(text) if token.text not in unimportant}
    return {word: rarity(word) for word in found} if any(not word[0].isdigit() for word in found) else {}


def _told(ranking: Ranking, asked: Mapping[str, float]) -> tuple[float, tuple[str, ...]]:
    """Return how much of a question the passage tells that tells most: its words, or the concepts they name.

    And which words none tells.
    """
    named: dict[ConceptId, set[str]] = {}
    for match in ranking.understood.matches:
        named.setdefault(match.concept, set()).update(_stems(match.words))
    best, untold = 0.0, set(asked)
    for hit in ranking.hits[:LOOKED_AT]:
        chunk = ranking.chunks[hit.chunk]
        held = _stems(f"{chunk.heading}\n{chunk.text}")
        for concept in set(named).intersection(map(ConceptId, ranking.facets[hit.chunk])):
            held |= named[concept]
        best = max(best, sum(asked[word] for word in held.intersection(asked)))
        untold -= held
    return best / sum(asked.values()), tuple(sorted(untold))


def _names_one(ranking: Ranking, asked: Mapping[str, float]) -> bool:
    """Tell whether all words of a question stand in one title, or in the name and place of one site."""
    whole = WHOLE * sum(asked.values())
    return any(
        sum(asked[word] for word in _stems(title).intersection(asked)) >= whole
        for hit in ranking.hits[:LOOKED_AT]
        for title in _titles(ranking, hit)
    )


def _titles(ranking: Ranking, hit: Hit) -> list[str]:
    document = ranking.document_of(hit)
    sites = [f"{case.title} {case.company or ''}" for case in ranking.cases.get(document.id, ())]
    return [document.title, ranking.chunks[hit.chunk].heading, *sites]


def _stems(text: str) -> set[str]:
    return {stem(token.text, "en") for token in tokens(text)}


def _tells_of_what_is_named(ranking: Ranking) -> bool:
    named = {match.concept for match in ranking.understood.matches}
    return any(not named.isdisjoint(ranking.facets[hit.chunk]) for hit in ranking.hits[:LOOKED_AT])
