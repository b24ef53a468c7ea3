"""Names of countries by ISO 3166-1 code, in any language that Babel's CLDR data knows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

from corpus.errors import UnknownFacetValueError

# CLDR's territories hold these besides ISO 3166-1: reserved codes, groupings, pseudo-territories and Kosovo.
_NOT_COUNTRIES = frozenset(["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"])
_SEARCHED_LANGUAGES = ("en", "es", "fr", "pt", "ar", "zh", "vi")
_OTHER_NAMES = {
    "america": "US",
    "brasil": "BR",
    "britain": "GB",
    "burma": "MM",
    "cape verde": "CV",
    "czech republic": "CZ",
    "democratic republic of the congo": "CD",
    "drc": "CD",
    "east timor": "TL",
    "england": "GB",
    "great britain": "GB",
    "holland": "NL",
    "hong kong": "HK",
    "ivory coast": "CI",
    "korea": "KR",
    "lao pdr": "LA",
    "macao": "MO",
    "macau": "MO",
    "macedonia": "MK",
    "northern ireland": "GB",
    "palestine": "PS",
    "prc": "CN",
    "republic of korea": "KR",
    "republic of the congo": "CG",
    "russian federation": "RU",
    "scotland": "GB",
    "slovak republic": "SK",
    "swaziland": "SZ",
    "syrian arab republic": "SY",
    "the netherlands": "NL",
    "turkey": "TR",
    "turkiye": "TR",
    "uae": "AE",
    "uk": "GB",
    "united republic of tanzania": "TZ",
    "united states of america": "US",
    "us": "US",
    "usa": "US",
    "viet nam": "VN",
    "vietnam": "VN",
    "wales": "GB",
}


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


def find_country(text: str) -> str | None:
    """Return the code of the country that the whole text names, in one of seven languages, or that is its code.

    Codes count in capitals only: "IN" is India, "in" is a word.
    """
    text = text.strip()
    if text in _names("en"):
        return text
    return _codes_by_name().get(_folded(text))


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


@cache
def _codes_by_name() -> Mapping[str, str]:
    """Return codes by folded name; where two countries share a name, the first language's and then code's wins."""
    found = dict(_OTHER_NAMES)
    for language in _SEARCHED_LANGUAGES:
        for code, name in sorted(_names(language).items()):
            found.setdefault(_folded(name), code)
    return found


def _folded(name: str) -> str:
    """Return a name without case, marks, punctuation, and "and" for "&"."""
    name = unicodedata.normalize("NFKD", name.casefold().replace("đ", "d").replace("&", " and "))
    bare = "".join(" " if not character.isalnum() else character for character in name if not _is_mark(character))
    return " ".join(bare.split())


def _is_mark(character: str) -> bool:
    return unicodedata.combining(character) != 0
