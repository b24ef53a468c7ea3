"""Find numbers with a unit in a text: "USD 1,500", "70-75 %", "from 138 to 80 L/kg", "12 and 15 %".

A number without unit or currency is no quantity. What a quantity says of a measure is told in roles.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from corpus.model import Bound, Quantity
from ingest.figures.bounds import bound_after, bound_before
from ingest.figures.currencies import currency_spellings
from ingest.figures.numerals import (
    Numeral,
    Sign,
    half_behind,
    looks_like_year,
    money_letter,
    numerals,
    plain_digits,
    spoken_numerals,
)
from ingest.figures.ranges import Item, Place, joined
from ingest.figures.units import Printed, counted, unit_at

_AMOUNT_BEFORE = re.compile(r"\d\s?\Z")
_SHARES = ("share", "share points")
_TOO_SHORT = frozenset("adysKJmTh")  # letters that stand behind many numbers without being their unit
_PRICES = re.compile(
    r"((?:19|20)\d\d)\s+(?:prices|dollars|USD|US\$|EUR|euros?\b|\$)"
    r"|(?:prices? (?:of|year)|precios de|prix de|preços de|giá năm)\s+((?:19|20)\d\d)"
)
_NUMBERED = re.compile(
    r"(?:\b(?:ISO|EN|No\.?|Nos\.?|Nr\.?|n\.º|Table|Tabla|Tableau|Tabela|Figure|Fig\.|Option|Section|Chapter|Annex|[Pp]age"
    r"|Tel\.?|Phone|Fax|CAS|Box|Art\.?|BAT|MTD)|№|第|#)[ \u00a0:]?\Z"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """How the numbers and units of a document are to be read.

    Attributes:
        language: ISO 639-1, "und" if undetermined.
        country: ISO 3166-1 alpha-2, None if unknown.
        sign: The document's decimal sign.
    """

    language: str = "en"
    country: str | None = None
    sign: Sign = "."


@dataclass(frozen=True, slots=True)
class Found:
    """A quantity in a text.

    Attributes:
        kind: Of what it measures, "volume", "share", "money"; see units.yaml.
        unit: As printed, "million USD".
        period: What it is counted over, "year", "t of fabric", "".
        start, end: Characters of the number, a range as a whole, without magnitude and unit.
        first, last: All its characters: bound, currency, unit and what it is counted over.
        place: Whether it is part of "from X to Y".
    """

    quantity: Quantity
    kind: str
    unit: str
    period: str
    start: int
    end: int
    first: int
    last: int
    place: Place = Place.ALONE


def find_quantities(text: str, reading: Reading) -> list[Found]:
    """Return the quantities of a text in order."""
    plain = plain_digits(text)
    items = [_item(plain, numeral, reading) for numeral in numerals(plain, reading.sign)]
    items += _spoken_items(plain, reading)
    items.sort(key=lambda item: item.start)
    items = [item for item in items if not _NUMBERED.search(plain, max(0, item.first - 10), item.first)]
    year = price_year(plain)
    return [_found(plain, item, item.unit, year) for item in joined(plain, items) if item.unit]


def is_share(found: Found) -> bool:
    """Tell whether a quantity is a percentage or a number of percentage points."""
    return found.kind in _SHARES


def price_year(text: str) -> int | None:
    """Return the year whose prices a text states its sums of money in: "(1998 prices)"; None if it does not say."""
    match = _PRICES.search(text)
    return int(next(filter(None, match.groups()))) if match else None


def _item(text: str, numeral: Numeral, reading: Reading) -> Item:
    before = _money_before(text, numeral.start, reading)
    if before is None:
        unit = _unit_after(text, numeral, reading)
        last = unit.end if unit else numeral.after
        return Item(numeral.value, numeral.value, unit, numeral.start, numeral.end, numeral.start, last)
    code, first = before
    factor, end = money_letter(text, numeral.after) if numeral.factor == 1 else (1.0, numeral.after)
    sign = text[first : numeral.start].strip()
    name = " ".join([*text[numeral.end : end].split(), sign])
    unit = replace(counted(text, Printed("", code, 1.0, "money", name, "", end, end), reading.country), text=name)
    value = numeral.value * factor
    return Item(value, value, unit, numeral.start, numeral.end, first, unit.end)


def _spoken_items(text: str, reading: Reading) -> Iterator[Item]:
    """Yield the numbers in words that a stretch of time follows: "two years"."""
    for numeral in spoken_numerals(text):
        unit = _unit_after(text, numeral, reading)
        if unit and unit.kind == "calendar" and "/" not in unit.code:
            half = half_behind(text, unit.end)
            value, last = (numeral.value + 0.5, half) if half else (numeral.value, unit.end)
            yield Item(value, value, unit, numeral.start, numeral.end, numeral.start, last)


def _money_before(text: str, position: int, reading: Reading) -> tuple[str, int] | None:
    end = position - 1 if position and text[position - 1] in " \u00a0\u202f\n" else position
    found = currency_spellings(reading.language, reading.country).before(text, end)
    if found and _AMOUNT_BEFORE.search(text, 0, found[1]) and looks_like_year(text[position : position + 4]):
        return None  # "5,000 USD 1989"
    return found


def _unit_after(text: str, numeral: Numeral, reading: Reading) -> Printed | None:
    """Return the unit behind a number, unless it belongs to the next number: "in 1998 USD 5,000"."""
    place, factor = numeral.after, 1.0
    unit = unit_at(text, place, language=reading.language, country=reading.country)
    if unit is None or unit.text in _TOO_SHORT:
        return None
    if unit.kind == "money" and re.match(r"\s?\d", text[unit.start + len(unit.text) :]):
        sign = not unit.text[-1].isalpha() or looks_like_year(text[numeral.start : numeral.end])
        if sign:
            return None
    printed = text[numeral.end : numeral.after] + text[numeral.after : unit.start] + unit.text
    return replace(unit, factor=factor, text=" ".join(printed.split()))


def _found(text: str, item: Item, unit: Printed, price_year: int | None) -> Found:
    bound, first = bound_before(text, item.first)
    if bound is Bound.EXACT:
        bound = bound_after(text, item.last)
    quantity = Quantity(
        low=item.low,
        high=item.high,
        bound=bound,
        unit=unit.code,
        currency=unit.currency,
        price_year=price_year if unit.currency else None,
    )
    return Found(quantity, unit.kind, unit.text, unit.period, item.start, item.end, first, item.last, item.place)
