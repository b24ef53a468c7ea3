"""Addresses of searches: each change a reader can make to a search is another search with an address of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from urllib.parse import quote, urlencode

from search_api.answers import Group, Term
from search_api.requests import FACET_PARAMETERS, MAX_LIMIT, Mode, SearchRequest
from search_api.subject_views import SUBJECTS

DEFAULT_LIMIT = SearchRequest().limit
# The facets whose terms have pages of their own, with the first part of their addresses.
PAGES: Mapping[str, str] = {scheme: kind for kind, scheme in SUBJECTS.items()} | {"technique": "techniques"}
_PARAMETERS: Mapping[str, str] = {parameter.facet: name for name, parameter in FACET_PARAMETERS.items()}


def parameter(facet: str) -> str:
    """Return the name a facet has in a query string."""
    return _PARAMETERS.get(facet, facet)


def pairs(request: SearchRequest) -> tuple[tuple[str, str], ...]:
    """Return a search as pairs of a query string, what is default left out; the same search gives the same pairs."""
    chosen = (("q", request.text), ("group", request.group or ""), *settings(request))
    return tuple((name, value) for name, value in chosen if value)


def settings(request: SearchRequest) -> tuple[tuple[str, str], ...]:
    """Return what surrounds the words of a search: filters, concepts to ignore, mode, limit, explanations."""
    filters = ((parameter(facet), value) for facet in sorted(request.filters) for value in request.filters[facet])
    return (
        *filters,
        *(("ignore", value) for value in request.ignore),
        *((("mode", str(request.mode)),) if request.mode is not Mode.HYBRID else ()),
        *((("limit", str(request.limit)),) if request.limit != DEFAULT_LIMIT else ()),
        *((("explain", "1"),) if request.explain else ()),
    )


def search_url(request: SearchRequest) -> str:
    """Return the address of a search."""
    query = urlencode(pairs(request))
    return f"/search?{query}" if query else "/search"


def api_url(request: SearchRequest) -> str:
    """Return the address of the same answer as data."""
    query = urlencode(pairs(request))
    return f"/api/v1/search?{query}"


def filtered(facet: str, value: str) -> str:
    """Return the address of everything that has one facet value."""
    return search_url(SearchRequest(filters={facet: (value,)}))


def term_url(term: Term, **others: str) -> str:
    """Return where a term leads: to its own page if it has one, else to all that has it.

    Args:
        others: Further filters, by facet: country="VN"; "" filters nothing.
    """
    filters = {facet: (value,) for facet, value in others.items() if value}
    if term.facet in PAGES:
        return address(f"/{PAGES[term.facet]}/{quote(term.value, safe='')}", filters)
    return search_url(SearchRequest(filters={term.facet: (term.value,), **filters}))


def address(path: str, filters: Mapping[str, Sequence[str]]) -> str:
    """Return a path with filters on cases; the same filters give the same address."""
    query = urlencode([(facet, value) for facet in sorted(filters) for value in filters[facet]])
    return f"{path}?{query}" if query else path


def toggled(request: SearchRequest, facet: str, value: str) -> SearchRequest:
    """Return the search with a filter added, or removed if it was there."""
    present = request.filters.get(facet, ())
    values = tuple(other for other in present if other != value) if value in present else (*present, value)
    return replace(request, filters={**_without(request.filters, facet), **({facet: values} if values else {})})


def ignoring(request: SearchRequest, concept: str) -> SearchRequest:
    """Return the search with one concept of its words ignored."""
    return replace(request, ignore=tuple(dict.fromkeys((*request.ignore, concept))))


def wanting(request: SearchRequest, typed: str) -> SearchRequest:
    """Return the search without the stretch of its words that denies something."""
    return replace(request, text=" ".join(" ".join(request.text.split()).replace(typed, " ", 1).split()))


def minding(request: SearchRequest, concept: str) -> SearchRequest:
    """Return the search with one concept no longer ignored."""
    return replace(request, ignore=tuple(other for other in request.ignore if other != concept))


def grouped(request: SearchRequest, group: Group | None) -> SearchRequest:
    """Return the search as another list, from its top; None shows all three."""
    return replace(request, group=group, limit=DEFAULT_LIMIT)


def longer(request: SearchRequest) -> SearchRequest | None:
    """Return the search with a longer list; None if it cannot be longer."""
    return replace(request, limit=min(MAX_LIMIT, request.limit * 3)) if request.limit < MAX_LIMIT else None


def _without(filters: Mapping[str, tuple[str, ...]], facet: str) -> dict[str, tuple[str, ...]]:
    return {name: values for name, values in filters.items() if name != facet}
