"""Read units as printed ("kWh per tonne of fabric", "L/kg", "million VND") and give them UCUM codes.

Spellings and codes stand in units.yaml. What a ton or a gallon is depends on the document's country. Numbers are not
read here, and nothing is converted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from ingest.figures.currencies import currency_spellings
from ingest.figures.numerals import magnitude
from ingest.figures.spellings import Spellings

UNITS_FILE = Path(__file__).parent / "units.yaml"

_LATIN = "A-Za-z\u00c0-\u024f\u1e00-\u1eff"
_SPACE = re.compile(r"[^\S\n\t]*\n?[^\S\n\t]*")
# What a mass is a mass of, where it is written as part of the unit: "t CO2e", "kg COD".
_SUBSTANCE = re.compile(
    rf"[ \-\n]?(?:CO[2₂](?:[ \-]?eq?(?:uivalents?|uiv)?\b\.?)?|COD|BOD[5₅]?|DQO|DBO[5₅]?|DCO|TSS|VOC|NO[xX])"
    rf"(?![{_LATIN}\d])"
)
# What leads over to what a unit is counted over, perhaps after some words: "m3 of water per tonne", "m3 a year".
_OVER = re.compile(
    rf"(?:\s+(?!(?:and|y|et|e|which|that|but|from|to|và|in|as|while)\s)[{_LATIN}\-'’]*[{_LATIN}2₂]){{0,4}}?"
    r"(?:(?P<per>\s*/\s*|\s*每|\s+(?:per|for each|for every|each|every|por cada|por|cada|par|pour chaque|chaque|pro"
    r"|mỗi|một|لكل|كل|في)\s+(?:(?:the|each|every|cada)\s+)?)"
    r"|(?P<time>\s+(?:an?|the|ao|al|à l['’]|l['’]|in an?|en un)\s*(?<=[\s'’])))",
    re.IGNORECASE,
)
_ADVERB = re.compile(
    r"[\s,]*\b(?:(?P<a>annually|yearly|p\.\s?a\.|p\.a|anuales|anual|anualmente|anuais|annuels?|annuelles?|annuellement"
    r"|h[àằ]ng năm)|(?P<mo>monthly|mensuales|mensuels?|mensais)|(?P<d>daily|diarios?|diários?))(?!\w)|\s*(?P<ar>سنويا)",
    re.IGNORECASE,
)
_OF = re.compile(
    rf"\s+(?:of|de|d['’]|do|da|del)\s*(?:(?:the|finished|la|le)\s+)?[{_LATIN}][{_LATIN}\-]*"
    rf"(?:\s+(?:(?:weight|fabric|cloth|paper|beer|product|steel|hide|meat|fish|vif|vivo|weight|matter|salted|produced)\b))?",
    re.IGNORECASE,
)
_THING = re.compile(rf"[{_LATIN}][{_LATIN}\-]+")
_PERIODS = {"a": "year", "mo": "month", "wk": "week", "d": "day", "h": "hour", "min": "minute", "s": "second"}
_NO_THINGS = frozenset(
    ["the", "each", "one", "cent", "other", "order", "ejemplo", "lo", "el", "la", "exemple", "example", "use"]
)


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit of the list.

    Attributes:
        code: UCUM, case-sensitive.
        kind: What it measures, "volume", "share", "count".
        definition: In units that stand above it, as Pint reads it; "" if it cannot be converted.
    """

    code: str
    kind: str
    definition: str


@dataclass(frozen=True, slots=True)
class Printed:
    """A unit in a text.

    Attributes:
        code: UCUM, denominators included, "m3/t"; "" for money without any.
        currency: ISO 4217; "" if it is no money.
        factor: Of a magnitude in front of it, "million": 1,000,000.
        kind: Of the numerator; "money" for money.
        text: As printed, without what it is counted over if that is said in words.
        period: What it is counted over: "year", "tonne of fabric", "".
        start, end: All its characters, what it is counted over included.
    """

    code: str
    currency: str
    factor: float
    kind: str
    text: str
    period: str
    start: int
    end: int


@cache
def all_units() -> tuple[Unit, ...]:
    """Return the units of the list, in its order, one a code."""
    units: dict[str, Unit] = {}
    for entry in _entries():
        units.setdefault(entry["code"], Unit(entry["code"], entry["kind"], entry["is"]))
    return tuple(units.values())


