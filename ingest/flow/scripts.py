"""Raised figures as characters, so that "m3" stays a unit and a note's number never becomes part of a value."""

from __future__ import annotations

_RAISED = str.maketrans("0123456789+-()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿ")


def raised(text: str) -> str:
    """Return a text that is set above the line, its digits and signs as the characters that mean this."""
    return text.translate(_RAISED) if any(map(str.isdecimal, text)) else text
