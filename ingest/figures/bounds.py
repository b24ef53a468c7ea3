"""Tell from the words around a number whether it is exact, about, more than or less than what it states."""

from __future__ import annotations

import re

from corpus.model import Bound
from ingest.figures.spellings import Spellings

_WORDS = {
    Bound.MORE: "more than|over|above|at least|exceeding|in excess of|upwards of|a minimum of|greater than"
    "|not less than|no less than|>|≥|>=|más de|mas de|más del|al menos|por lo menos|superior a"
    "|plus de|plus d'|plus d’|au moins|mais de|mais que"
    "|pelo menos|acima de|hơn|trên|ít nhất|超过|至少|大于|أكثر من|ما يزيد عن|meer dan"
    "|minstens|mehr als|über|mindestens",
    Bound.LESS: "less than|under|below|at most|up to|fewer than|no more than|not more than|a maximum of|<|≤|<="
    "|menos de|menos del|hasta|hasta un|hasta el"
    "|inferior a|inférieure à|inférieur à|moins de|au plus|jusqu'à|jusqu’à|até|no máximo"
    "|dưới|tối đa|chưa đến|không quá|不到|低于|小于|不足|أقل من|minder dan|weniger als|bis zu",
    Bound.ABOUT: "about|approximately|approx.|approx|around|some|nearly|almost|roughly|circa|ca.|ca|c.|~|≈|∼"
    "|an estimated|estimated|estimated at|close to|unos|unas|cerca de|alrededor de|alrededor del|aproximadamente"
    "|casi|casi un|casi el|cerca del|aprox."
    "|environ|près de|près d’|près d'|autour de|quelque|quelques|presque|quase|em torno de|khoảng|gần|约|大约|近|约为"
    "|حوالي|نحو|ما يقارب|ongeveer|etwa|rund",
}
_BEFORE: Spellings[Bound] = Spellings({}, {word: bound for bound, words in _WORDS.items() for word in words.split("|")})
_AFTER = re.compile(
    r"\s?(?:(?P<more>or more|or over|\+(?!\w)|以上|o más|ou plus|ou mais|trở lên)"
    r"|(?P<less>or less|以下|o menos|ou moins)"
    r"|(?P<about>左右|or so|approximately|approx\b))"
)


def bound_before(text: str, position: int) -> tuple[Bound, int]:
    """Return what the words up to a place say of the number there, and where they begin; exact if they say nothing."""
    end = len(text[:position].rstrip()) if position and text[position - 1].isspace() else position
    found = _BEFORE.before(text, end)
    return found or (Bound.EXACT, position)


def bound_after(text: str, position: int) -> Bound:
    """Return what the words from a place on say of the number before it; exact if they say nothing."""
    match = _AFTER.match(text, position)
    if match is None:
        return Bound.EXACT
    if match["more"]:
        return Bound.MORE
    return Bound.LESS if match["less"] else Bound.ABOUT
