"""Tell what two people, or a person and the program, mean alike: cases, measures, figures, names.

A likeness is a number that grows with it; what is the same is told as 0 or 1, or as True.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from typing import TypeVar

from corpus.folding import fold
from corpus.model import CaseProposal, ProposedFigure, ProposedMeasure
from eval.extraction_gold import GoldCase, GoldFigure, GoldMeasure

ALIKE = 0.5  # share of common words (Dice) from which two names are of the same measure
_SAME_TITLE = 0.7
_ANNOTATION = re.compile(r"/?\{[^{}]*\}")  # of UCUM: what is counted, which people word differently

Found = TypeVar("Found")
Wanted = TypeVar("Wanted")


def paired(
    gold: Sequence[Wanted], proposed: Sequence[Found], likeness: Callable[[Wanted, Found], float], *, least: float
) -> list[tuple[int, int]]:
    """Pair each gold with at most one proposal, the most alike first."""
    scored = [(likeness(g, p), -at, -index) for at, g in enumerate(gold) for index, p in enumerate(proposed)]
    pairs: list[tuple[int, int]] = []
    for alike, at, index in sorted(scored, reverse=True):
        is_free = all(-at != other and -index != mate for other, mate in pairs)
        if alike >= least and is_free:
            pairs.append((-at, -index))
    return pairs


def likeness(gold: GoldCase, proposal: CaseProposal) -> float:
    """Return how alike two tellings of a case are, by title, site and figures."""
    title = _dice(gold.title, proposal.title.value) if proposal.title else 0.0
    site = float(bool(gold.company and proposal.company and same_site(proposal.company.value, gold.company)))
    shared = sum(any(same_figure(g, p) for p in proposal.figures) for g in gold.figures)
    return 0.01 + title + site + shared / max(1, len(gold.figures))


def same_measure(gold: GoldMeasure, proposed: ProposedMeasure) -> float:
    """Return how alike two measures are, by name and technique."""
    same_technique = proposed.technique is not None and proposed.technique.value in gold.techniques
    return _dice(gold.name, proposed.name.value) + 0.5 * same_technique


def same_figure(gold: GoldFigure, proposed: ProposedFigure) -> float:
    """Tell whether role, value and unit are the same, as 0 or 1."""
    figure = proposed.figure
    if figure.role.value != gold.role:
        return 0.0
    if gold.ends is None:
        return float(fold(gold.printed) == fold(figure.printed) and fold(gold.unit) == fold(figure.unit))
    if figure.quantity is None:
        return 0.0
    ends = (figure.quantity.low, figure.quantity.high)
    same_value = all(math.isclose(a, b, rel_tol=1e-6) for a, b in zip(ends, gold.ends, strict=True))
    return float(same_value and _same_unit(figure.quantity.currency or figure.quantity.unit, gold))


def _same_unit(code: str, gold: GoldFigure) -> bool:
    """Compare codes without their annotations; a yearly amount may have its year in the unit or beside it."""
    first, second = (_ANNOTATION.sub("", each) for each in (code, gold.code))
    return first == second or (gold.per == "year" and first.removesuffix("/a") == second.removesuffix("/a"))


def same_complete(gold: GoldFigure, proposed: ProposedFigure) -> float:
    """Tell whether also what it counts, what it is per and what a percentage is of are the same, as 0 or 1."""
    figure = proposed.figure
    same_of = (figure.of in gold.of) if gold.of else figure.of is None
    same_words = _same_words(gold.per, figure.period) and _same_words(gold.basis, figure.basis)
    return float(bool(same_figure(gold, proposed)) and same_of and same_words)


def _same_words(first: str, second: str) -> bool:
    return _dice(first, second) >= ALIKE if first and second else first == second


def same_title(proposed: str, gold: str) -> bool:
    """Tell whether most words of two titles are the same."""
    return _dice(proposed, gold) >= _SAME_TITLE


def same_site(proposed: str, gold: str) -> bool:
    """Tell whether all words of one name are words of the other: "Cenex" and "Cenex, Inver Grove Heights"."""
    first, second = set(fold(proposed).split()), set(fold(gold).split())
    return bool(first and second) and (first <= second or second <= first)


def same_division(proposed: str, gold: str) -> bool:
    """Tell whether two sectors are of one ISIC division."""
    return proposed.partition(":")[2][:2] == gold.partition(":")[2][:2]


def _dice(first: str, second: str) -> float:
    """Return the share of words that two texts have in common, 0 to 1."""
    words, others = set(fold(first).split()), set(fold(second).split())
    return 2 * len(words & others) / (len(words) + len(others)) if words and others else 0.0
