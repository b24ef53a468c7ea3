"""Tell what a figure counts (a resource or pollutant), and what a percentage is of, from the words around it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.model import ConceptId
from ingest.concepts import Match
from ingest.figures.quantities import Found

_SCHEMES = ("resource:", "pollutant:")
_COUNTS_NOTHING = frozenset(["money", "calendar", "clock", "temperature", "Fahrenheit temperature", "pressure"])
_OF_ELECTRICITY = frozenset(["kW.h", "MW.h", "GW.h"])
_UNWEIGHED = frozenset(["resource:electricity", "resource:energy", "resource:heat"])  # counted in no kg and no m3
_ENERGIES = _UNWEIGHED | {
    f"resource:{name}"
    for name in (
        "bagasse", "biogas", "coal", "coke", "compressed-air", "condensate", "diesel", "fuel", "fuel-oil", "hot-water",
        "lpg", "natural-gas", "petrol", "renewable-energy", "steam", "wood-fuel",
    )
}  # fmt: skip
_RIGHT_BEHIND = 30  # characters between a unit and what it counts, "m3 a year of fresh water"
_LATIN = "A-Za-z\u00c0-\u024f\u1e00-\u1eff"
_STOP = r"(?=[,.;:()\d]|\s(?:and|which|per|than|each|every|by|to|from|was|were|is|are|when|y|et|e)\b|\Z)"
_NAME = rf"[{_LATIN}][{_LATIN} \n'’\-]{{2,60}}?"
# Nouns that a resource is measured by, on either side of its name.
_MEASURED = (
    "consumption|use|usage|demand|intake|bills?|costs?|loss|losses|emissions?|discharges?|load|volume|generation|consumo|uso"
    "|gasto|descarga|carga|emisiones|emissões|consommation|rejets?|émissions|efficiency"
)
_BEHIND = re.compile(rf"(?:[ \n-](?:{_MEASURED})\b){{1,2}}", re.IGNORECASE)
_AHEAD = re.compile(
    rf"(?:\b(?:specific|fresh|total|overall|electrical|específico|(?:{_MEASURED}))\s+"
    r"(?:(?:of|del?|de la|des|du|do|da)\s+|d['’])?){1,2}\Z",
    re.IGNORECASE,
)
_OF = re.compile(
    r"(?:\s+(?:less|lower|fewer|reduction|decrease|savings?|cut|drop|ahorro|reducción|redução|de réduction))?"
    r"\s+(?:(?:of|in|de la|del?|do|da|des|du)\s+|(?:de l|d)['’]\s*)"
    rf"(?:the |its |total |su |seu |sa )?({_NAME}){_STOP}",
    re.IGNORECASE,
)
_LESS = re.compile(rf"\s*(?:less|lower|fewer|menos|moins)\s+(?:d['’]|de\s+)?({_NAME}){_STOP}", re.IGNORECASE)
_MOVED = re.compile(
    rf"(?:(?:and|y|et|e|the|el|la|le|les|o|a|al)\s+)*({_NAME}):?\s+(?:(?:has|have|had|also|thus|then|now|a|ont|se)\s)?(?:fell|dropped|decreased|declined|rose"
    r"|increased|improved|(?:is|was|were|are|(?:has|have) been) (?:\w+ )?(?:down|reduced|cut|lower\w*)|reduced|went"
    r"|came|bajó|disminuyó|cayó|se redujo|diminue|baissé|caiu|diminuiu)\b[^.;]{0,24}\Z",
    re.IGNORECASE,
)
_LEADS_TO = re.compile(
    r"\b(?:that|which|and|while|que|y|e|et|with|by)\b\s*(?:(?:the|its|their|el|la|los|las|le|les|os|as|su|sus)\s)?",
    re.IGNORECASE,
)
_OBJECT = re.compile(
    r"(?:reduc\w+|cut\w*|lower\w*|sav\w+|redujo|ahorr\w+|rédui\w+|reduz\w+)\s+"
    r"(?:the |its |their |el |la |los |las |o |a |les? )?"
    rf"({_NAME})\s+(?:by|en un|en|em|de|um)\s*(?:\w+ )?\Z",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a figure counts.

    Attributes:
        words: As printed; "" if the words around do not say.
        concept: A resource or pollutant; None if no name of one stands near.
    """

    words: str
    concept: ConceptId | None


