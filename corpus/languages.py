"""Names of languages by their ISO 639-1 codes, from the CLDR data that babel carries."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

_WITHDRAWN = frozenset(["sh"])  # Serbo-Croatian: CLDR still names it, ISO 639-1 no longer lists it


def language_codes() -> tuple[str, ...]:
    """Return all ISO 639-1 codes, sorted."""
    return tuple(sorted(code for code in _names("en") if len(code) == 2 and code not in _WITHDRAWN))


def language_name(code: str, language: str = "en") -> str:
    """Return a language's name in a language; in English where that lacks it; an unknown code is its own name."""
    return _names(language).get(code) or _names("en").get(code, code)


@cache
def _names(language: str) -> Mapping[str, str]:
    """Return names by code, empty for an unknown language."""
    from babel import Locale, UnknownLocaleError  # here: it costs tens of milliseconds that most commands need not pay

    try:
        return dict(Locale.parse(language).languages)
    except (UnknownLocaleError, ValueError):
        return {}
