"""Tell the language of a question, or leave it open.

Questions are short, and a detector takes "kiln waste heat recovery" for Slovak. A wrong belief hides every chunk from
the keyword search and a missing one only lets some through that are ranked badly, so little is believed: first the
vocabulary's names, then the small words that only one language has, and the detector last.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from corpus.folding import tokens
from corpus.model import Labels
from corpus.vocabulary import Vocabulary
from index.stopwords import languages_of
from ingest.concepts import Match
from ingest.language import confidence

# Measured on the vocabulary's own names: the detector takes 1 % of those of four words for another language with at
# least this probability, 3 % of those of three words, and none of longer ones.
_SURE = 0.9
_SURE_WORDS = 4


def question_language(text: str, found: Sequence[Match], vocabulary: Vocabulary) -> str | None:
    """Return the ISO 639-1 code of a question's language, None if it cannot be told with confidence.

    Args:
        found: The concepts' names in it, as the matcher gave them.
    """
    named = _only_language_of_names(found, vocabulary)
    words = [token for token in tokens(text) if any(letter.isalpha() for letter in token.text)]
    others = [token.text for token in words if not any(m.start <= token.start < m.end for m in found)]
    if named is not None and all(named in languages_of(word) for word in others):
        return named
    spoken = _only_language_of_small_words(others)
    if spoken is not None:
        return spoken
    if len(words) >= _SURE_WORDS or _has_own_script([token.text for token in words]):
        code, probability = next(iter(confidence(text)), ("", 0.0))
        if probability >= _SURE and named in (None, code):
            return code
    return named


def _only_language_of_names(found: Sequence[Match], vocabulary: Vocabulary) -> str | None:
    """Return the language that alone has the names found; None if several have them, or none tells anything.

    One word of a concept that has names in English only tells nothing: "COD" and "biogas" are at home everywhere.
    """
    shared: set[str] | None = None
    for match in found:
        words = _words(match.text)
        labels = vocabulary.get(match.concept).labels
        if len(words) > 1 or len(labels) > 1:
            having = {language for language, names in labels.items() if words in map(_words, _all(names))}
            shared = having if shared is None else shared & having
    return shared.pop() if shared is not None and len(shared) == 1 else None


def _all(names: Labels) -> tuple[str, ...]:
    return (names.preferred, *names.alternatives)


def _words(text: str) -> list[str]:
    return [token.text for token in tokens(text)]


def _only_language_of_small_words(words: Sequence[str]) -> str | None:
    """Return the language of the small words that only one language has: two, or one English one, and no other's."""
    votes = Counter(having[0] for word in words if len(having := languages_of(word)) == 1)
    if len(votes) != 1:
        return None
    (language, count), *_ = votes.items()
    return language if count >= 2 or language == "en" else None


def _has_own_script(words: Sequence[str]) -> bool:
    """Tell whether no word has a letter of the Latin alphabet."""
    return bool(words) and not any("a" <= letter <= "z" for word in words for letter in word)
