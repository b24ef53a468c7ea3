"""Show how a question was understood."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.model import ConceptId
from index.understanding import Understood
from search_api.answers import Chip, Denied, QueryView
from search_api.naming import Naming
from search_api.requests import SearchRequest


def query_view(
    request: SearchRequest, understood: Understood, naming: Naming, suggestion: str, replaced: bool
) -> QueryView:
    """Return what was read from a question.

    Args:
        understood: The question that was answered.
        suggestion: The question as it was probably meant; "" if there is none.
        replaced: Whether that is what was answered.
    """
    return QueryView(
        raw=request.text,
        language=understood.query.language,
        interpreted=tuple(_chips(understood, naming)),
        expanded_terms=understood.query.expansions,
        filters=dict(request.filters),
        ignored=tuple(naming.concept(ConceptId(concept)) for concept in request.ignore),
        denied=tuple(_denied(understood)),
        suggestion=suggestion,
        replaced=replaced,
    )


def _chips(understood: Understood, naming: Naming) -> Iterator[Chip]:
    for match in understood.matches:
        term = naming.concept(match.concept)
        yield Chip(term.facet, term.value, term.label, match.words, match.concept)


def _denied(understood: Understood) -> Iterator[Denied]:
    for parts, required in ((understood.excluded, True), (understood.negated, False)):
        yield from (Denied(part.words, part.typed, required) for part in parts)
