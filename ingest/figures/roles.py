"""Tell what the quantities of a sentence say of a measure: what was before and after, saved, invested, paid back.

The nearest cue decides, by the words between; a quantity without a cue near it says nothing. Rules of one class share
a confidence. Tables are read in rows.py.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from corpus.model import Role
from ingest.figures.cues import Cue, CueKind
from ingest.figures.phrases import (
    AND,
    BREAK,
    CLAUSE,
    EQUALS,
    FROM,
    ITEM_NAME,
    LISTED,
    OVER,
    POINTS_BACK,
    SHARE_OF,
    SHARED,
    THING,
    TO,
    WORTH,
)
from ingest.figures.quantities import Found
from ingest.figures.ranges import Place

_FAR = 110.0  # distance beyond which a cue says nothing of a number; about a line of text
_YEARLY_FAR = 85.0
_USED_FAR = 60.0
_BEHIND = 12.0  # added for a cue behind a quantity: one in front of it is more often meant
_BESIDE = 30.0  # distance within which one cue qualifies another: "cost savings of"
_CARRIED = 45  # characters within which a number in a list takes over what the one before says
_STATES = (CueKind.BEFORE, CueKind.VERSUS, CueKind.AFTER)
_CHANGES = {CueKind.FALL, CueKind.RISE, CueKind.SAVING, *_STATES}
_LEADING = frozenset([CueKind.SAVING, CueKind.FALL, CueKind.INVESTMENT, CueKind.COST])  # what a heading can say
_TIMES = ("calendar", "clock")
_SETTINGS = frozenset(["temperature", "Fahrenheit temperature", "pressure", "length"])  # only a change of them tells
_PHYSICAL = (CueKind.SAVING, CueKind.FALL, CueKind.RISE, *_STATES, CueKind.FOREIGN)
_MONEY = (*_PHYSICAL, CueKind.INVESTMENT, CueKind.COST)


class Rule(StrEnum):
    """How it is known what a quantity says.

    PAIR: two values are set against each other; NEAR: a cue stands near; LEAD: the heading says it; CARRIED: it
    follows another one in a list; USED: it is a rate of what is used, and nothing else is said of it; TABLE: the head
    of a column or row says it.
    """

    PAIR = "pair"
    NEAR = "near"
    LEAD = "lead"
    CARRIED = "carried"
    USED = "used"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Reason:
    """What a quantity says, how that is known, and whether it is an amount of each year."""

    role: Role
    rule: Rule
    yearly: bool = False


@dataclass(frozen=True, slots=True)
class _Near:
    """A cue and how far it stands from a quantity."""

    distance: float
    cue: Cue


class Sentence:
    """A sentence with its quantities and cues, ready to say what each quantity tells.

    Args:
        lead: The kinds of cue in the heading above, for quantities that no cue stands near.
        before: What the last number of the sentence before says, for a sentence that only goes on: "That is 12 %".
    """

    def __init__(
        self,
        text: str,
        found: Sequence[Found],
        cues: Sequence[Cue],
        lead: Iterable[CueKind] = (),
        before: Role | None = None,
    ) -> None:
        self._text = text
        self._found = found
        self._cues = cues
        self._lead = tuple(lead)
        self._before = before

    def reasons(self) -> list[Reason | None]:
        """Return what each quantity says, None for those that say nothing of a measure."""
        reasons = [self._reason(quantity) for quantity in self._found]
        self._go_on(reasons)
        self._set_against(reasons)
        self._drop_lone_shares(reasons)
        self._carry_on(reasons)
        self._share_year(reasons)
        return reasons

    def _reason(self, quantity: Found) -> Reason | None:
        if quantity.kind in _TIMES and quantity.place is Place.ALONE and "/" not in quantity.quantity.unit:
            return self._payback(quantity)
        ranked = self._ranked(quantity, _MONEY if quantity.kind == "money" else _PHYSICAL)
        if (ranked and ranked[0].cue.kind is CueKind.FOREIGN) or self._describes(quantity):
            return None
        yearly = self._is_yearly(quantity, ranked) or (not ranked and CueKind.YEARLY in self._lead)
        if quantity.place is not Place.ALONE:
            if not {near.cue.kind for near in ranked} & _CHANGES and not self._moved_from(quantity):
                return None
            return Reason(Role.BASELINE if quantity.place is Place.FROM else Role.AFTER, Rule.PAIR, yearly)
        if quantity.kind in _SETTINGS or quantity.kind == "count":
            return None
        rule = Rule.NEAR if ranked else Rule.LEAD
        if not ranked:
            ranked = [_Near(0.0, Cue(kind, 0, 0)) for kind in self._lead if kind in _LEADING]
        role = self._first_role(quantity, ranked, yearly=yearly)
        only_cost = all(near.cue.kind in (CueKind.COST, CueKind.INVESTMENT) for near in ranked)
        if role is None and only_cost and self._is_used(quantity, yearly=yearly):
            return Reason(Role.BASELINE, Rule.USED, yearly)
        return Reason(role, rule, yearly) if role else None

    def _is_used(self, quantity: Found, *, yearly: bool) -> bool:
        """Tell whether a rate is one of what is used or lost: "the plant drew 500 m3 a day"."""
        is_rate = yearly or "/" in quantity.quantity.unit
        cues = [cue for cue in self._cues if cue.kind is CueKind.USED and cue.end <= quantity.first]
        return is_rate and any(self._distance(cue, quantity) <= _USED_FAR for cue in cues)

    def _moved_from(self, quantity: Found) -> bool:
        """Tell whether a value before or after stands in "from X to Y", which says so by itself."""
        first = quantity
        if quantity.place is Place.TO:
            first = self._found[self._found.index(quantity) - 1]
        other = self._found[self._found.index(first) + 1]
        rising = first.quantity.high < other.quantity.low and quantity.kind != "share"
        return first.place is Place.FROM and not rising and FROM.search(self._text[: first.first]) is not None

    def _describes(self, quantity: Found) -> bool:
        """Tell whether a number only describes a thing, or what others are counted over: "per 1,000 kg of hide"."""
        if quantity.kind == "money":
            return False
        ahead = self._text[max(0, quantity.first - 16) : quantity.first]
        if quantity.kind == "share":
            return bool(SHARE_OF.match(self._text, quantity.last) or SHARED.search(self._text, 0, quantity.first))
        return bool(THING.match(self._text, quantity.last) or OVER.search(ahead))

    def _first_role(self, quantity: Found, ranked: Sequence[_Near], *, yearly: bool) -> Role | None:
        """Return what the nearest cue says; a sum spent that says nothing lets the next one speak."""
        for index, near in enumerate(ranked):
            role = self._money(quantity, ranked[index:], yearly=yearly) if quantity.kind == "money" else None
            role = role or self._moved_or_state(quantity, near.cue)
            if role or near.cue.kind not in (CueKind.COST, CueKind.INVESTMENT):
                return role
        return None

    def _payback(self, quantity: Found) -> Reason | None:
        if self._ranked(quantity, (CueKind.PAYBACK,)):
            return Reason(Role.PAYBACK, Rule.NEAR)
        return Reason(Role.PAYBACK, Rule.LEAD) if CueKind.PAYBACK in self._lead else None

    def _money(self, quantity: Found, ranked: Sequence[_Near], *, yearly: bool) -> Role | None:
        """Return what is said of a sum of money only; None leaves it to what is said of any quantity."""
        saved = Role.ANNUAL_SAVING if yearly else Role.SAVING
        once = not yearly and "/" not in quantity.quantity.unit
        match ranked[0].cue.kind:
            case CueKind.INVESTMENT:
                return Role.INVESTMENT if once else None
            case CueKind.VERSUS:  # "a benefit of 27 million a year against 9 million to be spent"
                spent = any(near.cue.kind is CueKind.INVESTMENT for near in ranked[:2])
                return Role.INVESTMENT if once and spent else None
            case CueKind.COST:
                beside = {near.cue.kind for near in ranked if near.distance <= ranked[0].distance + _BESIDE}
                if beside & {CueKind.SAVING, CueKind.FALL}:
                    return self._moved(quantity) or saved
                return Role.INVESTMENT if once and not beside & set(_STATES) else None
            case CueKind.SAVING:
                return saved
            case CueKind.FALL:
                return self._moved(quantity) or saved
            case _:
                return None

    def _moved_or_state(self, quantity: Found, cue: Cue) -> Role | None:
        match cue.kind:
            case CueKind.SAVING:
                return Role.SAVING
            case CueKind.FALL:
                return self._moved(quantity) or Role.SAVING
            case CueKind.RISE:
                return self._moved(quantity)
            case CueKind.BEFORE | CueKind.VERSUS:
                return Role.BASELINE
            case CueKind.AFTER:
                return Role.AFTER
            case _:
                return None

    def _moved(self, quantity: Found) -> Role | None:
        """Return whether something moved to the value or from it, by the word in front; None if it moved by it."""
        before = self._text[max(0, quantity.first - 32) : quantity.first]
        if EQUALS.search(before):
            return None
        if TO.search(before):
            return Role.AFTER
        return Role.BASELINE if FROM.search(before) else None

    def _is_yearly(self, quantity: Found, ranked: Sequence[_Near] = ()) -> bool:
        """Tell whether it is an amount of a year: by its denominator, a word near it, or one beside its nearest cue."""
        if "/" in quantity.quantity.unit:
            return re.search(r"/a(?:/|\Z)", quantity.quantity.unit) is not None
        own = [cue for cue in self._cues if cue.kind is CueKind.YEARLY and not self._is_inside_another(cue, quantity)]
        saved = bool(ranked) and ranked[0].cue.kind in (CueKind.SAVING, CueKind.FALL)
        if quantity.kind == "money" and saved and any(cue.end <= quantity.first for cue in own):
            return True
        if ranked and any(self._is_beside(ranked[0].cue, cue) for cue in own):
            return True
        return any(self._distance(cue, quantity) < _YEARLY_FAR for cue in own)

    def _is_beside(self, cue: Cue, yearly: Cue) -> bool:
        """Tell whether a word for each year follows a cue at once: "saved each year"."""
        gap = self._text[cue.end : yearly.start]
        return 0 < len(gap) <= _BESIDE and not re.search(r"\d", gap) and not BREAK.search(gap)

    def _is_inside_another(self, cue: Cue, quantity: Found) -> bool:
        return any(other is not quantity and other.first <= cue.start < other.last for other in self._found)

    def _ranked(self, quantity: Found, kinds: Iterable[CueKind]) -> list[_Near]:
        """Return the cues that can speak for a quantity, nearest first."""
        wanted = set(kinds)
        near = [_Near(self._distance(cue, quantity), cue) for cue in self._cues if cue.kind in wanted]
        return sorted(
            (each for each in near if each.distance <= _FAR), key=lambda each: (each.distance, each.cue.start)
        )

    def _distance(self, cue: Cue, quantity: Found) -> float:
        """Return how far a cue stands from a quantity: characters, and more for each clause and number between."""
        bounds = any(other.first <= cue.start < other.start for other in self._found)  # "less than", "more than"
        if bounds or (cue.start >= quantity.end and cue.kind is CueKind.VERSUS):
            return math.inf
        if cue.end <= quantity.first:
            begin, end, step = cue.end, quantity.first, 1.0
        else:
            begin, end, step = min(quantity.last, cue.start), cue.start, 2.0
        gap = self._text[begin:end]
        if step > 1 and BREAK.search(gap):
            return math.inf
        others = [other for other in self._found if other is not quantity and begin <= other.start < end]
        same = sum(other.kind == quantity.kind for other in others) if cue.kind in _STATES else 0
        start = _BEHIND if cue.start >= quantity.last else 0.0
        clauses = len(CLAUSE.findall(gap)) + gap.count(";") + 0.3 * gap.count("(")
        return start + step * len(gap) + 10 * gap.count(",") + 22 * clauses + 18 * len(others) + 40 * same

    def _set_against(self, reasons: list[Reason | None]) -> None:
        """Set the value in front of "instead of" its other value as what came after."""
        for cue in (cue for cue in self._cues if cue.kind is CueKind.VERSUS):
            behind = next((index for index, other in enumerate(self._found) if other.start >= cue.end), None)
            if not behind or (reason := reasons[behind]) is None or reason.role is not Role.BASELINE:
                continue
            ahead, against = self._found[behind - 1], self._found[behind]
            compared = self._text[ahead.last : cue.start].strip().startswith(("less", "lower"))
            if ahead.kind == against.kind and ahead.end <= cue.start and not compared:
                reasons[behind - 1] = Reason(Role.AFTER, Rule.PAIR)

    def _go_on(self, reasons: list[Reason | None]) -> None:
        """Let a saving of the sentence before go on where this one does not say what its first number is."""
        if self._before not in (Role.SAVING, Role.ANNUAL_SAVING) or not self._found:
            return
        first, reason = self._found[0], reasons[0]
        if (reason and reason.rule is not Rule.USED) or first.kind in _TIMES or not self._only_names(first):
            return
        yearly = self._is_yearly(first)
        money = first.kind == "money" and (yearly or self._before is Role.ANNUAL_SAVING)
        reasons[0] = Reason(Role.ANNUAL_SAVING if money else Role.SAVING, Rule.CARRIED, yearly)

    def _only_names(self, first: Found) -> bool:
        """Tell whether nothing but a name, or words that point back, stands before the first number."""
        named = ITEM_NAME.fullmatch(self._text, 0, first.first) and not self._cues_before(first)
        return bool(named or POINTS_BACK.match(self._text))

    def _cues_before(self, quantity: Found) -> bool:
        return any(cue.start < quantity.first and cue.kind is not CueKind.USED for cue in self._cues)

    def _drop_lone_shares(self, reasons: list[Reason | None]) -> None:
        """Take back that a percentage is a state where no other one is: "44 % after" is mostly a share of something."""
        shares = [index for index, quantity in enumerate(self._found) if quantity.kind == "share"]
        states = [
            index for index in shares if (reason := reasons[index]) and reason.role in (Role.BASELINE, Role.AFTER)
        ]
        if len({reasons[index] for index in states}) == 1:
            for index in states:
                reasons[index] = None

    def _carry_on(self, reasons: list[Reason | None]) -> None:
        """Let a saving without a cue of its own say what the saving before it in a list says: "30 t of salt (12 %)"."""
        for index in range(1, len(reasons)):
            quantity, at = self._found[index], self._listed_before(index)
            before, reason = self._found[at], reasons[at]
            gap = self._text[before.last : quantity.first]
            told = any(before.last <= cue.start < quantity.first for cue in self._cues)
            listed = len(gap) <= _CARRIED and (AND.match(gap) or (LISTED.search(gap) and not told))
            if not listed or reason is None or reason.role not in (Role.SAVING, Role.ANNUAL_SAVING):
                continue
            if reasons[index] is None and quantity.kind not in ("money", *_TIMES) and not self._describes(quantity):
                reasons[index] = Reason(Role.SAVING, Rule.CARRIED, self._is_yearly(quantity))
            elif self._is_worth(quantity, reasons[index]) and reason.yearly and WORTH.fullmatch(gap):
                reasons[index] = Reason(
                    Role.ANNUAL_SAVING if quantity.kind == "money" else Role.SAVING, Rule.NEAR, True
                )

    def _is_worth(self, quantity: Found, reason: Reason | None) -> bool:
        """Tell whether a number may be what the saving before it is worth."""
        spent = reason is not None and reason.role is Role.INVESTMENT
        return reason == Reason(Role.SAVING, Rule.NEAR) or (quantity.kind == "money" and (reason is None or spent))

    def _listed_before(self, index: int) -> int:
        """Return which quantity stands before one in a list; a stretch of time is passed over."""
        at = index - 1
        return at - 1 if at and self._found[at].kind in _TIMES else at

    def _share_year(self, reasons: list[Reason | None]) -> None:
        """Let the savings of a list share what the last one is counted over: "saves 800 m3 and USD 500 a year"."""
        for index in range(len(reasons) - 2, -1, -1):
            here, there = self._found[index], self._found[index + 1]
            reason, following = reasons[index], reasons[index + 1]
            gap = self._text[here.last : there.first]
            if not (reason and following and following.yearly) or "/" in here.quantity.unit or len(gap) > _CARRIED:
                continue
            if reason.role is Role.SAVING and LISTED.search(gap) and not BREAK.search(gap.replace(",", "")):
                role = Role.ANNUAL_SAVING if here.kind == "money" else Role.SAVING
                reasons[index] = Reason(role, reason.rule, yearly=True)
