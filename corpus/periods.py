"""What a figure's period says: what it is counted over ("per year"), a stretch of time or a remark, or nothing."""

from __future__ import annotations

import re

_NOTHING = ("relative", "not stated", "not shown")
# Words of a stretch of time, a total or a comparison: "per" before them would make another statement of them.
_REMARK = re.compile(
    r"(?:(?:total|first|since|by|within|after|against|average|once|one year|ten years|six years|few|last|same|all)\b"
    r"|(?:typical|cumulative|programme|project|case|per|tea factories|fish plants|sugar factories)\b"
    r"|\d+ (?:years|months)|.*\b\d{4}\b|.*season)"
)


def shown_period(period: str, unit: str) -> str:
    """Return a period to show beside a figure; "" if it says nothing: a percentage is not one of a year.

    Args:
        unit: The figure's, "%" or "m3".
    """
    return "" if period in _NOTHING or (period == "year" and unit.startswith("%")) else period


def is_counted_over(period: str) -> bool:
    """Tell whether a figure is counted over the period, so that "per" may stand before it."""
    return bool(period) and _REMARK.match(period) is None


def spoken_period(period: str, unit: str) -> str:
    """Return a period in words: "per year", "(first year)", "" if it says nothing."""
    shown = shown_period(period, unit)
    if not shown or shown.startswith("per "):
        return shown
    return f"per {shown}" if is_counted_over(shown) else f"({shown})"
