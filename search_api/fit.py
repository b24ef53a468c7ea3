"""Tell when nothing in the library fits a question, so that ten plausible passages do not hide it.

Two things count: how near the best passage is in meaning, and how much of what the question says the best passages
tell, rare words counting more. docs/decisions/0007 has the figures.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from corpus.folding import stem, tokens
from corpus.model import ConceptId
from index.stopwords import stop_words
from search_api.ranking import Ranking

WHOLE = 0.99  # of a question told by one passage: then it fits whatever the cosine
COVERED = 0.6  # of a question's words that say something, where there is no cosine to go by
LOOKED_AT = 10  # passages
TOLD = 0.0265  # of cosine, that a question gains of which a passage tells everything
FOREIGN = 0.048  # of cosine, that a question in another language gains: the model sees it further off
# Cosine, with what is gained, from which on a passage is near a question, by model; scales of models differ.
NEAR = {"multilingual-e5-small": 0.8645}

Rarity = Callable[[str], float]  # of a word of the question, by its English stem: its inverse document frequency


def fits(ranking: Ranking, fingerprint: str | None, rarity: Rarity) -> bool:
    """Return False if the ranking holds nothing that answers the question.

    Args:
        fingerprint: Of the embedder that gave the cosines; None without one.
        rarity: Knows how rare a word is in this library.
    """
    query = ranking.understood.query
    if not query.text:
        return True
    asked = _asked(query.text, query.language or "en", rarity)
    if not asked:
        return False
    told = _told(ranking, asked)
    foreign = query.language not in (None, "en")
    near = next((NEAR[name] for name in NEAR if fingerprint and name in fingerprint), None)
    if near is None:
        return told >= COVERED or _tells_of_what_is_named(ranking) or (foreign and fingerprint is not None)
    cosine = max((hit.dense or 0.0 for hit in ranking.hits), default=0.0)
    return told >= WHOLE or cosine + TOLD * told + FOREIGN * foreign >= near or (not cosine and told >= COVERED)


def _asked(text: str, language: str, rarity: Rarity) -> dict[str, float]:
    """Return the rarity of each word that says something, by stem: no stop words, and not numbers alone."""
    unimportant = stop_words(language)
    found = {stem(token.text, "en") for token in tokens(text) if token.text not in unimportant}
    return {word: rarity(word) for word in found} if any(not word[0].isdigit() for word in found) else {}


def _told(ranking: Ranking, asked: Mapping[str, float]) -> float:
    """Return how much of a question the passage tells that tells most: its words, or the concepts they name."""
    named: dict[ConceptId, set[str]] = {}
    for match in ranking.understood.matches:
        named.setdefault(match.concept, set()).update(_stems(match.words))
    best = 0.0
    for hit in ranking.hits[:LOOKED_AT]:
        chunk = ranking.chunks[hit.chunk]
        held = _stems(f"{chunk.heading}\n{chunk.text}")
        for concept in set(named).intersection(map(ConceptId, ranking.facets[hit.chunk])):
            held |= named[concept]
        best = max(best, sum(asked[word] for word in held.intersection(asked)))
    return best / sum(asked.values())


def _stems(text: str) -> set[str]:
    return {stem(token.text, "en") for token in tokens(text)}


def _tells_of_what_is_named(ranking: Ranking) -> bool:
    named = {match.concept for match in ranking.understood.matches}
    return any(not named.isdisjoint(ranking.facets[hit.chunk]) for hit in ranking.hits[:LOOKED_AT])
