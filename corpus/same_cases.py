"""Tell which cases are one case told several times: same site, country, year, technique and figures.

Pure. A person's word stands above every rule: cases said to be different never meet in one cluster by a rule, cases
said to be the same always do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from corpus.model import Case, CaseId, Figure, Quantity, Scheme
from corpus.sites import site_words
from corpus.vocabulary import Vocabulary

Pair = tuple[CaseId, CaseId]  # the smaller id first

_CLOSE = 0.01  # relative difference of two numbers that are still the same one
_FIGURES_OF_A_NAMED_SITE = 1
_FIGURES_OF_ANY_SITE = 3  # where a site has no name, only its figures speak for it
_MANY = 50  # cases that share one thing: then it identifies none of them


@dataclass(frozen=True, slots=True)
class Reprint:
    """Two cases that look like one.

    Attributes:
        figures: How many figures they share.
        named: Whether both name the same site.
    """

    pair: Pair
    figures: int
    named: bool


def pair_of(one: CaseId, other: CaseId) -> Pair:
    """Return two ids in the order that pairs are kept in."""
    return (one, other) if one < other else (other, one)


def find_reprints(cases: Sequence[Case], vocabulary: Vocabulary) -> list[Reprint]:
    """Return the pairs that look like one case, by their ids."""
    by_id = {case.id: case for case in cases}
    found = (_compared(by_id[one], by_id[other], vocabulary) for one, other in sorted(_candidates(cases)))
    return [reprint for reprint in found if reprint]


def heads(cases: Iterable[CaseId], reprints: Iterable[Reprint], said: Mapping[Pair, bool]) -> dict[CaseId, CaseId]:
    """Return for each case the one that stands for its cluster: the first by id.

    Args:
        said: What persons decided: True for the same case, False for different ones.
    """
    head = {case: case for case in sorted(cases)}
    apart = [pair for pair, same in sorted(said.items()) if not same]
    joined = [pair for pair, same in sorted(said.items()) if same]
    for pair in (*joined, *(reprint.pair for reprint in reprints if reprint.pair not in said)):
        if pair[0] in head and pair[1] in head and (pair in joined or not _parts(pair, head, apart)):
            _join(head, *pair)
    return head


def _parts(pair: Pair, head: Mapping[CaseId, CaseId], apart: Iterable[Pair]) -> bool:
    """Tell whether joining two clusters would bring together what a person called different."""
    ends = {head[pair[0]], head[pair[1]]}
    return len(ends) == 2 and any({head.get(one), head.get(other)} == ends for one, other in apart)


def _join(head: dict[CaseId, CaseId], one: CaseId, other: CaseId) -> None:
    first, second = sorted((head[one], head[other]))
    for case, of in head.items():
        if of == second:
            head[case] = first


def _candidates(cases: Iterable[Case]) -> set[Pair]:
    """Return the pairs that share a site's name or a number: comparing all with all would take too long."""
    sharing: defaultdict[object, set[CaseId]] = defaultdict(set)
    for case in cases:
        for key in _keys(case):
            sharing[key].add(case.id)
    return {pair for ids in sharing.values() if len(ids) <= _MANY for pair in combinations(sorted(ids), 2)}


def _keys(case: Case) -> Iterator[object]:
    yield from site_words(case)
    for figure in case.figures:
        yield case.country, figure.role, figure.printed


def _compared(one: Case, other: Case, vocabulary: Vocabulary) -> Reprint | None:
    if not (_agree(one.country, other.country) and _near(one.year, other.year)):
        return None
    sites = site_words(one), site_words(other)
    named = bool(sites[0] and sites[1])
    if named and not (sites[0] <= sites[1] or sites[1] <= sites[0]):
        return None
    if not _techniques(one, vocabulary) & _techniques(other, vocabulary):
        return None
    figures = _shared(one.figures, other.figures)
    needed = _FIGURES_OF_A_NAMED_SITE if named else _FIGURES_OF_ANY_SITE
    return Reprint(pair_of(one.id, other.id), figures, named) if figures >= needed else None


def _agree(one: object, other: object) -> bool:
    return one is None or other is None or one == other


def _near(one: int | None, other: int | None) -> bool:
    return one is None or other is None or abs(one - other) <= 1


def _techniques(case: Case, vocabulary: Vocabulary) -> set[str]:
    named = (measure.technique for measure in case.measures if measure.technique in vocabulary.concepts)
    above = {concept for technique in named for concept in vocabulary.closure(technique)}
    return {concept for concept in above if vocabulary.concepts[concept].scheme is Scheme.TECHNIQUE}


def _shared(one: Iterable[Figure], other: Iterable[Figure]) -> int:
    """Return how many figures of one case the other states too; each counts once."""
    left = list(other)
    count = 0
    for figure in one:
        match = next((candidate for candidate in left if _same_figure(figure, candidate)), None)
        if match:
            left.remove(match)
            count += 1
    return count


def _same_figure(one: Figure, other: Figure) -> bool:
    if one.role is not other.role:
        return False
    first, second = one.normal or one.quantity, other.normal or other.quantity
    if first is None or second is None:
        return (one.printed, one.unit) == (other.printed, other.unit)
    return (first.unit, first.currency) == (second.unit, second.currency) and _same_range(first, second)


def _same_range(one: Quantity, other: Quantity) -> bool:
    pairs = ((one.low, other.low), (one.high, other.high))
    return all(abs(first - second) <= _CLOSE * max(abs(first), abs(second)) for first, second in pairs)
