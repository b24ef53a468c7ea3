"""Filters on the cases of something: which there are, and how many cases each would leave."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from corpus.model import CaseId
from search_api.answers import FacetValue
from search_api.case_tally import CaseTally
from search_api.evidence_answers import Narrowing
from search_api.naming import Naming
from search_api.requests import CASE_FACETS


def narrowing(
    within: Collection[CaseId], filters: Mapping[str, tuple[str, ...]], tally: CaseTally, naming: Naming
) -> Narrowing:
    """Return the filters on some cases and what further ones would leave.

    Args:
        within: The cases of the thing itself, no filter applied.
    """
    return Narrowing(
        filters=dict(filters),
        selected=tuple(naming.term(facet, value) for facet, values in filters.items() for value in values),
        facets={facet: _values(facet, within, filters, tally, naming) for facet in CASE_FACETS},
    )


def _values(
    facet: str,
    within: Collection[CaseId],
    filters: Mapping[str, tuple[str, ...]],
    tally: CaseTally,
    naming: Naming,
) -> tuple[FacetValue, ...]:
    """Return a facet's values; a count reflects all other filters, so that it is what choosing the value leaves."""
    others = {name: values for name, values in filters.items() if name != facet}
    left = tally.matching(others) & frozenset(within)
    chosen = filters.get(facet, ())
    values = [
        FacetValue(value, naming.term(facet, value).label, count, value in chosen)
        for key, cases in tally.about.items()
        for name, _, value in [key.partition(":")]
        if name == facet and ((count := len(cases & left)) or value in chosen)
    ]
    return tuple(sorted(values, key=lambda value: (-value.count, value.label)))
