"""Tell the language of a text among those the library serves; "und" where it cannot be told.

Uses lingua's low-accuracy models: 50 MB, a millisecond for a thousand characters. They are loaded at the first call.
Most chunks of a document are told without them, by words that are known to be in its language.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lingua import LanguageDetector

UNDETERMINED = "und"
LANGUAGES = (
    *("ar", "cs", "de", "en", "es", "fr", "hi", "hu", "id", "it", "ko"),
    *("nl", "pl", "pt", "ru", "sk", "sw", "th", "tr", "uk", "vi", "zh"),
)

_LIKELY = 0.7  # share of the probability that a document's language must have
_WHOLE = 2_000  # characters; a longer text is told by samples
_SAMPLE = 400  # characters
_SAMPLES = 12  # taken evenly from a long text, so that a foreign preface does not decide

_SURE = 0.98  # probability at which a chunk is said to be in another language than its document
_BEGINNING = 400  # characters of a chunk that are looked at first
_FEWEST_LETTERS = 150  # of a chunk that may be in another language
# Share of a chunk's words that are known to be in its document's language. With 4,000 to 6,000 words known, at most
# .6 % of 400-character texts in one of LANGUAGES reach it by the words of another one (Portuguese by Spanish ones).
_FAMILIAR = 0.7
_WORD = re.compile(r"[^\W\d_]{2,}")


def detect(text: str) -> str:
    """Return the ISO 639-1 code of most of a text, "und" if no language is clearly ahead."""
    ranked = confidence(text)
    return ranked[0][0] if ranked and ranked[0][1] >= _LIKELY else UNDETERMINED


class ChunkLanguages:
    """Tells the languages of a document's chunks, one after the other: its own unless they are surely in another one.

    The words of chunks that were found to be in the document's language are remembered. A chunk that begins with such
    words mostly is in that language too, and no model is asked.

    Args:
        language: ISO 639-1 of the document.
    """

    def __init__(self, language: str) -> None:
        self.document = language
        self._known: set[str] = set()

    def of(self, text: str) -> str:
        """Return the ISO 639-1 code of a chunk of prose."""
        words = _WORD.findall(text[:_BEGINNING].lower())
        if words and sum(map(self._known.__contains__, words)) >= _FAMILIAR * len(words):
            return self.document
        if sum(map(str.isalpha, text)) < _FEWEST_LETTERS:
            return self.document
        first = _sure_language(text[:_BEGINNING])
        if first == self.document:
            self._known.update(words)
        sure = first not in (UNDETERMINED, self.document) and first == _sure_language(text)
        return first if sure else self.document


def _sure_language(text: str) -> str:
    ranked = confidence(text)
    return ranked[0][0] if ranked and ranked[0][1] >= _SURE else UNDETERMINED


def confidence(text: str) -> list[tuple[str, float]]:
    """Return (ISO 639-1 code, probability), most probable first; empty for a text without letters."""
    if not any(character.isalpha() for character in text[: 5 * _WHOLE]):
        return []
    totals: dict[str, float] = {}
    samples = _samples(text)
    for sample in samples:
        for value in _detector().compute_language_confidence_values(sample):
            code = value.language.iso_code_639_1.name.lower()
            totals[code] = totals.get(code, 0.0) + value.value / len(samples)
    ranked = sorted(totals.items(), key=lambda item: (-item[1], item[0]))
    return [(code, probability) for code, probability in ranked if probability > 0]


def _samples(text: str) -> Sequence[str]:
    if len(text) <= _WHOLE:
        return [text]
    count = min(_SAMPLES, len(text) // _SAMPLE)
    step = len(text) // count
    return [text[index * step : index * step + _SAMPLE] for index in range(count)]


@lru_cache(maxsize=1)
def _detector() -> LanguageDetector:
    from lingua import IsoCode639_1, LanguageDetectorBuilder

    codes = [getattr(IsoCode639_1, code.upper()) for code in LANGUAGES]
    return LanguageDetectorBuilder.from_iso_codes_639_1(*codes).with_low_accuracy_mode().build()
