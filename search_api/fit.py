"""Tell when nothing in the library fits a question, so that ten plausible passages do not hide it.

A question fits if the best passages tell of a concept it names, or hold most of its words, or are near it in
meaning. docs/decisions/0007 has the figures.
"""

from __future__ import annotations

from corpus.folding import stem, tokens
from index.stopwords import stop_words
from search_api.ranking import Ranking

COVERED = 0.6  # of a question's words, in one of the best passages
LOOKED_AT = 10  # passages
# Cosine from which on a passage is near a question, in English and in another language, by model; scales of models
# differ, so others have none.
NEAR = {"multilingual-e5-small": (0.845, 0.82)}


def fits(ranking: Ranking, fingerprint: str | None) -> bool:
    """Return False if the ranking holds nothing that answers the question.

    Args:
        fingerprint: Of the embedder that gave the cosines; None without one.
    """
    query = ranking.understood.query
    if not query.text or _tells_of_what_is_named(ranking):
        return True
    asked = _words(query.text, query.language or "en")
    if not asked:
        return False
    if _coverage(ranking, asked, query.language or "en") >= COVERED:
        return True
    near = next((NEAR[name] for name in NEAR if fingerprint and name in fingerprint), None)
    if near is None:
        return query.language not in (None, "en") and fingerprint is not None
    return max((hit.dense or 0.0 for hit in ranking.hits), default=0.0) >= near[query.language not in (None, "en")]


def _tells_of_what_is_named(ranking: Ranking) -> bool:
    named = {match.concept for match in ranking.understood.matches}
    return any(not named.isdisjoint(ranking.facets[hit.chunk]) for hit in ranking.hits[:LOOKED_AT])


def _words(text: str, language: str) -> set[str]:
    """Return the stems that say something: no stop words, and not numbers alone."""
    unimportant = stop_words(language)
    found = {stem(token.text, language) for token in tokens(text) if token.text not in unimportant}
    return found if any(not word[0].isdigit() for word in found) else set()


def _coverage(ranking: Ranking, asked: set[str], language: str) -> float:
    """Return the share of a question's words that the passage with most of them holds."""
    best = 0
    for hit in ranking.hits[:LOOKED_AT]:
        chunk = ranking.chunks[hit.chunk]
        held = {stem(token.text, language) for token in tokens(f"{chunk.heading}\n{chunk.text}")}
        best = max(best, len(asked & held))
    return best / len(asked)
