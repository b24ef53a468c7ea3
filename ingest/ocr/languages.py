"""The languages that Tesseract's data are for: its names, ISO 639-1 codes, and the scripts its look can tell."""

from __future__ import annotations

# Tesseract's names of data (tessdata 4.1.0) for languages the library can tell apart, by ISO 639-1.
DATA = {
    "ar": "ara",
    "cs": "ces",
    "de": "deu",
    "en": "eng",
    "es": "spa",
    "fr": "fra",
    "hi": "hin",
    "hu": "hun",
    "id": "ind",
    "it": "ita",
    "ko": "kor",
    "nl": "nld",
    "pl": "pol",
    "pt": "por",
    "ru": "rus",
    "sk": "slk",
    "sw": "swa",
    "th": "tha",
    "tr": "tur",
    "uk": "ukr",
    "vi": "vie",
    "zh": "chi_sim",
}

# By the script's name as Tesseract tells it; the first is tried first. All others are written in Latin letters.
SCRIPTS = {
    "Arabic": ("ar",),
    "Cyrillic": ("ru", "uk"),
    "Devanagari": ("hi",),
    "Han": ("zh",),
    "HanS": ("zh",),
    "HanT": ("zh",),
    "Hangul": ("ko",),
    "Japanese": ("zh",),
    "Korean": ("ko",),
    "Thai": ("th",),
}
LATIN = ("en", *sorted(set(DATA) - {"en"} - {code for codes in SCRIPTS.values() for code in codes}))
