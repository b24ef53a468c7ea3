"""Names for facet values, and a check that a filter names something that exists."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass

from corpus.countries import country_name
from corpus.errors import UnknownFacetValueError
from corpus.languages import language_name
from corpus.model import ConceptId, DocumentKind, Grade, Scheme
from corpus.vocabulary import Vocabulary
from search_api.answers import Term

GRADES: Mapping[str, str] = {
    "A": "A: measured before and after, at a named or verified site",
    "B": "B: measured, method unclear",
    "C": "C: estimated",
    "D": "D: vendor's claim or a manual's generic figure",
}
KINDS: Mapping[str, str] = {
    "case-study": "Case study",
    "manual": "Manual",
    "technique-sheet": "Technique sheet",
    "training-material": "Training material",
    "policy-text": "Policy text",
    "other": "Other document",
}
_SCHEMES = frozenset(scheme.value for scheme in Scheme)


@dataclass(frozen=True, slots=True)
class Naming:
    """Turns facet values into terms a person can read."""

    vocabulary: Vocabulary

    def term(self, facet: str, value: str) -> Term:
        """Return the value with its English name; an unknown value is its own name."""
        return Term(facet, value, self._label(facet, value))

    def concept(self, concept: ConceptId) -> Term:
        """Return a concept as a term."""
        facet, _, value = concept.partition(":")
        return self.term(facet, value)

    def check(self, filters: Mapping[str, tuple[str, ...]]) -> None:
        """Accept filters whose every value exists.

        Raises:
            UnknownFacetValueError: A value is in no vocabulary; the message offers the nearest.
        """
        for facet, values in filters.items():
            for value in values:
                if not self._exists(facet, value):
                    raise UnknownFacetValueError(
                        f"'{value[:60]}' is not a known {facet}.{self._nearest(facet, value)}"
                        f" See /api/v1/facets for the values in use."
                    )

    def _exists(self, facet: str, value: str) -> bool:
        if facet in _SCHEMES:
            return ConceptId(f"{facet}:{value}") in self.vocabulary.concepts
        return self._label(facet, value) != value

    def _label(self, facet: str, value: str) -> str:
        match facet:
            case "country":
                return country_name(value)
            case "language":
                return language_name(value)
            case "grade":
                return GRADES.get(value, value)
            case "kind":
                return KINDS.get(value, value)
            case _:
                concept = self.vocabulary.concepts.get(ConceptId(f"{facet}:{value}"))
                return concept.label if concept else value

    def _nearest(self, facet: str, value: str) -> str:
        names = self._names(facet)
        close = difflib.get_close_matches(value.casefold(), names, n=3, cutoff=0.5)
        return f" Did you mean {' or '.join(sorted({names[name] for name in close}))}?" if close else ""

    def _names(self, facet: str) -> dict[str, str]:
        """Return what a person may have meant, folded, with the value to type instead."""
        if facet == "grade":
            return {grade.value.casefold(): grade.value for grade in Grade}
        if facet == "kind":
            return {kind.value: kind.value for kind in DocumentKind}
        if facet not in _SCHEMES:
            return {}
        names = {}
        for concept in self.vocabulary.by_scheme(Scheme(facet)):
            for name in (concept.notation, concept.label, *concept.labels["en"].alternatives):
                names[name.casefold()] = f"'{concept.notation}' ({concept.label})"
        return names
