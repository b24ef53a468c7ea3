"""What can be seen of a quantity in its sentence, as names that weights are learned for.

Most are the same in every language: which cues stand near, on which side and how far; what kind of quantity it is; how
it compares with the one before it. The words right around it are seen too, folded and cut to their first letters.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator

from corpus.folding import fold
from ingest.figures.cues import CueKind
from ingest.figures.phrases import (
    AND,
    EQUALS,
    FROM,
    ITEM_NAME,
    OVER,
    POINTS_BACK,
    SHARE_OF,
    SHARED,
    THING,
    TO,
    WORTH,
)
from ingest.figures.quantities import Found, is_share
from ingest.figures.ranges import Place
from ingest.figures.sentences import Sentence

_DISTANCES = (3, 10, 25, 50, 90, 140)  # characters up to which two things are told apart by how far they stand
_NEAR = 60.0
_ABOVE = 10.0  # how far the words of a heading count to stand from the numbers below it
_AHEAD_SIDE = "ahead"
_WORD = re.compile(r"\w+|[%;:,.()]")
_STEM = 6  # letters of a word that are looked at
_IN_FRONT = 8  # words
_BEHIND = 6
_OVER = 16  # characters in which "per" is looked for
_AHEAD = 32  # characters in which a preposition is looked for
_SETTINGS = frozenset(["temperature", "Fahrenheit temperature", "pressure", "length", "count"])
_TIMES = ("calendar", "clock")
_SPEAK_BESIDE_OTHERS = frozenset({CueKind.YEARLY, CueKind.USED, CueKind.RESULT})


def own_features(sentence: Sentence, index: int) -> Iterator[str]:
    """Yield what is seen of a quantity by itself; a name may come twice."""
    quantity = sentence.found[index]
    sort = sort_of(quantity)
    yield f"kind {quantity.kind}"
    yield f"sort {sort} over {_denominator(quantity)}"
    yield f"place {quantity.place} {sort}"
    yield f"first {index == 0} {sort}"
    yield f"of {min(4, len(sentence.found))}"
    preposition = _preposition(sentence.text, quantity)
    if preposition:
        yield f"preposition {preposition}"
        yield f"preposition {preposition} {sort}"
    yield from _of_cues(sentence, quantity, sort, preposition)
    if index + 1 < len(sentence.found):
        following = sentence.found[index + 1]
        yield f"next {_compared(following, quantity)} {sort}"
        if following.kind == quantity.kind and _are_set_against(sentence, quantity, following):
            yield "against next"
    yield from _of_words(sentence.text, quantity)


def following_features(sentence: Sentence, index: int, before: str) -> Iterator[str]:
    """Yield what is seen of a quantity beside what the one before it says.

    Args:
        before: The role of the quantity before, or of the last one of the sentence before; "none" if it has none.
    """
    quantity = sentence.found[index]
    sort = sort_of(quantity)
    if not index:
        yield f"sentence before {before} {sort}"
        if _goes_on(sentence, quantity):
            yield f"sentence before {before} goes on"
        return
    other = sentence.found[index - 1]
    same = other.kind == quantity.kind
    far = _step(quantity.first - other.last)
    told = any(other.last <= cue.start < quantity.first for cue in sentence.cues)
    yield f"before {before}"
    yield f"before {before} {sort}"
    yield f"before {before} {_compared(other, quantity)}"
    yield f"before {before} at {far} same {same}"
    yield f"before {before} told {told} same {same}"
    yield f"before at {far}"
    if same and _are_set_against(sentence, other, quantity):
        yield "against before"
    gap = sentence.text[other.last : quantity.first]
    if AND.match(gap):
        yield f"before {before} and {sort}"
    if WORTH.fullmatch(gap):
        yield f"before {before} worth {sort}"


def sort_of(quantity: Found) -> str:
    """Return what decides which roles a quantity can have: "money", "time", "share", or "amount" of anything."""
    if quantity.kind == "money":
        return "money"
    if quantity.kind in _TIMES and "/" not in quantity.quantity.unit:
        return "time"
    return "share" if is_share(quantity) else "amount"


def describes(sentence: Sentence, index: int) -> bool:
    """Tell whether a number only describes a thing, or what others are counted over or are a part of.

    "an 800 litre tank", "per 1,000 kg of hide", "57 % of the measures", "tanks from 40 to 120 gallons"; 8 bar and 12
    looms are no figures unless they moved: "from 8 to 6 bar".
    """
    quantity, text = sentence.found[index], sentence.text
    if quantity.place is Place.ALONE and quantity.kind in _SETTINGS:
        return True
    if quantity.place is not Place.ALONE and not sentence.cues:
        first = index if quantity.place is Place.FROM else index - 1
        return sentence.found[first].quantity.low < sentence.found[first + 1].quantity.low
    match sort_of(quantity):
        case "money":
            return False
        case "share":
            return bool(SHARE_OF.match(text, quantity.last) or SHARED.search(text, 0, quantity.first))
        case _:
            ahead = text[max(0, quantity.first - _OVER) : quantity.first]
            return bool(THING.match(text, quantity.last) or OVER.search(ahead))


def _goes_on(sentence: Sentence, first: Found) -> bool:
    """Tell whether nothing but a name, or words that point back, stands before the first number of a sentence."""
    told = any(cue.start < first.first and cue.kind is not CueKind.USED for cue in sentence.cues)
    return bool((ITEM_NAME.fullmatch(sentence.text, 0, first.first) and not told) or POINTS_BACK.match(sentence.text))


def _are_set_against(sentence: Sentence, first: Found, second: Found) -> bool:
    return any(cue.kind is CueKind.VERSUS and first.last <= cue.start < second.first for cue in sentence.cues)


def _of_cues(sentence: Sentence, quantity: Found, sort: str, preposition: str) -> Iterator[str]:
    nearest: dict[tuple[str, CueKind], float] = {}
    for cue in sentence.cues:
        distance = sentence.distance(cue, quantity)
        side = _AHEAD_SIDE if cue.end <= quantity.first else "behind"
        if distance < nearest.get((side, cue.kind), float("inf")):
            nearest[side, cue.kind] = distance
    order = sorted((key for key in nearest if key[1] not in _SPEAK_BESIDE_OTHERS), key=nearest.__getitem__)
    if not order:  # then the heading speaks, as words in front would
        above = sorted({CueKind.SAVING if kind is CueKind.RESULT else kind for kind in sentence.lead})
        nearest |= {(_AHEAD_SIDE, kind): _ABOVE for kind in above}
        order = [(_AHEAD_SIDE, kind) for kind in above if kind not in _SPEAK_BESIDE_OTHERS]
    for (side, kind), distance in nearest.items():
        yield f"{kind} {side} {_step(distance)}"
        yield f"{kind} {side} {'near' if distance < _NEAR else 'far'} {sort}"
    yield f"nearest {order[0][1] if order else 'none'} {sort}"
    if order:
        side, kind = order[0]
        yield f"nearest {kind} preposition {preposition or 'none'}"
        yield f"nearest {kind} over {_denominator(quantity)}"
        yield f"nearest {kind} {side} {_step(nearest[order[0]])}"
    if len(order) > 1:
        yield f"nearest {order[0][1]} then {order[1][1]}"
    for kind in {cue.kind for cue in sentence.cues} | sentence.lead:
        yield f"has {kind}"
        yield f"has {kind} {sort}"


def _of_words(text: str, quantity: Found) -> Iterator[str]:
    ahead = _WORD.findall(text, max(0, quantity.first - 20 * _IN_FRONT), quantity.first)[-_IN_FRONT:]
    behind = _WORD.findall(text, quantity.last, quantity.last + 20 * _BEHIND)[:_BEHIND]
    stems = [fold(word)[:_STEM] for word in ahead]
    yield from (f"ahead {stem}" for stem in stems)
    yield from (f"{place} ahead {stem}" for place, stem in zip(("1", "2"), reversed(stems), strict=False))
    if not stems:
        yield "begins"
    stems = [fold(word)[:_STEM] for word in behind]
    yield from (f"behind {stem}" for stem in stems)
    yield f"1 behind {stems[0]}" if stems else "ends"


def _preposition(text: str, quantity: Found) -> str:
    """Return how the words in front lead to a quantity: "to", "from", as something "equal" or counted "over"."""
    ahead = text[max(0, quantity.first - _AHEAD) : quantity.first]
    expressions = (("equal", EQUALS), ("to", TO), ("from", FROM), ("over", OVER))
    return next((name for name, expression in expressions if expression.search(ahead)), "")


def _denominator(quantity: Found) -> str:
    """Return whether a quantity is one of each "year", over "other" things, or over "nothing"."""
    _, over, what = quantity.quantity.unit.partition("/")
    return "nothing" if not over else "year" if "a" in what.split("/") else "other"


def _compared(other: Found, quantity: Found) -> str:
    """Return whether another quantity is of the same kind, and less or more."""
    if other.kind != quantity.kind:
        return "of another kind"
    if quantity.quantity.high < other.quantity.low:
        return "more"
    return "less" if quantity.quantity.low > other.quantity.high else "equal"


def _step(distance: float) -> int:
    """Return the end of the range that a distance in characters is in; beyond all of them their number."""
    place = bisect.bisect_left(_DISTANCES, distance)
    return _DISTANCES[place] if place < len(_DISTANCES) else 999
