"""The numbers and bullets that Word puts before paragraphs, which are in no text (ECMA-376, 17.9)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn

_PLACE = re.compile(r"%([1-9])")
_ONES = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
_TENS, _HUNDREDS = str.maketrans("ivx", "xlc"), str.maketrans("ivx", "cdm")
_MAX_ROMAN = 4_000
_NO_LIST = "0"


@dataclass(frozen=True, slots=True)
class _Level:
    """One level of a list.

    Attributes:
        text: "%1.%2" stands for the numbers of levels 1 and 2.
    """

    style: str
    text: str
    start: int


class Numbering:
    """Counts the paragraphs of all lists of a document.

    Args:
        root: The element w:numbering; None for a document without lists.
    """

    def __init__(self, root: Any) -> None:
        self._levels: Mapping[str, Mapping[int, _Level]] = {} if root is None else _lists(root)
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)

    def mark(self, numbering: tuple[str, int] | None) -> str:
        """Return what stands before the next paragraph of a list, with a space; "" for what is in no list."""
        if numbering is None or numbering[0] == _NO_LIST:
            return ""
        name, depth = numbering
        levels = self._levels.get(name, {})
        level = levels.get(depth)
        if level is None or level.style == "none":
            return ""
        if level.style == "bullet":
            return "• "
        counts = self._counts[name]
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [each for each in counts if each > depth]:
            del counts[deeper]
        return _PLACE.sub(lambda match: _numeral(levels, counts, int(match[1]) - 1), level.text).strip() + " "


def _numeral(levels: Mapping[int, _Level], counts: Mapping[int, int], depth: int) -> str:
    level = levels.get(depth)
    if level is None:
        return ""
    return _formatted(counts.get(depth, level.start), level.style)


def _formatted(number: int, style: str) -> str:
    match style:
        case "lowerLetter" | "upperLetter" if number > 0:
            letters = chr(ord("a") + (number - 1) % 26) * min(1 + (number - 1) // 26, 9)
            return letters if style == "lowerLetter" else letters.upper()
        case "lowerRoman" | "upperRoman" if 0 < number < _MAX_ROMAN:
            return _roman(number) if style == "lowerRoman" else _roman(number).upper()
        case "decimalZero":
            return f"{number:02}"
        case _:
            return str(number)


def _roman(number: int) -> str:
    tens, hundreds = _ONES[number // 10 % 10].translate(_TENS), _ONES[number // 100 % 10].translate(_HUNDREDS)
    return "m" * (number // 1000) + hundreds + tens + _ONES[number % 10]


def _lists(root: Any) -> Mapping[str, Mapping[int, _Level]]:
    """Return the levels of each list by its id."""
    abstract = {each.get(qn("w:abstractNumId")): _levels(each) for each in root.findall(qn("w:abstractNum"))}
    return {
        number.get(qn("w:numId"), ""): abstract.get(_value(number, "w:abstractNumId", ""), {})
        for number in root.findall(qn("w:num"))
    }


def _levels(element: Any) -> Mapping[int, _Level]:
    levels = {}
    for level in element.findall(qn("w:lvl")):
        depth, start = level.get(qn("w:ilvl"), ""), _value(level, "w:start", "1")
        if depth.isdecimal():
            number = int(start) if start.isdecimal() and len(start) < 7 else 1
            levels[int(depth)] = _Level(_value(level, "w:numFmt", "decimal"), _value(level, "w:lvlText", ""), number)
    return levels


def _value(element: Any, name: str, default: str) -> str:
    child = element.find(qn(name))
    return default if child is None else str(child.get(qn("w:val"), default))
