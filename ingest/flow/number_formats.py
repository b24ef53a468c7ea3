"""Show a cell's value as its number format does: percent, thousands, decimals, currency and dates (ECMA-376, 18.8.31).

Formats with fractions, exponents or conditions are shown as the plain number. A date is shown as ISO 8601 writes it.
"""

from __future__ import annotations

import datetime as dt
import re

_SECTIONS = re.compile(r';(?=(?:[^"]*"[^"]*")*[^"]*$)')
_LITERAL = re.compile(r'"([^"]*)"|\[\$([^\]-]*)[^\]]*\]|\\(.)|_.|\*.|\[[^\]]*\]')
_CORE = re.compile(r"[#0?][#0?,]*(?:\.([#0?]+))?(,*)")
_SIGNIFICANT = 11  # digits that a cell in the general format shows


def shown(value: object, number_format: str) -> str:
    """Return a value as text, "" for an empty cell."""
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case dt.datetime():
            midnight = value.time() == dt.time()
            return value.date().isoformat() if midnight else value.isoformat(" ", "minutes")
        case dt.date() | dt.time():
            return value.isoformat()
        case int() | float():
            return _number(value, number_format)
        case _:
            return str(value)


def _number(value: float, number_format: str) -> str:
    sections = _SECTIONS.split(number_format)
    negative = value < 0 and len(sections) > 1
    section = sections[1] if negative else sections[0]
    literals: list[str] = []
    bare = _LITERAL.sub(lambda match: _kept(match, literals), section)
    core = _CORE.search(bare)
    if core is None or re.search(r"[Ee][+-]|/|@|General", bare):
        return f"{value:.{_SIGNIFICANT}g}" if isinstance(value, float) else str(value)
    percent = "%" in bare
    scaled = abs(value) if negative else value
    digits = _digits(scaled * 100 if percent else scaled, core)
    return _filled(bare[: core.start()], literals) + digits + _filled(bare[core.end() :], literals)


def _kept(match: re.Match[str], literals: list[str]) -> str:
    """Return a mark that stands for what a format prints as it is."""
    literals.append(match[1] or match[2] or match[3] or (" " if match[0].startswith("_") else ""))
    return "\x01"


def _digits(value: float, core: re.Match[str]) -> str:
    """Return a number's digits; commas behind the last one of a format each divide by a thousand."""
    places = core[1] or ""
    pattern, trailing = core[0].split(".")[0], core[2]
    if not places:
        stripped = pattern.rstrip(",")
        trailing, pattern = pattern[len(stripped) :], stripped
    value /= 1000 ** len(trailing)
    digits = f"{value:,.{len(places)}f}" if "," in pattern else f"{value:.{len(places)}f}"
    optional = len(places) - len(places.rstrip("#"))
    for _ in range(optional):
        digits = digits[:-1] if digits.endswith("0") else digits
    return digits.rstrip(".") if places else digits


def _filled(text: str, literals: list[str]) -> str:
    """Return what stands before or behind the digits, with the literals put back in their order."""
    return re.sub("\x01", lambda _: literals.pop(0), text).strip("\x00")
