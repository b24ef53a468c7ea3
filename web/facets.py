"""The values of a facet as links, with a bar for how much each would leave."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from search_api.answers import FacetValue, Term
from search_api.directory_answers import TermCount
from web import links, names, text
from web.views import FacetBox, FacetLink

SHOWN_AT_ONCE = 6  # values of a facet


def facet_box(
    facet: str, values: Sequence[FacetValue], url_of: Callable[[str], str], *, shown: int = SHOWN_AT_ONCE
) -> FacetBox:
    """Return a facet with a link for each value in use, selected ones first; grades stand from best to worst.

    Args:
        url_of: Returns the address with a value added, or removed if it is selected.
    """
    largest = max((value.count for value in values), default=1)
    used = [value for value in _distinct(values) if value.count or value.selected]
    if facet == "grade":
        used.sort(key=lambda value: value.value)
    used.sort(key=lambda value: not value.selected)
    found = tuple(_link(facet, value, url_of(value.value), largest) for value in used)
    return FacetBox(text.facet_name(facet), found[:shown], found[shown:])


def term_box(name: str, counts: Sequence[TermCount], *, shown: int) -> FacetBox:
    """Return terms to browse by, each leading to its own page."""
    largest = max((count.count for count in counts), default=1)
    found = tuple(
        FacetLink(names.label(c.term), c.count, round(100 * c.count / largest), False, links.term_url(c.term))
        for c in counts
    )
    return FacetBox(name, found[:shown], found[shown:])


def _term_link(counted: TermCount, largest: int) -> FacetLink:
    share = round(100 * counted.count / largest)
    return FacetLink(names.label(counted.term), counted.count, share, False, links.term_url(counted.term))


def _link(facet: str, value: FacetValue, url: str, largest: int) -> FacetLink:
    share = round(100 * value.count / max(1, largest))
    name = names.label(Term(facet, value.value, value.label))
    return FacetLink(name, value.count, share, value.selected, url)


def _distinct(values: Sequence[FacetValue]) -> list[FacetValue]:
    """Leave out what reads as another value before it: a class that is all of its group bears its name and count."""
    seen: dict[tuple[str, int], FacetValue] = {}
    for value in values:
        known = seen.setdefault((value.label, value.count), value)
        if value.selected and not known.selected:
            seen[value.label, value.count] = value
    return list(seen.values())
