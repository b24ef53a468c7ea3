"""Tell what the numbers of a table say by its heads, its rows' names and its title; rows.py finds the numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.model import Role
from ingest.figures.cues import CueKind, find_cues
from ingest.figures.quantities import Found, Reading, is_share
from ingest.figures.roles import Reason

_SURE, _SURE_OF_TITLE = 0.9, 0.97  # (r + 1) / (n + 2) of r right of n on dev and passages: 266 of 295, 27 of 27
_SHARE_OF = re.compile(  # "% of former use"
    r"\s*(?:(?:%|per cent|percent(?:age)?|share|parte?|porcentaje|pourcentage|porcentagem)\s*(?:of|del?|du|da|do)\b"
    r"|part de l['’])",
    re.IGNORECASE,
)
_NEW = re.compile(r"\s*(?:(?:new|with|nuev\w+|nouve\w+|nov[oa]|mới|新)\b|(?:is|es|est|é)\s*\Z)", re.IGNORECASE)
_OLD = re.compile(
    r"\s*(?:(?:old|without|sin|sans|sem|viej\w+|antig\w+|ancien\w*|không|cũ|旧)(?!\w)|(?:was|era|était)\s*\Z)",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"\b(?:differenc\w+|change|diferencia|variaci[oó]n|cambio|écart|différence|variation|diferença|variação)\b"
    r"|chênh lệch",
    re.IGNORECASE,
)
_MINUS = re.compile(r"\s*[-−–]\s?\d")
_PLUS = re.compile(r"\s*\+\s?\d")
_STATED = frozenset({CueKind.BEFORE, CueKind.AFTER})
_SAYS_OTHER = frozenset({CueKind.INVESTMENT, CueKind.COST, CueKind.PAYBACK, CueKind.FOREIGN})
_OF_MEASURES = frozenset({CueKind.INVESTMENT, CueKind.PAYBACK})
_TIMES = ("calendar", "clock")


@dataclass(frozen=True, slots=True)
class Told:
    """What may say what a number of a table is, nearest first.

    Attributes:
        cell, head, label, title: Texts of its cell, the head of its column, the name of its row and the table.
        state: What its column or row says by its place among the others.
        measures: Whether the table lists measures with their cost or payback, so that rates in it are savings.
    """

    cell: str
    head: str
    label: str
    title: str
    state: Role | None
    measures: bool


def states(names: Mapping[int, str], numeric: Sequence[int], reading: Reading, *, by_place: bool) -> Mapping[int, Role]:
    """Return the columns, or rows, of values before and after where only the place of one or both tells it.

    Of two with numbers beside one of savings the first is what was before; where the name of one says before or after,
    the other is the opposite. What is proposed comes after what is "present" beside it.

    Args:
        names: By column or row.
        numeric: Those that hold bare numbers.
        by_place: Whether the place beside savings is enough; of columns it is, rows of measures stand there too.
    """
    kinds = {place: head_kinds(name, reading) for place, name in names.items()}
    changed = {place for place, name in names.items() if _CHANGE.search(name)}
    savings = changed | {place for place, each in kinds.items() if each & {CueKind.SAVING, CueKind.FALL}}
    others = [place for place in kinds if place not in savings and place in numeric]
    if len(others) != 2 or any(kinds[place] & _SAYS_OTHER for place in others):
        return {}
    first, second = (kinds[place] & _STATED for place in others)
    changes = dict.fromkeys(changed, Role.SAVING)
    present = first == second == {CueKind.AFTER}  # "today" and "with the filter"
    if present or (by_place and savings and not first | second):
        return {others[0]: Role.BASELINE, others[1]: Role.AFTER} | changes
    if first == second or (by_place and first and second):  # heads that both say it speak for themselves
        return {}
    if first == {CueKind.BEFORE} or second == {CueKind.AFTER}:
        return {others[0]: Role.BASELINE, others[1]: Role.AFTER} | changes
    if first == {CueKind.AFTER} or second == {CueKind.BEFORE}:
        return {others[0]: Role.AFTER, others[1]: Role.BASELINE} | changes
    return {}


def lists_measures(names: Sequence[str], reading: Reading) -> bool:
    """Tell whether the heads or row names of a table say what measures cost or when they are paid back."""
    said = frozenset[CueKind]().union(*(kinds(name, reading) for name in names))
    return bool(said & _OF_MEASURES) or {CueKind.COST, CueKind.SAVING} <= said


def reason(found: Found, told: Told, reading: Reading) -> Reason | None:
    """Return what a number says by the first that tells it; None if nothing does."""
    own = [
        each - {CueKind.RESULT}
        for each in (kinds(told.cell, reading), head_kinds(told.head, reading), kinds(told.label, reading))
    ]
    if any(CueKind.FOREIGN in each for each in own) or _PLUS.match(told.cell):
        return None
    above = kinds(told.title, reading)
    yearly = found.quantity.unit.endswith("/a") or any(CueKind.YEARLY in each for each in (*own, above))
    if told.state and found.kind not in _TIMES and not own[0]:
        saved = told.state is Role.SAVING and found.kind == "money" and yearly
        return Reason(Role.ANNUAL_SAVING if saved else told.state, _SURE, yearly)
    for each, sure in zip((*own, above), (_SURE, _SURE, _SURE, _SURE_OF_TITLE), strict=True):
        role = _role(found, each, yearly=yearly, shared=_SHARE_OF.match(told.head) is not None)
        if role:
            return Reason(role, sure, yearly)
    return _saved(found, told, yearly=yearly)


def _saved(found: Found, told: Told, *, yearly: bool) -> Reason | None:
    """Return what a number says that no word speaks for: a minus, or a rate of a measure, is a saving."""
    if found.kind in _TIMES:
        return None
    if _MINUS.match(told.cell) or (told.measures and yearly and not is_share(found)):
        return Reason(Role.ANNUAL_SAVING if found.kind == "money" and yearly else Role.SAVING, _SURE, yearly)
    return None


def kinds(text: str, reading: Reading) -> frozenset[CueKind]:
    """Return the kinds of cue in a text."""
    return frozenset(cue.kind for cue in find_cues(text, reading.language))


def head_kinds(head: str, reading: Reading) -> frozenset[CueKind]:
    """Return what the head of a column says; "new" and "with filters" are after, "old" and "without" before."""
    told = {CueKind.AFTER} if _NEW.match(head) else {CueKind.BEFORE} if _OLD.match(head) else set()
    return kinds(head, reading) | told


def _role(found: Found, said: frozenset[CueKind], *, yearly: bool, shared: bool) -> Role | None:
    """Return the role that a head gives; the state that a value belongs to goes before what it is a value of."""
    if found.kind in _TIMES and CueKind.PAYBACK in said:
        return Role.PAYBACK
    states = set() if shared else said & {CueKind.BEFORE, CueKind.AFTER}
    if len(states) == 1:
        return Role.BASELINE if CueKind.BEFORE in states else Role.AFTER
    if states or found.kind in _TIMES:
        return None
    if said & {CueKind.SAVING, CueKind.FALL, CueKind.RESULT}:
        return Role.ANNUAL_SAVING if found.kind == "money" and yearly else Role.SAVING
    paid = said & {CueKind.INVESTMENT, CueKind.COST} and not yearly and "/" not in found.quantity.unit
    return Role.INVESTMENT if found.kind == "money" and paid else None
