"""Find quantities in a question, "60 °C" or "5mg/l", so that number and unit are looked for together."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.folding import fold

_UNITS = r"""°\s?[CF]|[CF]|K|%|k?Pa|MPa|m?bar|psi|[km]?Wh?|GJ|MJ|kJ|kcal|[kmµμ]?g(?:/m?[lL]|/m[3³]|/kg)?|t|tonnes?|tons?
    |m[3³]|m[2²]|[cmk]?m|[mh]?[lL]|lit(?:er|re)s?|ppm|ppb|h|hours?|hrs?|min(?:utes?)?|days?|years?|months?|rpm|Hz|V|kVA"""
_QUANTITY = re.compile(rf"(?<![\w.,])(\d+(?:[.,]\d+)*)\s?({''.join(_UNITS.split())})(?!\w)")


def quantities(text: str) -> Iterator[tuple[str, ...]]:
    """Yield the folded words of each number with its unit, as they stand side by side: ("60", "c"), ("5", "mg", "l").

    "60C", "60°C" and "60 °C" are the same.
    """
    for match in _QUANTITY.finditer(text):
        unit = fold(match[2]).split()
        if unit:
            yield (*fold(match[1]).split(), *unit)
