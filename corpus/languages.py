"""Names of languages by their ISO 639-1 codes, from the CLDR data that babel carries."""

from __future__ import annotations

from functools import cache


@cache
def language_name(code: str) -> str:
    """Return a language's English name; an unknown code is its own name."""
    from babel import Locale

    return str(Locale("en").languages.get(code, code))
