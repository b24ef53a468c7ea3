"""Tell when nothing in the library fits a question, so that ten plausible passages do not hide it.

A question fits if the vocabularies know something in it, or the best passages hold most of its words, or one of them
is near it in meaning. docs/decisions/0007 has the figures.
"""

from __future__ import annotations

from corpus.folding import stem, tokens
from index.stopwords import stop_words
from search_api.ranking import Ranking

COVERED = 0.6  # of a question's words, in one of the best passages
LOOKED_AT = 10  # passages
# Cosine from which on a passage is near the question, by model; scales of models differ, so others have none.
NEAR = {"multilingual-e5-small": 0.845}


def fits(ranking: Ranking, fingerprint: str | None) -> bool:
    """Return False if the ranking holds nothing that answers the question.

    Args:
        fingerprint: Of the embedder that gave the cosines; None without one.
    """
    query = ranking.understood.query
    if not query.text or ranking.understood.matches:
        return True
    if _coverage(ranking, query.text, query.language or "en") >= COVERED:
        return True
    near = next((NEAR[name] for name in NEAR if fingerprint and name in fingerprint), None)
    if near is None:
        return query.language not in (None, "en") and fingerprint is not None
    return max((hit.dense or 0.0 for hit in ranking.hits), default=0.0) >= near


def _coverage(ranking: Ranking, text: str, language: str) -> float:
    """Return the share of a question's words that the passage with most of them holds."""
    unimportant = stop_words(language)
    asked = {stem(token.text, language) for token in tokens(text) if token.text not in unimportant}
    best = 0
    for hit in ranking.hits[:LOOKED_AT]:
        chunk = ranking.chunks[hit.chunk]
        held = {stem(token.text, language) for token in tokens(f"{chunk.heading}\n{chunk.text}")}
        best = max(best, len(asked & held))
    return best / max(1, len(asked))
