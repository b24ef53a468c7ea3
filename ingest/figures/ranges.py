"""Put together the numbers of a text that belong together: ranges, "from X to Y", lists that share a unit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from ingest.figures.numerals import looks_like_year
from ingest.figures.units import Printed

_DASH = re.compile(r"\s?[-\u2010-\u2015\u2212~～]\s?")
_TO = re.compile(
    r"\s*(?:\b(?:to|till|a|à|au|aux|al|ao|aos|às|hasta|até|ate|para|bis|tot|đến|xuống còn|xuống|lên)\b"
    r"|至|到|降至|降到|减少到|إلى|→|->)"
    r"\s*(?:only\s|just\s|about\s)?",
    re.IGNORECASE,
)
_AND = re.compile(r"\s*(?:\b(?:and|y|et|e|und|và)\b|和)\s*", re.IGNORECASE)
_LIST = re.compile(r"\s*(?:,|\b(?:and|or|y|o|et|ou|e|und|en|và)\b|和|、)\s*", re.IGNORECASE)
_PLUS_MINUS = re.compile(r"\s?(?:±|\+/-|\+-)\s?")
_FROM = re.compile(
    r"(?:\b(?:from|de|del|de la|de los|de las|do|da|dos|das|desde|du|des|von|van|từ)|\b[dl]['’]|从|由|自|من)"
    r"\s*(?:(?:about|some|around|un|los|las|unos|nearly|over|más de|khoảng)\s*)?\Z",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"(?:\b(?:between|entre|zwischen|tussen)|giữa)\s*\Z", re.IGNORECASE)


class Place(StrEnum):
    """Which part of "from X to Y" a quantity is."""

    ALONE = "alone"
    FROM = "from"
    TO = "to"


@dataclass(frozen=True, slots=True)
class Item:
    """A number with what stands around it.

    Attributes:
        low, high: Its ends.
        unit: None if none stands behind or before it.
        start, end: Of the digits.
        first, last: With currency and unit.
    """

    low: float
    high: float
    unit: Printed | None
    start: int
    end: int
    first: int
    last: int
    place: Place = Place.ALONE


def joined(text: str, items: Sequence[Item]) -> Iterator[Item]:
    """Yield the numbers with ranges made one, "from X to Y" marked, and units given to those that share one."""
    waiting = list(reversed(items))
    while waiting:
        item = waiting.pop()
        after = waiting[-1] if waiting else None
        joined = _range(text, item, after) if after else None
        if joined:
            waiting[-1] = joined
            continue
        if after and _is_pair(text, item, after):
            first, second = _alike(item.unit, after.unit)
            waiting[-1] = replace(after, unit=second, place=Place.TO)
            item = replace(item, unit=first, place=Place.FROM)
        elif after and after.unit and item.unit is None and _shares_unit(text, item, after):
            item = replace(item, unit=after.unit)
        yield item


def _range(text: str, low: Item, high: Item) -> Item | None:
    """Return two numbers as one if they are the ends of a range, or a value and its tolerance."""
    gap = text[low.last : high.first]
    high = replace(high, unit=low.unit, last=high.last) if high.unit is None and _leads(low) else high
    if high.unit is None or (low.unit and _measured(low.unit) != _measured(high.unit)) or high.first < low.last:
        return None
    if _PLUS_MINUS.fullmatch(gap) and high.unit.kind != "share":
        spread = high.low
        return replace(high, low=low.low - spread, high=low.low + spread, start=low.start, first=low.first)
    low_value = low.low * _shared_magnitude(text, low, high)
    if low_value >= high.low or _is_year(text, low):
        return None
    dash = _DASH.fullmatch(gap)
    word = _TO.fullmatch(gap) and (high.unit.kind == "calendar" or not _FROM.search(text, 0, low.first))
    between = _AND.fullmatch(gap) and _BETWEEN.search(text, 0, low.first)
    if not (dash or word or between):
        return None
    return replace(high, low=low_value, start=low.start, first=low.first)


def _leads(item: Item) -> bool:
    """Tell whether a currency stands before the number."""
    return item.unit is not None and item.first < item.start


def _measured(unit: Printed) -> tuple[str, str]:
    return unit.code, unit.currency


def _shared_magnitude(text: str, low: Item, high: Item) -> float:
    """Return the factor that the first of two numbers takes over from the second: "2-3 million"."""
    printed = re.sub(r"\D", "", text[high.start : high.end])
    if (low.unit and not _leads(low)) or not printed or not float(printed):
        return 1.0
    factor = high.low / float(printed)
    return factor if factor >= 100 and low.low * 100 < high.low else 1.0


def _is_pair(text: str, first: Item, second: Item) -> bool:
    """Tell whether two numbers are what was before and what came after."""
    if second.unit is None or (first.unit and first.unit.kind != second.unit.kind):
        return False
    if _is_year(text, first) and first.unit is None:
        return False
    gap = re.sub(rf"\A[^\d]{{0,40}}?(?={_TO.pattern}\Z)", "", text[first.last : second.first], flags=re.IGNORECASE)
    stated = _FROM.search(text, max(0, first.first - 24), first.first) is not None
    near = _TO.fullmatch(gap) is not None and "," not in text[first.last : second.first]
    return near and (stated or first.low > second.low)


def _alike(first: Printed | None, second: Printed | None) -> tuple[Printed | None, Printed | None]:
    """Return the units of what was before and after; what only one of them is counted over holds for both."""
    if first is None or second is None:
        return first or second, second or first
    shorter, longer = sorted((first, second), key=lambda unit: len(unit.code))
    if not longer.code.startswith(f"{shorter.code}/"):
        return first, second
    shared = replace(shorter, code=longer.code, period=longer.period)
    return (shared, second) if shorter is first else (first, shared)


def _shares_unit(text: str, item: Item, after: Item) -> bool:
    gap = text[item.last : after.first]
    return _LIST.fullmatch(gap) is not None and not _leads(after) and not _is_year(text, item)


def _is_year(text: str, item: Item) -> bool:
    return item.unit is None and looks_like_year(text[item.start : item.end])
