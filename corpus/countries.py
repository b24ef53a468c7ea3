"""Names of countries by ISO 3166-1 code, in any language that Babel's CLDR data knows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from corpus.errors import UnknownFacetValueError

# CLDR's territories hold these besides ISO 3166-1: reserved codes, groupings, pseudo-territories and Kosovo.
_NOT_COUNTRIES = frozenset(["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"])


def country_codes() -> tuple[str, ...]:
    """Return all ISO 3166-1 alpha-2 codes, sorted."""
    return tuple(sorted(_names("en")))


def country_name(code: str, language: str = "en") -> str:
    """Return a country's name in a language; in English where the language or the name in it is unknown.

    Raises:
        UnknownFacetValueError: The code is not an ISO 3166-1 alpha-2 code in capitals.
    """
    english = _names("en").get(code)
    if english is None:
        raise UnknownFacetValueError(
            f"{code[:80]!r} is not an ISO 3166-1 country code. Use two capital letters, such as 'IN' for India."
        )
    return _names(language).get(code, english)


@cache
def _names(language: str) -> Mapping[str, str]:
    """Return names by code, empty for an unknown language."""
    from babel import Locale, UnknownLocaleError  # here: it costs tens of milliseconds that most commands need not pay

    try:
        territories = Locale.parse(language).territories
    except (UnknownLocaleError, ValueError):
        return {}
    return {
        code: name
        for code, name in territories.items()
        if re.fullmatch("[A-Z]{2}", code) and code not in _NOT_COUNTRIES
    }