def parse_unit(text: str, *, language: str = "en", country: str | None = None) -> Printed | None:
    """Return what a unit printed by itself means ("million gallons", "kWh per m3", "USD/t"), None if it is not known.

    Args:
        language: ISO 639-1 of the document.
        country: ISO 3166-1 alpha-2 of the document, None if unknown.
    """
    text = re.sub(r"\(.*\)", "", text).strip()
    factor, position = magnitude(text, 0)
    found = unit_at(text, position, language=language, country=country)
    if found is None or text[found.end :].strip(" .)"):
        return None
    return Printed(found.code, found.currency, factor, found.kind, text, found.period, 0, found.end)


def unit_at(text: str, position: int, *, language: str, country: str | None) -> Printed | None:
    """Return the unit that stands at a place of a text, white space aside; None if none does.

    Currencies come before units: "25 R" is money in South Africa.
    """
    start = _skip(text, position)
    money = currency_spellings(language, country).after(text, start)
    if money:
        return counted(text, Printed("", money[0], 1.0, "money", text[start : money[1]], "", start, money[1]), country)
    found = unit_spellings(country).after(text, start)
    if found is None:
        return None
    unit, end = found
    substance = _SUBSTANCE.match(text, end) if unit.kind == "mass" else None
    end = substance.end() if substance else end
    return counted(text, Printed(unit.code, "", 1.0, unit.kind, text[start:end], "", start, end), country)


def counted(text: str, unit: Printed, country: str | None) -> Printed:
    """Return a unit with what follows it and says what it is counted over: "/t", "a year", "of water per pig"."""
    for _ in range(2):
        longer = _over_adverb(text, unit) or _over_unit(text, unit, country)
        if longer is None:
            return unit
        unit = longer
    return unit


def with_denominator(code: str, denominator: str) -> str:
    """Return a UCUM code divided by another one; one that is composed gets brackets."""
    below = f"({denominator})" if "." in denominator and not denominator.startswith("[") else denominator
    return f"{code}/{below}"


def _over_adverb(text: str, unit: Printed) -> Printed | None:
    match = _ADVERB.match(text, unit.end)
    if match is None:
        return None
    code = "a" if match["a"] or match["ar"] else ("mo" if match["mo"] else "d")
    return _extended(unit, code, _PERIODS[code], text, match.end(), slash=False)


def _over_unit(text: str, unit: Printed, country: str | None) -> Printed | None:
    """Return the unit over another one, or over a thing: "/t", "per tonne of fabric", "a year", "of water per pig"."""
    match = _OVER.match(text, unit.end)
    if match is None:
        return None
    below = unit_spellings(country).after(text, match.end())
    if below is None:
        thing = _THING.match(text, match.end()) if match["per"] else None
        if thing is None or thing[0].lower() in _NO_THINGS:
            return None
        return _extended(unit, f"{{{thing[0].lower()}}}", thing[0], text, thing.end(), slash="/" in match[0])
    kind, end = below[0].kind, below[1]
    if kind in ("calendar", "clock"):
        return _extended(unit, below[0].code, _PERIODS[below[0].code], text, end, slash="/" in match[0])
    if match["time"] or kind in ("share", "share points"):
        return None
    slash, of = "/" in match[0], _OF.match(text, end)
    last = of.end() if of else end
    period = "" if slash and not (of or unit.currency) else " ".join(text[match.end() : last].split())
    return replace(_extended(unit, below[0].code, period, text, end, slash=slash), end=last)


def _extended(unit: Printed, below: str, period: str, text: str, end: int, *, slash: bool) -> Printed:
    """Return the unit over another one; what is said with a slash belongs to the unit as printed."""
    printed = text[unit.start : end] if slash else unit.text
    both = ", ".join(said for said in (unit.period, period) if said)
    return replace(unit, code=with_denominator(unit.code, below), text=printed, period=both, end=end)


def _skip(text: str, position: int) -> int:
    match = _SPACE.match(text, position)
    return match.end() if match else position


@cache
def unit_spellings(country: str | None) -> Spellings[Unit]:
    """Return the units by spelling, for a country where several units share a name."""
    exact: dict[str, Unit] = {}
    folded: dict[str, Unit] = {}
    units = {unit.code: unit for unit in all_units()}
    for entry in _entries():
        unit = units[entry["in"].get(country, entry["code"]) if country else entry["code"]]
        exact |= dict.fromkeys(entry["symbols"], unit)
        folded |= dict.fromkeys((word.lower() for word in entry["words"]), unit)
    return Spellings(exact, folded)


@cache
def _entries() -> tuple[dict[str, Any], ...]:
    entries = yaml.load(UNITS_FILE.read_bytes(), Loader=yaml.CSafeLoader)
    return tuple({"symbols": (), "words": (), "in": {}, **entry} for entry in entries)
