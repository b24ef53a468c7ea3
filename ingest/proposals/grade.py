"""How good a case's evidence is, by the rule of corpus/cases/README.md."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from corpus.model import CaseStatus, Evidence, Grade, Proposed, ProposedFigure, Role
from ingest.proposals.confidence import Rule, confidence
from ingest.proposals.cues import Cue, pattern
from ingest.proposals.mentions import SHOWN
from ingest.proposals.passages import Passage, PassageKind

_PRINTED = re.compile(r"\bevidence grade ([A-D])\b", re.IGNORECASE)
_RESULTS = frozenset({Role.AFTER, Role.SAVING, Role.ANNUAL_SAVING})


def grade_of(
    passages: Sequence[Passage], figures: Sequence[ProposedFigure], status: Proposed | None, site: Proposed | None
) -> Proposed | None:
    """Return the grade by the first line of the rule that fits; None where there are no words to show for it."""
    printed = _first(passages, _PRINTED, inside=1)
    if printed:
        return Proposed(printed.words.upper(), (printed,), confidence(Rule.LABEL))
    grade, evidence = _by_rule(passages, figures, status, site)
    return Proposed(grade.value, evidence[:SHOWN], confidence(Rule.RULE_OF_GRADES)) if evidence else None


def _by_rule(
    passages: Sequence[Passage], figures: Sequence[ProposedFigure], status: Proposed | None, site: Proposed | None
) -> tuple[Grade, tuple[Evidence, ...]]:
    supplier = _first(passages, pattern(Cue.SUPPLIER, Cue.TYPICAL))
    if supplier:
        return Grade.D, (supplier,)
    if status and status.value in (CaseStatus.PROPOSED, CaseStatus.ESTIMATED):
        return Grade.C, status.evidence
    expected = _first(passages, pattern(Cue.EXPECTED))
    results = [figure for figure in figures if figure.figure.role in _RESULTS]
    if expected or not results:
        return Grade.C, (expected,) if expected else status.evidence if status else ()
    visit = _first(passages, pattern(Cue.VISITED))
    proven = _proven(figures)
    if proven and (site or visit):
        return Grade.A, (*(site.evidence[:1] if site else (visit,) if visit else ()), *proven)
    return Grade.B, results[0].evidence


def _proven(figures: Iterable[ProposedFigure]) -> tuple[Evidence, ...]:
    """Return the evidence of the first effect of which two are stated: before, after, amount saved, share saved."""
    effects: dict[str, dict[str, ProposedFigure]] = defaultdict(dict)
    for figure in figures:
        statement = _statement(figure)
        if statement:
            effects[_effect(figure)].setdefault(statement, figure)
    proven = next((stated for stated in effects.values() if len(stated) >= 2), {})
    return tuple(figure.evidence[0] for figure in proven.values() if figure.evidence)


def _statement(figure: ProposedFigure) -> str:
    stated: Mapping[Role, str] = {Role.BASELINE: "before", Role.AFTER: "after", Role.ANNUAL_SAVING: "amount"}
    if figure.figure.role is Role.SAVING:
        return "share" if figure.figure.unit.strip() in ("%", "percent", "per cent") else "amount"
    return stated.get(figure.figure.role, "")


def _effect(figure: ProposedFigure) -> str:
    """Return what tells effects apart: the concept counted, else money, else the words."""
    if figure.figure.of:
        return figure.figure.of
    quantity = figure.figure.quantity
    return "money" if quantity and quantity.currency else figure.figure.subject.casefold()


def _first(passages: Iterable[Passage], words: re.Pattern[str], inside: int = 0) -> Evidence | None:
    for passage in passages:
        match = words.search(passage.text) if passage.kind is not PassageKind.CREDIT else None
        if match:
            return passage.evidence(*match.span(inside))
    return None
