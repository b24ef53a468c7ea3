"""Tell the language of a text among those the library serves; "und" where it cannot be told.

Uses lingua's low-accuracy models: 50 MB, a millisecond for a thousand characters. They are loaded at the first call.
"""

from __future__ import annotations

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

_SURE = 0.7  # share of the probability that the first language must have
_SAMPLE = 1_000  # characters
_SAMPLES = 12  # taken evenly from a long text, so that a foreign preface does not decide


def detect(text: str) -> str:
    """Return the ISO 639-1 code of most of a text, "und" if no language is clearly ahead."""
    ranked = confidence(text)
    return ranked[0][0] if ranked and ranked[0][1] >= _SURE else UNDETERMINED


def confidence(text: str) -> list[tuple[str, float]]:
    """Return (ISO 639-1 code, probability), most probable first; empty for a text without letters."""
    if not any(character.isalpha() for character in text[: 10 * _SAMPLE]):
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
    if len(text) <= 2 * _SAMPLE:
        return [text]
    count = min(_SAMPLES, len(text) // _SAMPLE)
    step = len(text) // count
    return [text[index * step : index * step + _SAMPLE] for index in range(count)]


@lru_cache(maxsize=1)
def _detector() -> LanguageDetector:
    from lingua import IsoCode639_1, LanguageDetectorBuilder

    codes = [getattr(IsoCode639_1, code.upper()) for code in LANGUAGES]
    return LanguageDetectorBuilder.from_iso_codes_639_1(*codes).with_low_accuracy_mode().build()