NOTHING = Subject("", None)


def counts_something(quantity: Found) -> bool:
    """Tell whether a quantity can be one of a resource or pollutant: money and time are not."""
    return quantity.kind not in _COUNTS_NOTHING


def fits(quantity: Found, concept: ConceptId) -> bool:
    """Tell whether something can be counted in a quantity's unit: kilowatt-hours of energy only."""
    if quantity.kind == "energy":
        return concept in _ENERGIES
    return quantity.kind not in ("mass", "volume") or concept not in _UNWEIGHED


def substances(matches: Iterable[Match]) -> list[Match]:
    """Return the matches that name resources and pollutants."""
    return [match for match in matches if match.concept.startswith(_SCHEMES)]


def first_subject(matches: Iterable[Match], quantity: Found | None) -> Subject:
    """Return the first of the substances named in a heading that a quantity can count; None can count any."""
    fitting = (match for match in substances(matches) if quantity is None or fits(quantity, match.concept))
    first = next(fitting, None)
    return Subject(first.text, first.concept) if first else NOTHING


def usual_subject(quantity: Found) -> Subject:
    """Return what is counted in a unit where nothing around it says so: kilowatt-hours are electricity."""
    unit = quantity.quantity.unit.partition("/")[0]
    return Subject("", ConceptId("resource:electricity")) if unit in _OF_ELECTRICITY else NOTHING


def subject(text: str, quantity: Found, matches: Sequence[Match], found: Sequence[Found]) -> Subject:
    """Return what a quantity of a sentence counts: what is named in it or right behind it, else before it, else after.

    Args:
        matches: Of resources and pollutants in the sentence.
        found: All quantities of the sentence.
    """
    named = [match for match in matches if not _is_counted_over(match, quantity) and fits(quantity, match.concept)]
    inside = [match for match in named if quantity.end <= match.start and match.end <= quantity.last]
    behind = [match for match in named if 0 <= match.start - quantity.last <= _RIGHT_BEHIND]
    behind = [match for match in behind if _only_words(text, quantity, match, found)]
    before = [match for match in named if match.end <= quantity.first]
    after = [match for match in named if match.start >= quantity.last]
    chosen = next(iter([*inside[:1], *behind[:1], *before[-1:], *after[:1]]), None)
    return Subject(_extended(text, chosen), chosen.concept) if chosen else NOTHING


def basis(text: str, quantity: Found, of: Subject) -> str:
    """Return what a percentage is of, in the text's words; "" where that is not stated."""
    of_it = _OF.match(text, quantity.last) or _LESS.match(text, quantity.last)
    if of_it:
        return " ".join(of_it[1].split())
    ahead = _OBJECT.search(text[: quantity.first]) or _MOVED.search(text[: quantity.first])
    return _last_name(ahead[1]) if ahead else of.words


def _last_name(words: str) -> str:
    """Return the noun that a stretch of words ends in, without what leads to it: "which shows that water use"."""
    last = [name for name in _LEADS_TO.split(words) if name and name.strip()][-1:]
    return " ".join((last[0] if last else words).split())


def _is_counted_over(match: Match, quantity: Found) -> bool:
    """Tell whether a name stands in what the quantity is counted over: "kg per tonne of steel" is none of steel."""
    return bool(quantity.period) and match.end <= quantity.last and match.text in quantity.period


def _only_words(text: str, quantity: Found, match: Match, found: Sequence[Found]) -> bool:
    """Tell whether nothing but words that lead to the name stand between a quantity and the name."""
    if any(quantity.last <= other.start < match.end for other in found):
        return False
    gap = text[quantity.last : match.start]
    if quantity.kind == "share" and re.match(r"\s*[,(.;]", gap):
        return False
    return re.search(r"[;:\n]\s|\b(?:and|y|et|e|by|for|which|with)\b", gap) is None


def _extended(text: str, match: Match) -> str:
    """Return a name with the noun that it is measured by: "specific water use"."""
    behind = _BEHIND.match(text, match.end)
    ahead = _AHEAD.search(text, max(0, match.start - 40), match.start)
    return " ".join(text[ahead.start() if ahead else match.start : behind.end() if behind else match.end].split())
